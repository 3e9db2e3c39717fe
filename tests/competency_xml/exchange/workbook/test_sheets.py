"""Sheets and columns that an editor moves, renames, hides, adds and removes."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.errors import InvalidMapError
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed import PrintedFormat
from competency_xml.exchange.registry import reader_for
from competency_xml.exchange.workbook import WorkbookFormat, read_authoring, write_authoring
from competency_xml.model import CompetencyMap
from competency_xml.xml import map_bytes
from foundation.findings import Finding
from foundation.text import LangText
from tests.competency_xml.exchange.workbook.editor import LABEL, Change, Desk, edited, imported, plain_map, told
from tests.competency_xml.exchange.workbook.maps import full_map
from tests.competency_xml.workbooks import workbook_file


def _refused(folder: Path, change: Change) -> list[Finding]:
    with pytest.raises(InvalidMapError) as caught:
        read_authoring(edited(folder, change))
    return list(caught.value.findings())


def test_columns_in_any_order_and_hidden_or_grouped_are_read_alike(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        sheet = desk.sheet("能力要求")
        for row in range(desk.heading_row("能力要求"), sheet.max_row + 1):
            desk.put("能力要求", row, list(reversed(desk.contents("能力要求", row))))
        for letter in "CDEF":
            sheet.column_dimensions[letter].hidden = True
        sheet.row_dimensions[desk.heading_row("能力要求") + 3].hidden = True

    back, findings = imported(tmp_path, change)
    assert back == plain_map()
    assert findings == []


def test_headings_in_one_language_and_moved_down_are_found(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        for name in ("能力要求", "等级"):
            for cell in desk.sheet(name)[desk.heading_row(name)]:
                zh, _, en = str(cell.value).partition("\n")
                cell.value = f" {zh}　[zh-CN]" if "[zh-CN]" in en else en.upper() if "[" not in en else f"{zh}［en］"
            desk.sheet(name).insert_rows(1, 4)

    back, findings = imported(tmp_path, change)
    assert back == plain_map()
    assert findings == []


def test_a_renamed_sheet_is_known_by_its_headings(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.sheet("能力要求").title = "质量部 2026"
        desk.sheet("标准信息").title = "封面"
        desk.workbook.move_sheet("质量部 2026", -2)

    path = edited(tmp_path, change)
    assert reader_for(path).name == "xlsx"
    assert read_authoring(path)[0] == plain_map()


def test_a_column_of_another_language_adds_that_language(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        sheet = desk.sheet("能力要求")
        column = sheet.max_column + 1
        sheet.cell(desk.heading_row("能力要求"), column).value = "要求或名称 [de]"
        sheet.cell(desk.row("能力要求", "q.j.a1-1-1"), column).value = "Kann Prüfpläne erstellen"

    back, _ = imported(tmp_path, change)
    item = next(item for item in back.items() if item.id == "q.j.a1-1-1")
    assert item.label.get("de") == "Kann Prüfpläne erstellen"


def test_extra_columns_sheets_and_items_are_told_and_change_nothing(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        sheet = desk.sheet("能力要求")
        sheet.cell(desk.heading_row("能力要求"), 21).value = "负责人"
        sheet.cell(desk.row("能力要求", "q.j.a1-1-1"), 21).value = "王工"
        sheet.cell(desk.row("能力要求", "q.j.a1-1-1"), 23).value = "待核"
        desk.workbook.create_sheet("草稿").cell(1, 1).value = "待办"
        desk.sheet("标准信息").append(["审批人", "李主任"])

    back, findings = imported(tmp_path, change)
    assert back == plain_map()
    assert {(finding.id, finding.place, finding.severity) for finding in findings} == {
        ("MAP-COLUMN", "能力要求!U6", "note"),
        ("MAP-COLUMN", "能力要求!W6", "note"),
        ("MAP-SHEET-EMPTY", "草稿", "note"),
        ("MAP-WORKBOOK-ITEM", "标准信息!A21", "note"),
    }


def test_a_column_that_is_gone_is_told(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.sheet("能力要求").delete_cols(desk.column("能力要求", "认知层次"))

    _, findings = imported(tmp_path, change)
    assert told(findings) == [("MAP-WORKBOOK-COLUMN", "能力要求!A6")]
    assert findings[0].severity == "warning"


def test_a_language_that_is_gone_is_told(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.sheet("能力要求").delete_cols(desk.column("能力要求", LABEL, "en"))

    back, findings = imported(tmp_path, change, full_map())
    assert {item.label.get("en") for item in back.roles[0].levels[1].items()} == {None}
    assert ("MAP-WORKBOOK-COLUMN", "能力要求!A6") in told(findings)
    assert any("要求或名称 [en]" in finding.message for finding in findings)


@pytest.mark.parametrize("heading", ["标识", "UUID", "类别"])
def test_without_ids_or_kinds_nothing_is_imported(tmp_path: Path, heading: str) -> None:
    findings = _refused(tmp_path, lambda desk: desk.sheet("能力要求").delete_cols(desk.column("能力要求", heading)))
    assert [(one.id, one.severity) for one in findings] == [("MAP-WORKBOOK-COLUMN", "error")]
    assert heading in findings[0].message


@pytest.mark.parametrize("name", ["标准信息", "岗位角色", "等级", "能力要求"])
def test_a_sheet_that_is_gone_or_hidden_is_an_error(tmp_path: Path, name: str) -> None:
    def hide(desk: Desk) -> None:
        desk.sheet(name).sheet_state = "hidden"

    assert told(_refused(tmp_path, lambda desk: desk.workbook.remove(desk.sheet(name)))) == [
        ("MAP-WORKBOOK-SHEET", name)
    ]
    findings = _refused(tmp_path, hide)
    assert told(findings) == [("MAP-SHEET-HIDDEN", name), ("MAP-WORKBOOK-SHEET", name)]
    assert name in findings[1].remedy


def test_lesser_sheets_that_are_gone_are_told(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        for name in ("权重表", "对照", "修订记录", "标识登记", "词表"):
            desk.workbook.remove(desk.sheet(name))

    back, findings = imported(tmp_path, change)
    assert back == plain_map()
    assert [(one.place, one.severity) for one in findings] == [
        ("权重表", "warning"),
        ("对照", "warning"),
        ("修订记录", "warning"),
        ("标识登记", "note"),
    ]


def test_two_sheets_with_the_same_headings_are_an_error(tmp_path: Path) -> None:
    findings = _refused(tmp_path, lambda desk: desk.workbook.copy_worksheet(desk.sheet("能力要求")))
    assert told(findings) == [("MAP-WORKBOOK-SHEET", "能力要求 Copy")]


def test_merged_cells_mean_the_one_above_where_that_can_be(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        first, last = desk.row("能力要求", "q.j.f1"), desk.row("能力要求", "q.j.k1-2-2")
        desk.sheet("能力要求").merge_cells(f"C{first}:C{last}")
        first = desk.row("能力要求", "q.s.a1-1-1")
        desk.sheet("能力要求").merge_cells(f"F{first}:F{first + 1}")

    back, findings = imported(tmp_path, change)
    assert [work.id for work in back.roles[0].levels[0].works()] == ["q.j.w1-1", "q.j.w1-2"]
    assert ("MAP-WORKBOOK-MERGED", "能力要求!F21") in told(findings)
    assert ("MAP-TEXT-EMPTY", "能力要求!F22") in told(findings)


def test_names_for_reference_are_not_read_and_that_is_told(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.cell("权重表", 8, "名称（参考）").value = "改了名"

    back, findings = imported(tmp_path, change, full_map())
    assert map_bytes(back) == map_bytes(full_map())
    assert ("MAP-WORKBOOK-NAME", "权重表!D8") in told(findings)


def test_alignments_may_name_a_part_by_its_code_or_name(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        row = desk.heading_row("对照") + 1
        for number, (ref, target) in enumerate(
            [
                ("能编制初级第一类检验方案的第一部分", "https://example.org/1"),
                ("没有", "https://example.org/2"),
                ("q", None),
            ],
            start=row,
        ):
            desk.cell("对照", number, "对象").value = ref
            desk.cell("对照", number, "对照目标").value = target

    back, findings = imported(tmp_path, change)
    item = next(item for item in back.items() if item.alignments)
    assert item.id == "q.j.a1-1-1"
    assert [(one.relation, one.target) for one in item.alignments] == [("isRelatedTo", "https://example.org/1")]
    assert told(findings) == [("MAP-WORKBOOK-VALUE", "对照!A6"), ("MAP-WORKBOOK-MISSING", "对照!D7")]


def _revise(desk: Desk) -> None:
    desk.sheet("标准信息").cell(desk.row("标准信息", "图谱版本\nMap version"), 2).value = "1.1.0"
    desk.sheet("修订记录").append(["1.1.0", "2026-05-01", "按专家意见改写两项"])


def test_revisions_are_kept_with_the_map_and_come_out_again(tmp_path: Path) -> None:
    back, findings = imported(tmp_path, _revise)
    assert back.version == "1.1.0"
    assert findings == []
    write_authoring(back, tmp_path / "再次.xlsx")
    again, _ = read_authoring(tmp_path / "再次.xlsx")
    assert again == back
    told_again: list[list[object]] = []
    imported(tmp_path, lambda desk: told_again.extend(desk.contents("修订记录", row) for row in (5, 6)), back)
    assert told_again == [["1.0.0", None, None], ["1.1.0", "2026-05-01", "按专家意见改写两项"]]


def test_a_revision_of_another_version_than_the_map_is_told(tmp_path: Path) -> None:
    back, findings = imported(tmp_path, lambda desk: desk.sheet("修订记录").append(["1.1.0", None, "改写"]))
    assert back.version == "1.0.0"
    assert told(findings) == [("MAP-WORKBOOK-REVISION", "修订记录!A6")]


def test_a_workbook_typed_from_nothing_makes_a_whole_map(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        for name in ("岗位角色", "等级", "能力要求", "标识登记"):
            sheet, first = desk.sheet(name), desk.heading_row(name) + 1
            sheet.delete_rows(first, sheet.max_row)
        rows = (
            ("岗位角色", "岗位或职责", (("岗位", None, "仓储管理人员"), ("职责", None, "盘点"))),
            ("等级", "等级或条件", (("等级", None, "初级"), ("等级", None, "高级"))),
        )
        for name, heading, lines in rows:
            for number, (kind, code, text) in enumerate(lines, start=desk.heading_row(name) + 1):
                for field, value in (("类别", kind), ("编号", code), (heading, text)):
                    desk.cell(name, number, field).value = value
        number = desk.heading_row("能力要求")
        for level in ("初级", "高级"):
            for kind, code, text in (
                ("职业功能", "1", "入库"),
                ("工作内容", "1.1", "验收"),
                ("能力", "1.1.1", f"能按{level}要求验收货物"),
            ):
                number += 1
                fields = (
                    ("等级", level if kind == "职业功能" else None),
                    ("类别", kind),
                    ("编号", code),
                    (LABEL, text),
                )
                for field, value in fields:
                    desk.cell("能力要求", number, field).value = value

    back, findings = imported(tmp_path, change)
    role = back.roles[0]
    assert (role.id, [duty.best() for duty in role.duty]) == ("warehousing", ["盘点"])
    assert [level.id for level in role.levels] == ["warehousing.junior", "warehousing.senior"]
    assert [item.id for item in back.items()] == ["warehousing.junior.a1-1-1", "warehousing.senior.a1-1-1"]
    assert all(finding.severity != "error" for finding in findings)


def test_options_that_were_given_win_over_the_workbook(tmp_path: Path) -> None:
    path = edited(tmp_path, lambda desk: None)
    options = ImportOptions(base="https://example.org/other/", status="draft", role="production")
    back, findings = read_authoring(path, options)
    assert (back.base, back.status, back.version, back.roles[0].id) == (options.base, "draft", "1.0.0", "q")
    assert "MAP-WORKBOOK-OPTION" in {finding.id for finding in findings}


def test_what_the_first_sheet_leaves_out_is_told(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        sheet = desk.sheet("标准信息")
        for name in ("工作簿格式\nWorkbook format", "IRI 前缀\nIRI base"):
            sheet.cell(desk.row("标准信息", name), 2).value = None
        sheet.cell(desk.row("标准信息", "标准名称\nStandard title"), 2).value = "规范"
        sheet.cell(desk.row("标准信息", "图谱版本\nMap version"), 3).value = "2"

    _, findings = imported(tmp_path, change)
    found = [one for one in told(findings) if one[0].startswith("MAP-WORKBOOK")]
    assert sorted(found) == [
        ("MAP-WORKBOOK-FORMAT", "标准信息!B9"),
        ("MAP-WORKBOOK-MISSING", "标准信息!B10"),
        ("MAP-WORKBOOK-MISSING", "标准信息!B15"),
        ("MAP-WORKBOOK-UNUSED", "标准信息!C11"),
    ]


def _drop_name(desk: Desk) -> None:
    del desk.workbook.defined_names["CB_MAP_WORKBOOK"]


def _rename_all(desk: Desk) -> None:
    _drop_name(desk)
    for number, sheet in enumerate(desk.workbook.worksheets):
        sheet.title = f"表 {number}"


@pytest.mark.parametrize("change", [lambda desk: None, _drop_name, _rename_all])
def test_an_authoring_workbook_is_told_from_a_printed_table(tmp_path: Path, change: Change) -> None:
    path = edited(tmp_path, change)
    assert reader_for(path).name == WorkbookFormat.name
    assert reader_for(path).read(path)[0] == plain_map()


def test_a_printed_table_is_no_authoring_workbook(tmp_path: Path, printed_standard: Path) -> None:
    for path in (workbook_file(tmp_path / "要求.xlsx"), printed_standard):
        assert reader_for(path).name == PrintedFormat.name


def test_texts_of_another_language_alone_stay_in_it(tmp_path: Path) -> None:
    competency_map = CompetencyMap(base="urn:x:", title=LangText({"ja": "品質"}))
    write_authoring(competency_map, tmp_path / "a.xlsx")
    assert read_authoring(tmp_path / "a.xlsx")[0] == competency_map
