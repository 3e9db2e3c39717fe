"""A page that does not open, or overflows a phone, is not read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from evidence.report.build import ReportRequest, build_report
from tests.evidence.pilot import Plan, pilot_home, quality_card

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("浏览")
    home = pilot_home(folder / "home", Plan(quality_card(), {"alpha": 30, "beta": 30}))
    return build_report(ReportRequest(home=home, out=folder / "报告", internal=True)).index


@pytest.fixture(scope="module")
def offline(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(offline=True)
    yield context
    context.close()


@pytest.fixture
def opened(offline: BrowserContext, report: Path) -> Iterator[Page]:
    page = offline.new_page()
    wanted: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: wanted.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(report.as_uri())
    yield page
    assert [url for url in wanted if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    page.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 844})
    for details in opened.locator("details").all():
        details.evaluate("element => { element.open = true }")
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    cut_off = opened.evaluate(
        """() => [...document.querySelectorAll('svg.strip text')].filter(text => {
            const own = text.getBoundingClientRect();
            return own.width && (own.left < 0 || own.right > document.documentElement.clientWidth);
        }).map(text => text.textContent)"""
    )
    assert cut_off == []


def test_a_reader_may_choose_one_language(opened: Page) -> None:
    assert opened.locator("h1 .zh").is_visible()
    assert opened.locator("h1 .en").is_visible()
    opened.check("#language-zh")
    assert not opened.locator("h1 .en").is_visible()
    opened.check("#language-en")
    assert not opened.locator("h1 .zh").is_visible()
    assert opened.locator("h1 .en").is_visible()


def test_every_chart_is_told_in_words_and_as_a_table(opened: Page) -> None:
    strips = opened.locator("svg.strip[role=img]")
    assert strips.count() > 10
    for strip in strips.all():
        assert strip.locator("title").text_content() == strip.get_attribute("aria-label")
    charts = opened.locator("figure.chart")
    assert charts.locator("details table").count() == charts.count()


def test_numbers_stand_where_the_scale_says(opened: Page) -> None:
    opened.set_viewport_size({"width": 1280, "height": 800})
    circle = opened.locator("#quality-gain svg.strip circle.post").first
    value = float(opened.locator("#quality-gain svg.strip .post-number").first.text_content() or "")
    zero, hundred = (opened.locator("#quality-gain .axis text").nth(place).bounding_box() for place in (0, 5))
    box = circle.bounding_box()
    assert box is not None
    assert zero is not None
    assert hundred is not None
    left, right = zero["x"] + zero["width"] / 2, hundred["x"] + hundred["width"] / 2
    assert abs(left + (right - left) * value / 100 - (box["x"] + box["width"] / 2)) < 2


def test_the_printed_report_shows_what_is_folded_on_the_screen(opened: Page) -> None:
    opened.emulate_media(media="print")
    assert not opened.locator(".languages").is_visible()
    assert opened.locator("#quality-questions tbody tr").first.is_visible()
    assert len(opened.pdf(prefer_css_page_size=True)) > 10_000
