"""Cells are read as Excel shows them, and hostile workbooks are refused quickly and in little memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.grid import Grid, column_letters, position_of, range_of
from competency_xml.exchange.printed import read_printed
from competency_xml.exchange.xlsx_cells import read_workbook
from foundation.errors import CourseBridgeError, MalformedXmlError, UnreadableFileError, UnsafeArchiveError
from tests.competency_xml.workbooks import with_part, workbook_file

SHEET = "xl/worksheets/sheet1.xml"
CEILING_MB = 500


def _saved(path: Path, **cells: object) -> Grid:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for reference, value in cells.items():
        sheet[reference] = value
    workbook.save(path)
    return read_workbook(path).sheets[0]


def test_real_table_is_read_as_openpyxl_reads_it(printed_standard: Path) -> None:
    grids = read_workbook(printed_standard).sheets
    sheets = load_workbook(printed_standard).worksheets
    assert [grid.name for grid in grids] == [sheet.title for sheet in sheets]
    for grid, sheet in zip(grids, sheets, strict=True):
        cells = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.value}
        own = {(r, c): grid.text_at(r, c) for r in grid.rows for c in grid.columns if grid.anchor(r, c) == (r, c)}
        assert {position: text for position, text in own.items() if text} == cells
        for merged in sheet.merged_cells.ranges:
            assert grid.anchor(merged.max_row, merged.max_col) == (merged.min_row, merged.min_col)


_PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffe\uffff"))


@given(st.lists(_PLAIN.filter(lambda text: "_x" not in text), max_size=5))
def test_any_text_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("texts") / "t.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row, text in enumerate(texts, start=1):
        sheet.cell(row, 1).value = text
        sheet.cell(row, 1).data_type = "s"
    workbook.save(path)
    grid = read_workbook(path).sheets[0]
    assert [grid.text_at(row, 1) for row in range(1, len(texts) + 1)] == [
        text if text.strip() else "" for text in texts
    ]


def test_values_show_as_excel_shows_them(tmp_path: Path) -> None:
    rich = CellRichText("能", TextBlock(InlineFont(b=True), "编制"), "计划")
    grid = _saved(
        tmp_path / "t.xlsx", A1=1, A2=1.1, A3=True, A4=date(2026, 1, 10), A5=datetime(2026, 1, 10, 9), A6=time(9, 30),
        A7=rich, A8="第一行\n第二行", A9="=1+1", A10="#N/A",
    )  # fmt: skip
    shown = [(grid.text_at(row, 1), cell.kind if (cell := grid.cell_at(row, 1)) else None) for row in range(1, 11)]
    assert shown == [
        ("1", "number"),
        ("1.1", "number"),
        ("1", "boolean"),
        ("2026-01-10", "date"),
        ("2026-01-10", "date"),
        ("09:30:00", "date"),
        ("能编制计划", "text"),
        ("第一行\n第二行", "text"),
        ("", "text"),
        ("#N/A", "error"),
    ]
    formula = grid.cell_at(9, 1)
    assert formula is not None
    assert formula.formula


def test_fixed_decimals_and_the_1904_epoch(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = 1.1
    sheet["A1"].number_format = "0.00"
    workbook.epoch = datetime(1904, 1, 1)
    sheet["A2"] = date(2026, 1, 10)
    workbook.save(tmp_path / "t.xlsx")
    grid = read_workbook(tmp_path / "t.xlsx").sheets[0]
    assert [grid.text_at(row, 1) for row in (1, 2)] == ["1.10", "2026-01-10"]


def test_strict_namespace_and_missing_references_are_read(tmp_path: Path) -> None:
    strict = (
        b'<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData><row>'
        b'<c t="inlineStr"><is><t>A</t></is></c><c t="str"><v>B_x4E2D_</v></c></row><row><c><v>3</v></c></row>'
        b"</sheetData></worksheet>"
    )
    path = with_part(workbook_file(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", SHEET, lambda _: strict)
    grid = read_workbook(path).sheets[0]
    assert [grid.text_at(1, 1), grid.text_at(1, 2), grid.text_at(2, 1)] == ["A", "B中", "3"]


def test_macros_are_named_and_never_read(tmp_path: Path) -> None:
    path = with_part(workbook_file(tmp_path / "a.xlsx"), tmp_path / "b.xlsm", "xl/vbaProject.bin", lambda _: b"\x00")
    _, findings = read_printed(path)
    assert [finding.id for finding in findings] == ["MAP-MACROS"]


@pytest.mark.parametrize(("reference", "position"), [("A1", (1, 1)), ("$XFD$1048576", (1048576, 16384)), ("1A", None)])
def test_references(reference: str, position: tuple[int, int] | None) -> None:
    assert position_of(reference) == position
    if position is not None:
        assert f"{column_letters(position[1])}{position[0]}" == reference.replace("$", "")


def test_ranges_may_be_written_backwards() -> None:
    assert range_of("B4:A3") == range_of("A3:B4")


def _dtd(content: bytes) -> bytes:
    return content.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet', 1)


@pytest.mark.parametrize(
    ("part", "change", "error"),
    [
        (SHEET, _dtd, MalformedXmlError),
        (SHEET, lambda content: content[:-40], MalformedXmlError),
        (SHEET, lambda content: b"<a>" * 5000, MalformedXmlError),
        (SHEET, lambda content: b"\x00" * 100, MalformedXmlError),
        ("xl/workbook.xml", lambda content: b"<other/>", UnreadableTableError),
        ("xl/workbook.xml", lambda content: b"", MalformedXmlError),
        ("xl/_rels/workbook.xml.rels", lambda content: b"<Relationships/>", UnreadableTableError),
        (
            "_rels/.rels",
            lambda content: content.replace(b"xl/workbook.xml", b"../../../etc/passwd"),
            UnreadableTableError,
        ),
        ("../escape.xml", lambda content: b"<a/>", UnsafeArchiveError),
    ],
)
def test_broken_and_hostile_parts_are_refused(
    tmp_path: Path, part: str, change: object, error: type[CourseBridgeError]
) -> None:
    assert callable(change)
    path = with_part(workbook_file(tmp_path / "a.xlsx"), tmp_path / "坏.xlsx", part, change)
    with pytest.raises(error) as caught:
        read_printed(path)
    assert "坏.xlsx" in str(caught.value.file)
    assert caught.value.finding().severity == "error"


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    good = workbook_file(tmp_path / "a.xlsx").read_bytes()
    contents: dict[str, tuple[bytes, type[CourseBridgeError]]] = {
        "截断.xlsx": (good[: len(good) // 2], UnsafeArchiveError),
        "文本.xlsx": ("不是工作簿".encode(), UnsafeArchiveError),
        "空.xlsx": (b"", UnsafeArchiveError),
        "旧.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, UnreadableTableError),
    }
    for name, (content, error) in contents.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(error):
            read_printed(tmp_path / name)
    with pytest.raises(UnreadableFileError):
        read_printed(tmp_path / "没有.xlsx")
    with zipfile.ZipFile(tmp_path / "别的.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(UnreadableTableError):
        read_printed(tmp_path / "别的.xlsx")


_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"
_MEGABYTE = 1 << 20


def _repeated(unit: bytes, megabytes: int) -> bytes:
    return unit * (megabytes * _MEGABYTE // len(unit))


def _crossed_merges() -> bytes:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="ZZ%d"><v>1</v></c></row>' % (n, n, n) for n in range(1, 9000)
    )
    merges = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % row for row in range(1, 9000))
    return _HEAD + rows + b"</sheetData><mergeCells>" + merges + b"</mergeCells></worksheet>"


def _corner() -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return _HEAD + cell + b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'


def _table(rows: int, ability: bytes) -> bytes:
    """Return a table of so many works, each with the same ability cell."""
    head = b'<row r="1"><c r="A1" t="str"><v>\xe5\xb7\xa5\xe4\xbd\x9c\xe5\x86\x85\xe5\xae\xb9</v></c>'
    head += b'<c r="B1" t="str"><v>\xe8\x83\xbd\xe5\x8a\x9b\xe8\xa6\x81\xe6\xb1\x82</v></c></row>'
    body = b"".join(
        b'<row r="%d"><c r="A%d" t="str"><v>W%d</v></c><c r="B%d" t="str"><v>%s</v></c></row>' % (n, n, n, n, ability)
        for n in range(2, rows + 2)
    )
    return _HEAD + head + body + _TAIL


HOSTILE: dict[str, Callable[[], bytes]] = {
    "spaces": lambda: _HEAD + _repeated(b" ", 60) + _TAIL,
    "cells": lambda: _HEAD + b"<row>" + _repeated(b'<c t="str"><v>a</v></c>', 31) + b"</row>" + _TAIL,
    "rows": lambda: _HEAD + _repeated(b"<row/>", 31) + _TAIL,
    "allowed cells": lambda: _HEAD + b"<row>" + _repeated(b'<c t="str"><v>a</v></c>', 10) + b"</row>" + _TAIL,
    "attributes": lambda: _HEAD + b"<row " + b" ".join(b'a%d=""' % n for n in range(2_000_000)) + b"/>" + _TAIL,
    "long text": lambda: _HEAD + b'<row><c t="str"><v>' + _repeated(b"a", 31) + b"</v></c></row>" + _TAIL,
    "merges": _crossed_merges,
    "corner": _corner,
    "endless lines": lambda: _table(900, b"a\n" * 16_000),
    "endless items": lambda: _table(90_000, b"a b c d"),
    "long cells": lambda: _table(3, b"a" * 40_000),
    "brackets": lambda: _HEAD + b"<row>" + b'<c t="str"><v>' + b"1) " * 10_000 + b"</v></c></row>" + _TAIL,
}

_MEASURED = """
import re, sys
from pathlib import Path
from competency_xml.exchange.printed import read_printed
from foundation.errors import CourseBridgeError
try:
    read_printed(Path(sys.argv[1]))
except CourseBridgeError as error:
    print(error.id)
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", HOSTILE)
def test_bomb_is_refused_in_little_memory(tmp_path: Path, name: str, method: int) -> None:
    source = workbook_file(tmp_path / "源.xlsx")
    path = with_part(source, tmp_path / "炸弹.xlsx", SHEET, lambda _: HOSTILE[name](), method=method)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, timeout=20, check=True
    )
    refused, peak_mb = done.stdout.split()
    assert refused in ("CB-ARCHIVE", "CB-XML", "MAP-TABLE")
    assert int(peak_mb) < CEILING_MB
