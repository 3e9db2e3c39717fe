"""The 对照 workbook, as an editor left it → rows with what was decided, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from competency_xml.errors import UnreadablePairsError
from competency_xml.exchange.grid import Grid
from competency_xml.exchange.workbook.texts import folded
from competency_xml.exchange.xlsx_cells import read_workbook
from competency_xml.onto.sheet.form import NEW_SOURCE, OLD_MAP, PAIRS
from foundation.text import both

_SHA256 = re.compile(r"\b[0-9a-f]{64}\b")
#: Headings stand in one of the first rows.
_MAX_HEADING_ROW = 50


@dataclass(frozen=True)
class WrittenRow:
    """One row as it stands in the file: field → text, and where the row stands."""

    cells: Mapping[str, str]
    places: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    def place(self, key: str) -> str:
        """Return where a field of the row stands; where there is no such column, the row's old id."""
        return self.places.get(key) or self.places["old_id"]


@dataclass(frozen=True)
class PairsSheet:
    """A sheet that was handed back: which maps it is of ('' where it does not say), and its rows."""

    file: str
    old_sha256: str
    new_sha256: str
    place: str
    rows: tuple[WrittenRow, ...]


def read_pairs(path: Path) -> PairsSheet:
    """Return what is in a 对照 workbook. Columns are known by their headings, in any order.

    Raises:
        UnreadableFileError, UnsafeArchiveError, MalformedXmlError, UnreadableTableError: as `read_workbook`.
        UnreadablePairsError: no visible sheet of it has the columns of pairs.
    """
    for grid in read_workbook(path).sheets:
        for row in grid.rows:
            if row > _MAX_HEADING_ROW:
                break
            columns = _columns(grid, row)
            if set(PAIRS.signature) <= set(columns):
                return _sheet(path, grid, row, columns)
    raise UnreadablePairsError(
        both("没有找到对照表", "No sheet of pairs was found"),
        file=path,
        remedy=both(
            "须有“旧标识”“本次标识”“决定”三列；用导入时写出的那个文件",
            "It must have the columns Old id, Id in this import and Decision: use the file that the import wrote",
        ),
    )


def _columns(grid: Grid, row: int) -> dict[str, int]:
    names = {folded(name): field.key for field in PAIRS.fields for name in (field.zh, field.en, field.zh + field.en)}
    found: dict[str, int] = {}
    for column in grid.shown_columns(row):
        key = names.get(folded(grid.text_at(row, column)))
        if key is not None:
            found.setdefault(key, column)
    return found


def _sheet(path: Path, grid: Grid, heading_row: int, columns: Mapping[str, int]) -> PairsSheet:
    above = [grid.text_at(row, column) for row in grid.rows if row < heading_row for column in grid.shown_columns(row)]
    return PairsSheet(
        file=str(path),
        old_sha256=_sha256(above, OLD_MAP),
        new_sha256=_sha256(above, NEW_SOURCE),
        place=grid.place(heading_row, 1),
        rows=tuple(_rows(grid, heading_row, columns)),
    )


def _rows(grid: Grid, heading_row: int, columns: Mapping[str, int]) -> Iterator[WrittenRow]:
    for row in grid.rows:
        cells = {key: grid.text_at(row, column).strip() for key, column in columns.items()}
        if row > heading_row and any(cells.values()):
            yield WrittenRow(cells, {key: grid.place(row, column) for key, column in columns.items()})


def _sha256(lines: list[str], name: str) -> str:
    for line in lines:
        found = _SHA256.search(line)
        if found is not None and folded(line).startswith(folded(name)):
            return found[0]
    return ""
