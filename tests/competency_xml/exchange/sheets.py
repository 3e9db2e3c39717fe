"""One table, written as a person draws it: into Excel with openpyxl, and into Word by hand or with python-docx."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

from tests.competency_xml.exchange.docx.word_files import Box, cell, para, table, word_file

#: A cell that the one above it, or the one at its left, is merged over.
UP, LEFT = "↑", "←"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or lines and a table of a Word file. `rows` may hold numbers; UP and LEFT merge cells."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[Any]] = field(default_factory=tuple)

    def merges(self) -> list[tuple[int, int, int, int]]:
        """Return top, left, bottom, right of each merged range, from 0."""
        found = []
        for r, row in enumerate(self.rows):
            for c, value in enumerate(row):
                if value in (UP, LEFT):
                    continue
                right = c
                while right + 1 < len(row) and row[right + 1] == LEFT:
                    right += 1
                bottom = r
                while bottom + 1 < len(self.rows) and self.rows[bottom + 1][c] == UP:
                    bottom += 1
                if (bottom, right) != (r, c):
                    found.append((r, c, bottom, right))
        return found


def xlsx_file(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write a workbook: titles in rows of their own above each table, merged cells merged."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        target = workbook.create_sheet(sheet.name)
        for number, title in enumerate(sheet.titles, start=1):
            target.cell(number, 1).value = title
        top = len(sheet.titles) + 1
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                if value not in (UP, LEFT, ""):
                    written = target.cell(top + r, c + 1)
                    written.value = value
                    written.data_type = "s" if isinstance(value, str) else "n"
        for r, c, bottom, right in sheet.merges():
            target.merge_cells(start_row=top + r, start_column=c + 1, end_row=top + bottom, end_column=right + 1)
    workbook.save(path)
    return path


def docx_file(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write a Word file the way Word does: a paragraph per title, then the table."""
    body = "".join("".join(para(title) for title in sheet.titles) + word_table(sheet) for sheet in sheets)
    return word_file(path, body)


def python_docx_file(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write a Word file with python-docx, somebody else's idea of what DOCX is."""
    document = Document()
    for sheet in sheets:
        for title in sheet.titles:
            document.add_paragraph(title)
        if not sheet.rows:
            continue
        target = document.add_table(rows=len(sheet.rows), cols=max(len(row) for row in sheet.rows))
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                if value not in (UP, LEFT):
                    target.cell(r, c).text = str(value)
        for r, c, bottom, right in sheet.merges():
            merged = target.cell(r, c).merge(target.cell(bottom, right))
            merged.text = str(sheet.rows[r][c])
    document.save(str(path))
    return path


def word_table(sheet: Sheet) -> str:
    """Return the table of a sheet as Word's XML."""
    if not sheet.rows:
        return ""
    return table([_boxes(sheet, r) for r in range(len(sheet.rows))])


def _boxes(sheet: Sheet, r: int) -> list[Box]:
    merges = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges()}
    found: list[Box] = []
    for c, value in enumerate(sheet.rows[r]):
        if value == LEFT:
            continue
        if value == UP:
            top = next(row for row in range(r, -1, -1) if sheet.rows[row][c] != UP)
            if sheet.rows[top][c] == LEFT:
                continue
            _, right = merges[top, c]
            found.append(cell("", span=right - c + 1, merge="continue"))
            continue
        bottom, right = merges.get((r, c), (r, c))
        found.append(cell(str(value), span=right - c + 1, merge="restart" if bottom > r else None))
    return found
