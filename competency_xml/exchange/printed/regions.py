"""Where the tables of a grid stand: each with its kind of header, the title above it, and its data rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed import headings
from competency_xml.exchange.printed.conditions import listings
from competency_xml.exchange.printed.conditions.clauses import starts_clause
from competency_xml.exchange.printed.conditions.listings import ListColumns, list_columns
from competency_xml.exchange.printed.headings import Columns, header_columns
from competency_xml.exchange.printed.title import title_facts
from competency_xml.exchange.printed.weights import matrices
from competency_xml.exchange.printed.weights.matrices import MatrixColumns, matrix_columns
from competency_xml.exchange.printed.weights.parts import says_weights

_CODE = r"\s*(?:[0-9０-９]+(?:[.．][0-9０-９]+)*[.．、]?|[（(]?[一二三四五六七八九十]+[)）、.．])\s*"
_CODE_LED = re.compile(r"\s*[0-9０-９]+\s*[.．、]|\s*[（(]?[一二三四五六七八九十]+[)）、.．]")
_LEADING_CODE = re.compile(f"^{_CODE}")
_NOTE_LED = re.compile(r"\s*(注|备注|说明|附注|note)\s*[:：0-9]?", re.IGNORECASE)

#: Every cell of a header row that counts is short and holds one of these: a quick look before the patterns.
_HINT = re.compile(f"{headings.HINT}|{listings.HINT}|{matrices.HINT}", re.IGNORECASE)
_MAX_HEADING = 60
#: Tables of one sheet.
MAX_TABLES = 1_000
AnyColumns = Columns | MatrixColumns | ListColumns
_Header = tuple[int, AnyColumns]


@dataclass(frozen=True)
class Region:
    """One table of a grid: its columns, first and last header row, the rows that title it, and its data rows."""

    columns: AnyColumns
    header_row: int
    bottom_row: int
    title_rows: tuple[int, ...]
    rows: tuple[int, ...]
    is_first: bool

    @property
    def reach(self) -> range:
        """Columns in which a title may stand."""
        return self.columns.reach if isinstance(self.columns, Columns) else range(1, self.columns.span.stop)

    @property
    def all_rows(self) -> set[int]:
        """Rows of title, header and data."""
        return {*self.title_rows, *range(self.header_row, self.bottom_row + 1), *self.rows}


class TooManyTablesError(ValueError):
    """A grid holds more tables than anybody prints on one sheet."""


def regions_of(grid: Grid, titles: Sequence[str] = ()) -> list[Region]:
    """Return the tables of a grid, top to bottom, those side by side left to right. `titles` stand before the grid.

    Raises:
        TooManyTablesError: there are over `MAX_TABLES`.
    """
    weights_told = any(says_weights(title) for title in titles)
    headers: list[_Header] = []
    for row in grid.rows:
        headers.extend((row, columns) for columns in _columns_at(grid, row, weights_told=weights_told))
        if len(headers) > MAX_TABLES:
            raise TooManyTablesError
    return [_region(grid, headers, index) for index in range(len(headers)) if not _is_inside(headers, index)]


def rest_of_table(grid: Grid, columns: AnyColumns) -> list[Region]:
    """Return a grid without header as the rest of a table with these columns; nothing where its columns differ.

    The header row of the rest is 0: it stands in no grid.
    """
    if not grid.rows or max(grid.columns) != columns.span.stop - 1:
        return []
    if isinstance(columns, MatrixColumns):
        columns = replace(columns, bottom=0)
    return [Region(columns, 0, 0, (), grid.rows, is_first=True)]


def anchors(grid: Grid, row: int, span: range) -> set[tuple[int, int]]:
    """Return the cells that a row shows in some columns, each by the top left of what is merged."""
    return {grid.anchor(row, column) for column in grid.shown_columns(row) if column in span}


def is_heading(grid: Grid, row: int, span: range) -> bool:
    """Return whether a row's text at the left may be a heading: no item, no remark; codes only before a level."""
    text = grid.text_at(row, span[0])
    if not text.strip() or _NOTE_LED.match(text):
        return False
    return not _CODE_LED.match(text) or _names_table(text)


def is_note(grid: Grid, row: int, span: range) -> bool:
    """Return whether a row is a remark below a table (注：…)."""
    found = anchors(grid, row, span)
    return len(found) == 1 and bool(_NOTE_LED.match(grid.text_at(*next(iter(found)))))


def lone_text(grid: Grid, row: int) -> str:
    """Return the text of a row that shows one cell alone, else ''."""
    columns = grid.shown_columns(row)
    if not columns or grid.anchor(row, columns[0]) != grid.anchor(row, columns[-1]):
        return ""
    return grid.text_at(row, columns[0])


def _columns_at(grid: Grid, row: int, *, weights_told: bool) -> Sequence[AnyColumns]:
    if not any(_may_head(grid.text_at(row, column)) for column in grid.shown_columns(row)):
        return []
    requirements = header_columns(grid, row)
    if requirements:
        return requirements
    listing = list_columns(grid, row)
    if listing is not None:
        return [listing]
    return matrix_columns(grid, row, weights_told=weights_told)


def _may_head(text: str) -> bool:
    """Whether a cell may be a heading: most rows hold nothing but texts that begin with their codes."""
    return 0 < len(text) <= _MAX_HEADING and not text[0].isdigit() and _HINT.search(text) is not None


def _is_inside(headers: Sequence[_Header], index: int) -> bool:
    """Whether a header row belongs to the header of a matrix above it."""
    row, columns = headers[index]
    return any(
        isinstance(other, MatrixColumns) and above < row <= other.bottom and _overlap(columns.span, other.span)
        for above, other in headers[:index]
    )


def _region(grid: Grid, headers: Sequence[_Header], index: int) -> Region:
    row, columns = headers[index]
    bottom = columns.bottom if isinstance(columns, MatrixColumns) else row
    others = [(r, other.span) for r, other in headers if _overlap(columns.span, other.span)]
    above = max((r for r, _ in others if r < row), default=0)
    below = min(((r, span) for r, span in others if r > bottom), default=None)
    data = [r for r in grid.rows if r > bottom and (below is None or r < below[0])]
    if below is not None:
        next_title = _title_rows(grid, below[0], columns.span, after=bottom)
        data = [r for r in data if r not in next_title]
    end = next((r for r in data if starts_clause(lone_text(grid, r))), None)
    return Region(
        columns=columns,
        header_row=row,
        bottom_row=bottom,
        title_rows=tuple(_title_rows(grid, row, columns.span, after=above)),
        rows=tuple(r for r in data if end is None or r < end),
        is_first=above == 0,
    )


def _title_rows(grid: Grid, header_row: int, span: range, *, after: int) -> list[int]:
    """Return the rows that make the title of the table under `header_row`.

    Above a grid's first table, all rows but clauses; under another table, those that hold one text at the left and
    no code.
    """
    above = [row for row in grid.rows if after < row < header_row]
    if after == 0:
        clause = next((row for row in above if starts_clause(lone_text(grid, row))), None)
        if clause is None:
            return above
        return [row for row in above if row < clause] + _headings_before(grid, [r for r in above if r > clause], span)
    return _headings_before(grid, above, span)


def _headings_before(grid: Grid, rows: Sequence[int], span: range) -> list[int]:
    found: list[int] = []
    for row in reversed(rows):
        if len(anchors(grid, row, span)) != 1 or not is_heading(grid, row, span):
            break
        found.insert(0, row)
    return found


def _names_table(text: str) -> bool:
    """Whether a text with a code names a level, direction or weight table and nothing else: 3.2 中级."""
    bare = _LEADING_CODE.sub("", text, count=1)
    if says_weights(bare):
        return True
    facts = title_facts(bare)
    return bool(facts.level or facts.direction) and not facts.role


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
