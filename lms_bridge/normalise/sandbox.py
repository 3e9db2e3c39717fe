"""Rows of the embedded LMS → learning records.

A foreign package has no course card: of it there are enrolments, attempts and completions alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from course_templates.card import CourseCard
from lms_bridge.connectors.sandbox.payload import AttemptPayload, EnrolmentPayload
from lms_bridge.normalise import cmi
from lms_bridge.normalise.answers import Answers, RecordValues
from lms_bridge.normalise.base import Cards, Normalised
from lms_bridge.normalise.row import STATUS, RowRecords, completion_state, normalise_rows
from lms_bridge.records import LearningRecord
from lms_bridge.sandbox.as12 import as_12
from lms_bridge.segments import LandedRow, SegmentHeader


class SandboxNormaliser:
    """Makes records of enrolments and attempts."""

    def normalise(self, header: SegmentHeader, rows: Sequence[LandedRow], cards: Cards) -> Normalised:
        """Return the records of rows."""
        return normalise_rows(_Row, header, rows, cards)


normaliser = SandboxNormaliser


class _Row(RowRecords):
    """A row of the embedded LMS: an enrolment or an attempt."""

    def made(self, cards: Cards) -> Iterable[LearningRecord]:
        """Return the records of this row."""
        if self.row.kind == "enrolment":
            enrolment = EnrolmentPayload.model_validate(self.row.payload)
            return [self._enrolment(enrolment, _card(enrolment, cards))]
        if self.row.kind == "attempt":
            sent = AttemptPayload.model_validate(self.row.payload)
            attempt = sent.model_copy(update={"cmi": as_12(sent.cmi)})
            return self._attempt(attempt, _card(attempt, cards))
        raise self.unknown_kind()

    def _enrolment(self, payload: EnrolmentPayload, card: CourseCard | None) -> LearningRecord:
        at = self.row.modified_at
        common = self._common(payload, card)
        native = (self.row.kind, self.row.native_id)
        return self.record("enrolment", native, {**common, "occurred_at": at, "stored_at": at})

    def _attempt(self, payload: AttemptPayload, card: CourseCard | None) -> Iterator[LearningRecord]:
        common = self._common(payload, card)
        whole = self.attempt_state(payload.cmi, payload.number, payload.started_at)
        yield self.record("attempt", (self.row.kind, self.row.native_id), {**common, **whole})
        if _states_completion(payload):
            yield self._completion(payload, common)
        if card is not None:
            answers = Answers(card, payload.cmi)
            for values in answers.records():
                if payload.divided and _is_of_several_scos(values):
                    continue
                native = (self.row.kind, self.row.native_id, *values.native)
                yield self.record(values.kind, native, {**common, **values.columns, "marked_by": values.marked_by})
            self.refuse_unknown(answers)

    def _completion(self, payload: AttemptPayload, common: dict[str, Any]) -> LearningRecord:
        activity = payload.activity.partition("/")[0] if payload.divided else payload.activity
        native = ("completion", activity, self.row.learner or "")
        return self.record("completion", native, {**common, **completion_state(payload.cmi), "activity": activity})

    def _common(self, payload: EnrolmentPayload, card: CourseCard | None) -> dict[str, Any]:
        return self.common(
            card, activity=payload.activity, course=payload.course, course_version=payload.course_version
        )


def _card(payload: EnrolmentPayload, cards: Cards) -> CourseCard | None:
    return None if payload.card is None else cards.card(payload.card)


def _is_of_several_scos(values: RecordValues) -> bool:
    """The practice of a divided course is spread over its modules: none of them holds the whole form."""
    return values.kind == "attempt" and values.columns["phase"] == "practice" and not values.columns["completed"]


def _states_completion(payload: AttemptPayload) -> bool:
    """A pass is never undone by a later attempt, and a later attempt says nothing until it is done."""
    if STATUS not in payload.cmi or not payload.decides:
        return False
    return payload.number == 1 or (cmi.completed(payload.cmi) and not payload.passed_before)
