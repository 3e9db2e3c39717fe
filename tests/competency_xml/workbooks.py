"""Printed-layout workbooks made for tests, with openpyxl: another reader's idea of what XLSX is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("职业功能", "工作内容", "专业能力要求", "相关知识要求")
TITLE = "质量管理人员（T/CEAMI 005-2025） 工作要求"
Row = Sequence[Any]

#: A sound table of two functions and three works.
SOUND_ROWS: tuple[Row, ...] = (
    ("1. 质量策划", "1.1 制订质量计划", "1.1.1 能编制质量计划\n1.1.2 能分解质量目标", "1.1.1 质量计划的内容"),
    (None, "1.2 设计检验方案", "1.2.1 能选择抽样方案", "1.2.1 抽样检验知识\n1.2.2 检验方法"),
    ("2. 质量控制", "2.1 采集质量数据", "2.1.1 能采集过程数据\n2.1.2 能绘制控制图", "2.1.1 统计过程控制知识"),
)


def write_table(sheet: Worksheet, rows: Sequence[Row], title: str | None = TITLE, headings: Row = HEADINGS) -> None:
    """Append a title row, the headings and the rows to a sheet."""
    if title is not None:
        sheet.append((title,))
    sheet.append(tuple(headings))
    for row in rows:
        sheet.append(tuple(row))


def workbook_file(
    path: Path, rows: Sequence[Row] = SOUND_ROWS, title: str | None = TITLE, headings: Row = HEADINGS
) -> Path:
    """Write a workbook with one table and return its path."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "要求"
    write_table(sheet, rows, title, headings)
    workbook.save(path)
    return path


def changed_copy(source: Path, target: Path, change: Callable[[Workbook], None]) -> Path:
    """Copy a workbook with a change made to it."""
    workbook = load_workbook(source)
    change(workbook)
    workbook.save(target)
    return target


def with_part(
    source: Path, target: Path, name: str, change: Callable[[bytes], bytes], *, method: int = zipfile.ZIP_DEFLATED
) -> Path:
    """Copy an archive with the bytes of one part changed; a part that is not there is added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", method) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return target
