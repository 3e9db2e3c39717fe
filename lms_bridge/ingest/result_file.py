"""The result file that our player gives a learner: its model, and reading one that anybody may have written.

The form is documented in `docs/result-file.md`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NoReturn

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from course_templates.model import SEGMENT_PATTERN
from foundation.digest import canonical_json, sha256_hex
from foundation.text import both
from lms_bridge.errors import BridgeError

FORMAT = "coursebridge-result"
VERSION = 1
MAX_BYTES = 4 << 20
AS_IT_WAS = both(
    "请学员在课程里重新保存，原样发来", "Have the learner save it in the course again and send it unchanged"
)

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Short = Annotated[str, Field(max_length=200)]
#: Learners give them within minutes; clocks that went wrong are taken, but not times that are none.
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]
Count = Annotated[int, Field(ge=0, le=10_000_000_000)]
Percent = Annotated[float, Field(ge=0, le=100)]


class ResultFileError(BridgeError):
    """A file is no result file that can be taken. `finding_id` says why."""

    def __init__(self, finding_id: str, message: str, *, remedy: str, place: str | None = None) -> None:
        super().__init__(message, remedy=remedy, place=place)
        self.finding_id = finding_id


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ResultCourse(_Part):
    """Which course; `card` is the SHA-256 of its card."""

    id: Annotated[str, Field(pattern=SEGMENT_PATTERN)]
    version: Short
    card: Sha256
    title: Annotated[str, Field(max_length=2000)]


class ResultMap(_Part):
    """Which map the course pins."""

    iri: Annotated[str, Field(max_length=2000)]
    version: Short


class ResultPart(_Part):
    """Which part of a divided course; `number` counts from 1 to `of`."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
    number: Count
    of: Count


class ResultLearner(_Part):
    """Who it is, as the LMS says or, where there is none, as was `entered`."""

    id: Annotated[str, Field(min_length=1, max_length=400)]
    name: Annotated[str, Field(max_length=400)]
    home_page: Annotated[str, Field(max_length=2000)] | None
    entered: bool


class ResultScore(_Part):
    """The score of the post-test: `raw` 0 to 100, `scaled` 0 to 1."""

    raw: Percent
    scaled: Annotated[float, Field(ge=0, le=1)]
    at: Moment


class ResultLesson(_Part):
    """A lesson that was opened."""

    id: Short
    at: Moment


class ResultObjective(_Part):
    """The score of a map item in a phase: `id` is `phase.item`."""

    id: Short
    raw: Percent
    passed: bool
    at: Moment


class ResultInteraction(_Part):
    """An answer. `n` is its number in the LMS, from 0; `latency_ms` the time it took."""

    n: Count
    id: Annotated[str, Field(max_length=255)]
    type: Literal["choice", "true-false", "likert", "fill-in"]
    objective: Short | None
    response: Annotated[str, Field(max_length=1000)]
    result: Literal["correct", "wrong", "neutral"]
    correct: Annotated[tuple[Short, ...], Field(max_length=100)] | None
    weighting: Annotated[float, Field(ge=0, le=1000)] | None
    latency_ms: Count
    at: Moment


class Result(_Part):
    """An attempt of one learner. `undelivered` calls did not reach the LMS, `elsewhere` answers are not in the file."""

    written_at: Moment
    course: ResultCourse
    map: ResultMap
    part: ResultPart | None
    simulated: bool
    adapter: Short
    learner: ResultLearner
    attempt: Annotated[str, Field(pattern=r"^[a-z0-9]{8}$")]
    registration: Short | None
    started_at: Moment
    last_at: Moment
    duration_ms: Count
    status: Literal["incomplete", "completed", "passed", "failed"]
    status_at: Moment | None
    score: ResultScore | None
    undelivered: Count
    elsewhere: Count
    lessons: Annotated[tuple[ResultLesson, ...], Field(max_length=5000)]
    objectives: Annotated[tuple[ResultObjective, ...], Field(max_length=20_000)]
    interactions: Annotated[tuple[ResultInteraction, ...], Field(max_length=20_000)]


def is_result_file(content: bytes) -> bool:
    """Return whether a file says at its beginning that it is a result file."""
    return f'"{FORMAT}"'.encode() in content[:400]


def document_of(content: bytes) -> dict[str, Any]:
    """Return the JSON object of a result file, of a version that is known here; its digest is not looked at.

    Raises:
        ResultFileError: it is too large, no such JSON, or of another version.
    """
    if len(content) > MAX_BYTES:
        _broken(both(f"文件超过 {MAX_BYTES} 字节", f"The file is larger than {MAX_BYTES} bytes"))
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
        canonical_json(document)  # Halves of characters cannot be written.
    except (ValueError, RecursionError) as error:
        _broken(both(f"不是完整的 JSON（{type(error).__name__}）", f"It is no whole JSON ({type(error).__name__})"))
    if not isinstance(document, dict) or set(document) != {"format", "version", "sha256", "result"}:
        _broken(both("不是成绩文件的结构", "It is not built like a result file"))
    if document["format"] != FORMAT or document["version"] != VERSION or document["version"] is True:
        raise ResultFileError(
            "BRIDGE-INGEST-VERSION",
            both("成绩文件的版本本工具不认识", "This version of result files is not known here"),
            place="version",
            remedy=both("升级 coursebridge 后再收", "Upgrade coursebridge and take it in again"),
        )
    return document


def is_unchanged(document: dict[str, Any]) -> bool:
    """Return whether the digest of a result file is that of its content."""
    return bool(document["sha256"] == sha256_hex(canonical_json(document["result"])))


def result_of(document: dict[str, Any]) -> Result:
    """Return the result of a document.

    Raises:
        ResultFileError: something is missing, unknown or out of its range; `place` says what.
    """
    try:
        return Result.model_validate_json(canonical_json(document["result"]))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        _broken(both("内容不合约定", "The content is not as agreed"), place)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _broken(message: str, place: str | None = None) -> NoReturn:
    raise ResultFileError(
        "BRIDGE-INGEST-BROKEN",
        message,
        place=place,
        remedy=AS_IT_WAS,
    )
