"""Rows of a Moodle → learning records: the same for a run through a package, a native quiz or the sandbox.

Answers to a native quiz and to a feedback are read as the interactions that our package would have written, and so
give the same records; `marked_by` says who marked them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from course_templates.card import CourseCard
from lms_bridge.connectors.moodle.payload import (
    PAYLOADS,
    AnswersPayload,
    CompetencyPayload,
    CourseCompletionPayload,
    EnrolmentPayload,
    GradePayload,
    ModulePayload,
    ScormPayload,
    Where,
)
from lms_bridge.normalise import cmi
from lms_bridge.normalise.answers import Answers
from lms_bridge.normalise.base import Cards, Normalised
from lms_bridge.normalise.moodle_answers import as_interactions
from lms_bridge.normalise.row import STATUS, Native, RowRecords, completion_state, normalise_rows
from lms_bridge.records import LearningRecord, Marker
from lms_bridge.sandbox.as12 import as_12
from lms_bridge.segments import LandedRow, SegmentHeader

_SCORM = "scorm."
_DONE = {"complete": None, "pass": True, "fail": False}
#: Phases whose forms decide whether a course is done.
_TESTS = frozenset({"pre", "post", "exam"})
#: Modules whose own rows say more than their state does.
_TOLD_OTHERWISE = frozenset({"scorm", "quiz", "feedback"})


class MoodleNormaliser:
    """Makes records of a Moodle's rows."""

    def normalise(self, header: SegmentHeader, rows: Sequence[LandedRow], cards: Cards) -> Normalised:
        """Return the records of rows."""
        return normalise_rows(_Row, header, rows, cards)


normaliser = MoodleNormaliser


class _Row(RowRecords):
    """A row of a Moodle, of any of the kinds in `PAYLOADS`."""

    def made(self, cards: Cards) -> Iterable[LearningRecord]:
        """Return the records of this row."""
        model = PAYLOADS.get(self.row.kind)
        if model is None:
            raise self.unknown_kind()
        payload = model.model_validate(self.row.payload)
        card = None if payload.card is None else cards.card(payload.card)
        return self._made(payload, card)

    def _made(self, payload: Where, card: CourseCard | None) -> Iterator[LearningRecord]:
        if isinstance(payload, EnrolmentPayload):
            yield self._enrolment(payload, card)
        elif isinstance(payload, CourseCompletionPayload):
            yield self._course_completion(payload, card)
        elif isinstance(payload, ModulePayload):
            yield from self._module(payload, card)
        elif isinstance(payload, ScormPayload):
            yield from self._scorm(payload, card)
        elif isinstance(payload, AnswersPayload):
            yield from self._answers(payload, card)
        elif isinstance(payload, CompetencyPayload):
            yield self._competency(payload, card)
        elif isinstance(payload, GradePayload):
            yield from self._grade(payload, card)

    def _enrolment(self, payload: EnrolmentPayload, card: CourseCard | None) -> LearningRecord:
        times = {"occurred_at": payload.enrolled_at, "stored_at": self.row.modified_at}
        return self._record("enrolment", ("enrolment", payload.course_id), {**self._common(payload, card), **times})

    def _course_completion(self, payload: CourseCompletionPayload, card: CourseCard | None) -> LearningRecord:
        state = {
            "completed": payload.completed_at is not None,
            "marked_by": "lms",
            "occurred_at": payload.completed_at or self.row.modified_at,
            "stored_at": self.row.modified_at,
        }
        return self._record(
            "completion", ("course_completion", payload.course_id), {**self._common(payload, card), **state}
        )

    def _module(self, payload: ModulePayload, card: CourseCard | None) -> Iterator[LearningRecord]:
        if payload.module in _TOLD_OTHERWISE and not payload.forced:
            return
        state = {
            "attempt": 1,
            "completed": payload.state in _DONE,
            "success": _DONE.get(payload.state),
            "marked_by": "lms",
            "occurred_at": self.row.modified_at,
            "stored_at": self.row.modified_at,
        }
        native = ("module_completion", *_place(payload))
        yield self._record("attempt", native, {**self._common(payload, card), **state})

    def _grade(self, payload: GradePayload, card: CourseCard | None) -> Iterator[LearningRecord]:
        span = payload.grade_max - payload.grade_min
        if not payload.overridden or payload.grade is None or span <= 0 or not payload.module:
            return
        state = {
            "attempt": 1,
            "score_scaled": min(1.0, max(0.0, (payload.grade - payload.grade_min) / span)),
            "marked_by": "lms",
            "occurred_at": self.row.modified_at,
            "stored_at": self.row.modified_at,
        }
        native = ("grade", *_place(payload))
        yield self._record("attempt", native, {**self._common(payload, card), **state})

    def _competency(self, payload: CompetencyPayload, card: CourseCard | None) -> LearningRecord:
        state = {
            "attempt": 1,
            "activity": "competency",
            "item": payload.item,
            "value": None if payload.grade is None else float(payload.grade),
            "success": payload.proficient,
            "marked_by": "lms",
            "occurred_at": self.row.modified_at,
            "stored_at": self.row.modified_at,
        }
        native = ("competency_rating", payload.course_id, payload.framework, payload.item)
        return self._record("attempt", native, {**self._common(payload, card), **state})

    def _scorm(self, payload: ScormPayload, card: CourseCard | None) -> Iterator[LearningRecord]:
        payload = payload.model_copy(update={"cmi": as_12(payload.cmi)})
        common = self._common(payload, card)
        native = ("scorm_attempt", *_place(payload), payload.sco or "", payload.number)
        yield self._record(
            "attempt", native, {**common, **self.attempt_state(payload.cmi, payload.number, payload.started_at)}
        )
        if _states_completion(payload) and _decides(payload, card):
            yield self._completion(payload, common)
        if card is not None:
            yield from self._read(Answers(card, payload.cmi), native, common, "package")

    def _completion(self, payload: ScormPayload, common: dict[str, Any]) -> LearningRecord:
        native = ("scorm_completion", *_place(payload), payload.sco or "")
        return self._record("completion", native, {**common, **completion_state(payload.cmi)})

    def _answers(self, payload: AnswersPayload, card: CourseCard | None) -> Iterator[LearningRecord]:
        common = self._common(payload, card)
        native = (self.row.kind, *_place(payload), payload.number)
        if card is None or not payload.phase:
            yield self._record("attempt", native, {**common, **_bare(payload)})
            return
        answers = Answers(card, as_interactions(payload, card))
        yield from self._read(answers, native, {**common, "activity": None}, "lms", _so_far(payload))

    def _read(
        self,
        answers: Answers,
        native: Native,
        common: dict[str, Any],
        marker: Marker,
        attempt: dict[str, Any] | None = None,
    ) -> Iterator[LearningRecord]:
        for values in answers.records():
            told = {**common, **values.columns, "marked_by": marker if values.marked_by else None}
            if values.kind == "attempt":
                told |= attempt or {}
            yield self._record(values.kind, (*native, *values.native), told)
        self.refuse_unknown(answers)

    def _common(self, payload: Where, card: CourseCard | None) -> dict[str, Any]:
        activity = payload.activity.removeprefix(_SCORM) if payload.activity else None
        if isinstance(payload, ScormPayload) and payload.sco:
            activity = f"{activity}/{payload.sco}"
        common = self.common(card, activity=activity, course=payload.course, course_version=payload.course_version)
        return common if card is None else {**common, "course": card.id}

    def _record(self, kind: str, native: Native, values: dict[str, Any]) -> LearningRecord:
        """Name a record by what it is about and whose it is, so that both paths give it one id."""
        return self.record(kind, (*native, self.row.learner or ""), values)


def _so_far(payload: AnswersPayload) -> dict[str, Any]:
    """Return what an attempt at a test cannot say yet: saved answers are no result before they are handed in."""
    if payload.phase not in _TESTS:
        return {}
    if payload.finished_at is None:
        return {"completed": False, "score_scaled": None, "success": None}
    return (
        {} if any(answer.right is not None for answer in payload.answers) else {"score_scaled": None, "success": None}
    )


def _place(payload: Where) -> tuple[str | int, ...]:
    """Name an activity: by its idnumber, else by the number that Moodle gave it."""
    return (payload.course_id, payload.activity or f"cm{payload.cm}")


def _states_completion(payload: ScormPayload) -> bool:
    """A pass is never undone by a later attempt: of later ones only a pass says anything."""
    if STATUS not in payload.cmi:
        return False
    return payload.number == 1 or cmi.success(payload.cmi) is True


def _decides(payload: ScormPayload, card: CourseCard | None) -> bool:
    """Whether this package's status speaks for the course.

    A course whose tests are native quizzes has a package of lessons and exercises: that these are done completes no
    course, and Moodle's own course completion says when it is.
    """
    if card is None or not any(form.phase in _TESTS for form in card.forms):
        return True
    answered = (cmi.parse_interaction_id(given.id) for given in cmi.interactions(payload.cmi))
    return any(one is not None and one.phase in _TESTS for one in answered)


def _bare(payload: AnswersPayload) -> dict[str, Any]:
    """An attempt at somebody else's quiz: when and how much of it was answered."""
    marked = [answer.right for answer in payload.answers if answer.right is not None]
    stored = [answer.stored_at for answer in payload.answers]
    return {
        "attempt": payload.number,
        "score_scaled": sum(marked) / len(marked) if marked else None,
        "completed": payload.finished_at is not None,
        "marked_by": "lms",
        "occurred_at": payload.started_at,
        "stored_at": payload.finished_at or max(stored, default=payload.started_at),
    }
