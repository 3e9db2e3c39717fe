"""Push by the plugin: what a document would change, then uploads and deploys until the site has it all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from foundation.progress import Progress
from foundation.text import both
from lms_bridge.changes import PushPlan, PushReceipt, to_decide
from lms_bridge.connectors.moodle.carrying import Carrying, without_files
from lms_bridge.connectors.moodle.deploy_answers import DEPLOY, PLAN, STATE, ObjectResult, PlanAnswer
from lms_bridge.connectors.moodle.deploy_receipt import DeployReceipt
from lms_bridge.connectors.moodle.faults import MoodleFault, source_error
from lms_bridge.connectors.moodle.noticed import edited_there
from lms_bridge.connectors.moodle.pieces import Transport, package_of, transport
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import PLUGIN_PREFIX, PROTOCOL, PluginInfo
from lms_bridge.connectors.moodle.uploading import Uploads
from lms_bridge.connectors.moodle.wired import Document, Wired
from lms_bridge.errors import FatalSourceError, SourceError

_DEPLOY_SECONDS = 20
#: Rounds of a deploy in which no object was done before it is given up.
_IDLE_ROUNDS = 3
_UPGRADE = MoodleFault(exception="moodle_exception", errorcode="upgradepending")
#: A package of this size takes longer to upload than a call takes: what needs no files is made meanwhile.
_WHILE_UPLOADING_BYTES = 4 << 20

_Told = dict[tuple[str, str], ObjectResult]


class PluginPush:
    """Pushes documents to one site by its plugin."""

    def __init__(self, rest: MoodleRest, info: PluginInfo, target: str) -> None:
        self._rest = rest
        self._info = info
        self._target = target
        self._limit = info.limits.upload_bytes
        self._uploads = Uploads(rest, self._limit)

    def competencies(self, framework: str) -> frozenset[str]:
        """Return the idnumbers of the competencies that the site has of a framework."""
        asked = {"protocol": PROTOCOL, "courses": [], "framework": framework}
        found = self._rest.call(f"{PLUGIN_PREFIX}get_state", STATE, asked)
        return frozenset(one.idnumber for one in found.objects if one.kind == "competency")

    def plan(self, document: Document) -> PushPlan:
        """Return what a document would change; nothing is changed."""
        portions = document.portions(self._document_bytes)
        answers = [self._plan(document, portion, complete=len(portions) == 1) for portion in portions]
        planned = [one for answer in answers for one in answer.changes]
        changes = tuple(one.change for one in planned)
        findings = [to_decide(change) for change in changes if change.op == "decide"]
        findings += [edited_there(one.change) for one in planned if "edited" in (one.reason, one.detail)]
        return PushPlan(target=self._target, changes=changes, findings=tuple(findings))

    def apply(self, document: Document, allow: Collection[str], progress: Progress) -> PushReceipt:
        """Make the site have a document; what is not allowed is skipped, an object's failure stops no other.

        Raises SourceError: the site failed before anything was done. Later it breaks off the receipt, which tells.
        """
        if self._info.upgrade_pending:
            raise source_error(_UPGRADE, f"{PLUGIN_PREFIX}deploy")
        portions = document.portions(self._document_bytes)
        making = DeployReceipt(self._target)
        for portion in portions:
            complete = len(portions) == 1
            try:
                planned = self._plan(document, portion, complete=complete)
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
        if package is None or package.size_bytes < _WHILE_UPLOADING_BYTES:
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
