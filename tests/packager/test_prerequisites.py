"""Items that nobody can ever open are told, and those that somebody can are not."""

from __future__ import annotations

import pytest
from lxml import etree

from packager.check.manifest import read_manifest
from packager.check.prerequisites import never_opened


def _locked(**scripts: str) -> list[str | None]:
    root = etree.fromstring(
        "<manifest><organizations><organization><item identifier='free'/></organization></organizations></manifest>"
    )
    holder = root[0][0]
    for name, script in scripts.items():
        item = etree.SubElement(holder, "item", identifier=name)
        etree.SubElement(item, "prerequisites", type="aicc_script").text = script
    return [item.identifier for item in never_opened(list(read_manifest(root).organizations[0].below()))]


@pytest.mark.parametrize(
    "script",
    [
        *("free", "free & free", "(free|a)", "~a", "~(a & free)", 'a<>"passed"', 'a="not attempted"', 'a = "n"'),
        *("{free}", "1*{free, a}", "0*{a}", "2*{free, free, a}", "nobody", "free &", "((((", "2*free", "free a", ""),
        *("a" * 1001, "(" * 100 + "a" + ")" * 100),
    ],
)
def test_what_somebody_can_open_is_not_told_nor_what_is_no_script(script: str) -> None:
    assert _locked(a=script) == []


@pytest.mark.parametrize(
    "script", ["a", "free & a", 'a="passed"', "a=C", "{free, a}", "2*{free, a}", "(a | a & free)", "1*{a}", "(a)&~free"]
)
def test_an_item_that_waits_for_itself_is_told(script: str) -> None:
    assert _locked(a=script) == ["a"]


def test_items_that_wait_for_each_other_are_told_and_those_behind_them() -> None:
    assert _locked(a="b", b="c", c="a", d="a | free", e="a & d") == ["a", "b", "c", "e"]


def test_a_chain_of_very_many_items_is_followed_in_time_whatever_their_order() -> None:
    chain = {f"i{number}": f"i{number + 1}" for number in range(20_000)}
    assert _locked(**chain, i20000="free") == []
    assert len(_locked(**chain, i20000="i0")) == 20_001
