"""`map check`: each rule speaks where it should, with a stable id, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from competency_xml.check import check_map, map_counts
from competency_xml.model import (
    CompetencyMap,
    InspiredBy,
    Item,
    Level,
    Source,
    Weights,
)
from foundation.text import LangText
from tests.competency_xml.generated import competency_maps
from tests.competency_xml.parts import SOUND_ITEMS, a_map, function, item, level, named, told, weights, with_items, work

ROOT = Path(__file__).resolve().parents[2]


def test_sound_map_has_no_finding() -> None:
    assert told(with_items(*SOUND_ITEMS)) == []


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("1.1.1", "1.1.3"), [("MAP-CODE-GAP", "a2")]),
        (("1.1.2", "1.1.3"), [("MAP-CODE-GAP", "a1")]),
        (("1.1.4", "1.1.5"), [("MAP-CODE-GAP", "a1")] * 3),
        (("1.1.1", "1.1.90"), [("MAP-CODE-GAP", "a2")]),
        (("1.1.1", "1.1.1"), [("MAP-CODE-DUPLICATE", "a2")]),
        (("1.1.1", "1.1.1", "1.1.3"), [("MAP-CODE-DUPLICATE", "a2")]),
        (("1.1.1", "1.2.2", "1.1.3"), [("MAP-CODE-MISMATCH", "a2")]),
        (("1.1.1", "1.1.3", "1.1.2"), [("MAP-CODE-ORDER", "a3")]),
        (("1.1.1", None), [("MAP-CODE-MISSING", "a2")]),
        (("1.2.1", "1.2.2"), [("MAP-CODE-MISMATCH", "w1")]),
        ((None, None), []),
        (("A.1", "A.5"), []),
    ],
)
def test_codes(codes: tuple[str | None, ...], expected: list[tuple[str, str]]) -> None:
    items = [item(f"a{n}", code, f"能完成第{n}项工作") for n, code in enumerate(codes, start=1)]
    assert told(with_items(*items)) == expected


def test_gaps_between_works_and_functions() -> None:
    works = [work(f"w{n}", f"3.{n}", item(f"a{n}", f"3.{n}.1", f"能完成第{n}项"), text=f"策划第{n}项") for n in (1, 3)]
    competency_map = a_map(
        level(function("f3", "3", *works), function("f5", "5", work("w5", "5.1", item("a5", "5.1.1")), text="质量改进"))
    )
    assert told(competency_map) == [("MAP-CODE-GAP", "w3"), ("MAP-CODE-GAP", "f5")]


def test_codes_repeat_across_levels_and_kinds_without_a_finding() -> None:
    second = Level(
        **named("q.high", "2", "高级"),
        functions=(function("g1", "1", work("v1", "1.1", item("b1", "1.1.1"))),),
    )
    first = level(function("f1", "1", work("w1", "1.1", item("a1", "1.1.1"))), direction=LangText.of("甲"))
    assert told(a_map(first, second)) == []


@pytest.mark.parametrize(
    ("text", "finding_id"),
    [
        ("", "MAP-TEXT-EMPTY"),
        ("能编制，", "MAP-TEXT-SEPARATOR"),
        ("能在", "MAP-TEXT-SHORT"),
        ("能编制计划并", "MAP-TEXT-FUNCTION-WORD"),
        ("能编写并归", "MAP-TEXT-HALF-WORD"),
        ("能编制（计划", "MAP-TEXT-BRACKETS"),
    ],
)
def test_texts(text: str, finding_id: str) -> None:
    assert told(with_items(item("a1", "1.1.1", text))) == [(finding_id, "a1")]
    assert told(with_items(item("a1", "1.1.1", text, status="retired"), item("a2", "1.1.2"))) == []


def test_the_same_text_twice_in_a_work_is_told_once() -> None:
    assert told(with_items(item("a1", "1.1.1"), item("a2", "1.1.2"))) == [("MAP-TEXT-DUPLICATE", "a2")]


def test_names_that_are_missing_and_parts_without_content() -> None:
    competency_map = a_map(
        level(
            function("f1", "1", work("w1", "1.1", item("a1", "1.1.1"), text="")),
            function("f2", "2", work("w2", "2.1", item("a2", "2.1.1", "能分解目标")), text=""),
            function("f3", "3", work("w3", "3.1"), text="质量控制"),
            function("f4", "4", text="质量改进"),
        )
    )
    assert told(competency_map) == [
        ("MAP-WORK-EMPTY", "w1"),
        ("MAP-FUNCTION-EMPTY", "f2"),
        ("MAP-CHILDLESS", "w3"),
        ("MAP-CHILDLESS", "f4"),
    ]


def test_names_are_read_like_items_but_may_be_short() -> None:
    competency_map = a_map(
        level(
            function("f1", "1", work("w1", "1.1", item("a1", "1.1.1"), text="培训"), text="指导"),
            function(
                "f2",
                "2",
                work("w2", "2.1", item("a2", "2.1.1", "能分解目标"), text="管理组织架构，"),
                text="质量策划与",
            ),
        )
    )
    assert told(competency_map) == [("MAP-TEXT-FUNCTION-WORD", "f2"), ("MAP-TEXT-SEPARATOR", "w2")]


def test_knowledge_that_serves_no_ability_is_noted() -> None:
    findings = check_map(with_items(item("k1", "1.1.1", "质量知识", kind="knowledge")))
    assert [(finding.id, finding.severity) for finding in findings] == [("MAP-KNOWLEDGE-ORPHAN", "note")]


def test_missing_translations_are_noted_in_a_map_that_has_some() -> None:
    both_languages = item("a1", "1.1.1").model_copy(update={"label": LangText.of("能编制计划", "Can write a plan")})
    findings = check_map(with_items(both_languages, item("a2", "1.1.2", "能分解目标")))
    assert {finding.id for finding in findings} == {"MAP-TRANSLATION"}
    assert "a2" in {finding.place for finding in findings}
    assert {finding.severity for finding in findings} == {"note"}


@pytest.mark.parametrize(
    ("tables", "count"),
    [
        ([weights(("f1", 100))], 0),
        ([weights(("b1", 5), ("f1", 95))], 0),
        ([weights(("f1", 100)), weights(("f1", 100), ("b1", None), part="skill")], 0),
        ([weights(("f1", 60), ("w1", 60), ("b1", 40))], 0),
        ([weights(("f1", 60), ("w1", 100), ("b1", 40))], 0),
        ([weights(("f1", 99))], 1),
        ([weights(("f1", 60), ("w1", 50), ("b1", 40))], 1),
        ([weights(("f1", 50), ("f1", 50))], 1),
        ([weights(("f1", 120), ("b1", -20))], 2),
        ([weights(("f1", 100)), weights(("f1", 100))], 1),
        ([weights(("f1", None))], 1),
    ],
)
def test_weights(tables: list[Weights], count: int) -> None:
    basic = (Item(**named("b1", None, "爱岗敬业、诚实守信"), kind="literacy"),)
    competency_map = a_map(
        level(function("f1", "1", work("w1", "1.1", item("a1", "1.1.1"))), weights=tuple(tables)), basic=basic
    )
    findings = check_map(competency_map)
    assert [(finding.id, finding.severity, finding.place) for finding in findings] == [
        ("MAP-WEIGHT", "error", "q.level")
    ] * count


def test_critical_item_without_weight_is_told() -> None:
    critical = item("a1", "1.1.1", critical=True)
    basic = (Item(**named("b1", None, "爱岗敬业、诚实守信"), kind="literacy"),)
    tables = (weights(("f1", None), ("b1", 100)),)
    competency_map = a_map(level(function("f1", "1", work("w1", "1.1", critical)), weights=tables), basic=basic)
    assert told(competency_map) == [("MAP-CRITICAL", "a1")]


def test_references_lead_somewhere_and_ids_are_unique() -> None:
    competency_map = with_items(
        item("a1", "1.1.1", "能编制计划", replaced_by=("a2",)),
        item("a1", "1.1.2", "能分解目标", supports=("nowhere",)),
        item("a3", "1.1.3", "能评审计划", status="retired", replaced_by=("gone",)),
        weights=(weights(("f9", 100)),),
    )
    assert sorted(told(competency_map)) == [
        ("MAP-ID-DUPLICATE", "a1"),
        ("MAP-REFERENCE", "a1"),
        ("MAP-REFERENCE", "a1"),
        ("MAP-REFERENCE", "a3"),
        ("MAP-REFERENCE", "q.level"),
        ("MAP-REPLACED", "a1"),
    ]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"status": "published"}, 0),
        ({"status": "published", "standard": None}, 1),
        ({"standard": None}, 0),
        ({"status": "illustrative"}, 1),
        ({"inspired_by": InspiredBy(title=LangText.of("某规范"))}, 1),
        ({"status": "illustrative", "standard": None, "inspired_by": InspiredBy(title=LangText.of("某规范"))}, 0),
        (
            {
                "status": "illustrative",
                "standard": None,
                "inspired_by": InspiredBy(title=LangText.of("T/CEAMI 005-2025")),
            },
            1,
        ),
    ],
)
def test_what_a_map_states_of_a_standard(changes: dict[str, Any], count: int) -> None:
    competency_map = with_items(*SOUND_ITEMS).model_copy(update=changes)
    told_of_it = [(one, place) for one, place in told(competency_map) if one != "MAP-TRANSLATION"]
    assert told_of_it == [("MAP-STATEMENT", None)] * count


def test_illustrative_map_cites_no_clause() -> None:
    cited = with_items(item("a1", "1.1.1", source=Source(clause="A.2"))).model_copy(
        update={"status": "illustrative", "standard": None, "inspired_by": InspiredBy(title=LangText.of("某规范"))}
    )
    assert told(cited) == [("MAP-TRANSLATION", None), ("MAP-STATEMENT", "a1")]


def test_empty_map_and_unusable_base() -> None:
    assert told(CompetencyMap(base="质量 图谱")) == [("MAP-BASE", None), ("MAP-EMPTY", None)]


def test_counts_leave_out_what_is_retired() -> None:
    competency_map = with_items(*SOUND_ITEMS, item("a9", "1.1.3", "能说明", status="retired"))
    assert map_counts(competency_map)["abilities"] == 2


@given(competency_maps())
def test_any_map_can_be_checked(competency_map: CompetencyMap) -> None:
    for finding in check_map(competency_map, "图谱.xml"):
        assert finding.file == "图谱.xml"
        assert finding.remedy


def test_every_finding_is_documented() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "competency_xml").rglob("*.py"))
    ids = set(re.findall(r'"(MAP-[A-Z-]+)"', sources))
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs/findings").glob("map*.md"))
    documented = set(re.findall(r"`(MAP-[A-Z-]+)`", pages))
    assert ids == documented


def test_retired_parts_have_no_say_in_the_codes_and_their_numbers_are_no_gap() -> None:
    retired = item("a4", "1.1.2", "能分解质量指标", status="retired")
    assert told(with_items(item("a1", "1.1.1", "能编制计划"), item("a3", "1.1.3", "能评审计划"), retired)) == []
    again = (item("a1", "1.1.1", "能编制计划"), item("a2", "1.1.2", "能评审计划"), retired)
    assert told(with_items(*again)) == []
    elsewhere = item("a5", "2.1.1", "能汇总记录", status="retired")
    assert told(with_items(item("a1", "1.1.1", "能编制计划"), item("a2", "1.1.2", "能评审计划"), elsewhere)) == []
