"""The picture in a real browser: looked at, walked through, searched, printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap
from tests.competency_xml.diff.editing import plain_map, without_ids
from tests.competency_xml.view.conftest import OpenPage
from tests.competency_xml.view.test_page import hostile_map

pytestmark = pytest.mark.browser
DESKTOP, PHONE = (1280, 800), (390, 844)


def test_a_reader_walks_through_one_map(open_page: OpenPage, starters: dict[str, CompetencyMap]) -> None:
    quality = starters["quality"]
    page = open_page([quality])
    level = quality.roles[0].levels[0]
    for function in level.functions:
        weight = next(one.percent for one in level.weights[0].weights if one.ref == function.id)
        share = page.locator(f'.function-arc[data-of="{function.id}"]').get_attribute("data-share")
        assert float(share or 0) == pytest.approx(float(weight or 0) / 100, abs=0.001)
    assert page.locator(".item-arc").count() == len(list(quality.items()))
    page.locator(".switch button").nth(1).click()
    assert page.locator('.item-arc[data-of="basic.ethics"]').count() == 0

    knowledge = next(item for item in level.items() if item.supports)
    page.locator(f'[data-item="{knowledge.id}"]').click()
    details = page.locator("#details")
    for part in (knowledge.label.best("zh-CN"), knowledge.label.best("en"), knowledge.id, knowledge.code or ""):
        assert part in details.inner_text()
    supported = next(item for item in level.items() if item.id == knowledge.supports[0])
    details.get_by_role("button", name=supported.label.best()).click()
    assert page.locator(f'[data-item="{supported.id}"]').get_attribute("aria-pressed") == "true"
    assert knowledge.label.best() in details.inner_text()
    assert page.url.endswith(f"#s0/{supported.id}")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert details.is_hidden()
    page.keyboard.press("/")
    page.keyboard.type("校准")
    hits = [item for item in quality.items() if "校准" in item.label.best()]
    assert page.locator("#results [role=option]").count() == len(hits)
    assert page.locator("#results mark").first.inner_text() == "校准"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(f'[data-item="{hits[0].id}"]').get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")

    page.locator("button.name").first.click()
    first = f'.function-arc[data-of="{level.functions[0].id}"][data-share="1.0000"]'
    page.wait_for_selector(first)
    page.locator(".wheel .middle").click()
    page.wait_for_selector(first, state="detached")
    page.locator("#language").click()
    assert page.locator("h2").inner_text() == "Quality"
    assert page.locator(f'[data-item="{knowledge.id}"]').inner_text().endswith(knowledge.label.best("en"))


def test_sixteen_roles_side_by_side(open_page: OpenPage, starters: dict[str, CompetencyMap]) -> None:
    page = open_page(list(starters.values()))
    assert page.locator(".card").count() == 16
    assert page.locator(".card svg path.item-arc").count() > 16 * 60
    page.locator('[data-term="MES"]').click()
    assert page.locator("#cell .jump").count() >= len(starters) // 2
    page.locator("#cell .jump").first.click()
    assert page.locator(".sheet.current").get_attribute("id") != "overview"
    assert "MES" in page.locator("#details").inner_text()
    page.select_option("#menu", "s3")
    assert page.locator(".sheet.current").get_attribute("id") == "s3"
    page.keyboard.press("]")
    page.wait_for_function("document.querySelector('.sheet.current').id === 's4'")
    page.go_back()
    page.wait_for_function("document.querySelector('.sheet.current').id === 's3'")
    page.fill("#search", "ＭＥＳ")
    assert page.locator("#results small").first.inner_text().startswith("人工智能应用人员")


def test_what_two_roles_share_is_shown(open_page: OpenPage, starters: dict[str, CompetencyMap]) -> None:
    page = open_page([starters["quality"], without_ids(starters["quality"])])
    count = len(list(starters["quality"].roles[0].levels[0].items()))
    cell = page.locator("td.near button")
    assert cell.inner_text() == str(count)
    cell.click()
    assert page.locator("#cell .pair:not(.far)").count() == min(count + len(starters["quality"].basic), 60)
    page.locator("#cell .pair button").first.click()
    assert "近似的能力项" in page.locator("#details").inner_text()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_runs_out_of_a_window(
    open_page: OpenPage, starters: dict[str, CompetencyMap], size: tuple[int, int]
) -> None:
    page = open_page([starters["finance"], starters["quality"]], size)
    for address in ("overview", "s0"):
        page.evaluate(f"location.hash = '{address}'")
        page.wait_for_function(f"document.querySelector('.sheet.current').id === '{address}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    item = next(starters["finance"].roles[0].levels[0].items())
    page.locator(f'#s0 [data-item="{item.id}"]').click()
    box = page.locator("#details").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= size[1] + 1
    assert box["height"] > 150


def test_hostile_texts_run_nothing(open_page: OpenPage) -> None:
    page = open_page([hostile_map(), hostile_map()], address="#s0/%E0%A4%A")
    page.locator(".sheet.current .item").first.click()
    assert "alert(1)" in page.locator("#details").inner_text()
    page.fill("#search", "alert(1)")
    page.locator("#results button").first.click()
    page.evaluate("location.hash = 'overview'")
    page.locator("td.near button").first.click()
    assert page.locator("img, #details script, #cell script, main script").count() == 0


def test_a_map_without_weights_or_texts_is_drawn(open_page: OpenPage) -> None:
    page = open_page([CompetencyMap(base="a:b"), plain_map().model_copy(update={"basic": ()})], address="#s1")
    assert page.locator("#s1 .item-arc").count() == 12


def _pages(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_every_sheet_is_one_page_of_a3_in_type_that_can_be_read(
    open_page: OpenPage, starters: dict[str, CompetencyMap], printed_standard: Path, tmp_path: Path
) -> None:
    page = open_page([*starters.values(), read_printed(printed_standard)[0]])
    for language in ("zh", "en"):
        page.emulate_media(media="print")
        heights = page.evaluate(
            "[...document.querySelectorAll('.sheet:not(.overview)')].map(s => s.getBoundingClientRect().height)"
        )
        assert max(heights) * 25.4 / 96 <= 279
        sizes = page.evaluate(
            "[...document.querySelectorAll('.item .text')].map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        # 5.3 points for the texts below the picture, 6 for items: small print, not less.
        assert min(sizes) * 72 / 96 >= 5.3, language
        page.emulate_media(media="screen")
        page.locator("#language").click()
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "a3.pdf", prefer_css_page_size=True)
    content = (tmp_path / "a3.pdf").read_bytes()
    assert set(re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", content)) == {(b"1191.12", b"841.91998")}
    assert 19 + 1 <= _pages(tmp_path / "a3.pdf") <= 19 + 3


def test_one_map_can_be_printed_alone(open_page: OpenPage, starters: dict[str, CompetencyMap], tmp_path: Path) -> None:
    page = open_page([starters["quality"], starters["finance"]], address="#s1")
    page.evaluate("document.body.classList.add('print-one')")
    page.pdf(path=tmp_path / "one.pdf", prefer_css_page_size=True)
    assert _pages(tmp_path / "one.pdf") == 1
