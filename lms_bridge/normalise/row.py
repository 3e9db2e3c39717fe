"""What every normaliser does with one raw row: refuse parts of it, and say of each record whose and whence it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from course_templates.card import CourseCard
from foundation.text import both
from lms_bridge.errors import SkippableRecordError
from lms_bridge.normalise import cmi
from lms_bridge.normalise.answers import Answers
from lms_bridge.normalise.base import Cards, Normalised, Refused
from lms_bridge.normalise.cmi import Cmi
from lms_bridge.normalise.identity import record_id, sealed
from lms_bridge.records import LearningRecord
from lms_bridge.segments import LandedRow, SegmentHeader

STATUS = "cmi.core.lesson_status"
_STATE = (STATUS, "cmi.core.total_time", *(f"cmi.core.score.{x}" for x in ("raw", "min", "max")))
_NOT_AS_AGREED = both("数据行不合约定", "The row is not as agreed")
Native = tuple[str | int, ...]


class RowRecords(ABC):
    """One row on its way to records."""

    def __init__(self, header: SegmentHeader, row: LandedRow) -> None:
        self.header = header
        self.row = row
        self.refused: list[Refused] = []

    @abstractmethod
    def made(self, cards: Cards) -> Iterable[LearningRecord]:
        """Return the records of this row, whose learner is known.

        Raises:
            SkippableRecordError: its kind is unknown, or its card is missing.
            ValidationError: its payload is not what the connector writes.
        """

    def records(self, cards: Cards) -> list[LearningRecord]:
        """Return the records of this row. Raises as `made`, and SkippableRecordError where it has no learner."""
        if self.row.learner is None:
            raise SkippableRecordError(both("数据行没有学员", "The row has no learner"))
        return list(self.made(cards))

    def unknown_kind(self) -> SkippableRecordError:
        """Return the error that this row is of a kind that nobody writes."""
        return SkippableRecordError(both("未知的数据行类型", "A row of an unknown kind"), place=self.row.kind)

    def refuse(self, reason: str, place: str | None) -> None:
        """Note that no record can be made of a part of this row."""
        self.refused.append(Refused(self.row, reason, place))

    def refuse_unknown(self, answers: Answers) -> None:
        """Note the interactions of which the card knows nothing."""
        for answer in answers.unknown:
            self.refuse(both("不认识的题目标识", "An interaction's id is not understood"), answer.id)

    def common(self, card: CourseCard | None, **of_row: str | None) -> dict[str, Any]:
        """Return the columns that all records of this row share; `of_row` are its activity, course and version."""
        common = {
            "source": self.header.source,
            "centre": self.header.centre,
            "learner": self.row.learner,
            "key_id": self.row.key_id,
            "simulated": self.header.simulated or (card is not None and card.simulated),
            **of_row,
        }
        if card is None:
            return common
        about = {"role": card.role, "level": card.level, "map": card.map.iri, "map_version": card.map.version}
        return {**common, **about}

    def attempt_state(self, values: Cmi, number: int, started_at: datetime) -> dict[str, Any]:
        """Return what an attempt's CMI values say of it as a whole."""
        return {
            "attempt": number,
            "score_scaled": self._score(values),
            "success": cmi.success(values),
            "completed": cmi.completed(values),
            "marked_by": "package",
            "duration_s": cmi.seconds(cmi.value_of(values, "cmi.core.total_time")),
            "occurred_at": started_at,
            "stored_at": cmi.last_set(values, *_STATE) or started_at,
        }

    def record(self, kind: str, native: Native, values: Mapping[str, Any]) -> LearningRecord:
        """Return a record, named by its source and by what it is about."""
        identity = {"record_id": record_id(self.header.source, *native), "revision": "", "kind": kind}
        return sealed(LearningRecord.model_validate({**identity, **values}))

    def _score(self, values: Cmi) -> float | None:
        try:
            return cmi.score_scaled(values)
        except ValueError:
            self.refuse(both("分数不是数或超出范围", "The score is no number or out of range"), "cmi.core.score.raw")
            return None


def completion_state(values: Cmi) -> dict[str, Any]:
    """Return what the CMI values of an attempt that has a status say of its completion."""
    at = values[STATUS].set_at
    return {
        "success": cmi.success(values),
        "completed": cmi.completed(values),
        "marked_by": "package",
        "occurred_at": at,
        "stored_at": at,
    }


def normalise_rows(
    reader: Callable[[SegmentHeader, LandedRow], RowRecords],
    header: SegmentHeader,
    rows: Sequence[LandedRow],
    cards: Cards,
) -> Normalised:
    """Return the records of rows, each read by `reader`. A bad row is refused, and holds up no other."""
    records: list[LearningRecord] = []
    refused: list[Refused] = []
    for row in rows:
        made = reader(header, row)
        try:
            records.extend(made.records(cards))
        except SkippableRecordError as error:
            made.refuse(error.message, error.place)
        except ValidationError as error:
            field = ".".join(str(part) for part in error.errors()[0]["loc"])
            made.refuse(_NOT_AS_AGREED, field)
        except OverflowError:
            made.refuse(_NOT_AS_AGREED, None)
        refused.extend(made.refused)
    return Normalised(tuple(records), tuple(refused))
