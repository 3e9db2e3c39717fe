"""Rows of all sheets → an openpyxl workbook, sheet by sheet, as people see it."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from competency_xml.exchange.workbook.form import Column, Sheet, columns_of
from competency_xml.exchange.workbook.sheets import TABLES
from competency_xml.exchange.workbook.statement import STATEMENT, STATEMENT_ITEMS, VERSION_NAME, WORDS
from competency_xml.exchange.workbook.writing import styles
from competency_xml.exchange.workbook.writing.guide import word_rows
from competency_xml.exchange.workbook.writing.heights import set_height
from competency_xml.exchange.workbook.writing.lists import ROOM, column_lists, field_list
from competency_xml.exchange.workbook.writing.rows import CellValue, MapRows, SheetRow

_A4 = 9
_TITLE_HEIGHT, _HINT_HEIGHT, _HEADING_HEIGHT = 30, 15, 34
_RISKY = ("=", "+", "-", "@", "'")


def map_workbook(rows: MapRows) -> Workbook:
    """Return the workbook that shows these rows."""
    workbook = Workbook(write_only=True)
    for style in styles.named_styles():
        workbook.add_named_style(style)
    sheets = [sheet for sheet in TABLES if sheet.always or rows.tables[sheet.key]]
    for colour in dict.fromkeys(sheet.colour for sheet in (STATEMENT, *sheets, WORDS)):
        workbook.add_named_style(styles.heading_style(colour))
    pages = [_Page(workbook, sheet, rows) for sheet in (STATEMENT, *sheets, WORDS)]
    for page in pages:
        page.write()
    version_cell = f"'{STATEMENT.zh}'!$B${pages[0].first_row}"
    workbook.defined_names[VERSION_NAME] = DefinedName(VERSION_NAME, attr_text=version_cell)
    return workbook


def _rows_of(sheet: Sheet, rows: MapRows) -> list[SheetRow]:
    if sheet is WORDS:
        return list(word_rows())
    if sheet is not STATEMENT:
        return rows.tables[sheet.key]
    told: list[SheetRow] = []
    for item, row in zip(STATEMENT_ITEMS, rows.tables[STATEMENT.key], strict=True):
        about = "" if item.prompt is None else "\n".join(item.prompt)
        told.append(row | {("item", ""): f"{item.zh}\n{item.en}", ("help", ""): about})
    return told


class _Page:
    """One sheet: title and hints, headings, rows. openpyxl wants all but the rows set before the first of them."""

    def __init__(self, workbook: Workbook, sheet: Sheet, rows: MapRows) -> None:
        self._sheet = sheet
        self._all = rows
        self._rows = _rows_of(sheet, rows)
        self._columns = columns_of(sheet, rows.languages)
        self._page = workbook.create_sheet(sheet.zh)
        self.first_row = 3 + 2 * len(sheet.hints)
        self._last_row = self.first_row + max(len(self._rows), 1) - 1

    def write(self) -> None:
        """Write the whole sheet."""
        self._set_up()
        for column in self._columns:
            self._shape(column)
        self._lists()
        self._colour()
        self._head()
        for number, row in enumerate(self._rows, start=self.first_row):
            set_height(self._page, number, self._columns, row)
            self._page.append([self._cell(column, row) for column in self._columns])

    def _set_up(self) -> None:
        page = self._page
        page.sheet_properties.tabColor = self._sheet.colour
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.sheet_view.showGridLines = False
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = _A4
        page.page_setup.fitToHeight = 0
        page.print_title_rows = f"{self.first_row - 1}:{self.first_row - 1}"
        printed = [column.letter for column in self._columns if column.field.printed]
        page.print_area = f"{printed[0]}1:{printed[-1]}{self._last_row}"
        page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.7, header=0.3, footer=0.3)
        page.HeaderFooter.oddFooter.center.text = "&A  &P / &N"
        page.freeze_panes = f"{self._first_scrolling()}{self.first_row}"
        page.auto_filter.ref = f"A{self.first_row - 1}:{self._columns[-1].letter}{self._last_row}"
        page.row_dimensions[1].height = _TITLE_HEIGHT
        for row in range(2, self.first_row - 1):
            page.row_dimensions[row].height = _HINT_HEIGHT
        page.row_dimensions[self.first_row - 1].height = _HEADING_HEIGHT

    def _shape(self, column: Column) -> None:
        """Give a column its width, and to cells that are typed in later the format that keeps them."""
        shape = self._page.column_dimensions[column.letter]
        shape.width = column.field.width
        shape.hidden = column.field.hidden
        if column.field.value not in ("number", "whole"):
            shape.number_format = styles.FORMAT_TEXT

    def _first_scrolling(self) -> str:
        """Return the first column that scrolls: that of the texts, where something stands left of them."""
        return next((column.letter for column in self._columns if column.field.key == "label"), "A")

    def _lists(self) -> None:
        for column, validation in column_lists(self._sheet, self._columns, self._all):
            validation.add(f"{column.letter}{self.first_row}:{column.letter}{self._last_row + ROOM}")
            self._page.data_validations.append(validation)
        if self._sheet is STATEMENT:
            for row, item in enumerate(STATEMENT_ITEMS, start=self.first_row):
                listed = None if item.words is None else field_list(item, [word.shown for word in item.words.words])
                if listed is not None:
                    listed.add(f"B{row}")
                    self._page.data_validations.append(listed)

    def _colour(self) -> None:
        first_row = self.first_row
        letters = {column.field.key: column.letter for column in reversed(self._columns)}
        first, last = "A", self._columns[-1].letter
        rules: list[tuple[str, str, Rule]] = []
        if "critical" in letters:
            column = letters["critical"]
            rules.append((column, column, styles.critical_rule(first_row, column)))
        if "percent" in letters:
            columns = (letters["level"], letters["part"], letters["percent"])
            rules.append((columns[2], columns[2], styles.sum_rule(first_row, columns)))
        if "kind" in letters and "status" in letters:
            kinds = styles.row_rules(first_row, letters["kind"], letters["status"])
            rules.extend((first, last, rule) for rule in kinds)
        rules.append((first, last, styles.line_rule(first_row, last)))
        for left, right, rule in rules:
            self._page.conditional_formatting.add(f"{left}{first_row}:{right}{self._last_row + ROOM}", rule)

    def _head(self) -> None:
        pad = [None] * next(n for n, column in enumerate(self._columns) if not column.field.hidden)
        self._page.append([*pad, self._styled(f"{self._sheet.zh}  {self._sheet.en}", styles.TITLE)])
        for hint in self._sheet.hints:
            for line in hint:
                self._page.append([*pad, self._styled(line, styles.HINT)])
        name = styles.heading_name(self._sheet.colour)
        self._page.append([self._styled(column.heading, name) for column in self._columns])

    def _cell(self, column: Column, row: SheetRow) -> Cell | None:
        value = row.get((column.field.key, column.lang))
        return None if value is None else self._styled(value, styles.style_of(column.field))

    def _styled(self, value: CellValue, style: str) -> Cell:
        if isinstance(value, str):
            cell = WriteOnlyCell(self._page, value)
            cell.style = style
            cell.data_type = "s"  # openpyxl takes =1+1 for a formula and #N/A for an error
            if value.startswith(_RISKY):
                cell.quotePrefix = True
            return cell
        cell = WriteOnlyCell(self._page, value.value)
        cell.style = style
        cell.number_format = "0." + "0" * value.decimals if value.decimals else "0"
        return cell
