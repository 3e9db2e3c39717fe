"""Push by the plugin: what a document would change, then uploads and deploys until the site has it all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from foundation.progress import Progress
from foundation.text import both
from lms_bridge.changes import PushPlan, PushReceipt, to_decide
from lms_bridge.connectors.moodle.deploy_answers import DEPLOY, PLAN, STATE, ObjectResult, PlanAnswer
from lms_bridge.connectors.moodle.deploy_receipt import DeployReceipt
from lms_bridge.connectors.moodle.faults import MoodleFatalError, MoodleFault, source_error
from lms_bridge.connectors.moodle.noticed import edited_there
from lms_bridge.connectors.moodle.pieces import Transport, pieces, transport
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import PLUGIN_PREFIX, PROTOCOL, PluginInfo
from lms_bridge.connectors.moodle.wired import Document, Wired
from lms_bridge.errors import FatalSourceError, SourceError

_DEPLOY_SECONDS = 20
#: Rounds of a deploy in which no object was done before it is given up.
_IDLE_ROUNDS = 3
_UPGRADE = MoodleFault(exception="moodle_exception", errorcode="upgradepending")
_NAME_TAKEN = "filenameexist"

_Told = dict[tuple[str, str], ObjectResult]


class PluginPush:
    """Pushes documents to one site by its plugin."""

    def __init__(self, rest: MoodleRest, info: PluginInfo, target: str) -> None:
        self._rest = rest
        self._info = info
        self._target = target
        self._transport = Transport(info.limits.upload_bytes)
        self._draft = 0
        self._uploaded: set[str] = set()

    def competencies(self, framework: str) -> frozenset[str]:
        """Return the idnumbers of the competencies that the site has of a framework."""
        asked = {"protocol": PROTOCOL, "courses": [], "framework": framework}
        found = self._rest.call(f"{PLUGIN_PREFIX}get_state", STATE, asked)
        return frozenset(one.idnumber for one in found.objects if one.kind == "competency")

    def plan(self, document: Document) -> PushPlan:
        """Return what a document would change; nothing is changed."""
        self._transport = self._transport_of(document)
        portions = document.portions(self._document_bytes)
        answers = [self._plan(self._text(document, portion, complete=len(portions) == 1)) for portion in portions]
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
        self._transport = self._transport_of(document)
        portions = document.portions(self._document_bytes)
        making = DeployReceipt(self._target)
        for portion in portions:
            text = self._text(document, portion, complete=len(portions) == 1)
            try:
                planned = self._plan(text)
            except SourceError as error:
                if not making.applied:
                    raise
                making.break_off(error, ())
                break
            if not self._apply(portion, text, planned, allow, progress, making):
                break
        return making.told()

    def _apply(
        self,
        portion: Sequence[Wired],
        text: str,
        planned: PlanAnswer,
        allow: Collection[str],
        progress: Progress,
        making: DeployReceipt,
    ) -> bool:
        """Apply a portion; return whether to go on. Raises SourceError while nothing was done."""
        if all(one.op == "unchanged" for one in planned.changes):
            making.skipped += [one.change for one in planned.changes]
            return True
        told: _Told = {}
        try:
            self._upload(portion, {file.name for file in planned.files if file.needed}, progress)
            for done in self._deploy(text, allow, told):
                progress(done, len(portion), both("平台正在建立课程", "the site is making the course"))
        except SourceError as error:
            making.add(told.values(), planned.changes)
            if not making.applied:
                raise
            making.break_off(error, planned.changes)
            return False
        making.add(told.values(), planned.changes)
        return True

    @property
    def _document_bytes(self) -> int:
        return self._info.limits.document_bytes or 4 << 20

    def _plan(self, text: str) -> PlanAnswer:
        return self._rest.call(f"{PLUGIN_PREFIX}plan", PLAN, {"protocol": PROTOCOL, "document": text})

    def _transport_of(self, document: Document) -> Transport:
        return transport(document.objects, self._info.limits.upload_bytes, self._info.features)

    def _text(self, document: Document, portion: Sequence[Wired], *, complete: bool) -> str:
        return document.json((self._transport.wired(one) for one in portion), complete=complete)

    def _upload(self, portion: Iterable[Wired], needed: Collection[str], progress: Progress) -> None:
        """Upload what the site asks for into the draft area of this push, each file once."""
        found = {file.name: file for one in portion for file in one.files}
        if self._transport.package is not None:
            found[self._transport.package.name] = self._transport.package
        with TemporaryDirectory(prefix="coursebridge-") as folder:
            for number, file in enumerate(found.values()):
                for name, path in pieces(file, self._info.limits.upload_bytes, Path(folder)):
                    if name in needed and name not in self._uploaded:
                        progress(number, len(found), both(f"上传 {file.path.name}", f"uploading {file.path.name}"))
                        self._draft = self._upload_one(path, name)
                        self._uploaded.add(name)

    def _upload_one(self, path: Path, name: str) -> int:
        """Upload a file; one that is there already came by a try whose answer was lost: its name is its hash."""
        try:
            return self._rest.upload(path, name, self._draft)
        except MoodleFatalError as error:
            if error.code == _NAME_TAKEN and self._draft:
                return self._draft
            raise

    def _deploy(self, text: str, allow: Collection[str], told: _Told) -> Iterator[int]:
        """Call deploy until it is complete, noting each object as it was done; yield how many are."""
        idle = 0
        asked = {
            "protocol": PROTOCOL,
            "document": text,
            "draftitemid": self._draft,
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
