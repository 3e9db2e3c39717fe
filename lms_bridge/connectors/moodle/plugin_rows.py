"""Rows of the plugin's harvest as raw rows. Spec: docs/moodle-protocol.md 9."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from foundation.numbers import whole_number
from lms_bridge.connectors.base import RawRow
from lms_bridge.connectors.moodle.courses import Courses, moment
from lms_bridge.connectors.moodle.payload import (
    Answered,
    AnswersPayload,
    CompetencyPayload,
    CourseCompletionPayload,
    EnrolmentPayload,
    GradePayload,
    ModulePayload,
    ScormPayload,
    State,
    Where,
    element_name,
    form_of,
    is_kept,
)
from lms_bridge.connectors.moodle.review import TRUE_FALSE, TRUTH_KEYS
from lms_bridge.pseudonym import Account
from lms_bridge.sandbox.model import CmiValue

#: Moodle's question name is `<id>.<version>`, its idnumber the id; a survey item's label likewise.
_VERSIONED = re.compile(r"(.+)\.(\d{1,9})")
#: Pseudo element in which Moodle keeps the second that an attempt began.
_STARTED = "x.start.time"
_TRUTH = dict(zip(("true", "false"), TRUTH_KEYS, strict=True))
_RIGHT = 0.999_999


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class WireRow(_Row):
    """What every row has."""

    kind: str
    id: str
    modified: int
    userid: int | None = None
    course: int = 0
    activity: str = ""
    cm: int | None = None
    deleted: bool = False
    learner: bool = True


class _Enrolment(WireRow):
    status: str = "active"
    timestart: int = 0
    timecreated: int = 0


class _Module(WireRow):
    module: str
    state: State
    forced: bool = False


class _CourseCompletion(WireRow):
    timecompleted: int | None = None


class _Grade(WireRow):
    module: str = ""
    grade: float | None = None
    grade_min: float = 0.0
    grade_max: float = 100.0
    overridden: bool = False


class _Scorm(WireRow):
    attempt: int
    sco: str = ""
    scos: int = 1
    elements: dict[str, tuple[str, int]]


class _Question(_Row):
    question: str = ""
    name: str = ""
    type: str = ""
    fraction: float | None = None
    response: tuple[str, ...] = ()
    text: str | None = None
    answered: int | None = None
    first_answered: int | None = None


class _Quiz(WireRow):
    attempt: int
    state: str
    timestart: int
    timefinish: int = 0
    questions: tuple[_Question, ...] = ()


class _Feedback(WireRow):
    label: str
    type: str = ""
    value: str = ""
    keys: tuple[int, ...] = ()


class _Competency(WireRow):
    framework: str
    competency: str
    grade: int | None = None
    proficient: bool | None = None


Maker = Callable[[Any, dict[str, Any]], Where | None]


def _enrolment(row: _Enrolment, where: dict[str, Any]) -> Where | None:
    if not row.learner:
        return None
    at = row.timestart or row.timecreated or row.modified
    return EnrolmentPayload(**where, active=row.status == "active", enrolled_at=moment(at))


def _module(row: _Module, where: dict[str, Any]) -> Where:
    return ModulePayload(**where, module=row.module, state=row.state, forced=row.forced)


def _course_completion(row: _CourseCompletion, where: dict[str, Any]) -> Where:
    done = row.timecompleted
    return CourseCompletionPayload(**where, completed_at=moment(done) if done else None)


def _grade(row: _Grade, where: dict[str, Any]) -> Where:
    return GradePayload(
        **where,
        module=row.module,
        grade=row.grade,
        grade_min=row.grade_min,
        grade_max=row.grade_max,
        overridden=row.overridden,
    )


def _scorm(row: _Scorm, where: dict[str, Any]) -> Where:
    elements = {element_name(name): value for name, value in row.elements.items()}
    began = whole_number(elements.get(_STARTED, ("", 0))[0])
    earliest = min((at for _, at in elements.values()), default=row.modified)
    return ScormPayload(
        **where,
        number=row.attempt,
        sco=row.sco if row.scos > 1 else None,
        started_at=moment(earliest if began is None else began),
        cmi={
            name: CmiValue(value=value, set_at=moment(at))
            for name, (value, at) in sorted(elements.items())
            if is_kept(name)
        },
    )


def _quiz(row: _Quiz, where: dict[str, Any]) -> Where | None:
    phase, form = form_of(where["activity"])
    return AnswersPayload(
        **where,
        phase=phase,
        form=form,
        number=row.attempt,
        started_at=moment(row.timestart),
        finished_at=moment(row.timefinish) if row.timefinish else None,
        answers=tuple(one for question in row.questions if (one := _answered(question, row)) is not None),
    )


def _answered(question: _Question, row: _Quiz) -> Answered | None:
    if question.answered is None:
        return None
    named = _VERSIONED.fullmatch(question.name)
    keys = [_TRUTH.get(key, key) for key in question.response] if question.type == TRUE_FALSE else question.response
    given = ",".join(keys) if keys else (question.text or "")
    return Answered(
        question=question.question or question.name,
        version=int(named[2]) if named and named[1] == question.question else 1,
        response=given,
        right=None if question.fraction is None else question.fraction >= _RIGHT,
        answered_at=moment(question.answered),
        stored_at=moment(row.timefinish if row.timefinish and question.fraction is not None else question.answered),
    )


def _feedback(row: _Feedback, where: dict[str, Any]) -> Where | None:
    named = _VERSIONED.fullmatch(row.label)
    _, form = form_of(where["activity"])
    if not row.value and not row.keys:
        return None
    response = ",".join(f"#{position}" for position in row.keys) or row.value
    at = moment(row.modified)
    answer = Answered(
        question=named[1] if named else row.label,
        version=int(named[2]) if named else 1,
        response=response,
        answered_at=at,
        stored_at=at,
    )
    return AnswersPayload(
        **where, phase="survey", form=form, number=1, started_at=at, finished_at=at, answers=(answer,)
    )


def _competency(row: _Competency, where: dict[str, Any]) -> Where:
    return CompetencyPayload(
        **where, framework=row.framework, item=row.competency, grade=row.grade, proficient=row.proficient
    )


_KINDS: dict[str, tuple[TypeAdapter[Any], Maker]] = {
    "enrolment": (TypeAdapter(_Enrolment), _enrolment),
    "module_completion": (TypeAdapter(_Module), _module),
    "course_completion": (TypeAdapter(_CourseCompletion), _course_completion),
    "grade": (TypeAdapter(_Grade), _grade),
    "scorm_attempt": (TypeAdapter(_Scorm), _scorm),
    "quiz_attempt": (TypeAdapter(_Quiz), _quiz),
    "feedback_answer": (TypeAdapter(_Feedback), _feedback),
    "competency_rating": (TypeAdapter(_Competency), _competency),
}
_WIRE = TypeAdapter(WireRow)


class UnreadableRowError(ValueError):
    """A line is no row; `native_id` is its id where that can be told."""

    def __init__(self, native_id: str) -> None:
        super().__init__(native_id)
        self.native_id = native_id


def raw_row(line: bytes, courses: Courses, home_page: str) -> RawRow | None:
    """Return a line of the plugin's answer as a raw row; None: nothing is made of it.

    Raises:
        UnreadableRowError: it is not as agreed.
    """
    wire = _parse(line, _WIRE, "")
    native_id = f"{wire.kind}.{wire.id}"
    if wire.kind not in _KINDS:
        return None
    try:
        return _raw_row(line, wire, native_id, courses, home_page)
    except (ValueError, OverflowError, OSError) as error:  # times beyond the calendar, too
        raise UnreadableRowError(native_id) from error


def _raw_row(line: bytes, wire: WireRow, native_id: str, courses: Courses, home_page: str) -> RawRow | None:
    at = moment(wire.modified)
    if wire.deleted:
        return RawRow(kind=wire.kind, native_id=native_id, modified_at=at, deleted=True)
    if wire.userid is None:
        raise UnreadableRowError(native_id)
    model, make = _KINDS[wire.kind]
    row = _parse(line, model, native_id)
    payload = make(row, courses.where(wire.course, wire.activity, wire.cm, wire.modified))
    if payload is None:
        return None
    account = Account(home_page=home_page, name=str(wire.userid))
    told = payload.model_dump(mode="json")
    return RawRow(kind=wire.kind, native_id=native_id, modified_at=at, account=account, payload=told)


def wire_rows(lines: Sequence[bytes], kind: str) -> list[WireRow]:
    """Return the rows of one kind among lines; what is no row is left out."""
    mark = f'"{kind}"'.encode()
    return [row for line in lines if mark in line for row in _wire(line) if row.kind == kind]


def _wire(line: bytes) -> Iterator[WireRow]:
    try:
        yield _parse(line, _WIRE, "")
    except UnreadableRowError:
        return


def _parse(line: bytes, model: TypeAdapter[Any], native_id: str) -> Any:
    try:
        return model.validate_json(line)
    except ValidationError as error:
        raise UnreadableRowError(native_id) from error
