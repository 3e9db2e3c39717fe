"""The alignment audit on paper: coverage.xlsx to work with, coverage.html to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from course_templates.coverage import ItemCoverage, coverage
from course_templates.disclaimer import disclaimer
from course_templates.model import Course, WorkRef
from course_templates.overview import overview
from course_templates.render import render_page
from foundation.files import atomic_path, write_text
from foundation.text import LangText

KIND_NAMES = {
    "ability": LangText.of("能力", "Ability"),
    "knowledge": LangText.of("知识", "Knowledge"),
    "experience": LangText.of("经验", "Experience"),
    "literacy": LangText.of("素养", "Literacy"),
}
PHASE_NAMES = {
    "pre": LangText.of("前测", "Pre-test"),
    "practice": LangText.of("练习", "Practice"),
    "post": LangText.of("后测", "Post-test"),
    "exam": LangText.of("结业考试", "Exam"),
}
_COLUMNS = (
    ("工作内容 Work", 30),
    ("编号 Code", 10),
    ("类别 Kind", 12),
    ("能力项 Item", 60),
    ("关键 Critical", 10),
    ("讲授 Taught", 22),
    ("练习 Practised", 22),
    ("前测 Pre", 22),
    ("后测 Post", 22),
    ("考试 Exam", 22),
    ("ID", 26),
)
_HEADING_FILL = PatternFill("solid", fgColor="FFE4ECF4")
_GAP_FILL = PatternFill("solid", fgColor="FFFCE8D8")
_FORMULA_STARTS = ("=", "+", "-", "@")


class WorkCoverage(NamedTuple):
    """The rows of one work; None holds the basic requirements that belong to no work."""

    work: WorkRef | None
    rows: list[ItemCoverage]


def by_work(course: Course) -> list[WorkCoverage]:
    """Return the coverage rows work by work, basic requirements first."""
    rows = coverage(course)
    groups = [WorkCoverage(None, [row for row in rows if row.objective.work is None])]
    groups += [WorkCoverage(work, [row for row in rows if row.objective.work == work.id]) for work in course.works]
    return [group for group in groups if group.rows]


def write_coverage(course: Course, folder: Path) -> tuple[Path, Path]:
    """Write coverage.xlsx and coverage.html to a folder, each atomically, and return their paths."""
    workbook_path, page_path = folder / "coverage.xlsx", folder / "coverage.html"
    workbook = _workbook(course)
    with atomic_path(workbook_path) as part, part.open("wb") as stream:
        workbook.save(stream)
    write_text(page_path, coverage_page(course))
    return workbook_path, page_path


def coverage_page(course: Course) -> str:
    """Return the audit as one HTML page that needs nothing else."""
    return render_page(
        "pages/coverage.html",
        course=course,
        groups=by_work(course),
        view=overview(course),
        works={work.id: work for work in course.works},
        kinds=KIND_NAMES,
        phases=PHASE_NAMES,
        disclaimer=disclaimer(course.map),
    )


def _workbook(course: Course) -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "覆盖表 Coverage"
    _write_heading(sheet)
    for number, row in enumerate(_cells(course), start=2):
        for column, text in enumerate(row, start=1):
            _write_text(sheet.cell(number, column), text)
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return workbook


def _write_heading(sheet: Worksheet) -> None:
    for column, (title, width) in enumerate(_COLUMNS, start=1):
        cell = sheet.cell(1, column, title)
        cell.font = Font(bold=True)
        cell.fill = _HEADING_FILL
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.print_title_rows = "1:1"


def _write_text(cell: Cell | object, text: str) -> None:
    assert isinstance(cell, Cell)
    cell.value = text
    if text.startswith(_FORMULA_STARTS):
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text == "—":
        cell.fill = _GAP_FILL


def _cells(course: Course) -> Iterator[tuple[str, ...]]:
    for group in by_work(course):
        name = f"{group.work.code or ''} {group.work.label.best()}".strip() if group.work else "基本要求 Basic"
        for row in group.rows:
            item = row.objective
            places = (row.taught, row.practised, row.pre, row.post)
            yield (
                name,
                item.code or "",
                KIND_NAMES[item.kind].best(),
                item.label.best(),
                "★" if item.critical else "",
                *(", ".join(place) or "—" for place in places),
                ", ".join(row.exam),
                item.id,
            )
