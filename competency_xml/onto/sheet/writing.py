"""Rows → the 对照 workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import FormulaRule, Rule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from competency_xml.exchange.workbook.form import Column, Sheet, columns_of
from competency_xml.exchange.workbook.writing import styles
from competency_xml.exchange.workbook.writing.heights import set_height
from competency_xml.exchange.workbook.writing.lists import field_list
from competency_xml.exchange.workbook.writing.saving import save_workbook
from competency_xml.onto.sheet.form import CHOICES, NEW_SOURCE, OLD_MAP, PAIRS, UNMATCHED, PairRow, SheetHead
from competency_xml.onto.sheet.rows import text_of, type_name, where
from competency_xml.places import Placed

_A4 = 9
_TITLE_HEIGHT, _LINE_HEIGHT, _HEADING_HEIGHT = 30, 15, 34
_OPEN = PatternFill("solid", fgColor="FFF3C4", bgColor="FFF3C4")
_RISKY = ("=", "+", "-", "@", "'")

_Row = Mapping[str, str | float]


def write_pairs(path: Path, head: SheetHead, rows: Sequence[PairRow], unmatched: Sequence[Placed]) -> None:
    """Write pairs to decide, and the old parts that may be meant instead. Atomic; equal pairs give equal bytes."""
    workbook = Workbook(write_only=True)
    for style in (*styles.named_styles(), styles.heading_style(PAIRS.colour), styles.heading_style(UNMATCHED.colour)):
        workbook.add_named_style(style)
    heads = (
        f"{OLD_MAP}: {head.old_map} · SHA-256 {head.old_sha256}",
        f"{NEW_SOURCE}: {head.new_source} · SHA-256 {head.new_sha256}",
    )
    _Page(workbook, PAIRS, heads).write([_pair_cells(row) for row in rows])
    if unmatched:
        _Page(workbook, UNMATCHED).write([_part_cells(place) for place in unmatched])
    save_workbook(workbook, path)


def first_row() -> int:
    """Return the number of the first row of pairs."""
    return 2 + _lines_above(PAIRS, 2)


def place_of(number: int, key: str = "choice") -> str:
    """Return where a field of the pair with this number, from 0, stands: `对照!I8`."""
    column = next(column for column in columns_of(PAIRS, ()) if column.field.key == key)
    return f"{PAIRS.zh}!{column.letter}{first_row() + number}"


def _lines_above(sheet: Sheet, heads: int) -> int:
    """Return how many lines stand above the headings: title, hints, heads."""
    return 1 + 2 * len(sheet.hints) + heads


def _pair_cells(row: PairRow) -> _Row:
    told = {key: getattr(row, key) for key in ("type", "old_where", "old_code", "old_text", "new_code", "new_text")}
    told |= {key: getattr(row, key) for key in ("new_where", "score", "other", "comment", "old_id", "new_id", "place")}
    return told | {"choice": "" if row.choice is None else CHOICES.shown(row.choice)}


def _part_cells(place: Placed) -> _Row:
    code = place.part.code or ""
    return {"id": place.id, "type": type_name(place), "code": code, "text": text_of(place), "where": where(place)}


class _Page:
    """One sheet. openpyxl wants all but the rows set before the first of them."""

    def __init__(self, workbook: Workbook, sheet: Sheet, heads: Sequence[str] = ()) -> None:
        self._sheet = sheet
        self._heads = heads
        self._columns = columns_of(sheet, ())
        self._page = workbook.create_sheet(sheet.zh)
        self._headings = 1 + _lines_above(sheet, len(heads))

    def write(self, rows: Sequence[_Row]) -> None:
        """Write title, hints, headings and rows."""
        self._set_up(len(rows))
        self._offer(len(rows))
        self._page.append([self._cell(f"{self._sheet.zh}  {self._sheet.en}", styles.TITLE)])
        for line in (*(line for hint in self._sheet.hints for line in hint), *self._heads):
            self._page.append([self._cell(line, styles.HINT)])
        heading = styles.heading_name(self._sheet.colour)
        self._page.append([self._cell(column.heading, heading) for column in self._columns])
        for number, row in enumerate(rows, start=self._headings + 1):
            set_height(self._page, number, self._columns, {(key, ""): str(value) for key, value in row.items()})
            self._page.append([self._cell(row.get(c.field.key, ""), styles.style_of(c.field)) for c in self._columns])

    def _set_up(self, count: int) -> None:
        page = self._page
        page.sheet_properties.tabColor = self._sheet.colour
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.sheet_view.showGridLines = False
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = _A4
        page.page_setup.fitToHeight = 0
        page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.7, header=0.3, footer=0.3)
        page.print_title_rows = f"{self._headings}:{self._headings}"
        printed = [column.letter for column in self._columns if column.field.printed]
        page.print_area = f"{printed[0]}1:{printed[-1]}{self._headings + max(count, 1)}"
        page.freeze_panes = f"A{self._headings + 1}"
        page.auto_filter.ref = f"A{self._headings}:{self._columns[-1].letter}{self._headings + max(count, 1)}"
        heights = {1: _TITLE_HEIGHT, self._headings: _HEADING_HEIGHT}
        for row in range(1, self._headings + 1):
            page.row_dimensions[row].height = heights.get(row, _LINE_HEIGHT)
        for column in self._columns:
            page.column_dimensions[column.letter].width = column.field.width

    def _offer(self, count: int) -> None:
        """Give cells their lists, and show what is still to be decided."""
        last = self._headings + max(count, 1)
        for column in self._columns:
            words = column.field.words
            validation = field_list(column.field, [word.shown for word in words.words] if words else [])
            if validation is not None:
                validation.add(f"{column.letter}{self._headings + 1}:{column.letter}{last}")
                self._page.data_validations.append(validation)
        for ranged, rule in _rules(self._columns, self._headings + 1, last):
            self._page.conditional_formatting.add(ranged, rule)

    def _cell(self, value: str | float, style: str) -> Any:
        cell = WriteOnlyCell(self._page, value if value != "" else None)
        cell.style = style
        if isinstance(value, float):
            cell.number_format = "0.00"
        elif value:
            cell.data_type = "s"  # openpyxl takes =1+1 for a formula and #N/A for an error
            if value.startswith(_RISKY):
                cell.quotePrefix = True
        return cell


def _rules(columns: Sequence[Column], first: int, last: int) -> Iterable[tuple[str, Rule]]:
    """Yield the rules that colour a decision still to be made, and draw a line below every row."""
    choice = next((column for column in columns if column.field.words is CHOICES), None)
    if choice is not None:
        is_open = f"LEN(${choice.letter}{first})=0"
        rule = FormulaRule(formula=[is_open], fill=_OPEN)  # type: ignore[no-untyped-call]
        yield f"{choice.letter}{first}:{choice.letter}{last}", rule
    yield f"A{first}:{columns[-1].letter}{last}", styles.line_rule(first, columns[-1].letter)
