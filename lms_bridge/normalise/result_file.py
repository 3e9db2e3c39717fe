"""Rows of result files → learning records: those of the embedded LMS, marked as brought by the learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lms_bridge.normalise.base import Cards, Normalised
from lms_bridge.normalise.sandbox import SandboxNormaliser
from lms_bridge.segments import LandedRow, SegmentHeader


class ResultFileNormaliser(SandboxNormaliser):
    """Makes records of attempts that learners brought as files."""

    def normalise(self, header: SegmentHeader, rows: Sequence[LandedRow], cards: Cards) -> Normalised:
        """Return the records of rows."""
        made = super().normalise(header, rows, cards)
        # A record's revision does not tell who delivered it.
        records = tuple(record.model_copy(update={"delivered_by": "learner"}) for record in made.records)
        return replace(made, records=records)


normaliser = ResultFileNormaliser
