"""A weight table (权重表) as it is printed: rows by name, values by level, totals. Nothing is matched here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed.amounts import is_dash, number_in
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.regions import Region, is_note
from competency_xml.exchange.printed.tables import row_texts
from competency_xml.exchange.printed.weights.matrices import MatrixColumns, ValueColumn
from competency_xml.exchange.printed.weights.parts import THEORY, part_in, part_named, says_weights

_TOTAL = re.compile("合计|总计|总和|总分|小计|total|sum", re.IGNORECASE)
_SUBTOTAL = re.compile("小计")
_BASIC_GROUP = re.compile("基本(?:要求|素质|条件)|基础要求|basic(?:requirements)?", re.IGNORECASE)
_BASIC_NAMES = re.compile(
    "职业道德|职业素养|基础知识|法律法规(?:知识)?|相关法律法规(?:知识)?|(?:professional)?ethics", re.IGNORECASE
)
_HUNDRED = Decimal(100)
_NEARLY_ONE = (Decimal("0.98"), Decimal("1.02"))


@dataclass(frozen=True)
class WeightValue:
    """One value: its column, the percent or None where the cell is blank or holds a dash, and its place.

    `is_read` is False for what is no number: nothing is known of the weight.
    """

    column: ValueColumn
    percent: Decimal | None
    place: str
    is_read: bool = True


@dataclass(frozen=True)
class WeightRow:
    """One row: the names in its label cells from left to right, what part its group is about, and its values."""

    names: tuple[str, ...]
    is_basic: bool
    part: str | None
    place: str
    values: tuple[WeightValue, ...]

    @property
    def name(self) -> str:
        """What the weights are of."""
        return self.names[-1]


@dataclass(frozen=True)
class WeightTable:
    """One weight table. `totals` are the printed sums; `places` say where a column's heading stands."""

    part: str | None
    columns: tuple[ValueColumn, ...]
    places: dict[int, str]
    rows: tuple[WeightRow, ...]
    totals: tuple[WeightValue, ...]

    def with_rest(self, rest: WeightTable) -> WeightTable:
        """Return this table and the rest of it, which a page break cut off."""
        return replace(self, rows=(*self.rows, *rest.rows), totals=rest.totals)


def is_weight_table(grid: Grid, region: Region, columns: MatrixColumns, titles: Sequence[str]) -> bool:
    """Return whether a matrix is a weight table: it says so, or its rows are basic requirements (职业道德 …)."""
    headings = [grid.text_at(region.header_row, column) for column in columns.span]
    if any(says_weights(text) for text in (*titles, *headings)) or any("%" in _plain(text) for text in headings):
        return True
    return any(_BASIC_NAMES.fullmatch(_plain(name)) for row in region.rows for name in _names(grid, row, columns))


def weight_table(
    grid: Grid, region: Region, columns: MatrixColumns, titles: Sequence[str], notes: ReadingNotes
) -> WeightTable:
    """Return a matrix read as a weight table. `titles` stand above it, the nearest first."""
    rows: list[WeightRow] = []
    totals: list[WeightValue] = []
    for row in region.rows:
        names = _names(grid, row, columns)
        if is_note(grid, row, columns.span):
            column = grid.shown_columns(row)[0]
            notes.note_row(grid.place(row, column), grid.text_at(row, column))
            continue
        if not names:
            continue
        if any(_TOTAL.fullmatch(_plain(name)) for name in names):
            is_whole = not any(_SUBTOTAL.fullmatch(_plain(name)) for name in names)
            totals.extend(_values(grid, row, columns, None) if is_whole else ())
            continue
        values = tuple(_values(grid, row, columns, notes))
        if values or len(row_texts(grid, row, columns.span)) > 1:
            rows.append(_row(names, values, grid.place(*_name_anchor(grid, row, columns))))
    values_in_percent = _in_percent(rows, totals)
    return WeightTable(
        part=next((part for title in titles if (part := part_in(title)) is not None), None),
        columns=columns.values,
        places={value.column: grid.place(region.header_row, value.column) for value in columns.values},
        rows=tuple(values_in_percent[0]),
        totals=tuple(values_in_percent[1]),
    )


def _row(names: tuple[str, ...], values: tuple[WeightValue, ...], place: str) -> WeightRow:
    groups = [_plain(name) for name in names[:-1]]
    is_basic = any(_BASIC_GROUP.fullmatch(group) for group in groups) or bool(_BASIC_NAMES.fullmatch(_plain(names[-1])))
    part = THEORY if is_basic else next((part for name in names[:-1] if (part := part_named(name)) is not None), None)
    return WeightRow(names, is_basic, part, place, values)


def _names(grid: Grid, row: int, columns: MatrixColumns) -> tuple[str, ...]:
    """Return the texts of a row's label cells, through merged cells; a cell that spans two columns counts once."""
    shown: dict[tuple[int, int], str] = {}
    for column in columns.labels:
        text = grid.text_at(row, column).strip()
        if text:
            shown.setdefault(grid.anchor(row, column), text)
    return tuple(shown.values())


def _name_anchor(grid: Grid, row: int, columns: MatrixColumns) -> tuple[int, int]:
    found = [grid.anchor(row, column) for column in columns.labels if grid.text_at(row, column).strip()]
    return found[-1] if found else (row, columns.labels.start)


def _values(grid: Grid, row: int, columns: MatrixColumns, notes: ReadingNotes | None) -> Iterator[WeightValue]:
    """Yield a row's values; with `notes`, what is no number and no dash is noted."""
    for value in columns.values:
        cell = grid.cell_at(row, value.column)
        place = grid.place(*grid.anchor(row, value.column))
        text = "" if cell is None else cell.text
        merged_from_above = grid.anchor(row, value.column)[0] != row
        if (not text.strip() or is_dash(text)) and not merged_from_above:
            yield WeightValue(value, None, place)
            continue
        percent = number_in(text)
        if percent is not None and not merged_from_above:
            yield WeightValue(value, percent, place)
        elif notes is not None:
            notes.weight_value(place, text, shared=merged_from_above)
            yield WeightValue(value, None, place, is_read=False)


def _in_percent(rows: Sequence[WeightRow], totals: Sequence[WeightValue]) -> tuple[list[WeightRow], list[WeightValue]]:
    """Return rows and totals in percent: a column that sums to 1 was written in fractions (0.05)."""
    sums: dict[int, Decimal] = {}
    for row in rows:
        for value in row.values:
            sums[value.column.column] = sums.get(value.column.column, Decimal(0)) + (value.percent or 0)
    fractions = {column for column, total in sums.items() if _NEARLY_ONE[0] <= total <= _NEARLY_ONE[1]}

    def scaled(values: Sequence[WeightValue]) -> list[WeightValue]:
        return [
            replace(value, percent=(value.percent * _HUNDRED).normalize() + 0)
            if value.percent is not None and value.column.column in fractions
            else value
            for value in values
        ]

    return [replace(row, values=tuple(scaled(row.values))) for row in rows], scaled(totals)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
