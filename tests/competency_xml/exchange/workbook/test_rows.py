"""Rows that an editor inserts, moves, copies, sorts, clears and deletes: as meant, or told at the cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from competency_xml.model import CompetencyMap, Work
from foundation.text import LangText
from tests.competency_xml.exchange.workbook.editor import LABEL, Desk, imported, plain_map, told


def _works(competency_map: CompetencyMap, level: int = 0) -> dict[str, Work]:
    return {work.id: work for work in competency_map.roles[0].levels[level].works()}


def _ids(work: Work) -> list[str]:
    return [item.id for item in work.items]


def test_a_workbook_that_nobody_changed_is_the_same_map(tmp_path: Path) -> None:
    back, findings = imported(tmp_path, lambda desk: None)
    assert back == plain_map()
    assert findings == []


def test_an_inserted_row_becomes_a_new_item_of_the_work_above(tmp_path: Path) -> None:
    row: list[int] = []

    def change(desk: Desk) -> None:
        row.append(desk.insert("q.j.a1-1-2", 类别="能力", 编号="1.1.3", **{LABEL: "能复核检验方案"}))

    back, findings = imported(tmp_path, change)
    work = _works(back)["q.j.w1-1"]
    assert _ids(work) == ["q.j.a1-1-1", "q.j.a1-1-2", "q.j.a1-1-3", "q.j.k1-1-1", "q.j.k1-1-2"]
    new = work.items[2]
    assert (new.kind, new.code, new.label) == ("ability", "1.1.3", LangText.of("能复核检验方案"))
    assert told(findings) == [("MAP-WORKBOOK-NEW", f"能力要求!F{row[0]}")]


def test_new_function_work_and_item_below_each_other(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.insert("q.j.k1-2-2", 类别="职业功能", 编号="2", **{LABEL: "质量改进"})
        row = desk.row("能力要求", "质量改进", LABEL)
        for number, (kind, code, text) in enumerate(
            [("工作内容", "2.1", "改进过程"), ("能力", "2.1.1", "能组织改进小组"), ("知识", "2.1.1", "改进的步骤")],
            start=row + 1,
        ):
            desk.sheet("能力要求").insert_rows(number)
            for heading, value in (("类别", kind), ("编号", code), (LABEL, text)):
                desk.cell("能力要求", number, heading).value = value

    back, findings = imported(tmp_path, change)
    function = back.roles[0].levels[0].functions[1]
    assert (function.id, function.works[0].id, _ids(function.works[0])) == (
        "q.j.f2",
        "q.j.w2-1",
        ["q.j.a2-1-1", "q.j.k2-1-1"],
    )
    assert back.roles[0].levels[1] == plain_map().roles[0].levels[1]
    assert {finding.id for finding in findings} == {"MAP-WORKBOOK-NEW"}


def test_changing_the_order_of_rows_changes_the_order_of_items_alone(tmp_path: Path) -> None:
    back, findings = imported(tmp_path, lambda desk: desk.move("q.j.a1-1-2", below="q.j.w1-1"))
    assert _ids(_works(back)["q.j.w1-1"])[:2] == ["q.j.a1-1-2", "q.j.a1-1-1"]
    assert [finding.id for finding in findings] == ["MAP-CODE-ORDER"]


def test_a_row_cut_to_another_work_moves_when_it_no_longer_says_where_it_belongs(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.cell("能力要求", "q.j.a1-1-2", "上级").value = None
        desk.cell("能力要求", "q.j.a1-1-2", "编号").value = "1.2.3"
        desk.move("q.j.a1-1-2", below="q.j.a1-2-2")

    back, findings = imported(tmp_path, change)
    works = _works(back)
    assert "q.j.a1-1-2" not in _ids(works["q.j.w1-1"])
    assert _ids(works["q.j.w1-2"])[2] == "q.j.a1-1-2"
    assert findings == []


def test_a_row_that_says_other_than_it_stands_is_told_at_the_cell(tmp_path: Path) -> None:
    row: list[int] = []

    def change(desk: Desk) -> None:
        desk.move("q.j.a1-1-2", below="q.j.a1-2-2")
        row.append(desk.row("能力要求", "q.j.a1-1-2"))

    back, findings = imported(tmp_path, change)
    assert "q.j.a1-1-2" in _ids(_works(back)["q.j.w1-1"])
    assert ("MAP-WORKBOOK-MOVED", f"能力要求!L{row[0]}") in told(findings)


def test_a_sorted_sheet_keeps_every_item_in_its_work(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        sheet = desk.sheet("能力要求")
        first, last = desk.heading_row("能力要求") + 1, sheet.max_row
        label = desk.column("能力要求", LABEL) - 1
        rows = sorted((desk.contents("能力要求", row) for row in range(first, last + 1)), key=lambda row: row[label])
        for number, row in enumerate(rows, start=first):
            desk.put("能力要求", number, row)

    def members(competency_map: CompetencyMap) -> dict[str, set[str]]:
        return {work.id: set(_ids(work)) for level in competency_map.levels() for work in level.works()}

    back, findings = imported(tmp_path, change)
    assert members(back) == members(plain_map())
    assert {item.id for item in back.items()} == {item.id for item in plain_map().items()}
    assert "MAP-WORKBOOK-MOVED" in {finding.id for finding in findings}


def test_a_copied_row_is_a_new_item_and_the_first_one_keeps_its_id(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        values = desk.contents("能力要求", desk.row("能力要求", "q.j.a1-1-2"))
        row = desk.insert("q.j.a1-1-2")
        desk.put("能力要求", row, values)
        desk.cell("能力要求", row, LABEL).value = "能修订检验方案"
        desk.cell("能力要求", row, "编号").value = "1.1.3"

    back, findings = imported(tmp_path, change)
    first, second = _works(back)["q.j.w1-1"].items[1:3]
    original = next(item for item in plain_map().items() if item.id == "q.j.a1-1-2")
    assert first == original
    assert (second.id, second.label) == ("q.j.a1-1-3", LangText.of("能修订检验方案"))
    assert second.uuid != first.uuid
    assert told(findings) == [("MAP-WORKBOOK-COPIED", "能力要求!F12")]


def test_a_deleted_row_is_told_and_its_id_is_never_given_to_another(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.sheet("能力要求").delete_rows(desk.row("能力要求", "q.j.a1-1-2"))
        desk.insert("q.j.a1-1-1", 类别="能力", 编号="1.1.2", **{LABEL: "能发布检验方案"})

    back, findings = imported(tmp_path, change)
    assert _ids(_works(back)["q.j.w1-1"])[:2] == ["q.j.a1-1-1", "q.j.a1-1-2-2"]
    by_id = {finding.id: finding for finding in findings}
    assert set(by_id) == {"MAP-WORKBOOK-NEW", "MAP-WORKBOOK-REMOVED"}
    assert by_id["MAP-WORKBOOK-REMOVED"].place == "标识登记!A11"
    assert "q.j.a1-1-2 " in by_id["MAP-WORKBOOK-REMOVED"].message


def test_a_row_cleared_but_for_its_hidden_id_is_a_deleted_row(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        row = desk.row("能力要求", "q.j.k1-2-2")
        for cell in desk.sheet("能力要求")[row][2:]:
            cell.value = None

    back, findings = imported(tmp_path, change)
    assert "q.j.k1-2-2" not in {item.id for item in back.items()}
    assert [finding.id for finding in findings] == ["MAP-WORKBOOK-REMOVED"]


def test_blank_rows_and_cells_between_change_nothing(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        for name in ("能力要求", "等级", "岗位角色"):
            desk.sheet(name).insert_rows(desk.heading_row(name) + 2, 3)
            desk.sheet(name).cell(desk.heading_row(name) + 3, 5).value = "  "

    back, findings = imported(tmp_path, change)
    assert back == plain_map()
    assert findings == []


def test_a_new_text_keeps_id_and_everything_else(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.cell("能力要求", "q.s.a1-1-1", LABEL).value = "能审定检验方案"

    back, findings = imported(tmp_path, change)
    item = next(item for item in back.items() if item.id == "q.s.a1-1-1")
    original = next(item for item in plain_map().items() if item.id == "q.s.a1-1-1")
    assert item == original.model_copy(update={"label": LangText.of("能审定检验方案")})
    assert findings == []


def test_a_row_without_kind_is_taken_as_the_one_above_and_told(tmp_path: Path) -> None:
    back, findings = imported(tmp_path, lambda desk: desk.insert("q.j.k1-1-2", 编号="1.1.3", **{LABEL: "熟悉抽样标准"}))
    new = _works(back)["q.j.w1-1"].items[-1]
    assert (new.id, new.kind) == ("q.j.k1-1-3", "knowledge")
    assert told(findings) == [("MAP-WORKBOOK-KIND", "能力要求!D14"), ("MAP-WORKBOOK-NEW", "能力要求!F14")]


def test_a_row_without_kind_below_a_work_is_an_error_at_its_cell(tmp_path: Path) -> None:
    _, findings = imported(tmp_path, lambda desk: desk.insert("q.j.w1-1", **{LABEL: "能复核检验方案"}))
    assert [(finding.id, finding.severity, finding.place) for finding in findings] == [
        ("MAP-WORKBOOK-MISSING", "error", "能力要求!D10")
    ]


def test_new_rows_may_name_what_they_belong_to(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        end = desk.sheet("能力要求").max_row
        rows: list[dict[str, Any]] = [
            {"等级": "初级", "类别": "能力", "编号": "1.1.3", LABEL: "能抄录检验方案", "上级": "１.１"},
            {
                "等级": "高级",
                "类别": "能力",
                "编号": "1.2.3",
                LABEL: "能否决检验方案",
                "上级": "编制高级第二类检验方案",
            },
            {"等级": "基本要求", "类别": "知识", LABEL: "计量法的要求"},
        ]
        for number, row in enumerate(rows, start=end + 1):
            for heading, value in row.items():
                desk.cell("能力要求", number, heading).value = value

    back, findings = imported(tmp_path, change)
    assert _ids(_works(back)["q.j.w1-1"])[-1] == "q.j.a1-1-3"
    assert _ids(_works(back, 1)["q.s.w1-2"])[-1] == "q.s.a1-2-3"
    assert [item.id for item in back.basic] == ["basic.l1", "basic.k1"]
    assert {finding.severity for finding in findings} <= {"note", "warning"}


def test_a_parent_that_cannot_be_told_is_an_error_at_its_cell(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.insert("q.j.a1-1-1", 类别="能力", **{LABEL: "能复核", "上级": "没有的工作"})
        desk.insert("q.s.a1-1-1", 类别="能力", **{LABEL: "能复核", "等级": "初级"})

    _, findings = imported(tmp_path, change)
    errors = [finding for finding in findings if finding.severity == "error"]
    assert [(finding.id, finding.place) for finding in errors] == [
        ("MAP-WORKBOOK-PARENT", "能力要求!L11"),
        ("MAP-WORKBOOK-PARENT", "能力要求!L23"),
    ]


def test_duties_and_levels_follow_the_row_above_when_they_do_not_say(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        row = desk.row("岗位角色", "q") + 1
        desk.sheet("岗位角色").insert_rows(row)
        desk.cell("岗位角色", row, "类别").value = "职责"
        desk.cell("岗位角色", row, "岗位或职责").value = "放行"
        row = desk.row("等级", "q.s") + 1
        for number, (kind, text) in enumerate((("申报条件", "三年经验"), ("等级", "特级")), start=row):
            desk.cell("等级", number, "类别").value = kind
            desk.cell("等级", number, "等级或条件").value = text

    back, findings = imported(tmp_path, change)
    role = back.roles[0]
    assert [duty.best() for duty in role.duty] == ["放行", "策划"]
    assert [entry.text.best() for entry in role.levels[1].entry] == ["三年经验"]
    assert [(level.id, level.label.best()) for level in role.levels][2:] == [("q.level3", "特级")]
    assert {finding.id for finding in findings} == {"MAP-WORKBOOK-NEW"}
