"""Push by the plugin: what a document would change, then uploads and deploys until the site has it all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter

from foundation.findings import Finding
from foundation.progress import Progress
from foundation.text import both
from lms_bridge.changes import Change, Op, PushPlan, PushReceipt, to_decide
from lms_bridge.connectors.moodle.noticed import edited_there, push_failed
from lms_bridge.connectors.moodle.reasons import why
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import PLUGIN_PREFIX, PROTOCOL, PluginInfo
from lms_bridge.connectors.moodle.wired import Document, Fields, Wired, WiredFile
from lms_bridge.errors import FatalSourceError

_DEPLOY_SECONDS = 20
#: Rounds of a deploy in which no object was done before it is given up.
_IDLE_ROUNDS = 3
_CHUNK_BYTES = 1 << 20


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Planned(_Answer):
    op: Op
    kind: str
    idnumber: str
    reason: str = ""
    detail: str = ""
    learners: int = 0

    @property
    def change(self) -> Change:
        """The change in our words."""
        return Change(
            op=self.op,
            kind=self.kind,
            idnumber=self.idnumber,
            why=why(self.reason, self.detail),
            learners_affected=self.learners,
        )


class _NeededFile(_Answer):
    name: str
    needed: bool


class PlanAnswer(_Answer):
    """Spec: docs/moodle-protocol.md 5."""

    changes: tuple[_Planned, ...]
    files: tuple[_NeededFile, ...] = ()


class _Result(_Answer):
    kind: str
    idnumber: str
    op: Literal["created", "updated", "unchanged", "retired", "skipped", "failed"]
    reason: str = ""
    detail: str = ""
    learners: int = 0
    errorcode: str | None = None
    message: str | None = None


class DeployAnswer(_Answer):
    """Spec: docs/moodle-protocol.md 6."""

    results: tuple[_Result, ...]
    complete: bool
    remaining: int = 0


class _Object(_Answer):
    kind: str
    idnumber: str
    status: str = ""


class _State(_Answer):
    objects: tuple[_Object, ...] = ()


_PLAN = TypeAdapter(PlanAnswer)
_DEPLOY = TypeAdapter(DeployAnswer)
_STATE = TypeAdapter(_State)
_OPS: dict[str, Op] = {
    "created": "create",
    "updated": "update",
    "retired": "update",
    "unchanged": "unchanged",
    "skipped": "decide",
    "failed": "update",
}


class PluginPush:
    """Pushes documents to one site by its plugin."""

    def __init__(self, rest: MoodleRest, info: PluginInfo, target: str) -> None:
        self._rest = rest
        self._info = info
        self._target = target

    def competencies(self, framework: str) -> frozenset[str]:
        """Return the idnumbers of the competencies that the site has of a framework."""
        asked = {"protocol": PROTOCOL, "courses": [], "framework": framework}
        found = self._rest.call(f"{PLUGIN_PREFIX}get_state", _STATE, asked)
        return frozenset(one.idnumber for one in found.objects if one.kind == "competency")

    def plan(self, document: Document) -> PushPlan:
        """Return what a document would change; nothing is changed."""
        planned = [one for answer in self._plans(document) for one in answer.changes]
        changes = tuple(one.change for one in planned)
        findings = [to_decide(change) for change in changes if change.op == "decide"]
        findings += [edited_there(one.change) for one in planned if "edited" in (one.reason, one.detail)]
        return PushPlan(target=self._target, changes=changes, findings=tuple(findings))

    def apply(self, document: Document, allow: Collection[str], progress: Progress) -> PushReceipt:
        """Make the site have a document; what is not allowed is skipped, an object's failure stops no other."""
        portions = document.portions(self._document_bytes)
        making = _Receipt(self._target)
        for portion, planned in zip(portions, self._plans(document), strict=True):
            if all(one.op == "unchanged" for one in planned.changes):
                making.skipped += [one.change for one in planned.changes]
                continue
            needed = {file.name for file in planned.files if file.needed}
            draft = self._upload(portion, needed, progress) if needed else 0
            text = self._text(document, portion, complete=len(portions) == 1)
            planned_ops = {(one.kind, one.idnumber): one.op for one in planned.changes}
            for result in self._deploy(text, draft, allow, progress, len(portion)):
                making.add(result, planned_ops)
        return making.told()

    @property
    def _document_bytes(self) -> int:
        return self._info.limits.document_bytes or 4 << 20

    def _plans(self, document: Document) -> Iterator[PlanAnswer]:
        portions = document.portions(self._document_bytes)
        for portion in portions:
            text = self._text(document, portion, complete=len(portions) == 1)
            yield self._rest.call(f"{PLUGIN_PREFIX}plan", _PLAN, {"protocol": PROTOCOL, "document": text})

    def _text(self, document: Document, portion: Sequence[Wired], *, complete: bool) -> str:
        limit = self._info.limits.upload_bytes
        return document.json((cut(one, limit) for one in portion), complete=complete)

    def _upload(self, portion: Iterable[Wired], needed: set[str], progress: Progress) -> int:
        """Upload what the site asks for into one draft area; return its id."""
        limit = self._info.limits.upload_bytes
        files = {file.name: file for one in portion for file in one.files}.values()
        draft = 0
        with TemporaryDirectory(prefix="coursebridge-") as folder:
            for number, file in enumerate(files):
                for name, path in pieces(file, limit, Path(folder)):
                    if name in needed:
                        progress(number, len(files), both(f"上传 {file.path.name}", f"uploading {file.path.name}"))
                        draft = self._rest.upload(path, name, draft)
        return draft

    def _deploy(
        self, text: str, draft: int, allow: Collection[str], progress: Progress, count: int
    ) -> Iterator[_Result]:
        """Call deploy until it is complete; an object is told once, as it was done."""
        told: dict[tuple[str, str], _Result] = {}
        idle = 0
        while True:
            asked = {
                "protocol": PROTOCOL,
                "document": text,
                "draftitemid": draft,
                "allow": sorted(allow),
                "seconds": min(_DEPLOY_SECONDS, self._info.limits.deploy_seconds or _DEPLOY_SECONDS),
            }
            answer = self._rest.call(f"{PLUGIN_PREFIX}deploy", _DEPLOY, asked)
            before = len(told)
            for result in answer.results:
                key = (result.kind, result.idnumber)
                if key not in told or told[key].op in ("unchanged", "failed"):
                    told[key] = result
            progress(len(told), count, both("平台正在建立课程", "the site is making the course"))
            if answer.complete:
                break
            idle = idle + 1 if len(told) == before else 0
            if idle >= _IDLE_ROUNDS:
                raise FatalSourceError(
                    both("平台没有完成推送", "The site does not finish the push"),
                    place=f"{PLUGIN_PREFIX}deploy",
                    remedy=both("再运行 push apply，会接着做", "Run push apply again: it goes on where it stopped"),
                )
        yield from told.values()


class _Receipt:
    """A receipt in the making."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._findings: list[Finding] = []
        self.applied: list[Change] = []
        self.skipped: list[Change] = []
        self.failed: list[Change] = []

    def add(self, result: _Result, planned: dict[tuple[str, str], Op]) -> None:
        """Note what became of an object."""
        op = _OPS[result.op]
        if result.op == "failed":
            op = planned.get((result.kind, result.idnumber), op)
        change = Change(
            op=op,
            kind=result.kind,
            idnumber=result.idnumber,
            why=why(result.reason, result.detail),
            learners_affected=result.learners,
        )
        if result.op == "failed":
            self.failed.append(change)
            self._findings.append(push_failed(change, result.errorcode or "unknown"))
        elif result.op in ("unchanged", "skipped"):
            self.skipped.append(change)
            self._findings += [to_decide(change)] if result.op == "skipped" else []
        else:
            self.applied.append(change)

    def told(self) -> PushReceipt:
        """Return the receipt."""
        return PushReceipt(
            target=self._target,
            applied=tuple(self.applied),
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            findings=tuple(self._findings),
            exit_code=FatalSourceError.exit_code if self.failed else 0,
        )


def pieces(file: WiredFile, limit: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files to upload for a file: itself, or pieces of it where it is above the site's limit."""
    names = piece_names(file.name, file.size_bytes, limit)
    if len(names) == 1:
        yield file.name, file.path
        return
    with file.path.open("rb") as whole:
        for name in names:
            piece = folder / name
            left = limit
            with piece.open("wb") as part:
                while left and (chunk := whole.read(min(_CHUNK_BYTES, left))):
                    part.write(chunk)
                    left -= len(chunk)
            yield name, piece
            piece.unlink()


def piece_names(name: str, size_bytes: int, limit: int) -> list[str]:
    """Return the names under which a file of this size is uploaded; a limit of 0 or less is none."""
    count = 1 if limit <= 0 else max(1, -(-size_bytes // limit))
    return [name] if count == 1 else [f"{name}.{number:03d}" for number in range(1, count + 1)]


def cut(one: Wired, limit: int) -> Wired:
    """Return an object whose files are named by their pieces where a site would not take them whole.

    Its hash stays: what the object is does not depend on how it travels.
    """
    if limit <= 0 or all(file.size_bytes <= limit for file in one.files):
        return one
    changed = Wired(one.kind, one.idnumber, _cut_fields(one.fields, limit), one.files)
    changed.__dict__["sha256"] = one.sha256
    return changed


def _cut_fields(fields: Fields, limit: int) -> Fields:
    return {key: _cut_value(value, limit) for key, value in fields.items()}


def _cut_value(value: JsonValue, limit: int) -> JsonValue:
    if isinstance(value, list):
        return [_cut_value(each, limit) for each in value]
    if not isinstance(value, dict):
        return value
    size, name = value.get("size"), value.get("file")
    if isinstance(name, str) and isinstance(size, int) and size > limit:
        rest = {key: each for key, each in value.items() if key != "file"}
        parts: list[JsonValue] = list(piece_names(name, size, limit))
        return {**rest, "parts": parts}
    return _cut_fields(value, limit)
