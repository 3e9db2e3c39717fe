"""Push by the plugin: what a document would change, then uploads and deploys until the site has it all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from foundation.progress import Progress
from foundation.text import both
from lms_bridge.changes import PushPlan, PushReceipt, to_decide
from lms_bridge.connectors.moodle.arguments import Argument
from lms_bridge.connectors.moodle.carrying import Carrying, without_files
from lms_bridge.connectors.moodle.deploy_answers import DEPLOY, PLAN, UNPACKED, ObjectResult, PlanAnswer
from lms_bridge.connectors.moodle.deploy_receipt import DeployReceipt
from lms_bridge.connectors.moodle.faults import MoodleFault, source_error
from lms_bridge.connectors.moodle.noticed import edited_there
from lms_bridge.connectors.moodle.pieces import UNPACK, Transport, package_of, transport
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import PLUGIN_PREFIX, PROTOCOL, PluginInfo
from lms_bridge.connectors.moodle.standing import BIG_PACKAGE_BYTES
from lms_bridge.connectors.moodle.uploading import Uploads
from lms_bridge.connectors.moodle.wired import Document, Wired
from lms_bridge.errors import FatalSourceError, SourceError

_DEPLOY_SECONDS = 20
#: Rounds of a deploy in which no object was done before it is given up.
_IDLE_ROUNDS = 3
_UPGRADE = MoodleFault(exception="moodle_exception", errorcode="upgradepending")
_Told = dict[tuple[str, str], ObjectResult]


class PluginPush:
    """Pushes documents to one site by its plugin."""

    def __init__(self, rest: MoodleRest, info: PluginInfo, target: str) -> None:
        self._rest = rest
        self._info = info
        self._target = target
        self._limit = info.limits.upload_bytes
        self._uploads = Uploads(rest, self._limit)

    def plan(self, document: Document) -> PushPlan:
        """Return what a document would change; nothing is changed."""
        portions = document.portions(self._document_bytes)
        answers = [self._plan(document, portion, complete=len(portions) == 1) for portion in portions]
        planned = [one for answer in answers for one in answer.changes]
        changes = tuple(one.change for one in planned)
        findings = [to_decide(change) for change in changes if change.op == "decide"]
        findings += [edited_there(one.change) for one in planned if "edited" in (one.reason, one.detail)]
        return PushPlan(target=self._target, changes=changes, findings=tuple(findings))

    def apply(
        self, document: Document, allow: Collection[str], progress: Progress, *, is_new: bool = False
    ) -> PushReceipt:
        """Make the site have a document; what is not allowed is skipped, an object's failure stops no other.

        `is_new`: the site lacks all of it, so that it need not be asked for a plan.

        Raises SourceError: the site failed before anything was done. Later it breaks off the receipt, which tells.
        """
        if self._info.upgrade_pending:
            raise source_error(_UPGRADE, f"{PLUGIN_PREFIX}deploy")
        portions = document.portions(self._document_bytes)
        making = DeployReceipt(self._target)
        for portion in portions:
            complete = len(portions) == 1
            try:
                planned = PlanAnswer.of_new(portion) if is_new else self._plan(document, portion, complete=complete)
            except SourceError as error:
                if not making.applied:
                    raise
                making.break_off(error, ())
                break
            carrying = Carrying(document, portion, planned, allow, complete)
            if not self._apply(carrying, progress, making):
                break
        return making.told()

    def _apply(self, carrying: Carrying, progress: Progress, making: DeployReceipt) -> bool:
        """Apply a portion; return whether to go on. Raises SourceError while nothing was done."""
        planned = carrying.planned.changes
        if all(one.op == "unchanged" for one in planned):
            making.skipped += [one.change for one in planned]
            return True
        told: _Told = {}
        try:
            transport = self._send(carrying, told, progress)
            text = carrying.text(transport)
            with self._unpacking(transport):
                for done in self._deploy(text, carrying.allow, told, self._uploads.draft):
                    progress(done, len(carrying.portion), both("平台正在写入", "the site is taking it in"))
        except SourceError as error:
            making.add(told.values(), planned)
            if not making.applied:
                raise
            making.break_off(error, planned)
            return False
        making.add(told.values(), planned)
        return True

    def _send(self, carrying: Carrying, told: _Told, progress: Progress) -> Transport:
        """Upload what changed objects need; while a big package travels the site makes what needs no files."""
        changed, features = carrying.changed, self._info.features
        package = package_of(changed, self._limit, features)
        if package is None or package.size_bytes < BIG_PACKAGE_BYTES:
            travel = transport(changed, self._limit, features)
        else:
            with ThreadPoolExecutor(2, thread_name_prefix="push") as beside:
                hashed = beside.submit(transport, changed, self._limit, features)
                early = beside.submit(self._deploy_early, carrying, told)
                self._uploads.send([package], progress)
            travel = hashed.result()
            early.result()
        self._uploads.send(travel.files(changed), progress)
        return travel

    def _deploy_early(self, carrying: Carrying, told: _Told) -> None:
        if early := without_files(carrying.changed):
            text = carrying.document.json(early, complete=False)
            for _ in self._deploy(text, carrying.allow, told, 0):
                pass

    @contextmanager
    def _unpacking(self, travel: Transport) -> Iterator[None]:
        """Let the site unpack a big package meanwhile; what that does not do, a deploy does by itself."""
        package = travel.package
        sent = package is not None and package.size_bytes >= BIG_PACKAGE_BYTES and self._uploads.draft
        if package is None or not sent or UNPACK not in self._info.features:
            yield
            return
        asked: dict[str, Argument] = {"protocol": PROTOCOL, "draftitemid": self._uploads.draft, "file": package.name}
        with ThreadPoolExecutor(1, thread_name_prefix="unpack") as beside:
            unpacked = beside.submit(self._rest.call, f"{PLUGIN_PREFIX}unpack", UNPACKED, asked, repeatable=False)
            yield
            if (error := unpacked.exception()) is not None and not isinstance(error, SourceError):
                raise error

    @property
    def _document_bytes(self) -> int:
        return self._info.limits.document_bytes or 4 << 20

    def _plan(self, document: Document, portion: Sequence[Wired], *, complete: bool) -> PlanAnswer:
        plain = Transport(self._limit)
        text = document.json((plain.wired(one) for one in portion), complete=complete)
        return self._rest.call(f"{PLUGIN_PREFIX}plan", PLAN, {"protocol": PROTOCOL, "document": text})

    def _deploy(self, text: str, allow: Collection[str], told: _Told, draft: int) -> Iterator[int]:
        """Call deploy until it is complete, noting each object as it was done; yield how many are."""
        idle = 0
        asked = {
            "protocol": PROTOCOL,
            "document": text,
            "draftitemid": draft,
            "allow": sorted(allow),
            "seconds": min(_DEPLOY_SECONDS, self._info.limits.deploy_seconds or _DEPLOY_SECONDS),
        }
        while True:
            answer = self._rest.call(f"{PLUGIN_PREFIX}deploy", DEPLOY, asked)
            before = len(told)
            for result in answer.results:
                key = (result.kind, result.idnumber)
                if key not in told or told[key].op in ("unchanged", "failed"):
                    told[key] = result
            yield len(told)
            if answer.complete:
                return
            idle = idle + 1 if len(told) == before else 0
            if idle >= _IDLE_ROUNDS:
                raise FatalSourceError(
                    both("平台没有完成推送", "The site does not finish the push"),
                    place=f"{PLUGIN_PREFIX}deploy",
                    remedy=both("再运行 push apply，会接着做", "Run push apply again: it goes on where it stopped"),
                )
