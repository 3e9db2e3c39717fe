"""Small cells are suppressed, and so many others that no total gives them away.

A cell is a count of learners; cells are tied by sums (a total and its parts). What a reader can work out from the
shown cells is what linear algebra gives: so after the usual rules per line, the system of all sums is solved with
the suppressed cells as unknowns, and cells are added until it determines none of them, nor a small sum of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

#: A cell's name: its table and its place along every dimension, ALL for a margin.
Key = tuple[str, ...]
ALL = "all"
DEFAULT_THRESHOLD = 10

_Row = dict[Key, Fraction]


class Cell(NamedTuple):
    """A count of learners. Of the cells that could protect another, the one with the lowest `keep` goes first."""

    n: int
    keep: int = 0


class Sum(NamedTuple):
    """`total` is the sum of `parts`; every reader knows this."""

    total: Key
    parts: tuple[Key, ...]

    def all_keys(self) -> tuple[Key, ...]:
        """Return the total and the parts."""
        return (self.total, *self.parts)


def suppressed(cells: Mapping[Key, Cell], sums: Sequence[Sum], threshold: int = DEFAULT_THRESHOLD) -> frozenset[Key]:
    """Return the cells that must not be shown.

    These are the cells from 1 to `threshold` − 1, and as few others as a greedy search finds, so that no suppressed
    cell, and no sum of suppressed cells under `threshold`, follows from what is shown. A cell of 0 is shown, and
    hides nothing. Equal cells in equal order give an equal answer.
    """
    return frozenset(_Suppression(cells, sums, threshold).run())


class _Suppression:
    def __init__(self, cells: Mapping[Key, Cell], sums: Sequence[Sum], threshold: int) -> None:
        self._cells = cells
        self._threshold = threshold
        self._sums = [_without_zeros(one, cells) for one in sums if one.total in cells]
        self._around: dict[Key, list[Sum]] = defaultdict(list)
        for one in self._sums:
            for key in one.all_keys():
                self._around[key].append(one)
        self._hidden = {key for key, cell in cells.items() if 0 < cell.n < threshold}

    def run(self) -> set[Key]:
        """Hide cells until nothing is given away, or there is nothing left to hide."""
        while self._protect_lines() or self._protect_system():
            pass
        return self._hidden

    def _protect_lines(self) -> bool:
        """Hide one more cell of every sum that gives one away by itself; return whether there was any."""
        changed = False
        for one in self._sums:
            if self._gives_away(one):
                changed |= self._hide_cheapest(one.all_keys())
        return changed

    def _gives_away(self, one: Sum) -> bool:
        parts = [key for key in one.parts if key in self._hidden]
        if one.total in self._hidden:
            return not parts and bool(one.parts)
        return bool(parts) and (len(parts) < 2 or sum(self._cells[key].n for key in parts) < self._threshold)

    def _protect_system(self) -> bool:
        """Hide one more cell beside the first unknowns that all sums together determine."""
        for row in solved(self._sums, self._hidden):
            if self._is_disclosure(row):
                near = (key for unknown in row for one in self._around[unknown] for key in one.all_keys())
                if self._hide_cheapest(near):
                    return True
        return False

    def _is_disclosure(self, row: _Row) -> bool:
        if len(row) == 1:
            return True
        value = sum(share * self._cells[key].n for key, share in row.items())
        return all(share > 0 for share in row.values()) and value < self._threshold

    def _hide_cheapest(self, keys: Iterable[Key]) -> bool:
        shown = [key for key in keys if key not in self._hidden]
        if not shown:
            return False
        self._hidden.add(min(shown, key=lambda key: (self._cells[key].keep, self._cells[key].n, key)))
        return True


def _without_zeros(one: Sum, cells: Mapping[Key, Cell]) -> Sum:
    return Sum(one.total, tuple(key for key in one.parts if key in cells and cells[key].n > 0))


def solved(sums: Iterable[Sum], unknown: set[Key]) -> list[_Row]:
    """Return the reduced row echelon form of the sums, with the cells of `unknown` as unknowns.

    A row of one key says that this cell can be worked out. Arithmetic is exact.
    """
    pivots: dict[Key, _Row] = {}
    for one in sums:
        row = _reduced(_equation(one, unknown), pivots)
        if not row:
            continue
        pivot = min(row)
        row = {key: share / row[pivot] for key, share in row.items()}
        for other in pivots.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        pivots[pivot] = row
    return list(pivots.values())


def _equation(one: Sum, unknown: set[Key]) -> _Row:
    row: _Row = {key: Fraction(1) for key in one.parts if key in unknown}
    if one.total in unknown:
        row[one.total] = Fraction(-1)
    return row


def _reduced(row: _Row, pivots: Mapping[Key, _Row]) -> _Row:
    for key in sorted(row):
        if key in row and key in pivots:
            _subtract(row, pivots[key], row[key])
    return row


def _subtract(row: _Row, other: _Row, times: Fraction) -> None:
    for key, share in other.items():
        left = row.get(key, Fraction(0)) - times * share
        if left:
            row[key] = left
        else:
            row.pop(key, None)
