"""One measure of likeness: what is near-alike to a reader is near-alike here, and the search misses nothing."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xml import similarity
from competency_xml.maps import starter_maps
from competency_xml.similarity import NEAR_ALIKE, NearTexts, Wording
from competency_xml.xml import read_map

texts = st.text(st.sampled_from("能编制质量计划目标abc 1，。"), max_size=12)


def test_documented_examples_hold() -> None:
    assert doctest.testmod(similarity).failed == 0


@given(texts, texts)
def test_likeness_is_a_share_and_alike_both_ways(one: str, other: str) -> None:
    there, back = similarity.similarity(one, other), similarity.similarity(other, one)
    assert 0 <= there <= 1
    assert there == pytest.approx(back)


@given(texts.filter(lambda text: Wording(text).words != ()))
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert similarity.similarity(text, text) == 1


@given(texts, texts, st.floats(0, 1))
def test_the_quick_way_out_changes_no_answer(one: str, other: str, least: float) -> None:
    exact = Wording(one).likeness(Wording(other))
    quick = Wording(one).likeness(Wording(other), least)
    assert quick == exact if exact >= least else quick < least or quick == exact


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("能编制质量计划", "能够编制质量计划。", True),
        ("能使用ＭＥＳ查询工单", "能使用mes查询工单", True),
        ("能采集数据，形成报表", "能形成报表，采集数据", True),
        ("能编制并发布年度质量计划", "能编制、评审并发布年度质量计划", True),
        ("考勤基础知识", "数据库基础知识", False),
        ("能编制质量计划", "能编制采购合同", False),
        ("Can draw up the quality plan", "Can draw up the yearly quality plan", True),
        ("Can draw up the quality plan", "Can count the stock in the warehouse", False),
        ("", "", False),
    ],
)
def test_what_a_reader_would_say(one: str, other: str, alike: bool) -> None:
    assert (similarity.similarity(one, other) >= NEAR_ALIKE) == alike


def test_the_search_finds_what_comparing_each_with_each_finds() -> None:
    labels = [item.label.best() for path in starter_maps().values() for item in read_map(path).items()][:300]
    wordings = [Wording(label) for label in (*labels, *(f"{label[:-4]}并复核" for label in labels[::7]))]
    near = NearTexts(wordings, wordings)
    for number, one in enumerate(wordings):
        slow = {other for other, text in enumerate(wordings) if one.likeness(text) >= NEAR_ALIKE}
        assert {found for found, _ in near.near(one)} == slow, number


def test_a_search_beyond_its_budget_still_finds_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "_SEARCH_BUDGET", 2000)
    wordings = [Wording(f"能按第 {number} 号规程完成检验并记录结果") for number in range(200)]
    near = NearTexts(wordings, wordings)
    assert all(near.near(one)[0] == (number, 1.0) for number, one in enumerate(wordings))
