"""Which sheet of a workbook is which: known by its headings, whatever its name and the order of its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from competency_xml.exchange.grid import Grid
from competency_xml.exchange.workbook.form import Column, Field, Sheet
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.exchange.workbook.sheets import EXPORTED, NEEDED, TABLES
from competency_xml.exchange.workbook.statement import STATEMENT, WORDS
from competency_xml.exchange.workbook.texts import folded
from competency_xml.exchange.xlsx_cells import Workbook
from foundation.text import LANGUAGES

#: Headings stand in one of the first rows.
_MAX_HEADING_ROW = 200
_LANGUAGE = re.compile(r"(.*?)\s*\[\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*\]\s*", re.DOTALL)
#: Without these columns rows lose what they are.
_VITAL = ("id", "uuid", "kind", "percent")


@dataclass(frozen=True)
class Table:
    """One sheet of the workbook: which one, where its headings stand, and its columns by their number."""

    sheet: Sheet
    grid: Grid
    heading_row: int
    columns: Mapping[int, Column]

    def rows(self) -> Iterator[int]:
        """Yield the numbers of the rows below the headings that hold anything."""
        return (row for row in self.grid.rows if row > self.heading_row)

    def place(self, row: int, key: str) -> str:
        """Return where a field of a row stands, as `Sheet!C7`; the row's first cell where there is no such column."""
        numbers = [number for number, column in self.columns.items() if column.field.key == key]
        return self.grid.place(row, min(numbers, default=1))


def located(workbook: Workbook, notes: WorkbookNotes) -> dict[str, Table]:
    """Return the tables of a workbook by the key of their sheet; what is missing, twice or extra is noted."""
    found: dict[str, Table] = {}
    for grid in workbook.sheets:
        table = _table_in(grid)
        if table is None:
            notes.sheet_extra(grid.name)
        elif table.sheet is not WORDS:
            if table.sheet.key in found:
                notes.sheet_twice(grid.name, found[table.sheet.key].grid.name)
            else:
                found[table.sheet.key] = table
    for name in workbook.hidden:
        notes.sheet_hidden(name)
    for sheet in (STATEMENT, *TABLES):
        if sheet.key not in found and sheet.always:
            notes.sheet_missing(sheet.zh, _severity(sheet), workbook.hidden)
    languages = _languages(found.values())
    for table in found.values():
        _note_unknown_columns(table, notes)
        _note_missing_columns(table, languages, notes)
    return found


def _languages(tables: Iterable[Table]) -> list[str]:
    """Return the languages that a workbook has columns for: zh-CN and en, and others that most texts have."""
    texts = 0
    counts: dict[str, int] = {}
    for table in tables:
        texts += sum(field.per_language for field in table.sheet.fields)
        for column in table.columns.values():
            counts[column.lang] = counts.get(column.lang, 0) + bool(column.lang)
    return [*LANGUAGES, *(lang for lang, count in counts.items() if lang not in LANGUAGES and 2 * count > texts)]


def _severity(sheet: Sheet) -> Literal["error", "warning", "note"]:
    if sheet is STATEMENT or sheet in NEEDED:
        return "error"
    return "note" if sheet is EXPORTED else "warning"


def _table_in(grid: Grid) -> Table | None:
    for row in grid.rows:
        if row > _MAX_HEADING_ROW:
            return None
        headings = {column: grid.text_at(row, column) for column in grid.shown_columns(row)}
        fits = [(sheet, _columns(sheet, headings)) for sheet in (STATEMENT, *TABLES, WORDS)]
        fits = [(sheet, columns) for sheet, columns in fits if _has_signature(sheet, columns)]
        if fits:
            sheet, columns = max(fits, key=lambda fit: (len(fit[1]), fit[0].zh == grid.name))
            return Table(sheet, grid, row, columns)
    return None


def _columns(sheet: Sheet, headings: Mapping[int, str]) -> dict[int, Column]:
    """Return the columns that a row of headings names; of two for the same field and language the first counts."""
    names = {name: field for field in sheet.fields for name in _names(field)}
    columns: dict[int, Column] = {}
    taken: set[tuple[str, str]] = set()
    for number, heading in headings.items():
        named = _field_and_language(heading, names)
        if named is not None and (named[0].key, named[1]) not in taken:
            taken.add((named[0].key, named[1]))
            columns[number] = Column(named[0], named[1], number)
    return columns


def _field_and_language(heading: str, names: Mapping[str, Field]) -> tuple[Field, str] | None:
    field = names.get(folded(heading))
    if field is not None:
        return field, LANGUAGES[0] if field.per_language else ""
    tagged = _LANGUAGE.fullmatch(unicodedata.normalize("NFKC", heading))
    field = names.get(folded(tagged[1])) if tagged else None
    return (field, tagged[2]) if tagged and field is not None and field.per_language else None


def _names(field: Field) -> Iterator[str]:
    return map(folded, (field.zh, field.en, field.zh + field.en))


def _has_signature(sheet: Sheet, columns: Mapping[int, Column]) -> bool:
    return {column.field.key for column in columns.values()}.issuperset(sheet.signature)


def _note_unknown_columns(table: Table, notes: WorkbookNotes) -> None:
    unknown = [number for number in table.grid.columns if number not in table.columns]
    if not unknown:
        return
    filled = {number for row in table.rows() for number in table.grid.shown_columns(row)}
    for number in unknown:
        heading = table.grid.text_at(table.heading_row, number)
        if heading or number in filled:
            notes.unknown_column(table.grid.place(table.heading_row, number), " ".join(heading.split()))


def _note_missing_columns(table: Table, languages: Iterable[str], notes: WorkbookNotes) -> None:
    there = {column.position for column in table.columns.values()}
    for field in table.sheet.fields:
        if field.value == "name":
            continue
        for lang in languages if field.per_language else ("",):
            if (field.key, lang) not in there:
                severity: Literal["error", "warning"] = "error" if field.key in _VITAL else "warning"
                heading = f"{field.zh} [{lang}]" if lang else field.zh
                notes.column_missing(table.grid.place(table.heading_row, 1), heading, severity)
