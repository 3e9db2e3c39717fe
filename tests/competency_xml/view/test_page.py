"""The page holds all of a map, says what it is, and no text of a map can become anything but text."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given
from lxml import html

from competency_xml.model import CompetencyMap
from competency_xml.view import view_maps
from tests.competency_xml.diff.editing import Edited, plain_map
from tests.competency_xml.generated import competency_maps

HOSTILE = "</style></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{7*7}}"


def hostile_map() -> CompetencyMap:
    """Return a map that says something hostile in every text, id and name."""
    edited = Edited.of(plain_map())

    def spoil(part: object) -> None:
        if isinstance(part, dict):
            for name, value in part.items():
                if name in {"label", "title", "description", "direction", "text"} and isinstance(value, dict):
                    part[name] = {"zh-CN": HOSTILE, "en": HOSTILE.upper()}
                elif name == "code" and value:
                    part[name] = "<b>1"
                else:
                    spoil(value)
        elif isinstance(part, list):
            for value in part:
                spoil(value)

    spoil(edited.document)
    item = edited.works()[0]["items"][0]
    item["id"] = "a\"><script>alert(4)</script>'/%2F"
    item["assess"] = HOSTILE
    item["source"] = {"clause": HOSTILE, "document": HOSTILE}
    item["alignments"] = [{"target": "javascript:alert(5)", "title": {"zh-CN": HOSTILE}, "framework": HOSTILE}]
    edited.document["version"] = HOSTILE
    edited.document["roles"][0]["levels"][0]["weights"][0]["part"] = HOSTILE
    edited.document["roles"][0]["duty"] = [{"zh-CN": HOSTILE}]
    return edited.map()


def _elements(page: str, wanted: str) -> list[html.HtmlElement]:
    return list(html.document_fromstring(page).iter(wanted))


@given(competency_maps())
def test_every_item_of_any_map_is_there(competency_map: CompetencyMap) -> None:
    page = view_maps([competency_map]).page
    found = {element.get("data-item") for element in _elements(page, "button")} - {None}
    assert found == {item.id for item in competency_map.items()}


def test_every_item_of_all_roles_is_there_in_both_languages(starters: dict[str, CompetencyMap]) -> None:
    page = view_maps(list(starters.values())).page
    for competency_map in starters.values():
        for item in competency_map.items():
            assert f'data-item="{item.id}"' in page
    texts = html.document_fromstring(page).text_content()
    for item in starters["finance"].items():
        assert item.label.best("zh-CN") in texts
        assert item.label.best("en") in texts


def test_an_illustrative_map_says_so_with_what_it_takes_after(starters: dict[str, CompetencyMap]) -> None:
    document = html.document_fromstring(view_maps([starters["quality"]]).page)
    (mark,) = document.find_class("mark quiet") or document.xpath("//p[@class='mark']")
    said = mark.text_content()
    assert "示例图谱" in said
    assert "Illustrative" in said
    assert "智能制造数字应用人员能力评价规范" in said
    assert "不是标准文本" in said


def test_side_by_side_says_which_are_illustrative(starters: dict[str, CompetencyMap]) -> None:
    document = html.document_fromstring(view_maps([starters["quality"], plain_map()]).page)
    (overview,) = document.xpath("//section[@id='overview']")
    assert "其中有示例图谱" in overview.text_content()
    flags = [card.find_class("flag") != [] for card in overview.find_class("card")]
    assert flags == [True, False, False]


def test_no_address_but_within_the_page(starters: dict[str, CompetencyMap]) -> None:
    page = view_maps(list(starters.values())).page
    links = re.findall(r'(?:href|src|action|poster|data|srcset)\s*=\s*"([^"]*)"', page)
    assert links
    assert all(link.startswith("#") for link in links)
    assert not re.search(r"https?://|url\(|@import|//[a-z]+\.[a-z]{2,}/", page)


def test_only_our_script_may_run(starters: dict[str, CompetencyMap]) -> None:
    page = view_maps([starters["quality"]]).page
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = (one.get("content") for one in _elements(page, "meta") if one.get("http-equiv"))
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_no_text_becomes_markup() -> None:
    page = view_maps([hostile_map(), hostile_map()]).page
    assert len(re.findall("<script", page)) == 2
    assert "<img" not in page
    assert "onload=alert" not in page.replace("&lt;svg onload=alert", "").replace("\\u003csvg onload=alert", "")
    assert "49" not in {element.text for element in _elements(page, "span")}


@pytest.mark.parametrize("maps", [[CompetencyMap(base="")], [CompetencyMap(base="a:b"), CompetencyMap(base="a:b")]])
def test_a_map_with_nothing_in_it_makes_a_page(maps: list[CompetencyMap]) -> None:
    assert len(view_maps(maps).sheets) == len(maps)


def test_the_same_maps_give_the_same_bytes(starters: dict[str, CompetencyMap]) -> None:
    maps = [starters["quality"], starters["finance"]]
    assert view_maps(maps).page == view_maps(maps).page
