"""A grid of cells as somebody's file holds it: sparse, merged cells known, every cell with its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import Literal

CellKind = Literal["text", "number", "date", "boolean", "error"]
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\v\f\u0085\u2028\u2029]")
_UNUSUAL = re.compile(f"{_CONTROL.pattern}|{_BREAKS.pattern}")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
#: A merged range over more filled cells than this is no table that anyone prints.
MAX_MERGED_CELLS = 500_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: row and column from 1, what it shows, what Excel took it for, whether a formula makes it."""

    row: int
    column: int
    text: str
    kind: CellKind = "text"
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, both corners in it."""

    top: int
    left: int
    bottom: int
    right: int


class TooManyMergedCellsError(ValueError):
    """Merged ranges overlap or span so much that filling them would not end."""


class Grid:
    """The cells of one sheet or one table. `text_at` sees through merged cells to their top left.

    Every kind of line break is LF. Control characters, which no text and no XML should hold, are left out; `cleaned`
    are the cells that had some.
    """

    def __init__(self, name: str, cells: list[Cell], merged: list[Range]) -> None:
        self.name = name
        self._cells = {(cell.row, cell.column): cell for cell in cells}
        self.cleaned = tuple(position for position, cell in self._cells.items() if _CONTROL.search(cell.text))
        for position, cell in self._cells.items():
            if _UNUSUAL.search(cell.text):
                text = _CONTROL.sub("", _BREAKS.sub("\n", cell.text))
                self._cells[position] = replace(cell, text=text)
        self.rows = tuple(sorted({cell.row for cell in cells}))
        self.columns = tuple(sorted({cell.column for cell in cells}))
        self._shown: dict[int, set[int]] = {row: set() for row in self.rows}
        for cell in cells:
            self._shown[cell.row].add(cell.column)
        self._merged: dict[tuple[int, int], Range] = {}
        self._filled = 0
        for merge in merged:
            self._fill(merge)

    def shown_columns(self, row: int) -> list[int]:
        """Return the columns in which a row shows something, merged cells included, left to right."""
        return sorted(self._shown.get(row, ()))

    def merge_at(self, row: int, column: int) -> Range | None:
        """Return the merged range that covers a position, or None."""
        return self._merged.get((row, column))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the position whose cell is shown here: the top left of a merged range, else the position."""
        merge = self._merged.get((row, column))
        return (row, column) if merge is None else (merge.top, merge.left)

    def cell_at(self, row: int, column: int) -> Cell | None:
        """Return the cell shown at a position, through merged cells."""
        return self._cells.get(self.anchor(row, column))

    def text_at(self, row: int, column: int) -> str:
        """Return the text shown at a position, '' where there is none."""
        cell = self.cell_at(row, column)
        return "" if cell is None else cell.text

    def place(self, row: int, column: int) -> str:
        """Return a position as `Sheet!C7`."""
        return f"{self.name}!{column_letters(column)}{row}"

    def _fill(self, merge: Range) -> None:
        rows = self.rows[bisect_left(self.rows, merge.top) : bisect_right(self.rows, merge.bottom)]
        columns = self.columns[bisect_left(self.columns, merge.left) : bisect_right(self.columns, merge.right)]
        self._filled += len(rows) * len(columns)
        if self._filled > MAX_MERGED_CELLS:
            raise TooManyMergedCellsError(self.name)
        shows = (merge.top, merge.left) in self._cells
        for row in rows:
            self._merged.update(((row, column), merge) for column in columns)
            if shows:
                self._shown[row].update(columns)


def column_letters(column: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position_of(reference: str) -> tuple[int, int] | None:
    """Return row and column of a reference such as C7, or None."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def range_of(reference: str) -> Range | None:
    """Return the rectangle of a reference such as A3:A4 or A3, or None."""
    first, _, last = reference.partition(":")
    start, end = position_of(first), position_of(last or first)
    if start is None or end is None:
        return None
    rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Range(rows[0], columns[0], rows[1], columns[1])
