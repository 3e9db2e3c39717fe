"""Other people's judges of web pages look at ours: html-validate at the site's files, axe-core at what is on screen."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from packager.build import build_package
from tests.browser_sessions import forget
from tests.e2e.driver import Screen, by_key, drive, right_answers, wrong_answers
from tests.e2e.tools import node_command, node_modules
from tests.packager.courses import make_course

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

_LOCK = Path(__file__).parent / "npm"
#: Columns are aligned by attribute: LMSs that take a cartridge's pages drop styles from them.
_KNOWN = 'Attribute "align" is deprecated'
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = build_package(make_course(works=2, per_work=3), "html", folder)
    with zipfile.ZipFile(built.path) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _remarks(folder: Path) -> list[str]:
    """Return what html-validate says of every page in a folder."""
    settings = folder.parent / "html-validate.json"
    settings.write_text(json.dumps({"root": True, "extends": ["html-validate:standard"]}))
    program = node_modules(_LOCK) / "html-validate" / "bin" / "html-validate.mjs"
    pages = sorted(str(path) for path in folder.rglob("*.html"))
    command = [node_command(), str(program), "--config", str(settings), "--formatter", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=folder.parent)
    assert done.returncode in (0, 1), done.stderr
    found = [
        f"{Path(page['filePath']).name}: {each['message']}"
        for page in json.loads(done.stdout)
        for each in page["messages"]
    ]
    return [each for each in found if _KNOWN not in each]


@pytest.mark.proves(
    "html",
    by="html-validate 9.7",
    shows=("网页合乎 HTML 标准，无障碍规则在内", "pages are valid HTML, its rules of accessibility included"),
)
def test_every_page_of_a_site_is_valid_html(site: Path) -> None:
    assert len(list(site.rglob("*.html"))) >= 5
    assert _remarks(site) == []


def test_that_judge_does_notice_a_page_that_is_not(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.html").write_text("<!DOCTYPE html><html><head></head><body><p><div></p><img src=a></body>")
    assert len(_remarks(tmp_path / "site")) > 2


def _barriers(page: Page) -> list[str]:
    """Return what axe-core says of the page as it is now: WCAG 2.1 A and AA, and its own best practice."""
    page.add_script_tag(path=node_modules(_LOCK) / "axe-core" / "axe.min.js")
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", _RULES
    )
    assert len(found["passes"]) > 5
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


@pytest.fixture(scope="module")
def unguarded(chromium: Browser) -> Iterator[BrowserContext]:
    """Give a browser session in which the judge may add its script to a page."""
    context = chromium.new_context(locale="zh-CN", bypass_csp=True)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def context(unguarded: BrowserContext) -> Iterator[BrowserContext]:
    yield unguarded
    forget(unguarded)


def _opened(context: BrowserContext, page_uri: str, scheme: Any = "light") -> Page:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(page_uri)
    return page


_SCREENS: dict[str, tuple[str, str]] = {
    "start": ("right", "[data-cb-action]:visible"),
    "a test": ("right", "[data-cb-question=pre1-2]:visible"),
    "a lesson": ("right", ".cb-lesson:visible"),
    "an explained answer": ("wrong", "[data-cb-question=pra1-2]:visible"),
    "a failed test": ("wrong", "[data-cb-retake]"),
    "the end": ("right", ".cb-finished"),
}


@pytest.mark.proves(
    "scorm12",
    "scorm2004",
    "scorm2004-3rd",
    "cmi5",
    "xapi",
    "html",
    by="axe-core 4.14",
    shows=(
        "播放器的画面没有无障碍障碍（WCAG 2.1 AA）",
        "no barrier on the player's screens (WCAG 2.1 AA)",
    ),
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_of_the_player_has_a_barrier(context: BrowserContext, site: Path, scheme: Any) -> None:
    course = make_course(works=2, per_work=3)
    answers = {"right": right_answers(course), "wrong": wrong_answers(course)}
    found = {}
    for name, (kind, mark) in _SCREENS.items():
        page = _opened(context, f"{site.as_uri()}/index.html", scheme)

        def is_there(screen: Screen, mark: str = mark) -> bool:
            return screen.locator(mark).count() > 0

        drive(page, by_key(answers[kind]), until=is_there)
        page.locator(mark).first.wait_for()
        found[name] = _barriers(page)
        forget(context)
    assert found == {name: [] for name in _SCREENS}


@pytest.mark.parametrize("name", ["contents.html", "lesson-l1.html", "alignment.html"])
def test_no_page_without_scripts_has_a_barrier(context: BrowserContext, site: Path, name: str) -> None:
    assert _barriers(_opened(context, f"{site.as_uri()}/{name}")) == []


@pytest.mark.parametrize("name", ["index.html", "lesson-l1.html"])
def test_columns_of_numbers_are_aligned_as_their_author_says(context: BrowserContext, site: Path, name: str) -> None:
    page = _opened(context, f"{site.as_uri()}/{name}")
    if name == "index.html":
        answers = by_key(right_answers(make_course(works=2, per_work=3)))
        drive(page, answers, until=lambda screen: screen.locator(".cb-lesson:visible").count() > 0)
    cell = page.get_by_role("cell", name="20.012").first
    assert cell.evaluate("cell => getComputedStyle(cell).textAlign") == "right"
