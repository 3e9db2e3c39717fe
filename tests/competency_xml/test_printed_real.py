"""The real table of an occupational standard: every text, and exactly its own defects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from competency_xml.check import map_counts
from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap
from competency_xml.xml import map_bytes, parse_map
from foundation.findings import Finding
from tests.competency_xml.workbooks import changed_copy

DEFECTS = [
    ("MAP-TEXT-SEPARATOR", "工作要求-初级!C6"),
    ("MAP-TEXT-HALF-WORD", "工作要求-初级!C13"),
    ("MAP-TEXT-SHORT", "工作要求-初级!C13"),
    ("MAP-FUNCTION-EMPTY", "工作要求-中级!A3"),
    ("MAP-CODE-GAP", "工作要求-中级!C8"),
    ("MAP-TEXT-FUNCTION-WORD", "工作要求-中级!C12"),
    ("MAP-FUNCTION-EMPTY", "工作要求-高级!A3"),
    ("MAP-TEXT-HALF-WORD", "工作要求-高级!C8"),
]


def _told(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.id, finding.place) for finding in findings]


def _printed_rows(competency_map: CompetencyMap) -> list[tuple[str, str, str, str, list[str], list[str]]]:
    rows = []
    for level in competency_map.levels():
        for function in level.functions:
            for work in function.works:
                texts = {
                    kind: [f"{item.code} {item.label.best()}" for item in work.items if item.kind == kind]
                    for kind in ("ability", "knowledge")
                }
                name = function.label.best()
                rows.append(
                    (level.label.best(), name, work.code or "", work.label.best(), texts["ability"], texts["knowledge"])
                )
    return rows


def test_real_table_arrives_whole_and_verbatim(printed_standard: Path) -> None:
    competency_map, _ = read_printed(printed_standard)
    assert map_counts(competency_map) == {
        "levels": 3,
        "functions": 14,
        "works": 38,
        "abilities": 117,
        "knowledge": 106,
        "experience": 0,
        "literacy": 0,
    }
    lines = (printed_standard.parent / "requirements.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = [
        (row["level"], row["func"], row["work_no"], row["work"], row["skills"], row["knowledge"])
        for row in map(json.loads, lines)
    ]
    assert sorted(_printed_rows(competency_map)) == sorted(wanted)


def test_real_defects_are_told_by_sheet_and_cell_and_nothing_else(printed_standard: Path) -> None:
    _, findings = read_printed(printed_standard)
    assert _told(findings) == DEFECTS
    assert {finding.severity for finding in findings} == {"warning"}
    assert all(finding.file == str(printed_standard) and finding.remedy for finding in findings)


def test_title_gives_standard_role_and_levels(printed_standard: Path) -> None:
    competency_map, _ = read_printed(printed_standard)
    assert competency_map.standard is not None
    assert (competency_map.standard.number, competency_map.standard.title.best()) == ("2-02-30-11", "数字化管理师")
    (role,) = competency_map.roles
    assert (role.id, role.label.best()) == ("role-2-02-30-11", "数字化管理师")
    assert [level.id for level in role.levels] == [f"{role.id}.{slug}" for slug in ("junior", "intermediate", "senior")]


def test_second_import_gives_equal_bytes(printed_standard: Path) -> None:
    first, second = (map_bytes(read_printed(printed_standard)[0]) for _ in range(2))
    assert first == second
    assert map_bytes(parse_map(first)) == first


def _rename(workbook: Workbook) -> None:
    for number, sheet in enumerate(workbook.worksheets, start=1):
        sheet.title = f"表 {number}"


@pytest.mark.parametrize(
    ("sheet", "cell", "old", "new", "finding_id"),
    [
        (0, "C3", "处理组织信息", "处理组织信息、", "MAP-TEXT-SEPARATOR"),
        (0, "D4", "硬件设备操作方法", "硬件设备操作方法；", "MAP-TEXT-SEPARATOR"),
        (1, "C5", "2.1.2 能解决应用通知、即时消息、系统通知不在同一消息界面等问题", "2.1.2 能用", "MAP-TEXT-SHORT"),
        (1, "D16", "5.2.2 数据表单关联、数据接口知识", "5.2.2 数据", "MAP-TEXT-SHORT"),
        (
            2,
            "C9",
            "4.1.3 能运用相关工具测量各项工作的数字化程度",
            "4.1.3 能运用相关工具测量各项工作的",
            "MAP-TEXT-FUNCTION-WORD",
        ),
        (2, "C4", "推动数字化组织转型", "推动数字化组织转型并", "MAP-TEXT-FUNCTION-WORD"),
        (0, "C10", "共享桌面，记录分享会议纪要", "共享桌面，并在", "MAP-TEXT-FUNCTION-WORD"),
        (0, "C12", "4.1.2 能根据需求，找到对应的典型SaaS软件\n", "", "MAP-CODE-GAP"),
        (2, "D5", "2.1.1 流程优化知识\n", "", "MAP-CODE-GAP"),
        (0, "A5", "2. 数字化沟通管理", "", "MAP-FUNCTION-EMPTY"),
        (0, "A16", "5. 数据管理", "5.", "MAP-FUNCTION-EMPTY"),
        (0, "C12", "（IaaS/PaaS/SaaS）", "（IaaS/PaaS/SaaS", "MAP-TEXT-BRACKETS"),
        (2, "D8", "3.2.2 数据与业务关联知识", "3.2.1 数据与业务关联知识", "MAP-CODE-DUPLICATE"),
        (2, "D8", "3.2.3 数据与决策关联知识", "3.2.3 数据分析方法", "MAP-TEXT-DUPLICATE"),
        (0, "D16", "5.1.2 软硬件数据采集方法", "5.2.2 软硬件数据采集方法", "MAP-CODE-MISMATCH"),
        (0, "B6", "2.2 传递沟通信息", "2.2", "MAP-WORK-EMPTY"),
        (0, "B6", "2.2 传递沟通信息", "", "MAP-WORK-EMPTY"),
        (1, "B14", "4.4 提供软件运维服务", "4.5 提供软件运维服务", "MAP-CODE-MISMATCH"),
        (1, "A8", "3. 数字化协同管理", "6. 数字化协同管理", "MAP-CODE-MISMATCH"),
        (0, "C17", "5.2.2 能制订", "能制订", "MAP-LINE-CONTINUED"),
        (0, "C17", "5.2.2 能制订推送规则，将数据报表推送给使用者", "5.2.2", "MAP-TEXT-EMPTY"),
    ],
)
def test_another_defect_in_a_renamed_copy_is_the_one_more_finding(
    printed_standard: Path, tmp_path: Path, sheet: int, cell: str, old: str, new: str, finding_id: str
) -> None:
    def spoil(workbook: Workbook) -> None:
        _rename(workbook)
        target = workbook.worksheets[sheet][cell]
        text = str(target.value)
        assert old in text
        target.value = text.replace(old, new) or None

    copy = changed_copy(printed_standard, tmp_path / "副本.xlsx", spoil)
    _, findings = read_printed(copy)
    names = {"工作要求-初级": "表 1", "工作要求-中级": "表 2", "工作要求-高级": "表 3"}
    known = {(one, f"{names[place.partition('!')[0]]}!{place.partition('!')[2]}") for one, place in DEFECTS}
    assert [told for told in _told(findings) if told not in known] == [(finding_id, f"表 {sheet + 1}!{cell}")]
    assert len(findings) == len(DEFECTS) + 1


def test_one_item_more_is_one_item_more(printed_standard: Path, tmp_path: Path) -> None:
    def add(workbook: Workbook) -> None:
        _rename(workbook)
        cell = workbook.worksheets[2]["C11"]
        cell.value = f"{cell.value}\n4.3.4 能评估培训效果并改进培训方案"

    competency_map, findings = read_printed(changed_copy(printed_standard, tmp_path / "多一条.xlsx", add))
    assert map_counts(competency_map)["abilities"] == 118
    assert (
        competency_map.roles[0].levels[2].functions[3].works[2].items[3].label.best() == "能评估培训效果并改进培训方案"
    )
    assert len(findings) == len(DEFECTS)


def test_mending_the_defects_leaves_no_finding(printed_standard: Path, tmp_path: Path) -> None:
    mended = {
        (0, "C6"): ("混排消息，", "混排消息"),
        (0, "C13"): (
            "4.2.2 能使用低代码工具搭建并发\n4.2.3 能在",
            "4.2.2 能使用低代码工具搭建并发布应用\n4.2.3 能在线调试应用",
        ),
        (1, "C8"): ("3.1.2 能建立", "3.1.1 能收集文件\n3.1.2 能建立"),
        (1, "C12"): ("搭建平台以", "搭建平台以支撑业务"),
        (2, "C8"): ("发现业务管", "发现业务管理问题"),
    }

    def mend(workbook: Workbook) -> None:
        workbook.worksheets[1]["A3"].value = "1. 数字化组织管理"
        workbook.worksheets[2]["A3"].value = "1. 数字化组织管理"
        for (sheet, cell), (old, new) in mended.items():
            target = workbook.worksheets[sheet][cell]
            target.value = str(target.value).replace(old, new)

    _, findings = read_printed(changed_copy(printed_standard, tmp_path / "已改.xlsx", mend))
    assert _told(findings) == []


def test_reading_leaves_the_workbook_alone(printed_standard: Path) -> None:
    before = printed_standard.read_bytes()
    read_printed(printed_standard)
    assert printed_standard.read_bytes() == before
    assert load_workbook(printed_standard).sheetnames == ["工作要求-初级", "工作要求-中级", "工作要求-高级"]
