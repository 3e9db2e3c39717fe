"""The tables of counts that are published, and the sums that tie them: what suppression works on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from evidence.collect import Evidence
from evidence.measures.progress import STAGES, ProgressRow, Stage
from evidence.privacy import ALL, Cell, Key, Sum, suppressed

#: What a cell is worth when one more has to go: gain is what a report is for, the rest gives way.
_KEEP_MATCHED, _KEEP_CENTRE, _KEEP_ENROLLED, _KEEP_RESULT, _KEEP_LEAST = 4, 3, 2, 1, 0
#: How map importers call levels in ids, from the lowest.
_SLUGS = ("junior", "intermediate", "senior", "L5", "L4", "L3", "L2", "L1")
MATCHED: tuple[Stage, ...] = ("finished", "passed")


class Tables:
    """Counts by name. Keys: (table, map, role, level, place), ALL for a margin.

    `progress` has a learner's stage as its place, `matched` the centre, `answers` aspect and response, `ratings`
    work and aspect, `comments` the aspect. Centres are counted among the matched alone: two nested counts per
    centre would tell the difference between them, which is mostly small.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.cells: dict[Key, Cell] = {}
        self.sums: list[Sum] = []
        self._add_progress(evidence.progress)
        self._add_matched(evidence.progress)
        self._add_answers(evidence)
        for row in evidence.ratings:
            self.cells["ratings", row.map, row.role, row.level, row.work, row.aspect] = Cell(row.n)
        for counted in evidence.comment_counts:
            self.cells["comments", counted.map, counted.role, counted.level, counted.aspect] = Cell(counted.n)

    def n(self, key: Key) -> int:
        """Return the count of a cell; 0 for one that there is not."""
        cell = self.cells.get(key)
        return 0 if cell is None else cell.n

    def suppressed(self, threshold: int) -> frozenset[Key]:
        """Return the cells that the public may not see."""
        return suppressed(self.cells, self.sums, threshold)

    def _add_progress(self, rows: Iterable[ProgressRow]) -> None:
        counts = _counted(rows, lambda row: row.stage)
        levels = _levels(counts)
        for (map_, role), own in levels.items():
            for level in (*own, ALL):
                keys = tuple(("progress", map_, role, level, stage) for stage in STAGES)
                for key in keys:
                    self.cells[key] = Cell(counts[key[1:]], _KEEP_RESULT if key[-1] in MATCHED else _KEEP_LEAST)
                self._add_sum(("progress", map_, role, level, ALL), keys, _KEEP_ENROLLED)
            for place in (*STAGES, ALL):
                parts = tuple(("progress", map_, role, level, place) for level in own)
                self.sums.append(Sum(("progress", map_, role, ALL, place), parts))

    def _add_matched(self, rows: Iterable[ProgressRow]) -> None:
        counts = _counted((row for row in rows if row.stage in MATCHED), lambda row: row.centre)
        centres: dict[tuple[str, str], list[str]] = {}
        for map_, role, level, centre in sorted(counts):
            if level == ALL:
                centres.setdefault((map_, role), []).append(centre)
        for (map_, role), own in _levels(counts).items():
            for level in (*own, ALL):
                keys = tuple(("matched", map_, role, level, centre) for centre in centres[map_, role])
                for key in keys:
                    self.cells[key] = Cell(counts[key[1:]], _KEEP_CENTRE)
                total: Key = ("matched", map_, role, level, ALL)
                self._add_sum(total, keys, _KEEP_MATCHED)
                self.sums.append(Sum(total, tuple(("progress", map_, role, level, stage) for stage in MATCHED)))
            for centre in (*centres[map_, role], ALL):
                parts = tuple(("matched", map_, role, level, centre) for level in own)
                self.sums.append(Sum(("matched", map_, role, ALL, centre), parts))

    def _add_answers(self, evidence: Evidence) -> None:
        lines: dict[Key, list[Key]] = {}
        for row in evidence.answers:
            line: Key = ("answers", row.map, row.role, row.level, row.aspect)
            key = (*line, row.response)
            self.cells[key] = Cell(row.n)
            lines.setdefault(line, []).append(key)
        for line, given in lines.items():
            self._add_sum((*line, ALL), tuple(given), _KEEP_ENROLLED)

    def _add_sum(self, total: Key, parts: tuple[Key, ...], keep: int) -> None:
        self.cells[total] = Cell(sum(self.cells[key].n for key in parts), keep)
        self.sums.append(Sum(total, parts))


def _counted(rows: Iterable[ProgressRow], place: Callable[[ProgressRow], str]) -> Counter[Key]:
    """Return the counts by map, role, level and place, with the margin of all levels."""
    counts: Counter[Key] = Counter()
    for row in rows:
        for level in (row.level, ALL):
            counts[row.map, row.role, level, place(row)] += row.n
    return counts


def _levels(counts: Iterable[tuple[str, ...]]) -> dict[tuple[str, str], list[str]]:
    levels: dict[tuple[str, str], set[str]] = {}
    for map_, role, level, *_ in counts:
        if level != ALL:
            levels.setdefault((map_, role), set()).add(level)
    return {about: sorted(own) for about, own in sorted(levels.items())}


def bodies(evidence: Evidence) -> list[tuple[str, str, list[str]]]:
    """Return map, role and levels of every body of evidence, in order."""
    found = [(row.map, row.role, row.level) for row in evidence.progress]
    return [(map_, role, sorted(levels, key=_height)) for (map_, role), levels in _levels(found).items()]


def _height(level: str) -> tuple[int, str]:
    """Return how high a level stands by the slug in its id, lowest first; unknown ones come last, by name."""
    return min((_SLUGS.index(part) for part in level.split(".") if part in _SLUGS), default=len(_SLUGS)), level
