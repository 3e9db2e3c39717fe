"""What the map states of itself (标准信息), and its revisions (修订记录)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.grid import Cell
from competency_xml.exchange.workbook.form import Field
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.exchange.workbook.reading.record import Record, records
from competency_xml.exchange.workbook.reading.tables import Table
from competency_xml.exchange.workbook.revisions import Revision
from competency_xml.exchange.workbook.statement import STATEMENT_ITEMS, WORKBOOK_FORMAT
from competency_xml.exchange.workbook.texts import DASH, folded
from competency_xml.exchange.workbook.words import MAP_STATUS
from competency_xml.model import Foreign, InspiredBy, Standard
from foundation.text import LangText

_ITEMS = {item.key: item for item in STATEMENT_ITEMS}
_BY_NAME = {folded(name): item for item in STATEMENT_ITEMS for name in (item.zh, item.en, item.zh + item.en)}


class _StatementRecord(Record):
    """All rows of the first sheet as one record: a field is a row."""

    def __init__(self, table: Table, rows: Mapping[str, Record], notes: WorkbookNotes) -> None:
        self._rows = rows
        self._notes = notes
        self._value_columns = sorted(n for n, column in table.columns.items() if column.field.key == "value")
        super().__init__(table, table.heading_row, self._values(table), notes)

    def field(self, key: str) -> Field:
        """Return an item."""
        return _ITEMS[key]

    def place(self, key: str) -> str:
        """Return where the value of an item stands; the headings where there is no such item."""
        row = self._rows[key].row if key in self._rows else self.table.heading_row
        return self.table.grid.place(row, self._value_columns[0])

    def _values(self, table: Table) -> dict[tuple[str, str], Cell]:
        values: dict[tuple[str, str], Cell] = {}
        for key, record in self._rows.items():
            for number in self._value_columns:
                cell = record.cell("value", table.columns[number].lang)
                lang = table.columns[number].lang if _ITEMS[key].per_language else ""
                if cell is not None and (key, lang) not in values:
                    values[key, lang] = cell
                elif cell is not None:
                    place = table.grid.place(record.row, number)
                    self._notes.unused(place, table.columns[number].field.zh, _ITEMS[key].zh)
        return values


def stated(table: Table, options: ImportOptions, notes: WorkbookNotes) -> dict[str, Any]:
    """Return what the first sheet states, as fields of the map. Options stand in for what is left blank."""
    record = _StatementRecord(table, _rows(table, notes), notes)
    found = record.token("format")
    if found != WORKBOOK_FORMAT:
        notes.other_format(record.place("format"), found or "")
    base = record.token("base")
    if base is None and options.base is None:
        record.missing("base")
    version = record.token("version")
    return {
        "base": (options.base or "") if base is None else base,
        "version": options.version if version is None else version,
        "status": record.word("status", MAP_STATUS) or options.status,
        "modified": record.moment("modified"),
        "title": record.lang_text("title"),
        "standard": _standard(record),
        "inspired_by": _inspired_by(record),
    }


def revised(table: Table, version: str, notes: WorkbookNotes) -> list[Foreign]:
    """Return the revisions of the map, as fields of this format."""
    revisions: list[Revision] = []
    last: Record | None = None
    newest = version
    for record in records(table, notes):
        cell = record.cell("modified")
        modified = "" if cell is None else cell.text.strip() if cell.kind == "date" else record.token("modified")
        revision = Revision(record.token("version") or "", modified or "", record.text("note") or "")
        last, newest = record, revision.version or newest
        if not revision.says_nothing_new(version):
            revisions.append(revision)
    if last is not None and newest != version:
        notes.revision(last.place("version"), newest, version)
    return [revision.foreign() for revision in revisions]


def _rows(table: Table, notes: WorkbookNotes) -> dict[str, Record]:
    """Return the rows by their item; others are noted."""
    rows: dict[str, Record] = {}
    for record in records(table, notes):
        name = record.words_of("item")
        item = _BY_NAME.get(folded(name))
        if item is not None and item.key not in rows:
            rows[item.key] = record
        elif name:
            notes.unknown_item(record.place("item"), name[:30])
    return rows


def _standard(record: Record) -> Standard | None:
    number, version = record.token("number"), record.token("standard_version")
    title, publisher = record.lang_text("standard_title"), record.lang_text("publisher")
    if number is not None:
        return Standard(number=number, version=version, title=title, publisher=publisher)
    if version is not None or title.root or publisher.root:
        record.missing("number")
    return None


def _inspired_by(record: Record) -> InspiredBy | None:
    says_nothing = any(text == DASH for text in record.shown_texts("inspired_title"))
    title = LangText() if says_nothing else record.lang_text("inspired_title", reserved=(DASH,))
    note = record.lang_text("inspired_note")
    return InspiredBy(title=title, note=note) if title.root or note.root or says_nothing else None
