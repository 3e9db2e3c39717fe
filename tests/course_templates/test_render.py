"""A lesson is shown as its author meant it, and runs nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from course_templates.model import Lesson
from course_templates.render import lesson_html, markdown_html
from foundation.text import LangText


def _lesson(zh: str, en: str | None = None, *, draft: bool = False) -> Lesson:
    return Lesson(id="l", title=LangText.of("课"), body=LangText.of(zh, en), draft=draft)


def test_headings_lists_tables_and_emphasis_are_kept() -> None:
    html = markdown_html("## 案例\n\n- **甲**\n\n| 班次 | 均值 |\n|:--|--:|\n| 早 | 20.01 |\n")
    assert "<h2>案例</h2>" in html
    assert "<li><strong>甲</strong></li>" in html
    assert '<td align="right">20.01</td>' in html


def test_a_picture_alone_is_a_figure_with_its_title_as_caption() -> None:
    html = markdown_html('![控制图，第 7 点出界](assets/fig.svg "图 1　均值图")')
    expected = (
        '<figure><img src="assets/fig.svg" alt="控制图，第 7 点出界"><figcaption>图 1　均值图</figcaption></figure>'
    )
    assert html.strip() == expected


def test_a_picture_in_a_sentence_stays_in_it() -> None:
    assert markdown_html("按 ![绿](assets/go.png) 键").strip() == '<p>按 <img src="assets/go.png" alt="绿"> 键</p>'


def test_the_language_shown_is_the_one_asked_for_or_says_which_it_is() -> None:
    both = _lesson("中文", "English")
    assert '<div class="cb-lesson" lang="zh-CN">' in lesson_html(both, "zh-CN")
    assert "English" in lesson_html(both, "en")
    fallback = lesson_html(_lesson("只有中文"), "en")
    assert '<div class="cb-lesson" lang="zh-CN">' in fallback
    assert "只有中文" in fallback


def test_a_draft_says_so_in_the_readers_language() -> None:
    assert "草稿" in lesson_html(_lesson("文", draft=True), "zh-CN")
    assert "Draft" in lesson_html(_lesson("文", "text", draft=True), "en")
    assert "cb-draft" not in lesson_html(_lesson("文"), "zh-CN")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://example.org/track.png)",
    "![x](../../secret.svg)",
    "![x](//example.org/x.png)",
    "[x](http://example.org)",
    "[x](file:///etc/passwd)",
    "<iframe src='https://example.org'></iframe>",
    '[x](https://example.org "\\" onmouseover=alert(1) x=\\"")',
    "<https://example.org/\"onclick=alert(1)>",
    "```\" onload=alert(1)\nx\n```",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_lesson_runs_or_calls_home(text: str) -> None:
    _assert_harmless(markdown_html(text))


@given(st.lists(st.sampled_from([*HOSTILE, "\n", "[", "](", ")", "![", "<", ">", '"', "`", "|", "assets/", "a"])))
def test_no_mixture_of_hostile_scraps_runs(scraps: list[str]) -> None:
    _assert_harmless(markdown_html("".join(scraps)))


def _assert_harmless(html: str) -> None:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in root.iter():
        assert element.tag not in {"script", "iframe", "object", "embed", "style", "link", "svg", "form", "input"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name == "src":
                assert value.startswith("assets/")
                assert ".." not in value
            if name == "href":
                assert value.lower().startswith(("https://", "assets/", "#"))
