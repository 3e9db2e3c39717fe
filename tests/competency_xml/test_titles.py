"""Title rows name standard, role and level in many ways; misread, evidence is filed under a wrong name."""

from __future__ import annotations

import pytest

from competency_xml.exchange.printed.title import title_facts
from competency_xml.identity import level_slug
from competency_xml.standard_numbers import cited_numbers, cites_number


@pytest.mark.parametrize(
    ("title", "number", "role", "level", "direction"),
    [
        ("数字化管理师（2-02-30-11） 初级 工作要求", "2-02-30-11", "数字化管理师", "初级", ""),
        ("质量管理人员（T/CEAMI 005-2025）中级工作要求", "T/CEAMI 005-2025", "质量管理人员", "中级", ""),
        ("Ｔ／ＣＥＡＭＩ　００５—２０２５ 质量管理人员 能力要求", "T/CEAMI 005-2025", "质量管理人员", "", ""),
        ("表3 电工 三级/高级工 技能要求", None, "电工", "三级/高级工", ""),
        ("3.2 电工五级/初级工工作要求", None, "电工", "五级/初级工", ""),
        ("高级管理人员 工作要求", None, "高级管理人员", "", ""),
        ("初级质量管理人员能力要求表", None, "质量管理人员", "初级", ""),
        ("工程师 高级 职业方向：数据分析", None, "工程师", "高级", "数据分析"),
        ("工程师（工业数据方向）二级", None, "工程师", "二级", "工业数据"),
        ("《智能制造数字应用人员能力评价规范》 仓储管理人员", None, "仓储管理人员", "", ""),
        ("高级技师 工作要求", None, "", "高级技师", ""),
        ("Welder L2 work requirements", None, "Welder", "L2", ""),
        ("要求", None, "", "", ""),
        ("", None, "", "", ""),
    ],
)
def test_title_is_understood(title: str, number: str | None, role: str, level: str, direction: str) -> None:
    facts = title_facts(title)
    found = (facts.number or facts.occupation, facts.role, facts.level, facts.direction)
    assert found == (number, role, level, direction)


def test_title_row_wins_over_the_sheet_name() -> None:
    assert title_facts("电工 初级", "高级").level == "初级"
    assert title_facts("电工", "工作要求-高级").level == "高级"
    assert title_facts("电工", "质量管理人员").role == "电工"
    assert title_facts("工作要求", "质量管理人员").role == "质量管理人员"


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("初级", "junior"),
        ("高级", "senior"),
        ("初级工", "L5"),
        ("三级/高级工", "L3"),
        ("一级/高级技师", "L1"),
        ("技师", "L2"),
        ("L4", "L4"),
        ("Senior", "senior"),
        ("专家", None),
    ],
)
def test_level_words_have_slugs(label: str, slug: str | None) -> None:
    assert level_slug(label) == slug


@pytest.mark.parametrize("text", ["GB/T 19001-2016 质量", "T/CEAMI 005—2025", "职业 2-02-30-11", "ISO 9001-2015"])
def test_numbers_are_seen(text: str) -> None:
    assert cites_number(text)


@pytest.mark.parametrize("text", ["2024-2025年规划", "第 5-2 节", "IPC-2025", "电话 010-1234-5678", "质量 9001"])
def test_what_is_no_number(text: str) -> None:
    assert not cites_number(text)


def test_empty_brackets_go_with_the_number() -> None:
    assert cited_numbers("质量管理人员（T/CEAMI 005-2025）").rest.strip() == "质量管理人员"
