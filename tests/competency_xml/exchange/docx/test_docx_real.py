"""The real table of an occupational standard in Word: the same map as from Excel, and the same defects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from competency_xml.exchange.printed import read_printed
from tests.competency_xml.exchange.docx.samples import without_places
from tests.competency_xml.exchange.docx.word_files import para, word_file
from tests.competency_xml.exchange.sheets import LEFT, UP, Sheet, docx_file, python_docx_file, word_table

_NAMES = {"工作要求-初级": "Table1", "工作要求-中级": "Table2", "工作要求-高级": "Table3"}


def _sheet(source: Worksheet, *, title_inside: bool) -> Sheet:
    """Return a sheet of the real workbook, its title above the table or as the table's first row."""
    rows = [[cell.value or "" for cell in row] for row in source.iter_rows(max_col=4)]
    for merged in source.merged_cells.ranges:
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                rows[row - 1][column - 1] = LEFT if column > merged.min_col else UP
        rows[merged.min_row - 1][merged.min_col - 1] = source.cell(merged.min_row, merged.min_col).value or ""
    titles = () if title_inside else (str(rows[0][0]),)
    return Sheet(source.title, titles, rows if title_inside else rows[1:])


def _chapters(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write the standard as it is published: cover, chapters, a heading per level, no title at the tables."""
    cover = (para("数字化管理师"), para("职业编码：2-02-30-11"))
    overview = (para("1 职业概况", style="1"), para("1.1 职业名称", style="2"), para("数字化管理师"))
    body = "".join((*cover, *overview, para("3 工作要求", style="1")))
    for number, (sheet, level) in enumerate(zip(sheets, ("初级", "中级", "高级"), strict=True), start=1):
        body += para(f"3.{number} {level}", style="2") + word_table(sheet)
    return word_file(path, body)


@pytest.mark.parametrize(
    ("write", "title_inside"),
    [(docx_file, False), (docx_file, True), (python_docx_file, False), (python_docx_file, True), (_chapters, False)],
    ids=["by hand", "by hand, title inside", "python-docx", "python-docx, title inside", "as published"],
)
def test_real_table_in_word_gives_the_map_that_excel_gives(
    printed_standard: Path, tmp_path: Path, write: Callable[[Path, Sequence[Sheet]], Path], title_inside: bool
) -> None:
    sheets = [_sheet(sheet, title_inside=title_inside) for sheet in load_workbook(printed_standard).worksheets]
    from_excel, defects = read_printed(printed_standard)
    from_word, findings = read_printed(write(tmp_path / "数字化管理师.docx", sheets))
    assert without_places(from_word) == without_places(from_excel)
    down = 0 if title_inside else 1
    places = [_moved(defect.place or "", down) for defect in defects]
    assert [(one.id, one.place) for one in findings] == [
        (defect.id, place) for defect, place in zip(defects, places, strict=True)
    ]


def _moved(place: str, up: int) -> str:
    sheet, _, cell = place.partition("!")
    return f"{_NAMES[sheet]}!{cell[0]}{int(cell[1:]) - up}"
