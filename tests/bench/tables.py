"""Rows: workbooks read cell by cell, and imported with all checks, against openpyxl's bare read of the same file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook

from competency_xml.exchange.printed import read_printed
from competency_xml.exchange.workbook import read_authoring, write_authoring
from competency_xml.exchange.xlsx_cells import read_workbook
from tests.bench.maps import large_map
from tests.bench.table import Row, best_in_children

_HERE = "tests.bench.tables"
_SHEETS, _FUNCTIONS, _WORKS, _ITEMS = 3, 5, 3, 3
_HEADINGS = ("职业功能", "工作内容", "专业能力要求", "相关知识要求")


def rows() -> Iterator[Row]:
    """Measure, each in a process of its own as a command is."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        printed, authoring = Path(name) / "printed.xlsx", Path(name) / "authoring.xlsx"
        write_printed(printed)
        write_authoring(large_map(), authoring)
        yield _row("20,000 items, workbook imported and checked", "import_authoring", authoring)
        yield _row("20,000 items, its cells", "read_cells", authoring)
        yield _row("a standard of 270 items, imported and checked", "import_printed", printed)
        yield _row("a standard of 270 items, its cells", "read_cells", printed)


def _row(what: str, function: str, path: Path) -> Row:
    bare_s = best_in_children(_HERE, "read_bare", str(path), runs=3)
    ours_s = best_in_children(_HERE, function, str(path), runs=3)
    ours, bare = (f"{seconds * 1000:.0f} ms" for seconds in (ours_s, bare_s))
    return Row(f"xlsx: {what}", ours, bare, ours_s / bare_s, 2)


def read_bare(name: str) -> None:
    """Read every cell with openpyxl alone."""
    for sheet in load_workbook(name).worksheets:
        for row in sheet.iter_rows(values_only=True):
            tuple(row)


def read_cells(name: str) -> None:
    """Read every cell with our reader."""
    read_workbook(Path(name))


def import_authoring(name: str) -> None:
    """Import an authoring workbook as a map, with all checks."""
    competency_map, _ = read_authoring(Path(name))
    assert sum(1 for _ in competency_map.items()) == 20_000


def import_printed(name: str) -> None:
    """Import the workbook as a map, with all checks."""
    competency_map, _ = read_printed(Path(name))
    assert sum(1 for _ in competency_map.items()) == 2 * _SHEETS * _FUNCTIONS * _WORKS * _ITEMS


def write_printed(path: Path) -> None:
    """Write printed tables as standards have them: functions over merged cells, three codes to a cell."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for role in range(1, _SHEETS + 1):
        sheet = workbook.create_sheet(f"岗位{role}")
        sheet.append((f"第{role}类人员 工作要求",))
        sheet.append(_HEADINGS)
        for function in range(1, _FUNCTIONS + 1):
            top = sheet.max_row + 1
            for work in range(1, _WORKS + 1):
                code = f"{function}.{work}"
                named = f"{function}. 产线{function}质量改进" if work == 1 else None
                sheet.append(
                    (named, f"{code} 编制{code}号检验方案", _lines(code, "能够收集并核对"), _lines(code, "核对方法与"))
                )
            sheet.merge_cells(start_row=top, end_row=sheet.max_row, start_column=1, end_column=1)
    workbook.save(path)


def _lines(code: str, words: str) -> str:
    return "\n".join(f"{code}.{number} {words}第{code}.{number}项质量数据记录" for number in range(1, _ITEMS + 1))
