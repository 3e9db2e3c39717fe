"""What has been taken in before: the rows of a source by their native id, and the attempts of each learner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lms_bridge.home import Home
from lms_bridge.segments import LandedRow, read_segment
from lms_bridge.state import State


@dataclass
class Known:
    """The newest state of every row; `add` what is about to land."""

    _rows: dict[tuple[str, str], LandedRow] = field(default_factory=dict)

    @classmethod
    def of(cls, home: Home, state: State, source: str) -> Known:
        """Read the segments of a source.

        Raises:
            DamagedSegmentError: one cannot be read.
        """
        known = cls()
        for batch in [*(batch for batch, _ in state.normalised(source)), *state.pending(source)]:
            for row in read_segment(home.segment(source, batch.serial), batch.sha256).rows:
                known.add(row)
        return known

    def add(self, row: LandedRow) -> None:
        """Note a row; an older state of it does not replace a newer one."""
        key = (row.kind, row.native_id)
        before = self._rows.get(key)
        if before is None or before.modified_at <= row.modified_at:
            self._rows[key] = row

    def row(self, kind: str, native_id: str) -> LandedRow | None:
        """Return the newest state of a row, or None."""
        return self._rows.get((kind, native_id))

    def of_learner(self, kind: str, learner: str) -> Iterator[LandedRow]:
        """Yield a learner's rows of a kind."""
        return (row for (found, _), row in self._rows.items() if found == kind and row.learner == learner)
