"""The player where an LMS is not ready, hands back damage, is opened twice, or lets the learner in no more.

What the learner must know is said in their language, and what they did reaches the LMS with the next launch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from course_templates.model import Course
from packager.build import BuiltPackage, build_package
from packager.iris import part_iri
from tests.e2e.driver import by_key, drive, in_lesson, right_answers
from tests.e2e.expected import arrived_ids, interaction_ids
from tests.e2e.standin_lms import FRAME, HOSTILE, LMS, sco, serve
from tests.e2e.xapi_arrived import interaction_ids as ids_in
from tests.packager.courses import make_course
from tests.packager.xapi.lms import Lms, Unit
from tests.packager.xapi.serving import serving, unpacked

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

_PATIENCE_MS = 15_000


@pytest.fixture(scope="module")
def course() -> Course:
    """Return a short course: one question per test, one lesson, a survey."""
    return make_course(works=1, per_work=1)


@pytest.fixture(scope="module")
def package(course: Course, tmp_path_factory: pytest.TempPathFactory) -> BuiltPackage:
    return build_package(course, "scorm12", tmp_path_factory.mktemp("课件"))


@pytest.fixture
def web(learner: BrowserContext, package: BuiltPackage) -> dict[str, str]:
    pages = serve(learner, package.path)
    pages[f"{LMS}/"] = HOSTILE + FRAME.format(src="/x/index.html")
    return pages


def _opened(learner: BrowserContext) -> Page:
    page = learner.new_page()
    page.goto(f"{LMS}/")
    return page


def _stored(page: Page) -> dict[str, str]:
    values: dict[str, str] = page.evaluate("lms.stored()")
    return values


def test_an_lms_that_begins_at_the_third_call_only_gets_everything(
    learner: BrowserContext, web: dict[str, str], course: Course
) -> None:
    slow = "<script>let calls = 0; API.LMSInitialize = () => String(++calls > 2);</script>"
    web[f"{LMS}/"] = HOSTILE + slow + FRAME.format(src="/x/index.html")
    page = _opened(learner)
    frame = sco(page)
    expect(frame.locator("#cb-banner")).to_be_hidden()
    drive(frame, by_key(right_answers(course)))
    expect(frame.locator(".cb-finished")).to_be_visible(timeout=_PATIENCE_MS)
    assert arrived_ids(_stored(page)) == interaction_ids(course)


def test_damaged_resume_data_on_another_machine_are_told(
    learner: BrowserContext, web: dict[str, str], course: Course
) -> None:
    page = _opened(learner)
    drive(sco(page), by_key(right_answers(course)), until=in_lesson)
    kept = _stored(page)
    kept["cmi.suspend_data"] = kept["cmi.suspend_data"][:20]
    page.goto(f"{LMS}/x/player/course.js")
    page.evaluate("(kept) => { localStorage.clear(); localStorage.lms = kept; }", json.dumps(kept))
    page.goto(f"{LMS}/")
    expect(sco(page).locator("#cb-banner")).to_contain_text("续学信息已损坏")
    assert arrived_ids(_stored(page)) == arrived_ids(kept)


def test_of_two_windows_the_one_opened_last_goes_on_and_the_other_says_so(
    learner: BrowserContext, web: dict[str, str], course: Course
) -> None:
    answers = by_key(right_answers(course))
    first = _opened(learner)
    frame = sco(first)
    drive(frame, answers, until=lambda screen: screen.locator("[data-cb-question^=pre]:visible").count() == 1)
    second = _opened(learner)
    other = sco(second)
    expect(frame.locator("h1")).to_have_text("课程已在另一个窗口打开")
    expect(frame.locator("[data-cb-action]")).to_have_count(0)
    drive(other, answers, until=in_lesson)
    first.close()
    drive(other, answers)
    expect(other.locator(".cb-finished")).to_be_visible(timeout=_PATIENCE_MS)
    assert arrived_ids(_stored(second)) == interaction_ids(course)


@pytest.fixture(scope="module")
def content(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cmi5")
    package = build_package(course, "cmi5", folder / "out")
    with serving(unpacked(package.path, folder / "files")) as url:
        yield url


def _login(request: Request) -> Response:
    return HTMLResponse("<!DOCTYPE html><title>登录</title>")


def _expired(request: Request) -> Response:
    return Response(status_code=401)


@pytest.mark.parametrize(("fault", "words"), [(_login, "暂时没有保存"), (_expired, "登录已失效")])
def test_a_login_that_ran_out_midway_is_told_and_the_next_launch_hands_in_the_rest(
    learner: BrowserContext, content: str, course: Course, fault: object, words: str
) -> None:
    answers = by_key(right_answers(course))
    lms = Lms()
    unit = Unit(part_iri(course, "au", "1"), "index.html", "CompletedAndPassed", 0.6)
    with serving(lms.app()) as url:
        lms.url = url
        launch = lms.launch(content, unit)
        page = learner.new_page()
        page.goto(launch.url)
        page.locator("[data-cb-action]:visible").first.wait_for()
        lms.lrs.fault = fault  # type: ignore[assignment]
        drive(page, answers, until=in_lesson)
        expect(page.locator(".cb-trouble")).to_contain_text(words, timeout=_PATIENCE_MS)
        assert ids_in(launch.session.statements) == []
        page.close()
        lms.lrs.fault = lambda request: None
        again = lms.launch(content, unit, registration=launch.session.registration)
        page = learner.new_page()
        page.goto(again.url)
        lms.lrs.wait_for(lambda: len(ids_in(again.session.statements)) == 1)
        drive(page, answers)
        lms.lrs.wait_for(lambda: "terminated" in again.session.verbs)
    assert ids_in(again.session.statements) == interaction_ids(course)
    assert again.session.verbs == ["initialized", "completed", "passed", "terminated"]
