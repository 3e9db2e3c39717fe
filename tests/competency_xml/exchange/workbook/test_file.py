"""The file itself: equal bytes for equal maps, nothing hidden but ids, nothing that a spreadsheet would run."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from competency_xml.errors import UnwritableTextError, UnwritableWorkbookError
from competency_xml.exchange.workbook import read_authoring, write_authoring
from competency_xml.exchange.workbook.writing import saving
from competency_xml.limits import MAX_CELL_CHARACTERS
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap, Foreign
from competency_xml.xml import map_bytes, read_map
from foundation.text import LangText
from tests.competency_xml.exchange.workbook.editor import plain_map
from tests.competency_xml.exchange.workbook.maps import full_map, with_texts

SHEETS = ["标准信息", "岗位角色", "等级", "能力要求", "权重表", "对照", "其他格式", "修订记录", "标识登记", "词表"]
SAVED_BY_LIBREOFFICE = Path(__file__).parent / "saved-by-libreoffice.xlsx"
FORMULA_LIKE = ("=1+1", "+86 10", "-5", "@总部", "'单引号", "#N/A", "1.10", "TRUE", '=HYPERLINK("http://x")')


def _opened(path: Path) -> Workbook:
    workbook = load_workbook(path)
    assert isinstance(workbook, Workbook)
    return workbook


def _exported(folder: Path, competency_map: CompetencyMap | None = None) -> Path:
    path = folder / "图谱.xlsx"
    write_authoring(competency_map or full_map(), path)
    return path


def _texts(workbook: Workbook) -> Iterator[str]:
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


def test_equal_maps_give_equal_bytes_whenever_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _exported(tmp_path).read_bytes()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 10_000)
    assert _exported(tmp_path).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "图谱.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not re.search(rb"20[2-9][0-9]-", archive.read("docProps/core.xml"))


def test_the_sheets_are_there_and_nothing_is_hidden_but_ids(tmp_path: Path) -> None:
    workbook = _opened(_exported(tmp_path))
    assert workbook.sheetnames == SHEETS
    assert {sheet.sheet_state for sheet in workbook.worksheets} == {"visible"}
    hidden = {
        (sheet.title, str(sheet.cell(_heading_row(sheet), column).value).split("\n")[0])
        for sheet in workbook.worksheets
        for column in range(1, sheet.max_column + 1)
        if sheet.column_dimensions[get_column_letter(column)].hidden
    }
    assert hidden == {("岗位角色", "UUID"), ("等级", "UUID"), ("能力要求", "标识"), ("能力要求", "UUID")}
    assert not any(shape.hidden for sheet in workbook.worksheets for shape in sheet.row_dimensions.values())


def _heading_row(sheet: Worksheet) -> int:
    ref = sheet.auto_filter.ref
    assert ref is not None
    return int(re.findall(r"\d+", ref)[0])


def test_the_map_stands_in_cells_and_nowhere_else(tmp_path: Path) -> None:
    text = "独一无二的文字"
    path = _exported(tmp_path, with_texts(full_map(), lambda: text))
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        elsewhere = [name for name in names if not name.startswith("xl/worksheets/sheet")]
        assert not any(text in archive.read(name).decode() for name in elsewhere)
    known = ("[Content_Types].xml", "_rels/", "docProps/", "xl/workbook", "xl/_rels", "xl/styles", "xl/theme")
    assert all(name.startswith(known) or name == "xl/sharedStrings.xml" for name in elsewhere)
    names_in_book = set(_opened(path).defined_names)
    assert names_in_book == {"CB_MAP_WORKBOOK"}


def test_what_looks_like_a_formula_is_a_text_to_every_program(tmp_path: Path) -> None:
    waiting = list(FORMULA_LIKE) * 30
    competency_map = with_texts(full_map(), lambda: waiting.pop())
    path = _exported(tmp_path, competency_map)
    cells = [cell for sheet in _opened(path).worksheets for row in sheet.iter_rows() for cell in row]
    shown = {cell.value: cell for cell in cells if cell.value in FORMULA_LIKE}
    assert set(shown) == set(FORMULA_LIKE)
    assert {cell.data_type for cell in cells if cell.value in FORMULA_LIKE} == {"s"}
    assert all(cell.quotePrefix for text, cell in shown.items() if text[0] in "=+-@")
    assert b"<f>" not in b"".join(_parts(path))
    assert map_bytes(read_authoring(path)[0]) == map_bytes(competency_map)


def _parts(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive:
        yield from (archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets"))


def test_new_cells_keep_what_is_typed(tmp_path: Path) -> None:
    sheet = _opened(_exported(tmp_path))["能力要求"]
    shape = sheet.column_dimensions["E"]
    assert shape.number_format == "@"
    lists = {str(validation.formula1) for validation in sheet.data_validations.dataValidation if validation.formula1}
    assert any("应用 apply" in words for words in lists)
    assert any("职业功能 function" in words for words in lists)
    assert any("q.s" in words and "基本要求 basic" in words for words in lists)


def test_a_sheet_prints_on_landscape_pages_with_its_headings(tmp_path: Path) -> None:
    for sheet in _opened(_exported(tmp_path)).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == f"${_heading_row(sheet)}:${_heading_row(sheet)}"
        assert sheet.freeze_panes is not None


def test_words_of_every_list_are_explained(tmp_path: Path) -> None:
    workbook = _opened(_exported(tmp_path))
    explained = {str(row[1]) for row in workbook["词表"].iter_rows(values_only=True)}
    offered = {
        word
        for sheet in workbook.worksheets
        for validation in sheet.data_validations.dataValidation
        for word in str(validation.formula1 or "").strip('"').split(",")
    }
    ids = {"q", "q.j", "q.s", "r", ""}
    assert offered - ids <= explained


def test_a_text_longer_than_a_cell_is_refused_with_its_part_and_nothing_is_written(tmp_path: Path) -> None:
    long = plain_map().model_copy(
        update={
            "title": LangText.of("能" * (MAX_CELL_CHARACTERS + 1)),
            "foreign": (Foreign(format="x", name="y", value="𠮷" * 17_000),),
        }
    )
    with pytest.raises(UnwritableWorkbookError) as caught:
        _exported(tmp_path, long)
    assert [finding.place for finding in caught.value.findings()] == ["title", "图谱 map"]
    assert "32768" in caught.value.findings()[0].message
    assert list(tmp_path.iterdir()) == []
    fitting = plain_map().model_copy(update={"title": LangText.of("能" * MAX_CELL_CHARACTERS)})
    assert read_authoring(_exported(tmp_path, fitting))[0] == fitting


def test_a_character_that_no_xml_holds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnwritableTextError) as caught:
        _exported(tmp_path, plain_map().model_copy(update={"title": LangText.of("能\x01\r")}))
    assert "U+0001" in caught.value.message


def test_a_map_larger_than_the_reader_takes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MAX_PART_BYTES", 10_000)
    with pytest.raises(UnwritableWorkbookError):
        _exported(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("role", sorted(starter_maps()))
def test_starter_maps_come_back_to_the_byte(tmp_path: Path, role: str) -> None:
    competency_map = read_map(starter_maps()[role])
    back, findings = read_authoring(_exported(tmp_path, competency_map))
    assert map_bytes(back) == map_bytes(competency_map)
    assert [finding for finding in findings if finding.id.startswith("MAP-WORKBOOK")] == []


def test_a_workbook_that_libreoffice_opened_and_saved_is_the_same_map() -> None:
    back, findings = read_authoring(SAVED_BY_LIBREOFFICE)
    assert map_bytes(back) == map_bytes(with_texts_of_all_kinds())
    assert [finding for finding in findings if finding.id.startswith(("MAP-WORKBOOK", "MAP-CELL"))] == []


def with_texts_of_all_kinds() -> CompetencyMap:
    """Return the map that was saved by LibreOffice: texts that spreadsheets are known to change."""
    waiting = [text for _ in range(12) for text in (*FORMULA_LIKE, *_UNUSUAL)]
    return with_texts(full_map(), lambda: waiting.pop())


_UNUSUAL = (
    " 前 后 ",
    "　全角　",
    "两\n行",
    "\n",
    "",
    "制\t表",
    "_x000D_",
    "回\r车",
    "行\u2028分",
    "𠮷",
    '"引"',
    '""',
    "１．１",
    "—",
    "2026-04-10",
    "1/2",
    "50%",
    "<b>&amp;",
)


def test_the_real_standard_comes_back_to_the_byte(tmp_path: Path, printed_standard: Path) -> None:
    from competency_xml.exchange.printed import read_printed

    competency_map = read_printed(printed_standard)[0]
    back, findings = read_authoring(_exported(tmp_path, competency_map))
    assert map_bytes(back) == map_bytes(competency_map)
    assert {finding.id for finding in findings if finding.id.startswith("MAP-WORKBOOK")} == set()
    doubts = [finding for finding in findings if finding.id.startswith("MAP-TEXT")]
    assert doubts
    assert all(re.match(r"能力要求!F\d+$", str(finding.place)) for finding in doubts)
