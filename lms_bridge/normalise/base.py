"""What a normaliser must be able to do: make learning records of a batch of raw rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from course_templates.card import CourseCard
from lms_bridge.records import LearningRecord
from lms_bridge.segments import LandedRow, SegmentHeader


class Cards(Protocol):
    """Where the course cards are that rows name."""

    def card(self, sha256: str) -> CourseCard:
        """Return the card with this SHA-256. Raises SkippableRecordError."""
        ...


@dataclass(frozen=True)
class Refused:
    """A row, or the part of one at `place`, of which no record could be made. `reason` is bilingual."""

    row: LandedRow
    reason: str
    place: str | None = None


@dataclass(frozen=True)
class Normalised:
    """What rows gave. Equal rows give equal records; a record of which nothing changed keeps its revision."""

    records: tuple[LearningRecord, ...]
    refused: tuple[Refused, ...] = ()


class Normaliser(Protocol):
    """Makes records of the rows of one kind of source. Pure: no clock, no randomness, no I/O but the cards."""

    def normalise(self, header: SegmentHeader, rows: Sequence[LandedRow], cards: Cards) -> Normalised:
        """Return the records of rows as they now are; none of them is deleted. A bad row never raises."""
        ...
