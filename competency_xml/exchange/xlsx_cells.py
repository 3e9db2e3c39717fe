"""XLSX → grids of cells: what each cell shows, what Excel took it for, merged ranges. Sparse, so that a sheet
that claims 1,048,576 × 16,384 cells costs what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.grid import (
    Cell,
    CellKind,
    Grid,
    Range,
    TooManyMergedCellsError,
    column_letters,
    position_of,
    range_of,
)
from competency_xml.exchange.ooxml import OfficePackage, open_office
from competency_xml.exchange.xlsx_values import NumberFormats, number_formats, shared_strings, string_of
from competency_xml.limits import MAX_CELL_CHARACTERS, MAX_WORKBOOK_CHARACTERS
from foundation.text import both

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class Workbook:
    """The visible sheets of a workbook in order; names of the hidden ones; whether it carries macros."""

    sheets: tuple[Grid, ...]
    hidden: tuple[str, ...]
    has_macros: bool


def read_workbook(path: Path) -> Workbook:
    """Return the cells of an XLSX or XLSM file.

    Raises:
        UnreadableFileError, UnreadableTableError, UnsafeArchiveError, MalformedXmlError: as `open_office`, or it
            is no workbook.
    """
    with open_office(path) as package:
        main = package.main_part("xl/workbook.xml")
        root = package.part(main)
        if root is None or etree.QName(root).localname != "workbook":
            raise _no_workbook(path)
        return _Reader(package, main, root).workbook()


class _Reader:
    def __init__(self, package: OfficePackage, main: str, root: etree._Element) -> None:
        self._package = package
        self._root = root
        self._sheet_paths = package.related(main, "worksheet")
        strings = self._path(main, "sharedStrings")
        self._strings = [] if strings is None else shared_strings(package.elements(strings, ("{*}si",)))
        styles = self._path(main, "styles")
        self._formats = number_formats(None if styles is None else package.part(styles), root)
        self._characters = 0

    def workbook(self) -> Workbook:
        sheets: list[Grid] = []
        hidden: list[str] = []
        for sheet in self._root.iter("{*}sheet"):
            name = sheet.get("name", "")
            path = self._sheet_paths.get(sheet.get(_RELATION_ID) or sheet.get(_STRICT_RELATION_ID) or "")
            if path is None or path not in self._package:
                continue  # a chart sheet, or a part that is not there
            if sheet.get("state") in ("hidden", "veryHidden"):
                hidden.append(name)
            else:
                sheets.append(self._grid(name, path))
        return Workbook(tuple(sheets), tuple(hidden), self._package.has_macros)

    def _path(self, main: str, kind: str) -> str | None:
        path = next(iter(self._package.related(main, kind).values()), None)
        return path if path is not None and path in self._package else None

    def _grid(self, name: str, path: str) -> Grid:
        try:
            return Grid(name, *self._content(name, path))
        except TooManyMergedCellsError as error:
            raise UnreadableTableError(
                both("合并单元格过多", "There are too many merged cells"),
                file=self._package.file,
                place=name,
                remedy=both("取消多余的合并单元格", "Unmerge those that are not needed"),
            ) from error

    def _content(self, name: str, path: str) -> tuple[list[Cell], list[Range]]:
        """Return cells and merged ranges of a sheet, read row by row: a tree of all cells is ten times the file."""
        cells: list[Cell] = []
        merged: list[Range] = []
        row_number = 0
        for element in self._package.elements(path, ("{*}row", "{*}mergeCell")):
            if etree.QName(element).localname == "row":
                row_number = _whole(element.get("r")) or row_number + 1
                cells.extend(self._row(element, row_number, name))
            elif (merge := range_of(element.get("ref", ""))) is not None:
                merged.append(merge)
        return cells, merged

    def _row(self, row: etree._Element, number: int, sheet: str) -> Iterator[Cell]:
        column = 0
        for element in row:
            position = position_of(element.get("r", ""))
            column = position[1] if position else column + 1
            cell = _cell(element, number, column, self._strings, self._formats)
            if cell is not None:
                self._take(cell, sheet)
                yield cell

    def _take(self, cell: Cell, sheet: str) -> None:
        """Refuse what no person typed: a cell longer than Excel allows, a workbook of endless text."""
        self._characters += len(cell.text)
        if len(cell.text) > MAX_CELL_CHARACTERS or self._characters > MAX_WORKBOOK_CHARACTERS:
            raise UnreadableTableError(
                both("文字过长", "There is too much text"),
                file=self._package.file,
                place=f"{sheet}!{column_letters(cell.column)}{cell.row}",
                remedy=both("请把内容分成几个工作簿", "Split the content over several workbooks"),
            )


def _cell(element: etree._Element, row: int, column: int, strings: list[str], formats: NumberFormats) -> Cell | None:
    kind: CellKind = "text"
    value = text = ""
    formula = False
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name == "v":
            value = child.text or ""
        elif name == "is":
            text = string_of(child)
        elif name == "f":
            formula = True
    written_as = element.get("t", "n")
    if written_as == "s":
        index = _whole(value)
        text = strings[index] if index is not None and index < len(strings) else ""
    elif written_as == "n" and value:
        text, kind = formats.shown(value, element.get("s"))
    elif written_as != "inlineStr":
        text = value if written_as != "str" else string_of(element, value)
        kind = {"b": "boolean", "e": "error", "d": "date"}.get(written_as, "text")  # type: ignore[assignment]
    if not text.strip() and not formula:
        return None
    return Cell(row, column, text, kind, formula)


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else None


def _no_workbook(path: Path) -> UnreadableTableError:
    return UnreadableTableError(
        both("这不是 Excel 工作簿", "It is no Excel workbook"),
        file=path,
        remedy=both("请在 Excel 中另存为 .xlsx", "Save it as .xlsx in Excel"),
    )
