"""The requirement tables of a grid: title rows above, data rows below, parted where a heading runs across."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed.headings import Columns
from competency_xml.exchange.printed.regions import Region, anchors, is_heading, is_note

#: The title of a table that a page break cut: none, 续表 3, 表 3（续）.
_CONTINUED = re.compile(r"(?:[（(]?(?:续表|续|接上表)\s*[0-9.]*[)）]?|表\s*[0-9.]+\s*[（(]?续[)）]?)?")


@dataclass(frozen=True)
class Table:
    """One table, or one part of it under a heading of its own: title, heading, columns, data rows, rows of notes.

    `header_row` is 0 where a table goes on in another grid without its header.
    """

    grid: Grid
    title: str
    heading: str
    columns: Columns
    header_row: int
    rows: tuple[int, ...]
    note_rows: tuple[int, ...] = ()
    continues: bool = False


def tables_in(grid: Grid, region: Region, title: str, *, goes_on: bool = False) -> Iterator[Table]:
    """Yield the tables that a region of requirements holds, under its title.

    `goes_on`: nothing parts it from the table before, so that its first table may be the rest of that one.
    """
    if isinstance(region.columns, Columns):
        yield from _parts(grid, region.columns, region, "" if goes_on else title, continues=goes_on)


def region_title(grid: Grid, region: Region) -> str:
    """Return the text of the rows that title a region, without what its header row shows as well."""
    header = region.header_row
    texts = (
        text
        for row in region.title_rows
        for column, text in row_texts(grid, row, region.reach)
        if grid.anchor(header, column) != (row, column)
    )
    return " ".join(texts)


def is_continuation(title: str) -> bool:
    """Return whether a title is none, or says that the table before goes on (续表)."""
    return _CONTINUED.fullmatch(title.strip()) is not None


def row_texts(grid: Grid, row: int, span: range) -> list[tuple[int, str]]:
    """Return column and text of each cell that begins in a row, left to right."""
    shown = [
        column for column in grid.shown_columns(row) if column in span and grid.anchor(row, column) == (row, column)
    ]
    return [(column, text) for column in shown if (text := grid.text_at(row, column).strip())]


def _parts(grid: Grid, columns: Columns, region: Region, title: str, *, continues: bool) -> Iterator[Table]:
    """Split data rows where a heading runs across all columns: a level or direction of its own."""
    data = region.rows
    breaks = [index for index, row in enumerate(data) if _runs_across(grid, row, columns)]
    for part, (start, end) in enumerate(pairwise([-1, *breaks, len(data)])):
        rows = data[start + 1 : end]
        heading = grid.text_at(data[start], columns.span[0]) if part else ""
        if not rows and (part or breaks):
            continue
        notes = tuple(row for row in rows if is_note(grid, row, columns.span))
        yield Table(
            grid=grid,
            title=title,
            heading=heading,
            columns=columns,
            header_row=region.header_row,
            rows=tuple(row for row in rows if row not in notes and anchors(grid, row, columns.span)),
            note_rows=notes,
            continues=continues and not part,
        )


def _runs_across(grid: Grid, row: int, columns: Columns) -> bool:
    merge = grid.merge_at(row, columns.span[0])
    reaches = merge is not None and merge.right >= max(columns.by_kind.values())
    return reaches and is_heading(grid, row, columns.span)
