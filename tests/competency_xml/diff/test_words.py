"""The words that changed: both texts can be read out of them, and a person can read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xml.diff import words
from competency_xml.diff.words import word_changes

texts = st.text(st.sampled_from("能编制质量计划 ab,。\n"), max_size=30)


def _joined(old: str, new: str, *ops: str) -> str:
    return "".join(segment.text for segment in word_changes(old, new) if segment.op in ops)


def _marked(old: str, new: str) -> str:
    marks = {"same": "{}", "old": "[-{}]", "new": "[+{}]"}
    return "".join(marks[segment.op].format(segment.text) for segment in word_changes(old, new))


@given(texts, texts)
def test_both_texts_can_be_read_out(old: str, new: str) -> None:
    assert _joined(old, new, "same", "old") == old
    assert _joined(old, new, "same", "new") == new


@given(texts)
def test_an_unchanged_text_shows_no_change(text: str) -> None:
    assert all(segment.op == "same" for segment in word_changes(text, text))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("能编制质量计划", "能编制年度质量计划", "能编制[+年度]质量计划"),
        ("能编制质量计划", "能编写检验计划", "能编[-制质量][+写检验]计划"),
        ("能检验样件并记录", "能检验样件", "能检验样件[-并记录]"),
        ("用MES系统", "用MOM系统", "用[-MES][+MOM]系统"),
        ("Can plan work", "Can plan the work", "Can plan [+the ]work"),
        ("", "新", "[+新]"),
    ],
)
def test_changes_are_runs_that_can_be_read(old: str, new: str, marked: str) -> None:
    assert _marked(old, new) == marked


def test_very_long_texts_are_compared_by_start_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_MAX_STEPS", 100)
    assert (
        _marked("头" * 20 + "旧" + "尾" * 20, "头" * 20 + "新的" + "尾" * 20) == "头" * 20 + "[-旧][+新的]" + "尾" * 20
    )
    assert _marked("头" * 20, "头" * 25) == "头" * 20 + "[+头头头头头]"
