"""One row of a table: its cells by field, taken as what the field holds; what cannot be is noted at the cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from competency_xml.exchange.grid import Cell
from competency_xml.exchange.workbook.form import Column, Field
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.exchange.workbook.reading.tables import Table
from competency_xml.exchange.workbook.texts import Plain, meant, plain_code, trimmed, verbatim
from competency_xml.exchange.workbook.words import Vocabulary
from competency_xml.model import ID_PATTERN
from foundation.text import LangText, both

_ID = re.compile(ID_PATTERN)
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_BEIJING = timezone(timedelta(hours=8))
_MAX_DIGITS = 100
#: Where a row belongs; by these alone it says nothing.
_FRAME = frozenset(("id", "uuid", "level", "part", "parent", "name"))


class Record:
    """One row. Every reading method marks its cells as read; `note_unread` tells of the others."""

    __slots__ = ("_cells", "_notes", "_unread", "_words", "row", "table")

    def __init__(self, table: Table, row: int, cells: dict[tuple[str, str], Cell], notes: WorkbookNotes) -> None:
        self.table = table
        self.row = row
        self._cells = cells
        self._notes = notes
        self._unread = set(cells)
        self._words: dict[str, str] = {}

    @property
    def says_something(self) -> bool:
        """Whether anything but its frame (ids, and where it belongs) is filled in."""
        return any(key not in _FRAME for key, _ in self._cells)

    def field(self, key: str) -> Field:
        """Return the field with this key."""
        return self.table.sheet.field(key)

    def place(self, key: str) -> str:
        """Return where a field stands, as `Sheet!C7`."""
        return self.table.place(self.row, key)

    def has(self, key: str) -> bool:
        """Whether the field is filled in, in any language."""
        return any(known == key for known, _ in self._cells)

    def cell(self, key: str, lang: str = "") -> Cell | None:
        """Return the cell of a field in a language, or None where it is blank."""
        self._unread.discard((key, lang))
        return self._cells.get((key, lang))

    def shown_texts(self, key: str) -> list[str]:
        """Return what the cells of a field show, in whatever language."""
        return [cell.text.strip() for (known, _), cell in self._cells.items() if known == key]

    def token(self, key: str, reserved: Collection[str] = ()) -> str | None:
        """Return a word or address, None where the cell is blank."""
        return self._meant(key, trimmed, reserved)

    def text(self, key: str) -> str | None:
        """Return a wording verbatim, None where the cell is blank."""
        return self._meant(key, verbatim, ())

    def code(self) -> str | None:
        """Return the code, None where it is blank."""
        return self._meant("code", plain_code, ())

    def words_of(self, key: str) -> str:
        """Return what stands in a cell of ids, codes or names, '' where it is blank."""
        if key not in self._words:
            cell = self.cell(key)
            self._words[key] = "" if cell is None else self._shown(cell).strip()
        return self._words[key]

    def lang_text(self, key: str, reserved: Collection[str] = ()) -> LangText:
        """Return a text in the languages that are filled in."""
        found: list[tuple[str, str]] = []
        for known, lang in self._cells:
            if known == key:
                text = self._meant(key, verbatim, reserved, lang)
                if text is not None:
                    found.append((lang, text))
        return LangText(tuple(found)) if found else _NO_TEXT

    def word(self, key: str, vocabulary: Vocabulary) -> str | None:
        """Return the value that a cell names, None where it is blank or names none."""
        cell = self.cell(key)
        shown = "" if cell is None else self._shown_word(cell)
        if not shown:
            return None
        value = vocabulary.value_of(shown)
        if value is None:
            offered = "、".join(word.zh for word in vocabulary.words)
            self._wrong(
                key, shown, f"“{vocabulary.zh}”没有这个词：{{}}", f"{{}} is no word of {vocabulary.en}", offered
            )
        return value

    def number(self, key: str) -> Decimal | None:
        """Return a number, None where the cell is blank or holds none."""
        cell = self.cell(key)
        if cell is None:
            return None
        plain = unicodedata.normalize("NFKC", cell.text).strip().removesuffix("%").rstrip()
        if cell.kind in ("text", "number") and _NUMBER.fullmatch(plain) and len(plain) <= _MAX_DIGITS:
            self._note_formula(cell)
            return Decimal(plain.replace(",", ""))
        self._wrong(key, cell.text, "不是数字：{}", "{} is no number", "15、7.5")
        return None

    def whole(self, key: str) -> int | None:
        """Return a whole number, None where the cell is blank or holds none."""
        number = self.number(key)
        if number is None:
            return None
        if number != number.to_integral_value():
            self._wrong(key, str(number), "不是整数：{}", "{} is no whole number", "90")
            return None
        return int(number)

    def moment(self, key: str) -> datetime | None:
        """Return a time with its offset; a date alone, or a time without offset, is taken as Beijing time."""
        cell = self.cell(key)
        if cell is None:
            return None
        text = meant(cell.text, trimmed)
        date = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
        try:
            moment = datetime(*map(int, date.groups())) if date else datetime.fromisoformat(text)  # type: ignore[arg-type]
        except ValueError:
            self._wrong(key, cell.text, "不是日期时间：{}", "{} is no date and time", "2026-04-10T09:00:00+08:00")
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=_BEIJING)
            self._notes.zone_assumed(self.place(key), moment.isoformat())
        return moment

    def part_id(self) -> str | None:
        """Return the id that the row already has, None for a new row."""
        cell = self.cell("id")
        text = "" if cell is None else meant(cell.text, trimmed)
        if text and not _ID.fullmatch(text):
            text = unicodedata.normalize("NFKC", text)
        if text and not _ID.fullmatch(text):
            self._wrong("id", text, "不是标识：{}", "{} is no id: printable ASCII without spaces", "quality.f1")
            return None
        return text or None

    def uuid(self) -> UUID | None:
        """Return the UUID that the row already has, None for a new row."""
        cell = self.cell("uuid")
        text = "" if cell is None else cell.text.strip()
        if not text:
            return None
        if not _UUID.fullmatch(text):
            self._wrong("uuid", text, "不是 UUID：{}", "{} is no UUID", "8-4-4-4-12")
            return None
        return UUID(text)

    def note_unread(self, kind: str) -> None:
        """Note what is filled in and was not read: fields that rows of this kind do not have."""
        if not self._unread:
            return
        for number, column in self.table.columns.items():
            if column.position in self._unread and column.field.value != "name":
                self._notes.unused(self.table.grid.place(self.row, number), column.field.zh, kind)

    def wrong(self, key: str, zh: str, en: str, remedy: str) -> None:
        """Note that a field says what cannot be."""
        self._notes.value(self.place(key), zh, en, remedy)

    def missing(self, key: str) -> None:
        """Note that a field is blank and must not be."""
        field = self.field(key)
        self._notes.missing(self.place(key), field.zh, field.en)

    def _meant(self, key: str, plain: Plain, reserved: Collection[str], lang: str = "") -> str | None:
        self._unread.discard((key, lang))
        cell = self._cells.get((key, lang))
        if cell is None:
            return None
        shown = cell.text if cell.kind == "text" and not cell.formula else self._shown(cell, lang)
        return meant(shown, plain, reserved) if shown.strip() else None

    def _shown(self, cell: Cell, lang: str = "") -> str:
        """Return what a cell shows, '' where that is nothing to read; what Excel made of it is noted."""
        if cell.kind == "text" and not cell.formula:
            return cell.text
        place = self.table.grid.place(cell.row, cell.column)
        if cell.kind in ("error", "boolean"):
            remedy = both("请改成文字", "Replace it by a text")
            self._notes.value(place, f"单元格是 {cell.text}", f"The cell holds {cell.text}", remedy)
            return ""
        self._note_formula(cell)
        if cell.kind == "date":
            self._notes.date_cell(place, cell.text, cell.text)
        elif cell.kind == "number":
            self._notes.number_cell(place, cell.text, cell.text)
        return cell.text

    def _shown_word(self, cell: Cell) -> str:
        """Return what a cell shows where numbers and truth values may be words."""
        self._note_formula(cell)
        return cell.text.strip()

    def _note_formula(self, cell: Cell) -> None:
        if cell.formula:
            self._notes.formula_cell(self.table.grid.place(cell.row, cell.column))

    def _wrong(self, key: str, shown: str, zh: str, en: str, example: str) -> None:
        told = shown if len(shown) <= 30 else shown[:30] + "…"
        self._notes.value(
            self.place(key), zh.format(told), en.format(told), both(f"请改写，如：{example}", f"Such as: {example}")
        )


_NO_TEXT = LangText()


def records(table: Table, notes: WorkbookNotes) -> Iterator[Record]:
    """Yield the rows of a table, top down; merged cells are seen through where a blank one means the one above."""
    _note_control_characters(table, notes)
    noted: set[tuple[int, int]] = set()
    for row in table.rows():
        cells: dict[tuple[str, str], Cell] = {}
        for number in table.grid.shown_columns(row):
            column = table.columns.get(number)
            if column is None:
                continue
            cell = table.grid.cell_at(row, number)
            if cell is not None and (_is_own(cell, row, number) or _fills(cell, column)):
                cells[column.position] = cell
            elif cell is not None and (cell.row, cell.column) not in noted:
                noted.add((cell.row, cell.column))
                notes.merged(table.grid.place(cell.row, cell.column))
        if cells:
            yield Record(table, row, cells, notes)


def _is_own(cell: Cell, row: int, number: int) -> bool:
    return (cell.row, cell.column) == (row, number)


def _fills(cell: Cell, column: Column) -> bool:
    return column.field.fills and cell.column == column.number


def _note_control_characters(table: Table, notes: WorkbookNotes) -> None:
    for row, number in table.grid.cleaned:
        if row > table.heading_row and number in table.columns:
            notes.control_characters(table.grid.place(row, number))
