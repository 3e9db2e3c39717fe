"""Tables as people draw them in Word: merged, nested, dragged apart, cut by page breaks; and still one table."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.check import map_counts
from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.docx import read_document
from competency_xml.exchange.docx.document import WordTable
from competency_xml.exchange.grid import Grid
from tests.competency_xml.exchange.docx.samples import (
    SOUND_OUTLINE,
    WIDTHS,
    boxes,
    outline,
    read,
    requirement_file,
    requirements,
)
from tests.competency_xml.exchange.docx.word_files import Box, cell, para, run, table, word_file
from tests.competency_xml.exchange.sheets import Sheet, word_table
from tests.competency_xml.exchange.weights.samples import SOUND, requirement_sheets, theory_rows, weights_in
from tests.competency_xml.workbooks import HEADINGS, SOUND_ROWS, TITLE

_PAGE_BREAK = para('<w:r><w:br w:type="page"/></w:r>')


def _grid(path: Path, body: str) -> Grid:
    (block,) = (block for block in read_document(word_file(path, body)).blocks if isinstance(block, WordTable))
    return block.grid


def _texts(grid: Grid) -> list[list[str]]:
    return [[grid.text_at(row, column) for column in grid.columns] for row in grid.rows]


def test_merged_cells_are_seen_through(tmp_path: Path) -> None:
    grid = _grid(
        tmp_path / "a.docx",
        table(
            [
                [cell("甲", span=2), cell("乙", merge="restart")],
                [cell("丙", merge="restart"), cell("丁"), cell("", merge="continue")],
                [cell("", merge="continue"), cell("戊"), cell("己")],
            ]
        ),
    )
    assert _texts(grid) == [["甲", "甲", "乙"], ["丙", "丁", "乙"], ["丙", "戊", "己"]]
    assert grid.place(*grid.anchor(2, 3)) == "Table1!C1"


def test_row_that_starts_further_right_and_merges_of_old(tmp_path: Path) -> None:
    rows = [
        [cell("甲"), cell("乙"), cell("丙")],
        [cell("丁"), cell("戊")],
        [cell("己"), Box(para("庚"), properties='<w:hMerge w:val="restart"/>'), Box("", properties="<w:hMerge/>")],
    ]
    head, second, third = table(rows).split("<w:trPr/>")
    body = f'{head}<w:trPr><w:gridBefore w:val="1"/></w:trPr>{second}<w:trPr/>{third}'
    assert _texts(_grid(tmp_path / "a.docx", body)) == [["甲", "乙", "丙"], ["", "丁", "戊"], ["己", "庚", "庚"]]


def test_borders_dragged_apart_are_one_border(tmp_path: Path) -> None:
    widths = (1480, 40, 1980, 60, 2940, 3000)
    heading = [cell("职业功能"), cell("工作内容", span=3), cell("专业能力要求"), cell("相关知识要求")]
    rows = [
        [cell("1. 质量策划", span=2), cell("1.1 制订计划"), cell("1.1.1 能编制计划", span=2), cell("1.1.1 计划的内容")],
        [cell("2. 质量控制"), cell("2.1 采集数据", span=2), cell("2.1.1 能采集数据", span=2), cell("2.1.1 统计知识")],
    ]
    competency_map, findings = read(word_file(tmp_path / "a.docx", para(TITLE) + table([heading, *rows], widths)))
    assert findings == []
    assert outline(competency_map.roles[0].levels[0]) == [
        ("质量策划", "制订计划", ["1.1.1 能编制计划", "1.1.1 计划的内容"]),
        ("质量控制", "采集数据", ["2.1.1 能采集数据", "2.1.1 统计知识"]),
    ]


def test_narrow_column_that_holds_something_stays(tmp_path: Path) -> None:
    grid = _grid(tmp_path / "a.docx", table([[cell("1"), cell("甲")], [cell("合", span=2)]], (300, 5000)))
    assert _texts(grid) == [["1", "甲"], ["合", "合"]]


def test_content_controls_around_rows_and_cells_are_looked_through(tmp_path: Path) -> None:
    body = requirements()
    head, row = body.rsplit("<w:tr ", 1)
    row, tail = row.split("</w:tbl>")
    wrapped = f"{head}<w:sdt><w:sdtPr/><w:sdtContent><w:tr {row}</w:sdtContent></w:sdt></w:tbl>{tail}"
    wrapped = wrapped.replace("<w:tc>", "<w:sdt><w:sdtContent><w:tc>", 1).replace(
        "</w:tc>", "</w:tc></w:sdtContent></w:sdt>", 1
    )
    path = word_file(tmp_path / "a.docx", f"{para(TITLE)}<w:sdt><w:sdtContent>{wrapped}</w:sdtContent></w:sdt>")
    assert outline(read(path)[0].roles[0].levels[0]) == SOUND_OUTLINE


def test_table_inside_a_layout_table_is_the_table(tmp_path: Path) -> None:
    layout = table([[Box(para("质量管理人员 中级 工作要求") + requirements() + para(""))]], (9500,))
    competency_map, findings = read(word_file(tmp_path / "a.docx", layout))
    assert findings == []
    (level,) = competency_map.roles[0].levels
    assert (level.label.best(), outline(level)) == ("中级", SOUND_OUTLINE)
    assert next(level.items()).source.place == "Table1.1!C2"  # type: ignore[union-attr]


def test_table_inside_a_cell_is_that_cells_text(tmp_path: Path) -> None:
    inner = table([[cell("1.1.1"), cell("能编制质量计划")], [cell("1.1.2"), cell("能分解质量目标")]])
    rows = [
        [cell(text) for text in HEADINGS],
        [cell("1. 质量策划"), cell("1.1 制订计划"), Box(inner + para("")), cell("")],
    ]
    competency_map, findings = read(word_file(tmp_path / "a.docx", para(TITLE) + table(rows)))
    assert findings == []
    assert [f"{item.code} {item.label.best()}" for item in competency_map.items()] == [
        "1.1.1 能编制质量计划",
        "1.1.2 能分解质量目标",
    ]


@pytest.mark.parametrize("between", [_PAGE_BREAK, para(""), para("续表"), para("表 1（续）"), para("") + _PAGE_BREAK])
@pytest.mark.parametrize("header", [True, False])
def test_table_that_a_page_break_cut_in_two_is_one(tmp_path: Path, between: str, header: bool) -> None:
    rest = requirements(SOUND_ROWS[2:], header=header)
    body = para(TITLE) + requirements(SOUND_ROWS[:2]) + between + rest
    competency_map, findings = read(word_file(tmp_path / "a.docx", body))
    assert findings == []
    (level,) = competency_map.roles[0].levels
    assert outline(level) == SOUND_OUTLINE
    last = list(level.items())[-1]
    assert last.source is not None
    assert last.source.place == f"Table2!D{2 if header else 1}"


@pytest.mark.parametrize("header", [True, False])
def test_weight_table_that_a_page_break_cut_is_one(tmp_path: Path, header: bool) -> None:
    rows = theory_rows()
    requirements = "".join(para(sheet.titles[0]) + word_table(sheet) for sheet in requirement_sheets())
    first = word_table(Sheet("", (), rows[:4]))
    rest = [("相关知识要求", *rows[4][1:]), *rows[5:]]
    second = word_table(Sheet("", (), [rows[0], *rest] if header else rest))
    body = f"{requirements}{para('表 3 理论知识权重表')}{first}{_PAGE_BREAK}{second}"
    competency_map, findings = read(word_file(tmp_path / "a.docx", body))
    assert findings == []
    assert {level: parts["theory"] for level, parts in weights_in(competency_map).items()} == {
        level: parts["theory"] for level, parts in SOUND.items()
    }


def test_row_that_a_page_break_cut_is_joined_and_told(tmp_path: Path) -> None:
    first = [["1. 质量策划", "1.1 制订质量计划", "1.1.1 能编制质量计划\n1.1.2 能分解", "1.1.1 质量计划的内容"]]
    second = [
        ["", "", "质量目标\n1.1.3 能评审计划", "1.1.2 评审的方法"],
        ["", "1.2 设计检验方案", "1.2.1 能选择抽样方案", "1.2.1 抽样检验知识"],
    ]
    body = para(TITLE) + requirements(first) + _PAGE_BREAK + requirements(second)
    competency_map, findings = read(word_file(tmp_path / "a.docx", body))
    assert findings == [("MAP-LINE-CONTINUED", "Table2!C2")]
    assert outline(competency_map.roles[0].levels[0]) == [
        (
            "质量策划",
            "制订质量计划",
            [
                "1.1.1 能编制质量计划",
                "1.1.2 能分解\n质量目标",
                "1.1.3 能评审计划",
                "1.1.1 质量计划的内容",
                "1.1.2 评审的方法",
            ],
        ),
        ("质量策划", "设计检验方案", ["1.2.1 能选择抽样方案", "1.2.1 抽样检验知识"]),
    ]


def test_names_repeated_on_the_new_page_begin_nothing_new(tmp_path: Path) -> None:
    first = [["1. 质量策划", "1.1 制订质量计划", "1.1.1 能编制质量计划", "1.1.1 质量计划的内容"]]
    second = [["1. 质量策划", "1.1 制订质量计划", "1.1.2 能分解质量目标", ""]]
    body = para(TITLE) + requirements(first) + para("续表") + requirements(second)
    competency_map, findings = read(word_file(tmp_path / "a.docx", body))
    assert findings == []
    assert outline(competency_map.roles[0].levels[0]) == [
        ("质量策划", "制订质量计划", ["1.1.1 能编制质量计划", "1.1.2 能分解质量目标", "1.1.1 质量计划的内容"])
    ]


def test_rendered_page_breaks_inside_a_row_are_not_text(tmp_path: Path) -> None:
    item = para(run("1.1.1 能编制") + "<w:r><w:lastRenderedPageBreak/><w:t>质量计划</w:t></w:r>")
    rows = [[cell(text) for text in HEADINGS], [cell("1. 策划"), cell("1.1 计划"), Box(item), cell("1.1.1 计划的内容")]]
    competency_map, findings = read(word_file(tmp_path / "a.docx", para(TITLE) + table(rows, WIDTHS)))
    assert findings == []
    assert next(competency_map.items()).label.best() == "能编制质量计划"


def test_tables_of_other_things_do_no_harm(tmp_path: Path) -> None:
    other = table([[cell("修订日期"), cell("修订内容")], [cell("2026-01-01"), cell("初稿")]])
    body = other + para(TITLE) + requirements() + para("起草单位") + table([[cell("序号"), cell("单位")]])
    competency_map, findings = read(word_file(tmp_path / "a.docx", body))
    assert findings == [("MAP-SHEET-EMPTY", "Table1"), ("MAP-SHEET-EMPTY", "Table3")]
    assert map_counts(competency_map)["works"] == 3


def test_text_under_a_merge_is_told(tmp_path: Path) -> None:
    rows = boxes(SOUND_ROWS)
    rows[1][0] = cell("被盖住的字", merge="continue")
    body = para(TITLE) + table([[cell(text) for text in HEADINGS], *rows], WIDTHS)
    competency_map, findings = read(word_file(tmp_path / "a.docx", body))
    assert findings == [("MAP-HIDDEN-TEXT", "Table1!A2")]
    assert outline(competency_map.roles[0].levels[0]) == SOUND_OUTLINE


def test_title_may_be_the_tables_first_row(tmp_path: Path) -> None:
    rows = [[cell("质量管理人员 高级 工作要求", span=4)], [cell(text) for text in HEADINGS], *boxes(SOUND_ROWS)]
    competency_map, findings = read(word_file(tmp_path / "a.docx", table(rows, WIDTHS)))
    assert findings == []
    assert [level.id for level in competency_map.levels()] == ["quality.senior"]


def test_defects_are_told_at_table_and_cell(tmp_path: Path) -> None:
    rows = (SOUND_ROWS[0], (None, "1.2 设计检验方案", "1.2.2 能选择，", "1.2.1 抽样检验知识"), SOUND_ROWS[2])
    body = para("前面一张表") + table([[cell("甲")]]) + para(TITLE) + requirements(rows)
    _, findings = read(word_file(tmp_path / "a.docx", body))
    assert findings == [
        ("MAP-SHEET-EMPTY", "Table1"),
        ("MAP-CODE-GAP", "Table2!C3"),
        ("MAP-TEXT-SEPARATOR", "Table2!C3"),
    ]


def test_file_without_requirements_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTableError) as caught:
        read(requirement_file(tmp_path / "空.docx", para("没有表格")))
    assert "工作内容" in caught.value.remedy
