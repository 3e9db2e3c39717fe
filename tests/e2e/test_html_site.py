"""The site without an LMS, unpacked and opened from a folder with the network off, with and without JavaScript."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from packager.build import build_package
from tests.e2e.driver import by_key, drive, right_answers
from tests.packager.courses import make_course

pytestmark = pytest.mark.browser


def _unpacked(work: Path) -> str:
    built = build_package(make_course(), "html", work)
    with zipfile.ZipFile(built.path) as archive:
        archive.extractall(work / "网站")
    return (work / "网站").as_uri()


@pytest.mark.proves(
    "html",
    by="Chromium",
    shows=("断网、从文件夹打开，答案留在本机", "opens offline from a folder and keeps the answers on the machine"),
)
def test_it_opens_offline_keeps_results_here_and_says_that_nothing_is_recorded(chromium: Browser, work: Path) -> None:
    site = _unpacked(work)
    context = chromium.new_context(locale="zh-CN", offline=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.goto(f"{site}/index.html")
    expect(page.locator("#cb-banner")).to_contain_text("成绩不会上报")
    answers = right_answers(make_course())
    drive(page, by_key(answers), until=lambda screen: screen.locator("[data-cb-question='pre1-2']").is_visible())
    page.close()
    again = context.new_page()
    again.goto(f"{site}/index.html")
    expect(again.locator("[data-cb-question='pre1-2']")).to_be_visible()
    assert wrong == []
    context.close()


def test_without_javascript_every_lesson_is_there_to_read(chromium: Browser, work: Path) -> None:
    site = _unpacked(work)
    context = chromium.new_context(locale="zh-CN", offline=True, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{site}/index.html")
    page.get_by_role("link", name="不用脚本的网页").click()
    expect(page.get_by_text("成绩只留在这台机器的浏览器里")).to_be_visible()
    page.get_by_role("link", name="第1课 看懂控制图").click()
    expect(page.get_by_role("heading", name="案例")).to_be_visible()
    expect(page.get_by_role("heading", name="Case", exact=True)).to_be_visible()
    page.get_by_text("答案").first.click()
    expect(page.get_by_text("A 的讲解：先排除测量误差。").first).to_be_visible()
    page.get_by_role("link", name="第2课 看懂控制图").click()
    expect(page.locator("h1")).to_contain_text("第2课")
    context.close()
