"""What people type into cells, and what Excel makes of it: taken as meant, or told at the cell."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from competency_xml.model import Item, Weight, Weights
from foundation.text import LangText
from tests.competency_xml.exchange.workbook.editor import LABEL, Desk, imported, plain_map, told
from tests.competency_xml.exchange.workbook.maps import full_map

ABILITY = "q.j.a1-1-2"


def _edit(folder: Path, heading: str, value: Any, number_format: str | None = None) -> tuple[Item, list[Any]]:
    def change(desk: Desk) -> None:
        cell = desk.cell("能力要求", ABILITY, heading)
        cell.value = value
        if number_format is not None:
            cell.number_format = number_format

    back, findings = imported(folder, change)
    return next(item for item in back.items() if item.id == ABILITY), findings


@pytest.mark.parametrize(
    ("heading", "typed", "field", "meant"),
    [
        ("编号", "１．１．２", "code", "1.1.2"),
        ("编号", "1。1。2", "code", "1.1.2"),
        ("编号", " 1.1.2. ", "code", "1.1.2"),
        ("认知层次", "apply", "bloom", "apply"),
        ("认知层次", "应用/apply", "bloom", "apply"),
        ("认知层次", "ＡＰＰＬＹ", "bloom", "apply"),
        ("认知层次", "应用（apply）", "bloom", "apply"),
        ("认知层次", "识记", "bloom", "remember"),
        ("关键", "是", "critical", True),
        ("关键", "√", "critical", True),
        ("关键", True, "critical", True),
        ("关键", "否", "critical", False),
        ("关键", "是／yes", "critical", True),
        ("状态", "停用", "status", "retired"),
        ("状态", "有效 active", "status", "active"),
        ("考核方式", " case ", "assess", "case"),
        ("类别", "专业能力", "kind", "ability"),
        ("类别", "知识/knowledge", "kind", "knowledge"),
        (LABEL, " 能　编制 ", "label", LangText.of(" 能　编制 ")),
        (LABEL, '"敏捷"', "label", LangText.of('"敏捷"')),
        (LABEL, '"能\\u2028编制"', "label", LangText.of("能\u2028编制")),
        (LABEL, '" 能"', "label", LangText.of('" 能"')),
        (LABEL, '""', "label", LangText.of("")),
        ("支撑", "q.j.a1-1-1、q.j.a1-2-1", "supports", ("q.j.a1-1-1", "q.j.a1-2-1")),
        ("支撑", "q.j.a1-1-1,q.j.a1-2-1", "supports", ("q.j.a1-1-1", "q.j.a1-2-1")),
        ("支撑", "1.1.1　1.2.1", "supports", ("q.j.a1-1-1", "q.j.a1-2-1")),
    ],
)
def test_words_and_codes_are_taken_as_meant(
    tmp_path: Path, heading: str, typed: Any, field: str, meant: object
) -> None:
    item, findings = _edit(tmp_path, heading, typed)
    assert getattr(item, field) == meant
    assert [finding.id for finding in findings if finding.id.startswith(("MAP-WORKBOOK", "MAP-CELL"))] == []


@pytest.mark.parametrize(
    ("heading", "typed", "column"),
    [
        ("认知层次", "熟练", "H"),
        ("认知层次", "应用/分析", "H"),
        ("关键", "也许", "J"),
        ("状态", "暂停", "M"),
        ("类别", "技巧", "D"),
        ("原表行号", "七", "R"),
        ("原表行号", 7.5, "R"),
        ("支撑", "没有的能力", "K"),
        ("标识", "能力1", "A"),
        ("UUID", "123", "B"),
    ],
)
def test_what_cannot_be_understood_is_an_error_at_its_cell(
    tmp_path: Path, heading: str, typed: Any, column: str
) -> None:
    def change(desk: Desk) -> None:
        desk.cell("能力要求", ABILITY, heading).value = typed

    _, findings = imported(tmp_path, change)
    errors = [finding for finding in findings if finding.severity == "error"]
    assert [(finding.id, finding.place) for finding in errors] == [("MAP-WORKBOOK-VALUE", f"能力要求!{column}11")]
    assert all(finding.remedy for finding in errors)


@pytest.mark.parametrize(
    ("code", "typed", "number_format", "taken"),
    [("1.1.2", "1.1.2", "General", None), ("1.1.2", 1.1, "General", "1.1")],
)
def test_a_code_typed_as_a_number_is_told(
    tmp_path: Path, code: str, typed: Any, number_format: str, taken: str | None
) -> None:
    item, findings = _edit(tmp_path, "编号", typed, number_format)
    numbers = [finding for finding in findings if finding.id == "MAP-CELL-NUMBER"]
    assert item.code == (taken or code)
    assert [finding.place for finding in numbers] == ([] if taken is None else ["能力要求!E11"])


def _many_works(desk: Desk) -> None:
    """Insert works 1.3 to 1.9, and a tenth whose code is to be typed."""
    last = "q.j.k1-2-2"
    row = desk.row("能力要求", last) + 1
    desk.sheet("能力要求").insert_rows(row, 8)
    for number in range(3, 11):
        desk.cell("能力要求", row + number - 3, "类别").value = "工作内容"
        desk.cell("能力要求", row + number - 3, "编号").value = f"1.{number}"
        desk.cell("能力要求", row + number - 3, LABEL).value = f"检验第 {number} 类产品"


@pytest.mark.parametrize(
    ("typed", "number_format", "finding_id"),
    [
        (1.1, "General", "MAP-CELL-NUMBER"),
        (1.10, "0.00", None),
        (date(2026, 1, 10), "yyyy-mm-dd", "MAP-CELL-DATE"),
        (date(2026, 10, 1), 'm"月"d"日"', "MAP-CELL-DATE"),
        (date(2001, 10, 1), "d.m", "MAP-CELL-DATE"),
    ],
)
def test_what_excel_made_of_1_10_is_restored_where_the_order_tells(
    tmp_path: Path, typed: Any, number_format: str, finding_id: str | None
) -> None:
    places: list[str] = []

    def change(desk: Desk) -> None:
        _many_works(desk)
        cell = desk.cell("能力要求", desk.row("能力要求", "检验第 10 类产品", LABEL), "编号")
        cell.value, cell.number_format = typed, number_format
        places.append(f"能力要求!{cell.coordinate}")

    back, findings = imported(tmp_path, change)
    works = list(back.roles[0].levels[0].works())
    assert [work.code for work in works] == [f"1.{number}" for number in range(1, 11)]
    assert works[-1].id == "q.j.w1-10"
    cells = [finding for finding in findings if finding.id.startswith("MAP-CELL")]
    assert told(cells) == ([] if finding_id is None else [(finding_id, places[0])])


def test_a_date_that_is_no_code_is_an_error_at_its_cell(tmp_path: Path) -> None:
    _, findings = _edit(tmp_path, "编号", date(2026, 5, 5), "yyyy-mm-dd")
    assert ("MAP-WORKBOOK-VALUE", "能力要求!E11") in told(findings)


def test_numbers_and_dates_in_texts_are_taken_as_shown_and_told(tmp_path: Path) -> None:
    item, findings = _edit(tmp_path, LABEL, 2025)
    assert item.label == LangText.of("2025")
    assert ("MAP-CELL-NUMBER", "能力要求!F11") in told(findings)
    item, findings = _edit(tmp_path, LABEL, date(2026, 4, 10))
    assert item.label == LangText.of("2026-04-10")
    assert ("MAP-CELL-DATE", "能力要求!F11") in told(findings)


def test_a_formula_is_told_and_never_computed(tmp_path: Path) -> None:
    item, findings = _edit(tmp_path, LABEL, "=1+1")
    assert item.label == LangText()
    assert ("MAP-CELL-FORMULA", "能力要求!F11") in told(findings)


@pytest.mark.parametrize("typed", ["#REF!", True])
def test_an_error_or_truth_value_in_a_text_is_an_error_at_its_cell(tmp_path: Path, typed: Any) -> None:
    _, findings = _edit(tmp_path, LABEL, typed)
    assert ("MAP-WORKBOOK-VALUE", "能力要求!F11") in told(findings)


def test_what_a_row_has_no_use_for_is_told(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.cell("能力要求", "q.j.f1", "认知层次").value = "应用"
        desk.cell("岗位角色", desk.row("岗位角色", "职责 duty", "类别"), "岗位类别").value = "manager"
        desk.cell("等级", "q.j", "满分").value = 100

    back, findings = imported(tmp_path, change)
    assert back == plain_map()
    assert told(findings) == [
        ("MAP-WORKBOOK-UNUSED", "岗位角色!H6"),
        ("MAP-WORKBOOK-UNUSED", "等级!M5"),
        ("MAP-WORKBOOK-UNUSED", "能力要求!H8"),
    ]


def _weights(folder: Path, *rows: tuple[Any, ...]) -> tuple[tuple[Weights, ...], list[Any]]:
    """Add rows (level, part, what, percent, number format) to the weight table of a map without one."""

    def change(desk: Desk) -> None:
        first = desk.heading_row("权重表") + 1
        headings = ("等级", "科目", "对象", "权重（%）")
        for number, (*values, number_format) in enumerate(rows, start=first):
            for heading, value in zip(headings, values, strict=True):
                desk.cell("权重表", number, heading).value = value
            desk.cell("权重表", number, headings[-1]).number_format = number_format

    back, findings = imported(folder, change)
    return back.roles[0].levels[0].weights, findings


def test_weights_may_be_typed_in_any_ordinary_way(tmp_path: Path) -> None:
    weights, findings = _weights(
        tmp_path,
        ("初级", "theory", "basic.l1", 0.125, "0.0%"),
        (None, None, "1", "８７．５％", "@"),
        (None, None, "1.1", 100, "0"),
        (None, "practical", "质量策划", "100 %", "@"),
        (None, None, "不编造检验记录", "－", "@"),
        (None, None, "q.j.w1-1", 0, "0"),
        (None, None, "q.j.w1-2", "100.00", "@"),
    )
    assert weights == (
        Weights(
            part="theory",
            weights=(
                Weight(ref="basic.l1", percent=Decimal("12.5")),
                Weight(ref="q.j.f1", percent=Decimal("87.5")),
                Weight(ref="q.j.w1-1", percent=Decimal(100)),
            ),
        ),
        Weights(
            part="practical",
            weights=(
                Weight(ref="q.j.f1", percent=Decimal(100)),
                Weight(ref="basic.l1", percent=None),
                Weight(ref="q.j.w1-1", percent=Decimal(0)),
                Weight(ref="q.j.w1-2", percent=Decimal(100)),
            ),
        ),
    )
    assert findings == []


def test_weights_that_say_nothing_or_sum_wrongly_are_told_at_their_cells(tmp_path: Path) -> None:
    _, findings = _weights(
        tmp_path,
        ("初级", "theory", "q.j.f1", 90, "0"),
        (None, None, "没有的功能", 10, "0"),
        (None, None, "q.j.w1-1", None, "0"),
        (None, None, "q.j.w1-2", "一半", "@"),
        ("特级", "theory", "q.j.f1", 100, "0"),
    )
    assert told(findings) == [
        ("MAP-WORKBOOK-VALUE", "权重表!C8"),
        ("MAP-WORKBOOK-VALUE", "权重表!E10"),
        ("MAP-WORKBOOK-VALUE", "权重表!A11"),
        ("MAP-WORKBOOK-MISSING", "权重表!E9"),
        ("MAP-WEIGHT", "权重表!E7"),
    ]


@pytest.mark.parametrize(
    ("typed", "meant", "told_of_zone"),
    [
        ("2026-04-10T09:00:00+08:00", datetime(2026, 4, 10, 1, tzinfo=UTC), False),
        ("2026-04-10T01:00:00Z", datetime(2026, 4, 10, 1, tzinfo=UTC), False),
        ("2026年4月10日", datetime(2026, 4, 9, 16, tzinfo=UTC), True),
        ("２０２６/４/１０", datetime(2026, 4, 9, 16, tzinfo=UTC), True),
        (date(2026, 4, 10), datetime(2026, 4, 9, 16, tzinfo=UTC), True),
    ],
)
def test_the_time_of_a_change_may_be_a_date(tmp_path: Path, typed: Any, meant: datetime, *, told_of_zone: bool) -> None:
    def change(desk: Desk) -> None:
        cell = desk.sheet("标准信息").cell(desk.row("标准信息", "修改时间\nModified"), 2)
        cell.value = typed
        if isinstance(typed, date):
            cell.number_format = "yyyy-mm-dd"

    back, findings = imported(tmp_path, change)
    assert back.modified == meant
    assert told(findings) == ([("MAP-WORKBOOK-TIME", "标准信息!B13")] if told_of_zone else [])


def test_hours_and_minutes_that_are_no_numbers_are_errors_at_their_cells(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        row = desk.row("等级", "学时 hours", "类别")
        desk.cell("等级", row, "学时").value = "六十四"
        desk.cell("等级", row + 1, "学时").value = None
        desk.cell("等级", desk.row("等级", "考核 exam", "类别"), "时长（分钟）").value = date(2026, 3, 30)

    _, findings = imported(tmp_path, change, full_map())
    errors = [finding for finding in findings if finding.id.startswith("MAP-WORKBOOK")]
    assert told(errors) == [
        ("MAP-WORKBOOK-VALUE", "等级!K9"),
        ("MAP-WORKBOOK-VALUE", "等级!L11"),
        ("MAP-WORKBOOK-MISSING", "等级!K10"),
    ]
