"""What every figure has in common on its way to readers: its group, its basis, and whether it may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from evidence.collect import Evidence
from evidence.counts import MATCHED, Tables
from evidence.figures import Figure, Group, Measure, rounded
from evidence.intervals import Interval
from evidence.measures.progress import STAGES, Stage
from evidence.privacy import ALL, DEFAULT_THRESHOLD, Key
from evidence.publish.basis import Basis


class Audience(BaseModel):
    """Readers of a copy. The public sees no cell from 1 to `threshold` − 1 learners; internal readers see all."""

    model_config = ConfigDict(frozen=True)

    internal: bool = False
    threshold: int = Field(default=DEFAULT_THRESHOLD, ge=2)


class Publisher:
    """Makes figures for one audience of one body of evidence."""

    def __init__(self, evidence: Evidence, audience: Audience, basis: Basis) -> None:
        self.evidence = evidence
        self.internal = audience.internal
        self.least = 1 if audience.internal else audience.threshold
        self.tables = Tables(evidence)
        self._hidden = frozenset() if audience.internal else self.tables.suppressed(audience.threshold)
        self._several_maps = len({row.map for row in evidence.progress}) > 1
        self._basis = basis

    def group(self, map_: str, role: str, level: str, **about: str | None) -> Group:
        """Return the group of a figure; ALL or no level leaves the level out."""
        named = None if level in ("", ALL) else level
        return Group(role=role, level=named, map=map_ if self._several_maps else None, **about)

    def figure(
        self,
        measure: Measure,
        group: Group,
        value: float | None,
        n: int | None,
        *,
        shown: bool,
        interval: Interval | None = None,
    ) -> Figure:
        """Return a figure, or the place of a suppressed one."""
        low, high = interval or Interval()
        return Figure(
            measure=measure,
            group=group,
            value=rounded(value) if shown else None,
            low=rounded(low) if shown else None,
            high=rounded(high) if shown else None,
            n=n if shown else None,
            suppressed=not shown,
            basis=self._basis.of(measure, group.role, group.map),
        )

    def shows(self, key: Key) -> bool:
        """Return whether a cell may be shown."""
        return key not in self._hidden

    def shows_union(self, cell: Key, stages: Sequence[Stage]) -> bool:
        """Return whether a sum over stages follows from shown cells: all of these, or the total and all others."""
        rest = [stage for stage in STAGES if stage not in stages]
        return self._tells(cell, stages) or (self.shows((*cell, ALL)) and self._tells(cell, rest))

    def is_enough(self, n: int) -> bool:
        """Return whether a count by itself may be shown: nobody, or enough."""
        return n == 0 or n >= self.least

    def part_of(self, n: int, whole: Key) -> int | None:
        """Return `n`, or None where it and the cell `whole` would tell how few learners are missing."""
        return n if self.is_enough(abs(self.tables.n(whole) - n)) else None

    def _tells(self, cell: Key, stages: Iterable[Stage]) -> bool:
        """Whether shown cells add up to these stages; the matched are told together, too."""
        left = set(stages)
        if left.issuperset(MATCHED) and self.shows(("matched", *cell[1:], ALL)):
            left -= set(MATCHED)
        return all(self.shows((*cell, stage)) for stage in left)
