"""Rows of the embedded LMS → learning records.

A foreign package has no course card: of it there are enrolments, attempts and completions alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from course_templates.card import CourseCard
from foundation.text import both
from lms_bridge.connectors.sandbox.payload import AttemptPayload, EnrolmentPayload
from lms_bridge.errors import SkippableRecordError
from lms_bridge.normalise import cmi
from lms_bridge.normalise.answers import Answers, RecordValues
from lms_bridge.normalise.base import Cards, Normalised, Refused
from lms_bridge.normalise.identity import record_id, sealed
from lms_bridge.records import LearningRecord
from lms_bridge.sandbox.as12 import as_12
from lms_bridge.segments import LandedRow, SegmentHeader

_STATE = ("cmi.core.lesson_status", "cmi.core.total_time", *(f"cmi.core.score.{x}" for x in ("raw", "min", "max")))
_STATUS = "cmi.core.lesson_status"


class SandboxNormaliser:
    """Makes records of enrolments and attempts."""

    def normalise(self, header: SegmentHeader, rows: Sequence[LandedRow], cards: Cards) -> Normalised:
        """Return the records of rows."""
        records: list[LearningRecord] = []
        refused: list[Refused] = []
        for row in rows:
            made = _Row(header, row)
            try:
                records.extend(made.records(cards))
            except SkippableRecordError as error:
                made.refuse(error.message, error.place)
            except ValidationError as error:
                field = ".".join(str(part) for part in error.errors()[0]["loc"])
                made.refuse(both("数据行不合约定", "The row is not as agreed"), field)
            refused.extend(made.refused)
        return Normalised(tuple(records), tuple(refused))


normaliser = SandboxNormaliser


class _Row:
    """One row on its way to records."""

    def __init__(self, header: SegmentHeader, row: LandedRow) -> None:
        self._header = header
        self._row = row
        self.refused: list[Refused] = []

    def refuse(self, reason: str, place: str | None) -> None:
        """Note that no record can be made of a part of this row."""
        self.refused.append(Refused(self._row, reason, place))

    def records(self, cards: Cards) -> list[LearningRecord]:
        """Return the records of this row.

        Raises:
            SkippableRecordError: its kind is unknown, it has no learner, or its card is missing.
            ValidationError: its payload is not what the connector writes.
        """
        if self._row.learner is None:
            raise SkippableRecordError(both("数据行没有学员", "The row has no learner"))
        if self._row.kind == "enrolment":
            enrolment = EnrolmentPayload.model_validate(self._row.payload)
            return [self._enrolment(enrolment, _card(enrolment, cards))]
        if self._row.kind == "attempt":
            sent = AttemptPayload.model_validate(self._row.payload)
            attempt = sent.model_copy(update={"cmi": as_12(sent.cmi)})
            return list(self._attempt(attempt, _card(attempt, cards)))
        raise SkippableRecordError(both("未知的数据行类型", "A row of an unknown kind"), place=self._row.kind)

    def _enrolment(self, payload: EnrolmentPayload, card: CourseCard | None) -> LearningRecord:
        at = self._row.modified_at
        common = self._common(payload, card)
        native = (self._row.kind, self._row.native_id)
        return self._record("enrolment", native, {**common, "occurred_at": at, "stored_at": at})

    def _attempt(self, payload: AttemptPayload, card: CourseCard | None) -> Iterator[LearningRecord]:
        common = self._common(payload, card)
        yield self._whole_attempt(payload, common)
        if _states_completion(payload):
            yield self._completion(payload, common)
        if card is not None:
            answers = Answers(card, payload.cmi)
            for values in answers.records():
                if payload.divided and _is_of_several_scos(values):
                    continue
                native = (self._row.kind, self._row.native_id, *values.native)
                yield self._record(values.kind, native, {**common, **values.columns, "marked_by": values.marked_by})
            for answer in answers.unknown:
                self.refuse(both("不认识的题目标识", "An interaction's id is not understood"), answer.id)

    def _whole_attempt(self, payload: AttemptPayload, common: dict[str, Any]) -> LearningRecord:
        state = {
            "attempt": payload.number,
            "score_scaled": self._score(payload),
            "success": cmi.success(payload.cmi),
            "completed": cmi.completed(payload.cmi),
            "marked_by": "package",
            "duration_s": cmi.seconds(cmi.value_of(payload.cmi, "cmi.core.total_time")),
            "occurred_at": payload.started_at,
            "stored_at": cmi.last_set(payload.cmi, *_STATE) or payload.started_at,
        }
        return self._record("attempt", (self._row.kind, self._row.native_id), {**common, **state})

    def _completion(self, payload: AttemptPayload, common: dict[str, Any]) -> LearningRecord:
        at = payload.cmi[_STATUS].set_at
        state = {
            "success": cmi.success(payload.cmi),
            "completed": cmi.completed(payload.cmi),
            "marked_by": "package",
            "occurred_at": at,
            "stored_at": at,
        }
        activity = payload.activity.partition("/")[0] if payload.divided else payload.activity
        native = ("completion", activity, self._row.learner or "")
        return self._record("completion", native, {**common, **state, "activity": activity})

    def _score(self, payload: AttemptPayload) -> float | None:
        try:
            return cmi.score_scaled(payload.cmi)
        except ValueError:
            self.refuse(both("分数不是数或超出范围", "The score is no number or out of range"), "cmi.core.score.raw")
            return None

    def _common(self, payload: EnrolmentPayload, card: CourseCard | None) -> dict[str, Any]:
        common = {
            "source": self._header.source,
            "centre": self._header.centre,
            "learner": self._row.learner,
            "key_id": self._row.key_id,
            "simulated": self._header.simulated or (card is not None and card.simulated),
            "activity": payload.activity,
            "course": payload.course,
            "course_version": payload.course_version,
        }
        if card is None:
            return common
        about = {"role": card.role, "level": card.level, "map": card.map.iri, "map_version": card.map.version}
        return {**common, **about}

    def _record(self, kind: str, native: tuple[str | int, ...], values: dict[str, Any]) -> LearningRecord:
        identity = {"record_id": record_id(self._header.source, *native), "revision": "", "kind": kind}
        return sealed(LearningRecord.model_validate({**identity, **values}))


def _card(payload: EnrolmentPayload, cards: Cards) -> CourseCard | None:
    return None if payload.card is None else cards.card(payload.card)


def _is_of_several_scos(values: RecordValues) -> bool:
    """The practice of a divided course is spread over its modules: none of them holds the whole form."""
    return values.kind == "attempt" and values.columns["phase"] == "practice" and not values.columns["completed"]


def _states_completion(payload: AttemptPayload) -> bool:
    """A pass is never undone by a later attempt, and a later attempt says nothing until it is done."""
    if _STATUS not in payload.cmi or not payload.decides:
        return False
    return payload.number == 1 or (cmi.completed(payload.cmi) and not payload.passed_before)
