"""What a part keeps when its standard is read again: identity first, then what the table cannot say."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.model import Alignment, CompetencyMap, Foreign, Source
from competency_xml.places import placed_parts
from foundation.text import LangText
from tests.competency_xml.onto.maps import (
    COMPLETE,
    edited,
    item,
    laid,
    part,
    read_rows,
    the_map,
    told,
    translated,
    where,
    with_cell,
)

A1, A2, K1 = "quality.a1-1-1", "quality.a1-1-2", "quality.k1-1-1"


@pytest.fixture
def old(tmp_path: Path) -> CompetencyMap:
    """A map with all that an editor adds and a printed table does not say."""
    enriched = {
        A1: {
            "bloom": "create",
            "assess": "project",
            "critical": True,
            "description": LangText.of("以质量计划为准", "By the quality plan"),
            "alignments": (Alignment(target="https://example.org/x/1"),),
            "foreign": (Foreign(format="case", name="notes", value='"x"'),),
        },
        K1: {"supports": (A1,)},
        "quality": {"description": LangText.of("负责质量"), "duty": (LangText.of("编制计划", "Plans"),)},
    }
    return edited(translated(read_rows(tmp_path, base="https://example.org/cm/")), enriched)


def test_the_same_table_again_changes_nothing(old: CompetencyMap, tmp_path: Path) -> None:
    found = laid(old, read_rows(tmp_path))
    assert the_map(found) == old
    assert (found.matched.new, found.matched.retired, found.matched.by_text) == (0, 0, 0)
    assert found.matched.by_key == len(placed_parts(old))
    assert found.findings == []


def test_reworded_text_keeps_identity_and_what_was_added_and_says_what_may_be_out_of_date(
    old: CompetencyMap, tmp_path: Path
) -> None:
    found = laid(old, read_rows(tmp_path, with_cell(0, 2, "能编制质量计划", "能编制年度质量计划")))
    now, before = item(the_map(found), A1), item(old, A1)
    assert now.label == LangText.of("能编制年度质量计划", "English of quality.a1-1-1")
    kept = {"uuid", "bloom", "assess", "critical", "description", "alignments", "foreign"}
    assert {name: getattr(now, name) for name in kept} == {name: getattr(before, name) for name in kept}
    assert told(found) == [("MAP-ONTO-CARRIED", "要求!C3")]
    assert "英文、说明、对应关系、认知层次、评价方式、关键" in found.findings[0].message


def test_other_punctuation_is_no_other_text(old: CompetencyMap, tmp_path: Path) -> None:
    found = laid(old, read_rows(tmp_path, with_cell(0, 2, "能编制质量计划", "能 编制“质量计划”；")))
    assert item(the_map(found), A1).label.best() == "能 编制“质量计划”；"
    assert told(found) == []


def test_renumbered_and_moved_item_keeps_identity(old: CompetencyMap, tmp_path: Path) -> None:
    rows = with_cell(0, 2, "1.1.1 能编制质量计划\n1.1.2 能分解质量目标", "1.1.1 能分解质量目标")
    rows = with_cell(2, 2, "2.1.2 能绘制控制图", "2.1.2 能绘制控制图\n2.1.3 能编制质量计划", rows)
    found = laid(old, read_rows(tmp_path, rows))
    now = the_map(found)
    assert (item(now, A1).code, where(now, A1), item(now, A1).uuid) == ("2.1.3", "quality.w2-1", item(old, A1).uuid)
    assert (item(now, A2).code, item(now, A2).label.best()) == ("1.1.1", "能分解质量目标")
    assert (found.matched.new, found.matched.retired) == (0, 0)
    assert item(now, K1).supports == (A1,)


def test_clause_stays_with_an_unchanged_text_and_goes_with_another_number(old: CompetencyMap, tmp_path: Path) -> None:
    clauses = {one: {"source": Source(clause="4.2", row=1, place="旧表!B2")} for one in (A1, A2)}
    found = laid(edited(old, clauses), read_rows(tmp_path, with_cell(0, 2, "1.1.2", "1.1.3")))
    assert item(the_map(found), A1).source == Source(clause="4.2", row=1, place="要求!C3")
    assert item(the_map(found), A2).source == Source(place="要求!C3")


def test_a_table_in_english_adds_a_translation(old: CompetencyMap, tmp_path: Path) -> None:
    english = edited(
        read_rows(tmp_path), {place.id: {"label": LangText.of(en=f"Said of {place.id}")} for place in placed_parts(old)}
    )
    settled = {place.id: place.id for place in placed_parts(old)}
    now = the_map(laid(old, english, settled))
    assert item(now, A1).label == LangText.of("能编制质量计划", "Said of quality.a1-1-1")


def test_a_complete_source_has_the_last_word(old: CompetencyMap) -> None:
    blank = {"label": LangText.of("能编制质量计划"), "bloom": None, "critical": False, "alignments": ()}
    found = laid(old, edited(old, {A1: blank}), traits=COMPLETE)
    now = item(the_map(found), A1)
    assert (now.label.languages, now.bloom, now.critical, now.alignments) == (("zh-CN",), None, False, ())
    assert now.description == item(old, A1).description


def test_a_stale_translation_is_told_of_a_complete_source_too(old: CompetencyMap) -> None:
    reworded = edited(old, {A2: {"label": LangText.of("能逐级分解质量目标", "English of quality.a1-1-2")}})
    assert told(laid(old, reworded, traits=COMPLETE)) == [("MAP-ONTO-CARRIED", "要求!C3")]


def test_source_without_codes_leaves_the_codes(old: CompetencyMap, tmp_path: Path) -> None:
    codeless = edited(read_rows(tmp_path), {place.id: {"code": None} for place in placed_parts(old)})
    assert the_map(laid(old, codeless)) == old


def test_identical_lines_keep_their_order(tmp_path: Path) -> None:
    rows = with_cell(0, 2, "1.1.1 能编制质量计划\n1.1.2 能分解质量目标", "能编制质量计划\n能编制质量计划")
    twins = read_rows(tmp_path, rows)
    assert the_map(laid(twins, twins)) == twins


def test_role_and_function_keep_identity_when_they_are_renamed(old: CompetencyMap, tmp_path: Path) -> None:
    rows = with_cell(0, 0, "质量策划", "先期准备")
    now = the_map(laid(old, read_rows(tmp_path, rows)))
    assert part(now, "quality.f1").label.best() == "先期准备"
    assert [place.id for place in placed_parts(now)] == [place.id for place in placed_parts(old)]
    assert part(now, "quality").description == LangText.of("负责质量")
