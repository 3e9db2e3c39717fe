"""A difference on paper and on screen: nothing is lost, nothing is fetched, and no text becomes markup."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from competency_xml.diff import MapDiff, diff_maps
from competency_xml.diff.findings import diff_findings
from competency_xml.diff.page import diff_page
from competency_xml.diff.text import diff_text
from tests.competency_xml.diff.editing import EDITS, Edited, plain_map, without_ids

HOSTILE = "能</style><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"
BASE = plain_map()


@pytest.fixture(scope="module")
def everything() -> MapDiff:
    """Return a difference with something hostile in every list."""
    edited = Edited.of(BASE)
    for work, edit in zip(edited.works(), EDITS, strict=False):
        item = work["items"][0]
        edit(edited, work, item)
        item["label"] = {"zh-CN": HOSTILE + item["id"], "en": HOSTILE}
    level = edited.document["roles"][0]["levels"][0]
    level["weights"][0]["weights"][0]["percent"] = 40
    level["weights"].append({"part": HOSTILE, "weights": [{"ref": "nowhere<b>", "percent": 1}]})
    edited.document["title"] = {"zh-CN": HOSTILE}
    edited.document["roles"][0]["label"] = {"zh-CN": HOSTILE}
    return diff_maps(BASE, edited.map())


def test_every_list_is_there_to_read(everything: MapDiff) -> None:
    assert all(everything.lists().values())
    page, text = diff_page(everything), diff_text(everything)
    for name, changes in everything.lists().items():
        assert f'<section id="{name}"' in page
        for change in changes:
            if change.id:
                assert change.id.replace("<", "&lt;").replace(">", "&gt;") in page
                assert change.id in text
    assert "3 个" not in text


def test_what_was_struck_out_and_put_in_is_marked() -> None:
    edited = Edited.of(BASE)
    edited.works()[0]["items"][0]["label"]["zh-CN"] = "能编制年度质量计划"
    start = Edited.of(BASE)
    start.works()[0]["items"][0]["label"]["zh-CN"] = "能编制质量计划"
    diff = diff_maps(start.map(), edited.map())
    assert "能编制<ins>年度</ins>质量计划" in diff_page(diff)
    assert "能编制{+年度+}质量计划" in diff_text(diff)


def test_no_text_becomes_markup_and_nothing_is_fetched(everything: MapDiff) -> None:
    page = diff_page(everything)
    assert "<script" not in page
    assert "<img" not in page
    assert set(re.findall(r'(?:href|src)="([^"]*)"', page)) <= {
        f"#{name}" for name in (*everything.lists(), "doubtful")
    }
    assert not re.search(r"url\(|@import|https?:", page.replace("https://example.org/cm/", ""))


def test_no_difference_says_so() -> None:
    diff = diff_maps(BASE, BASE)
    assert "没有差异 / No difference" in diff_text(diff)
    assert "没有差异 / No difference" in diff_page(diff)
    assert diff_findings(diff) == []


def test_ids_that_were_not_kept_and_doubts_are_findings() -> None:
    edited = Edited.of(BASE)
    item = edited.works()[0]["items"][0]
    item["label"] = {"zh-CN": item["label"]["zh-CN"][:11] + "另外三"}
    item["code"] = None
    diff = diff_maps(BASE, without_ids(edited.map()))
    findings = diff_findings(diff, "新.xml")
    assert [(one.id, one.severity, one.file) for one in findings] == [
        ("MAP-DIFF-IDENTITY", "warning", "新.xml"),
        ("MAP-DIFF-DOUBT", "note", "新.xml"),
    ]
    page = diff_page(diff)
    assert 'id="doubtful"' in page
    assert "--onto" in page


@pytest.mark.browser
def test_a_hostile_map_runs_nothing_in_a_browser(everything: MapDiff, chromium: Browser) -> None:
    page = chromium.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: ran.append(request.url) if request.url != "about:blank" else None)
    page.set_content(diff_page(everything))
    assert page.locator("section").count() == len(everything.lists())
    assert page.locator("img, script, b:text('4')").count() == 0
    assert ran == []
    page.close()
