"""Pains of screens: frames of any size, and accessibility that is to come from elsewhere and never loads."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame

from course_templates.model import Course
from foundation.text import LangText
from packager.build import build_package
from packager.formats.registry import package_formats
from tests.packager.courses import asset, make_course
from tests.pains.conftest import MakeLms
from tests.pains.lms import SITE, Launched
from tests.pains.walking import walk

pytestmark = pytest.mark.timeout(120)

_WIDE = LangText.of(
    f"""![图](assets/wide.svg)

| {" | ".join(f"第{n}班的均值与极差" for n in range(12))} |
| {" | ".join("---" for _ in range(12))} |
| {" | ".join("20.012 ± 0.031" for _ in range(12))} |

    {"x" * 300}

{"https://example.org/" + "a" * 300}
"""
)
_STEPS = ("welcome", "pre", "pre.pre1-1", "lesson.l1", "practice.pra1-1", "post.outcome", "survey", "result")


def _course(folder: Path) -> Course:
    picture = folder / "wide.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="90"/>')
    return make_course(works=1, per_work=1, body=_WIDE, assets=(asset("assets/wide.svg", picture),))


def _show(frame: Frame, step: str) -> None:
    frame.evaluate("(id) => CourseBridge.app.go(CourseBridge.app.course.step(id))", step)
    frame.evaluate("Promise.all(Array.from(document.images, (image) => image.decode()))")


_MEASURED = """() => {
  const height = (selector) => {
    const element = document.querySelector(selector);
    if (element === null || getComputedStyle(element).position !== "sticky") return 0;
    return element.getBoundingClientRect().height;
  };
  const root = document.documentElement;
  return { over: root.scrollWidth - root.clientWidth, fixed: height(".cb-head") + height(".cb-actions"),
    height: window.innerHeight };
}"""


@pytest.mark.browser
@pytest.mark.parametrize("size", [(300, 150), (320, 480), (1400, 260)])
def test_pain_18_in_a_frame_of_any_size_nothing_is_cut_off_and_there_is_room_to_read(
    make_lms: MakeLms, tmp_path: Path, size: tuple[int, int]
) -> None:
    """300 × 150 is what a browser makes of a frame that the LMS gives no size."""
    frame = make_lms(_course(tmp_path)).launch(size=size).frame
    walk(frame, "result")
    wrong = []
    for step in _STEPS:
        _show(frame, step)
        seen = frame.evaluate(_MEASURED)
        if seen["over"] > 0 or seen["fixed"] > seen["height"] / 2:
            wrong.append((step, seen))
    assert wrong == []


@pytest.mark.browser
def test_pain_18_a_frame_that_is_made_as_high_as_its_content_comes_to_rest(make_lms: MakeLms, tmp_path: Path) -> None:
    """Some LMSs fit the frame again and again: a page that is always a little higher than its frame grows for ever."""
    launched = make_lms(_course(tmp_path)).launch(size=(800, 300))
    walk(launched.frame, "result")
    _show(launched.frame, "lesson.l1")
    heights = [_fitted(launched) for _ in range(4)]
    assert heights[-1] == heights[-2]


def _fitted(launched: Launched) -> int:
    height = int(launched.frame.evaluate("document.documentElement.scrollHeight"))
    launched.page.evaluate("(height) => { document.getElementById('sco').height = height; }", height)
    launched.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return height


@pytest.mark.browser
def test_pain_21_the_course_asks_for_nothing_that_is_not_in_the_package(make_lms: MakeLms, tmp_path: Path) -> None:
    """What reads aloud or enlarges from another site does not load behind a firewall, or is not let in by the LMS."""
    lms = make_lms(_course(tmp_path))
    launched = lms.launch()
    walk(launched.frame, "result")
    for step in _STEPS:
        _show(launched.frame, step)
    assert {url for url in lms.requests if not url.startswith(f"{SITE}/")} == set()


@pytest.mark.parametrize("form", [each.name for each in package_formats() if "zip" in each.ext])
def test_pain_21_no_page_of_a_package_names_a_script_or_style_of_another_site(
    make_lms: MakeLms, tmp_path: Path, form: str
) -> None:
    with zipfile.ZipFile(build_package(_course(tmp_path), form, tmp_path).path) as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")}
    assert pages
    foreign = r"<(?:script|link|iframe|img|video|audio)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//[^>]*>"
    assert {name: re.findall(foreign, text) for name, text in pages.items() if re.search(foreign, text)} == {}


def _nameless(frame: Frame) -> list[Any]:
    """Return what can be operated and has no name for a screen reader, as Chromium's accessibility tree has it."""
    session = frame.page.context.new_cdp_session(frame.page)
    nodes = session.send("Accessibility.getFullAXTree", {"frameId": _frame_id(session, frame)})["nodes"]
    roles = {"button", "radio", "checkbox", "textbox", "link", "progressbar", "dialog"}
    return [
        node["role"]["value"]
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") in roles and not node["name"].get("value")
    ]


def _frame_id(session: Any, frame: Frame) -> str:
    tree = session.send("Page.getFrameTree")["frameTree"]
    return next(each["frame"]["id"] for each in tree["childFrames"] if each["frame"]["url"] == frame.url)


@pytest.mark.browser
def test_pain_21_a_screen_reader_is_led_through_the_course_by_the_course_itself(
    make_lms: MakeLms, tmp_path: Path
) -> None:
    launched = make_lms(_course(tmp_path)).launch()
    frame = launched.frame
    assert frame.evaluate("document.documentElement.lang") == "zh-CN"
    walk(frame, "result")
    led = []
    for step in _STEPS:
        _show(frame, step)
        led.append((step, frame.evaluate("document.activeElement.hasAttribute('data-cb-heading')"), _nameless(frame)))
    assert led == [(step, True, []) for step in _STEPS]


@pytest.mark.browser
def test_pain_21_what_went_wrong_and_what_was_right_is_read_out(make_lms: MakeLms, tmp_path: Path) -> None:
    frame = make_lms(_course(tmp_path)).launch().frame
    walk(frame, "practice.pra1-1")
    frame.locator("[data-cb-action=submit]").click()
    live = frame.locator("[aria-live=polite]:visible")
    assert live.count() == 1
    assert live.inner_text() != ""
    assert frame.locator("#cb-banner[aria-live=polite][role=status]").count() == 1


@pytest.mark.browser
def test_pain_21_a_question_is_answered_by_keyboard_alone(make_lms: MakeLms, tmp_path: Path) -> None:
    launched = make_lms(_course(tmp_path)).launch()
    walk(launched.frame, "pre.pre1-1")
    keyboard = launched.page.keyboard
    for key in ("Tab", "Space", "Tab", "Enter"):
        keyboard.press(key)
    assert launched.frame.evaluate("CourseBridge.app.session.isAnswered(CourseBridge.app.session.current)")
    assert launched.frame.evaluate("document.activeElement.dataset.cbAction") == "next"
