"""`map check` on critical items, knowledge, retirement, exams, duplicates, translations: told once, and only then."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from competency_xml.check import check_map
from competency_xml.check.duplicates import gist_of
from competency_xml.model import (
    Alignment,
    CompetencyMap,
    ExamPart,
    Hours,
    InspiredBy,
    Item,
    Level,
    Source,
)
from foundation.text import LangText
from tests.competency_xml.parts import SOUND_ITEMS, a_map, function, item, level, named, told, weights, with_items, work

PLAN, TARGETS, CONTENT = SOUND_ITEMS


def knowledge(part_id: str, text: str = "质量目标的分解方法", **more: Any) -> Item:
    return item(part_id, None, text, kind="knowledge", **more)


# Critical items


def test_critical_item_that_nothing_assesses_is_told() -> None:
    critical = PLAN.model_copy(update={"critical": True})
    assert told(with_items(critical, CONTENT)) == [("MAP-CRITICAL-ASSESS", "a1")]
    assert told(with_items(critical.model_copy(update={"assess": "practical"}), CONTENT)) == []
    assert told(with_items(critical, CONTENT, weights=(weights(("f1", 100)),))) == []


def test_where_items_say_how_they_are_assessed_a_critical_one_does_too() -> None:
    critical = PLAN.model_copy(update={"critical": True})
    told_how = TARGETS.model_copy(update={"assess": "case"})
    assert told(with_items(critical, told_how, CONTENT, weights=(weights(("f1", 100)),))) == [
        ("MAP-CRITICAL-ASSESS", "a1")
    ]


def test_critical_ability_without_knowledge_is_noted_where_the_level_names_knowledge() -> None:
    critical = PLAN.model_copy(update={"critical": True, "assess": "case"})
    alone = a_map(
        level(
            function(
                "f1",
                "1",
                work("w1", "1.1", critical),
                work("w2", "1.2", item("a2", "1.2.1", "能分解质量目标"), knowledge("k2"), text="分解目标"),
            )
        )
    )
    assert [(one.id, one.place, one.severity) for one in check_map(alone)] == [("MAP-CRITICAL-KNOWLEDGE", "a1", "note")]
    assert told(with_items(critical, TARGETS, knowledge("k1", supports=("a1", "a2")))) == []
    assert told(with_items(critical, TARGETS, knowledge("k1", supports=("a2",)))) == [("MAP-CRITICAL-KNOWLEDGE", "a1")]


# Knowledge


def test_knowledge_that_supports_nothing_is_noted_only_where_knowledge_says_what_it_supports() -> None:
    without = knowledge("k2", "统计知识")
    uncoded = CONTENT.model_copy(update={"code": None})
    assert told(with_items(PLAN, TARGETS, uncoded, without)) == []
    supporting = knowledge("k1", supports=("a1",))
    assert told(with_items(PLAN, TARGETS, supporting, without)) == [("MAP-KNOWLEDGE-ORPHAN", "k2")]


def test_support_goes_to_another_item() -> None:
    assert told(with_items(PLAN, knowledge("k1", supports=("k1",)))) == [("MAP-SUPPORTS", "k1")]
    assert told(with_items(PLAN, knowledge("k1", supports=("w1",)))) == [("MAP-SUPPORTS", "k1")]


# Retirement


def test_what_is_retired_and_still_counted_on_is_told_with_its_successor() -> None:
    retired = item("a9", "1.1.3", "能汇总质量记录", status="retired", replaced_by=("a2",))
    competency_map = with_items(PLAN, TARGETS, retired, knowledge("k1", supports=("a9",)))
    (finding,) = check_map(competency_map)
    assert (finding.id, finding.place) == ("MAP-RETIRED", "k1")
    assert "a9" in finding.message
    assert "a2" in finding.message


def test_weight_on_something_retired_is_told() -> None:
    retired = function("f9", None, text="质量改进").model_copy(update={"status": "retired"})
    used = function("f1", "1", work("w1", "1.1", *SOUND_ITEMS))
    assert told(a_map(level(used, retired, weights=(weights(("f1", 60), ("f9", 40)),)))) == [("MAP-RETIRED", "q.level")]
    assert told(a_map(level(used, retired, weights=(weights(("f1", 100), ("f9", None)),)))) == []


def test_retired_work_that_holds_items_in_use_is_told_once() -> None:
    dropped = work("w2", "1.2", item("a3", "1.2.1", "能评审"), item("a4", "1.2.2", "能改进"), text="评审计划")
    retired = dropped.model_copy(update={"status": "retired"})
    competency_map = a_map(level(function("f1", "1", work("w1", "1.1", *SOUND_ITEMS), retired)))
    assert told(competency_map) == [("MAP-RETIRED-HOLDS", "w2")]


@pytest.mark.parametrize(
    ("successors", "rings"),
    [
        ({"a5": ("a6",), "a6": ("a1",)}, 0),
        ({"a5": ("a5",)}, 1),
        ({"a5": ("a6",), "a6": ("a5",)}, 1),
        ({"a5": ("a6",), "a6": ("a7",), "a7": ("a5",)}, 1),
        ({"a5": ("a5",), "a6": ("a5", "a6")}, 2),
        ({"a5": ("a6", "a7"), "a6": ("a1",), "a7": ("a6",)}, 0),
    ],
)
def test_successors_that_lead_back_are_told_once(successors: dict[str, tuple[str, ...]], rings: int) -> None:
    retired = [
        item(name, None, f"能做{name}", status="retired", replaced_by=replaced) for name, replaced in successors.items()
    ]
    findings = check_map(with_items(*SOUND_ITEMS, *retired))
    assert [(one.id, one.severity) for one in findings] == [("MAP-REPLACED-CYCLE", "error")] * rings


def test_long_rings_of_successors_end() -> None:
    count = 5_000
    chain = [
        item(f"x{n}", None, f"能做{n}", status="retired", replaced_by=(f"x{(n + 1) % count}",)) for n in range(count)
    ]
    assert [one for one, _ in told(with_items(*SOUND_ITEMS, *chain))] == ["MAP-REPLACED-CYCLE"]


# Weights, hours, exams


def test_weight_of_a_part_of_another_level_is_told() -> None:
    first = level(function("f1", "1", work("w1", "1.1", *SOUND_ITEMS)), direction=LangText.of("甲"))
    other = item("b1", "1.1.1", "能分析数据")
    second = Level(
        **named("q.high", "2", "高级"),
        functions=(function("g1", "1", work("v1", "1.1", other)),),
        weights=(weights(("g1", 50), ("f1", 50)),),
    )
    assert told(a_map(first, second)) == [("MAP-WEIGHT-ELSEWHERE", "q.high")]


@pytest.mark.parametrize(
    ("hours", "count"),
    [
        ({"total": 64}, 0),
        ({"total": 64, "theory": 24, "practice": 40}, 0),
        ({"theory": 24, "practice": 40}, 0),
        ({"total": 64, "theory": 24, "practice": 30}, 1),
        ({"total": -1}, 1),
    ],
)
def test_hours_add_up(hours: dict[str, int], count: int) -> None:
    stated = tuple(Hours(component=name, value=Decimal(value)) for name, value in hours.items())
    assert told(with_items(*SOUND_ITEMS, hours=stated)) == [("MAP-HOURS", "q.level")] * count


def test_component_of_hours_that_is_there_twice_is_told() -> None:
    twice = (Hours(component="theory", value=Decimal(8)), Hours(component="theory", value=Decimal(8)))
    assert told(with_items(*SOUND_ITEMS, hours=twice)) == [("MAP-HOURS", "q.level")]


@pytest.mark.parametrize(
    ("exam", "count"),
    [
        ({"minutes": 90, "maximum": Decimal(100), "passing": Decimal(60)}, 0),
        ({"maximum": Decimal(100), "passing": Decimal(100)}, 0),
        ({}, 0),
        ({"maximum": Decimal(100), "passing": Decimal(101)}, 1),
        ({"maximum": Decimal(0)}, 1),
        ({"passing": Decimal(-1)}, 1),
        ({"minutes": 0}, 1),
    ],
)
def test_exam_can_be_sat_and_passed(exam: dict[str, Any], count: int) -> None:
    findings = check_map(with_items(*SOUND_ITEMS, exams=(ExamPart(part="theory", **exam),)))
    assert [(one.id, one.severity, one.place) for one in findings] == [("MAP-EXAM", "error", "q.level")] * count


def test_exam_part_that_is_there_twice_is_told() -> None:
    assert told(with_items(*SOUND_ITEMS, exams=(ExamPart(part="theory"), ExamPart(part="theory")))) == [
        ("MAP-EXAM", "q.level")
    ]


# The same twice


@pytest.mark.parametrize(
    "again",
    [
        "能编制质量计划。",
        "能够编制质量计划",
        "能编制质量的计划",
        " 能编制 质量计划",
        "能编制“质量计划”",
        "能编制质量计划ＱＰ",
    ],
)
def test_nearly_the_same_ability_in_one_level_is_told(again: str) -> None:
    text = "能编制质量计划qp" if again.endswith("ＱＰ") else "能编制质量计划"
    other = work("w2", "1.2", item("a2", "1.2.1", again), text="评审计划")
    competency_map = a_map(level(function("f1", "1", work("w1", "1.1", item("a1", "1.1.1", text)), other)))
    assert told(competency_map) == [("MAP-TEXT-ALIKE", "a2")]


@pytest.mark.parametrize("other", ["能编制质量目标", "能编制质量计划书", "能不编制质量计划", "能编制3份质量计划"])
def test_another_ability_is_no_duplicate(other: str) -> None:
    assert told(with_items(PLAN, item("a2", "1.1.2", other))) == []


def test_the_same_ability_in_two_works_is_told_and_in_two_levels_is_not() -> None:
    works = [work(f"w{n}", f"1.{n}", item(f"a{n}", f"1.{n}.1"), text=f"工作{n}号") for n in (1, 2)]
    assert told(a_map(level(function("f1", "1", *works)))) == [("MAP-TEXT-DUPLICATE", "a2")]
    levels = [
        Level(**named(f"q.l{n}", str(n), f"第{n}级"), functions=(function(f"f{n}", "1", works[n - 1]),)) for n in (1, 2)
    ]
    assert [one for one, _ in told(a_map(*levels)) if one.startswith("MAP-TEXT")] == []


def test_works_may_ask_for_the_same_knowledge() -> None:
    works = [
        work(f"w{n}", f"1.{n}", item(f"a{n}", f"1.{n}.1", f"能做{n}号"), knowledge(f"k{n}"), text=f"工作{n}号")
        for n in (1, 2)
    ]
    assert told(a_map(level(function("f1", "1", *works)))) == []


def test_names_that_are_there_twice_are_told() -> None:
    functions = [
        function(f"f{n}", str(n), work(f"w{n}", f"{n}.1", item(f"a{n}", f"{n}.1.1", f"能做{n}号"))) for n in (1, 2)
    ]
    assert told(a_map(level(*functions))) == [("MAP-NAME-DUPLICATE", "f2")]
    levels = [
        Level(**named(f"q.{n}", None, "高级"), direction=LangText.of(direction), functions=(functions[n],))
        for n, direction in enumerate(("甲", "乙"))
    ]
    assert [one for one, _ in told(a_map(*levels)) if one == "MAP-NAME-DUPLICATE"] == []
    same = [one.model_copy(update={"direction": LangText.of("甲")}) for one in levels]
    assert ("MAP-NAME-DUPLICATE", "q.1") in told(a_map(*same))


def test_gist_leaves_what_makes_a_requirement() -> None:
    assert gist_of("") == gist_of("，。") == ""
    assert gist_of("能编制A计划") != gist_of("能编制B计划")


# Translations


def _said(part_id: str, text: LangText) -> Item:
    return PLAN.model_copy(
        update={"id": part_id, "uuid": named(part_id, None, "")["uuid"], "code": None, "label": text}
    )


def test_map_in_one_language_gets_one_note_with_a_count_unless_it_is_a_draft() -> None:
    competency_map = with_items(*SOUND_ITEMS)
    assert told(competency_map) == []
    (finding,) = check_map(competency_map.model_copy(update={"status": "published"}))
    assert (finding.id, finding.place, finding.severity) == ("MAP-TRANSLATION", None, "note")
    assert "6" in finding.message


def test_hundreds_of_missing_translations_are_counted_not_listed() -> None:
    many = [_said(f"x{n}", LangText.of(f"能完成第{n}件事情")) for n in range(300)]
    findings = check_map(with_items(_said("a1", LangText.of("能编制计划", "Can plan")), *many))
    assert [(one.id, one.place) for one in findings] == [("MAP-TRANSLATION", None)]


def test_chinese_that_is_said_to_be_english_is_noted() -> None:
    competency_map = with_items(_said("a1", LangText.of("能编制质量计划", "能编制质量计划")))
    assert ("MAP-TRANSLATION", "a1") in told(competency_map)


# Alignments, and what an illustrative map must not say


@pytest.mark.parametrize(
    ("alignment", "count"),
    [
        ({"target": "https://example.org/cf/1", "relation": "exactMatchOf"}, 0),
        ({"target": "urn:uuid:1", "relation": "ext:isInspiredBy"}, 0),
        ({"target": "urn:x:a2"}, 0),
        ({"target": "质量计划"}, 1),
        ({"target": "https://example.org/cf/1", "relation": "same"}, 1),
        ({"target": "urn:x:nowhere"}, 1),
    ],
)
def test_alignments_lead_somewhere(alignment: dict[str, str], count: int) -> None:
    aligned = PLAN.model_copy(update={"alignments": (Alignment(**alignment),)})
    assert told(with_items(aligned, TARGETS)) == [("MAP-ALIGNMENT", "a1")] * count


def test_alignment_that_is_there_twice_is_told() -> None:
    aligned = PLAN.model_copy(update={"alignments": (Alignment(target="urn:y:1"),) * 2})
    assert told(with_items(aligned, TARGETS)) == [("MAP-ALIGNMENT", "a1")]


def _illustrative(competency_map: CompetencyMap, **more: Any) -> CompetencyMap:
    changes = {"status": "illustrative", "standard": None, "inspired_by": InspiredBy(title=LangText.of("某规范"))}
    return competency_map.model_copy(update={**changes, **more})


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({"label": LangText.of("能按 GB/T 19001-2016 审核")}, False),
        ({"label": LangText.of("能按 T/CEAMI 005 审核")}, True),
        ({"description": LangText.of("见 T/CEAMI 005-2025")}, True),
        ({"source": Source(clause="A.2")}, True),
        ({"source": Source(document="T/CEAMI 005-2025.docx")}, True),
        ({"source": Source(document="要求表.xlsx", place="Sheet1!C3")}, False),
    ],
)
def test_illustrative_map_cites_neither_clause_nor_group_standard(changes: dict[str, Any], is_told: bool) -> None:
    competency_map = _illustrative(with_items(PLAN.model_copy(update=changes)))
    assert (("MAP-STATEMENT", "a1") in told(competency_map)) == is_told
    assert ("MAP-STATEMENT", "a1") not in told(with_items(PLAN.model_copy(update=changes)))


def test_note_on_what_inspired_a_map_cites_no_group_standard() -> None:
    inspired_by = InspiredBy(title=LangText.of("某规范"), note=LangText.of("取材于 T/CEAMI 005-2025"))
    assert ("MAP-STATEMENT", None) in told(_illustrative(with_items(PLAN), inspired_by=inspired_by))


def test_ids_used_at_two_depths_do_not_hang_the_check() -> None:
    same = item("w1", "1.1.1", critical=True)
    competency_map = a_map(level(function("w1", "1", work("w1", "1.1", same)), weights=(weights(("w1", 100)),)))
    assert ("MAP-ID-DUPLICATE", "w1") in told(competency_map)
