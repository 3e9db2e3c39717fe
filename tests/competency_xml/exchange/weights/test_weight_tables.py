"""Weight tables as standards print them give the map its weights; what is wrong in them is told at its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap
from tests.competency_xml.exchange.docx.samples import told, without_places
from tests.competency_xml.exchange.sheets import LEFT, UP, Sheet, docx_file, python_docx_file, xlsx_file
from tests.competency_xml.exchange.weights.samples import (
    PRACTICAL,
    SOUND,
    THEORY,
    practical_rows,
    requirement_sheet,
    requirement_sheets,
    theory_rows,
    weights_in,
)

Write = Callable[[Path, Sequence[Sheet]], Path]
WRITERS = pytest.mark.parametrize(
    ("write", "name"), [(xlsx_file, "a.xlsx"), (docx_file, "a.docx"), (python_docx_file, "b.docx")]
)


def _sound_sheets() -> list[Sheet]:
    return [
        *requirement_sheets(),
        Sheet("理论", (THEORY,), theory_rows()),
        Sheet("能力", (PRACTICAL,), practical_rows()),
    ]


def _read(tmp_path: Path, *sheets: Sheet) -> tuple[CompetencyMap, list[tuple[str, str | None]]]:
    competency_map, findings = read_printed(xlsx_file(tmp_path / "权重.xlsx", sheets))
    return competency_map, told(findings)


def _theory(tmp_path: Path, rows: Sequence[Sequence[Any]], title: str = THEORY) -> tuple[Any, Any]:
    """Return the theory weights of both levels, and the findings, of a workbook with this weight table."""
    competency_map, findings = _read(tmp_path, *requirement_sheets(), Sheet("权重", (title,) if title else (), rows))
    weights = weights_in(competency_map)
    return {level: parts.get("theory", parts) for level, parts in weights.items()}, findings


SOUND_THEORY = {level: parts["theory"] for level, parts in SOUND.items()}


@WRITERS
def test_weights_of_both_parts_and_levels(tmp_path: Path, write: Write, name: str) -> None:
    competency_map, findings = read_printed(write(tmp_path / name, _sound_sheets()))
    assert told(findings) == []
    assert weights_in(competency_map) == SOUND
    assert [(item.id, item.kind, item.label.best()) for item in competency_map.basic] == [
        ("basic.ethics", "literacy", "职业道德"),
        ("basic.foundation", "knowledge", "基础知识"),
    ]


def test_sheets_in_any_order_give_one_map(tmp_path: Path) -> None:
    first, second, theory, practical = _sound_sheets()
    maps = set()
    for number, order in enumerate(permutations((first, theory, practical))):
        sheets = [*order[: order.index(first) + 1], second, *order[order.index(first) + 1 :]]
        competency_map, findings = read_printed(xlsx_file(tmp_path / f"{number}.xlsx", sheets))
        assert findings == []
        maps.add(without_places(competency_map))
    assert len(maps) == 1


def test_dash_is_no_zero_and_blank_neither(tmp_path: Path) -> None:
    rows = [list(row) for row in theory_rows()]
    rows[3][2:] = ["—", ""]
    rows[4][2:] = ["75", "65"]
    weights, findings = _theory(tmp_path, rows)
    assert findings == []
    assert weights["quality.junior"]["f1"] is None
    assert weights["quality.intermediate"]["f1"] is None


@pytest.mark.parametrize("dash", ["—", "——", "－", "-", "–", "−", "/", "／", "一", "ー", " — ", "无"])
def test_every_dash_is_a_dash(tmp_path: Path, dash: str) -> None:
    rows = [tuple(dash if value == "—" else value for value in row) for row in theory_rows()]
    assert _theory(tmp_path, rows) == (SOUND_THEORY, [])


def test_zero_is_a_weight(tmp_path: Path) -> None:
    rows = [list(row) for row in theory_rows()]
    rows[3][2], rows[4][2] = "0", "75"
    weights, findings = _theory(tmp_path, rows)
    assert findings == []
    assert weights["quality.junior"]["f1"] == 0


@pytest.mark.parametrize(
    "shown",
    [
        lambda value: f"{value}%",
        lambda value: f" {value} ％",
        lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in value),
        lambda value: int(value),
        lambda value: f"{value}.0",
        lambda value: int(value) / 100,
    ],
    ids=["percent", "wide percent", "wide digits", "number", "decimals", "fraction"],
)
def test_numbers_however_written(tmp_path: Path, shown: Callable[[str], Any]) -> None:
    rows = [
        tuple(shown(value) if isinstance(value, str) and value.isdigit() else value for value in row)
        for row in theory_rows()
    ]
    assert _theory(tmp_path, rows) == (SOUND_THEORY, [])


def test_cells_formatted_as_percentages(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = xlsx_file(tmp_path / "a.xlsx", _sound_sheets())
    workbook = load_workbook(path)
    for row in workbook["理论"].iter_rows(min_row=3, min_col=3):
        for cell in row:
            if str(cell.value).isdigit():
                cell.value, cell.number_format = int(str(cell.value)) / 100, "0%"
    workbook["理论"]["C9"].value = "=SUM(C3:C8)"
    workbook.save(path)
    competency_map, findings = read_printed(path)
    assert findings == []
    assert weights_in(competency_map) == SOUND


HEADERS: dict[str, list[Sequence[Any]]] = {
    "levels below a common heading": [("项目", LEFT, "技能等级", LEFT), (UP, UP, "初级（%）", "中级（%）")],
    "weights above levels": [("项目", LEFT, "权重（%）", LEFT), (UP, UP, "初级", "中级")],
    "levels in words": [("\\", LEFT, "初级权重", "中级权重（百分比）")],
    "two header rows, unmerged": [("技能等级", "", "初级", "中级"), ("项目", "", "（%）", "（%）")],
    "plain": [("等级", "", "初级", "中级")],
}


@pytest.mark.parametrize("name", HEADERS)
def test_headings_however_arranged(tmp_path: Path, name: str) -> None:
    assert _theory(tmp_path, [*HEADERS[name], *theory_rows()[1:]]) == (SOUND_THEORY, [])


def test_one_label_column(tmp_path: Path) -> None:
    rows = [
        ("内容", "初级%", "中级%"),
        ("职业道德", "5", "5"),
        ("基础知识", "20", "15"),
        ("1. 质量策划", "45", "40"),
        ("2、质量控制", "30", "25"),
        ("三、质量 改进", "—", "15"),
        ("合 计", "100", "100"),
    ]
    assert _theory(tmp_path, rows) == (SOUND_THEORY, [])


def test_levels_named_by_half_of_their_names(tmp_path: Path) -> None:
    sheets = [requirement_sheet("五级/初级工", "五"), requirement_sheet("四级/中级工", "四", functions=3)]
    rows = [("项目", LEFT, "五级（%）", "四级 / 中级工（%）"), *theory_rows()[1:]]
    competency_map, findings = _read(tmp_path, *sheets, Sheet("权重表", (), rows))
    assert findings == []
    assert [weights["theory"]["f1"] for weights in weights_in(competency_map).values()] == [45, 40]


def test_directions_of_a_level(tmp_path: Path) -> None:
    sheets = [
        requirement_sheet("高级 职业方向：过程质量", "一"),
        requirement_sheet("高级 职业方向：供应商质量", "二"),
    ]
    rows = [
        ("项目", LEFT, "高级（%）", LEFT),
        (UP, UP, "过程质量方向", "供应商质量"),
        ("基本要求", "职业道德", "10", "10"),
        ("相关知识要求", "质量策划", "50", "30"),
        (UP, "质量控制", "40", "60"),
    ]
    competency_map, findings = _read(tmp_path, *sheets, Sheet("权重表", (THEORY,), rows))
    assert findings == []
    assert [weights["theory"]["f1"] for weights in weights_in(competency_map).values()] == [50, 30]


def test_both_parts_in_one_table(tmp_path: Path) -> None:
    rows = [*theory_rows()[:-1], *practical_rows()[1:-1]]
    competency_map, findings = _read(tmp_path, *requirement_sheets(), Sheet("权重表", ("权重表",), rows))
    assert findings == []
    assert weights_in(competency_map) == SOUND


def test_parts_as_columns(tmp_path: Path) -> None:
    rows = [
        ("项目", "初级", LEFT, "中级", LEFT),
        (UP, "理论知识（%）", "专业能力（%）", "理论知识（%）", "专业能力（%）"),
        ("职业道德", "5", "—", "5", "—"),
        ("基础知识", "20", "—", "15", "—"),
        ("质量策划", "45", "60", "40", "40"),
        ("质量控制", "30", "40", "25", "40"),
        ("质量改进", "—", "—", "15", "20"),
    ]
    competency_map, findings = _read(tmp_path, *requirement_sheets(), Sheet("权重表", (), rows))
    assert findings == []
    found = weights_in(competency_map)
    assert {level: parts["theory"] for level, parts in found.items()} == SOUND_THEORY
    practical = {ref: percent for ref, percent in found["quality.junior"]["practical"].items() if percent is not None}
    assert practical == SOUND["quality.junior"]["practical"]


def test_standard_without_levels(tmp_path: Path) -> None:
    rows = [("项目", "权重（%）"), ("职业道德", "10"), ("质量策划", "50"), ("质量控制", "40")]
    competency_map, findings = _read(tmp_path, requirement_sheet(""), Sheet("权重表", (THEORY,), rows))
    assert findings == []
    assert weights_in(competency_map) == {
        "quality.level": {"theory": {"basic.ethics": 10, "quality.f1": 50, "quality.f2": 40}}
    }


def test_weight_tables_below_the_requirements_in_one_sheet(tmp_path: Path) -> None:
    first = requirement_sheet("初级")
    blank = ("", "", "", "")
    rows = [*first.rows, blank, ("4.1 理论知识权重表", "", "", "")]
    rows += [("项目", LEFT, "初级（%）", ""), ("基本要求", "职业道德", "25", "")]
    rows += [("相关知识要求", "质量策划", "45", ""), (UP, "质量控制", "30", "")]
    competency_map, findings = _read(tmp_path, Sheet("全部", first.titles, rows))
    assert findings == []
    assert weights_in(competency_map) == {"quality.junior": {"theory": {"basic.ethics": 25, "f1": 45, "f2": 30}}}


def test_works_may_be_weighed(tmp_path: Path) -> None:
    rows = [
        ("职业功能", "工作内容", "初级（%）"),
        ("质量策划", "制订质量计划", "40"),
        (UP, "设计检验方案", "30"),
        ("质量控制", "采集质量数据", "30"),
    ]
    competency_map, findings = _read(tmp_path, requirement_sheet("初级"), Sheet("权重表", (PRACTICAL,), rows))
    assert findings == []
    assert weights_in(competency_map) == {"quality.junior": {"practical": {"w1-1": 40, "w1-2": 30, "w2-1": 30}}}


def test_works_of_one_name_are_told_apart_by_their_function(tmp_path: Path) -> None:
    requirements = Sheet(
        "要求",
        ("质量管理人员 初级",),
        [
            ("职业功能", "工作内容", "专业能力要求"),
            ("1. 质量策划", "1.1 编写文件", "1.1.1 能编写计划文件"),
            ("2. 质量控制", "2.1 编写文件", "2.1.1 能编写检验文件"),
        ],
    )
    rows = [("职业功能", "工作内容", "初级（%）"), ("质量策划", "编写文件", "60"), ("质量控制", "编写文件", "40")]
    competency_map, findings = _read(tmp_path, requirements, Sheet("权重表", (PRACTICAL,), rows))
    assert findings == []
    assert weights_in(competency_map) == {"quality.junior": {"practical": {"w1-1": 60, "w2-1": 40}}}


def test_weights_of_the_role_that_they_name(tmp_path: Path) -> None:
    other = requirement_sheet("初级", "仓储", title="仓储管理人员")
    rows = [("项目", "初级（%）"), ("质量策划", "70"), ("质量控制", "30")]
    weights = Sheet("权重", ("仓储管理人员 理论知识权重表",), rows)
    competency_map, findings = _read(tmp_path, requirement_sheet("初级"), other, weights)
    assert findings == []
    assert list(weights_in(competency_map)["warehousing.junior"]) == ["theory"]
    assert weights_in(competency_map)["quality.junior"] == {}


def _changed(row: int, column: int, value: Any) -> list[Sequence[Any]]:
    rows = [list(one) for one in theory_rows()]
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(
    ("rows", "findings"),
    [
        (_changed(4, 2, "35"), "TOTAL C8, SUM C8"),
        (_changed(6, 3, "99"), "TOTAL D8"),
        (_changed(4, 2, "约30"), "VALUE C6, TOTAL C8, SUM C8"),
        (_changed(5, 2, "10")[:-1], "NAME C7"),
        (_changed(4, 1, "质量管控"), "NAME B6, MISSING C8, MISSING D8, SUM C8, SUM D8"),
        ([row for row in theory_rows() if row[1] != "质量控制"][:-1], "MISSING C2, MISSING D2, SUM C2, SUM D2"),
        (theory_rows((UP, "质量控制", "—", "—")), "SUM C8, SUM D8"),
        (_changed(0, 3, "高级（%）"), "LEVEL D2"),
        (_changed(3, 2, "145")[:-1], "SUM C5, SUM C2"),
        (_changed(4, 2, UP), "VALUE C5, TOTAL C8, SUM C8"),
    ],
    ids=["sum", "total", "words", "elsewhere", "unknown", "missing", "twice", "level", "range", "shared"],
)
def test_what_is_wrong_is_told_at_its_cell(tmp_path: Path, rows: list[Sequence[Any]], findings: str) -> None:
    """What `MAP-WEIGHT` says of a sum, a range or a repetition is called SUM here."""
    wanted = [
        ("MAP-WEIGHT" if kind == "SUM" else f"MAP-WEIGHT-{kind}", f"权重!{cell}")
        for kind, cell in (finding.split() for finding in findings.split(", "))
    ]
    assert sorted(_theory(tmp_path, rows)[1]) == sorted(wanted)


def test_unknown_name_is_asked_about(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path / "a.xlsx", [*requirement_sheets(), Sheet("权重", (THEORY,), _changed(4, 1, "质量的控制"))]
    )
    finding = next(one for one in read_printed(path)[1] if one.id == "MAP-WEIGHT-NAME")
    assert "质量控制" in finding.remedy


def test_table_that_does_not_say_its_part_is_taken_as_theory_and_told(tmp_path: Path) -> None:
    rows = [
        ("项目", "初级（%）", "中级（%）"),
        ("质量策划", "60", "50"),
        ("质量控制", "40", "30"),
        ("质量改进", "—", "20"),
    ]
    weights, findings = _theory(tmp_path, rows, "权重表")
    assert findings == [("MAP-WEIGHT-PART", "权重!B2")]
    assert weights["quality.junior"] == {"f1": 60, "f2": 40}


def test_table_by_level_that_is_something_else_is_told(tmp_path: Path) -> None:
    rows = [("地区", "初级", "中级"), ("北京", "20", "30")]
    competency_map, findings = _read(tmp_path, *requirement_sheets(), Sheet("人数", (), rows))
    assert findings == [("MAP-TABLE-UNREAD", "人数!A1")]
    assert not any(level.weights for level in competency_map.levels())


def test_notes_below_a_weight_table(tmp_path: Path) -> None:
    rows = [*theory_rows(), ("注：“—”表示不配分。", LEFT, LEFT, LEFT)]
    assert _theory(tmp_path, rows) == (SOUND_THEORY, [("MAP-ROW-NOTE", "权重!A9")])


def test_function_that_lost_its_name_is_known_by_its_number(tmp_path: Path) -> None:
    nameless = Sheet("要求 中级", requirement_sheet("中级").titles, (*requirement_sheet("中级").rows,))
    rows = [tuple("" if value == "1. 质量策划" else value for value in row) for row in nameless.rows]
    sheets = [requirement_sheet("初级"), Sheet("要求 中级", nameless.titles, rows)]
    weights = [("项目", LEFT, "初级（%）", "中级（%）"), ("基本要求", "职业道德", "10", "10")]
    weights += [("相关知识要求", "质量策划", "50", "60"), (UP, "质量控制", "40", "30")]
    competency_map, findings = _read(tmp_path, *sheets, Sheet("权重", (THEORY,), weights))
    assert findings == [("MAP-FUNCTION-EMPTY", "要求 中级!A3")]
    assert [table["theory"]["f1"] for table in weights_in(competency_map).values()] == [50, 60]
