"""Whatever stands in the cells, and whatever the file is: a map, findings or a refusal, never a crash."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xml.errors import InvalidMapError
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.grid import Cell, Grid, Range
from competency_xml.exchange.registry import reader_for
from competency_xml.exchange.workbook import is_authoring_workbook, read_authoring, write_authoring
from competency_xml.exchange.workbook.reading import book
from competency_xml.exchange.workbook.reading.book import map_in
from competency_xml.exchange.xlsx_cells import Workbook, read_workbook
from competency_xml.xml import map_bytes, parse_map
from foundation.errors import CourseBridgeError
from tests.competency_xml.exchange.workbook.editor import plain_map
from tests.competency_xml.exchange.workbook.maps import full_map
from tests.competency_xml.workbooks import with_part

_WORDS = """
岗位 role 职责 等级 申报条件 学时 考核 职业功能 function 工作内容 能力 知识 literacy 基本要求 图谱 map q q.s q.j.f1
q.s.w1-1 q.s.a1-1-1 1 1.1 1.1.1 １．１ 高级 — － 0 100 12.5 1,000 是 否 应用 停用 已发布 theory 标识 类别 编号 [zh-CN]
要求或名称 "" "x" "\\r" ["a"] nan 1e9 -1 2026-04-10 00000000-0000-0000-0000-000000000007 （不存在） x（不存在） #REF!
对照目标 权重（%） coursebridge-map
"""
_TEXTS = st.one_of(st.sampled_from(_WORDS.split()), st.text(max_size=5).filter(str.strip))
_KINDS = st.sampled_from(["text", "text", "text", "number", "date", "boolean", "error"])
_EDITS = st.tuples(st.integers(0, 8), st.integers(1, 24), st.integers(1, 22), st.none() | _TEXTS, _KINDS, st.booleans())
_MERGES = st.tuples(st.integers(0, 8), st.integers(4, 22), st.integers(1, 20), st.integers(0, 3), st.integers(0, 3))


@cache
def _cells() -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Return the cells of an exported workbook, sheet by sheet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_authoring(full_map(), path)
        sheets = read_workbook(path).sheets
    return tuple((sheet.name, tuple(_all_cells(sheet))) for sheet in sheets)


def _all_cells(sheet: Grid) -> list[Cell]:
    found = (sheet.cell_at(row, column) for row in sheet.rows for column in sheet.shown_columns(row))
    return [cell for cell in found if cell is not None]


@settings(max_examples=160)
@given(st.lists(_EDITS, max_size=25), st.lists(_MERGES, max_size=3))
def test_any_edit_of_any_cells_gives_a_map_or_a_refusal(
    edits: list[tuple[int, int, int, str | None, str, bool]], merges: list[tuple[int, int, int, int, int]]
) -> None:
    sheets = [(name, {(cell.row, cell.column): cell for cell in cells}) for name, cells in _cells()]
    for sheet, row, column, text, kind, formula in edits:
        cells = sheets[sheet % len(sheets)][1]
        cells.pop((row, column), None)
        if text is not None:
            cells[row, column] = dataclasses.replace(Cell(row, column, text), kind=kind, formula=formula)
    ranges: dict[int, list[Range]] = {}
    for sheet, top, left, height, width in merges:
        ranges.setdefault(sheet % len(sheets), []).append(Range(top, left, top + height, left + width))
    grids = tuple(
        Grid(name, sorted(cells.values(), key=lambda cell: (cell.row, cell.column)), ranges.get(number, []))
        for number, (name, cells) in enumerate(sheets)
    )
    try:
        competency_map, findings = map_in(Workbook(grids, (), has_macros=False), Path("a.xlsx"), ImportOptions())
    except InvalidMapError as error:
        assert error.findings()
        return
    assert parse_map(map_bytes(competency_map)) == competency_map
    ids = [item.id for item in competency_map.items()]
    assert len(ids) == len(set(ids))
    assert all(finding.message and finding.id for finding in findings)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY e "x">]><workbook>&e;</workbook>'),
        ("xl/worksheets/sheet4.xml", b"<worksheet><sheetData><row><c"),
        ("xl/worksheets/sheet4.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>'),
        ("xl/worksheets/sheet4.xml", b"<worksheet/>"),
        ("xl/worksheets/sheet1.xml", b"<a>" + b"<row>" * 5000),
    ],
    ids=["no sheets", "entity", "cut", "doctype", "no cells", "deep"],
)
def test_a_damaged_or_hostile_part_is_refused(tmp_path: Path, part: str, content: bytes) -> None:
    write_authoring(plain_map(), tmp_path / "a.xlsx")
    path = with_part(tmp_path / "a.xlsx", tmp_path / "b.xlsx", part, lambda _: content)
    with pytest.raises(CourseBridgeError) as caught:
        reader_for(path).read(path)
    assert caught.value.message


def test_what_is_no_workbook_is_no_authoring_workbook(tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b""), ("b.xlsx", b"PK\x03\x04"), ("c.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        (tmp_path / name).write_bytes(content)
        assert not is_authoring_workbook(tmp_path / name)
    assert not is_authoring_workbook(tmp_path / "没有.xlsx")


def test_macros_are_never_run_and_told(tmp_path: Path) -> None:
    write_authoring(plain_map(), tmp_path / "a.xlsx")
    path = with_part(tmp_path / "a.xlsx", tmp_path / "b.xlsm", "xl/vbaProject.bin", lambda _: b"Sub Auto_Open()")
    assert reader_for(path).name == "xlsx"
    back, findings = read_authoring(path)
    assert back == plain_map()
    assert findings[0].id == "MAP-MACROS"


def test_more_rows_than_a_map_has_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_authoring(plain_map(), tmp_path / "a.xlsx")
    for limit, value in (("_MAX_ROWS", 20), ("MAX_PARTS", 20)):
        with monkeypatch.context() as patched, pytest.raises(InvalidMapError) as caught:
            patched.setattr(book, limit, value)
            read_authoring(tmp_path / "a.xlsx")
        assert caught.value.findings()[-1].id == "MAP-SIZE"


def test_findings_of_one_kind_are_bounded(tmp_path: Path) -> None:
    row = '<row><c/><c/><c/><c t="str"><v>技巧</v></c></row>'.encode() * 500
    write_authoring(plain_map(), tmp_path / "a.xlsx")
    path = with_part(
        tmp_path / "a.xlsx",
        tmp_path / "b.xlsx",
        "xl/worksheets/sheet4.xml",
        lambda content: content.replace(b"</sheetData>", row + b"</sheetData>"),
    )
    findings = [finding for finding in read_authoring(path)[1] if finding.id == "MAP-WORKBOOK-VALUE"]
    assert len(findings) == 101
    assert "400" in findings[-1].message
