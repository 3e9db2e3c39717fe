"""The player under LMSs that fail, lie, forget or vanish: no work is lost in silence.

Whatever goes wrong, the learner is told, the work stays on this machine, can be taken along as a result file, and
reaches the LMS once it is sound again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from course_templates.model import Course
from packager.build import BuiltPackage, build_package
from tests.e2e.driver import Screen, by_key, drive, in_lesson, right_answers
from tests.e2e.expected import arrived_ids, interaction_ids
from tests.e2e.standin_lms import CDN, FRAME, HOSTILE, LMS, sco, serve
from tests.packager.courses import make_course

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_PRE = ["pre.pre-a.pre1-1.1.1"]
_STATUS = {"scorm12": ("cmi.core.lesson_status", "passed"), "scorm2004": ("cmi.success_status", "passed")}
_DONE = "学习记录已提交"


@pytest.fixture(scope="module")
def course() -> Course:
    """Return a short course: one question per test, one lesson, a survey."""
    return make_course(works=1, per_work=1)


@pytest.fixture(scope="module")
def packages(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltPackage]:
    folder = tmp_path_factory.mktemp("课件")
    return {form: build_package(course, form, folder) for form in ("scorm12", "scorm2004")}


@pytest.fixture
def package(request: pytest.FixtureRequest, packages: dict[str, BuiltPackage]) -> BuiltPackage:
    """Return the package in the format that the test names, by default SCORM 1.2."""
    return packages[getattr(request, "param", "scorm12")]


@pytest.fixture
def page(learner: BrowserContext, package: BuiltPackage) -> Page:
    """Return a page of the hostile LMS, the course in a frame of it."""
    web = serve(learner, package.path)
    web[f"{LMS}/"] = HOSTILE + FRAME.format(src="/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    return page


def _fail(page: Page, **faults: str) -> None:
    page.evaluate("(faults) => { Object.assign(lms.fault, faults); }", faults)


def _stored(page: Page) -> dict[str, str]:
    values: dict[str, str] = page.evaluate("lms.stored()")
    return values


def _save(screen: Screen, folder: Path, *, button: str = "[data-cb-download]") -> dict[str, Any]:
    """Save the result file by the dialog; return what it holds."""
    page = screen.page if isinstance(screen, Frame) else screen
    screen.locator("[data-cb-save]:visible").first.click()
    with page.expect_download() as download:
        screen.locator(button).click()
    assert download.value.suggested_filename.startswith("coursebridge-result-quality-")
    download.value.save_as(folder / "result.json")
    screen.get_by_role("button", name="关闭").click()
    document: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert (document["format"], document["version"]) == ("coursebridge-result", 1)
    result: dict[str, Any] = document["result"]
    return result


def _told(result: Mapping[str, Any]) -> list[str]:
    return [row["id"] for row in result["interactions"]]


_FAULTS = {
    "values are not taken": {"SetValue": "101"},
    "setting throws": {"SetValue": "throw"},
    "commits fail": {"Commit": "391"},
    "everything throws": {"all": "throw"},
    "nothing is answered": {"all": "undefined"},
    "it says yes and does nothing": {"SetValue": "lie", "Commit": "lie"},
    "it shows old values": {"GetValue": "stale", "Commit": "lie"},
}


#: Each fault under one of the two APIs, by turns: what reads and writes is shared.
_CASES = [pytest.param(("scorm12", "scorm2004")[n % 2], fault, id=fault) for n, fault in enumerate(_FAULTS)]


@pytest.mark.parametrize(("package", "fault"), _CASES, indirect=["package"])
def test_work_that_did_not_reach_the_lms_is_told_kept_and_brought_by_the_next_launch(
    page: Page, course: Course, package: BuiltPackage, work: Path, fault: str
) -> None:
    frame, answers = sco(page), by_key(right_answers(course))
    _fail(page, **_FAULTS[fault])
    drive(frame, answers, until=in_lesson)
    expect(frame.locator(".cb-trouble")).to_contain_text("记录已留在本机", timeout=15_000)
    result = _save(frame, work)
    assert _told(result) == _PRE
    assert result["undelivered"] > 0
    assert (result["learner"]["id"], result["learner"]["name"]) == ("20260017", "王小明")
    assert arrived_ids(_stored(page)) == []

    page.reload()
    frame = sco(page)
    assert in_lesson(frame)
    expect(frame.locator(".cb-trouble")).to_have_count(0)
    drive(frame, answers)
    expect(frame.locator("h1")).to_have_text(_DONE)
    arrived = _stored(page)
    assert arrived_ids(arrived) == interaction_ids(course)
    element, status = _STATUS[package.format]
    assert arrived[element] == status


def test_a_missing_function_for_the_end_costs_nothing(page: Page, course: Course) -> None:
    page.evaluate("delete API.LMSFinish; delete API_1484_11.Terminate;")
    frame = sco(page)
    drive(frame, by_key(right_answers(course)))
    expect(frame.locator("h1")).to_have_text(_DONE)
    assert arrived_ids(_stored(page)) == interaction_ids(course)
    expect(frame.locator(".cb-trouble")).to_have_count(0)


def test_an_lms_that_lies_to_the_end_is_not_said_to_have_the_record(page: Page, course: Course, work: Path) -> None:
    frame = sco(page)
    _fail(page, SetValue="lie", Commit="lie")
    drive(frame, by_key(right_answers(course)))
    expect(frame.locator("h1")).to_have_text("学习已结束，平台未确认", timeout=15_000)
    result = _save(frame, work)
    assert _told(result) == interaction_ids(course)
    assert (result["status"], result["score"]["raw"], result["undelivered"] > 0) == ("passed", 100, True)
    page.reload()
    frame = sco(page)
    page.wait_for_function("lms.calls.some(([name]) => name === 'Commit')")
    assert arrived_ids(_stored(page)) == interaction_ids(course)


@pytest.mark.parametrize("package", ["scorm2004"], indirect=True)
def test_an_lms_that_forgets_what_it_had_gets_it_again(page: Page, course: Course, package: BuiltPackage) -> None:
    """It still knows that the attempt was begun: this is no new one."""
    frame, answers = sco(page), by_key(right_answers(course))
    drive(frame, answers, until=in_lesson)
    element = "cmi.completion_status" if package.format == "scorm2004" else "cmi.core.lesson_status"
    page.goto("about:blank")  # What the course says on leaving is forgotten as well.
    page.goto(f"{LMS}/x/player/course.js")
    page.evaluate(f"localStorage.setItem('lms', JSON.stringify({{ '{element}': 'incomplete' }}))")
    page.goto(f"{LMS}/")
    frame = sco(page)
    assert in_lesson(frame)
    drive(frame, answers)
    assert arrived_ids(_stored(page)) == interaction_ids(course)


def test_an_lms_that_goes_back_to_an_older_state_gets_the_newer_one(page: Page, course: Course) -> None:
    frame, answers = sco(page), by_key(right_answers(course))
    drive(frame, answers, until=lambda screen: screen.locator("[data-cb-question]:visible").count() == 1)
    old = page.evaluate("localStorage.lms")
    drive(frame, answers, until=lambda screen: screen.locator("[data-cb-question^=pos]:visible").count() == 1)
    page.goto("about:blank")
    page.goto(f"{LMS}/x/player/course.js")
    page.evaluate("(old) => localStorage.setItem('lms', old)", old)
    page.goto(f"{LMS}/")
    frame = sco(page)
    expect(frame.locator("[data-cb-question^=pos]")).to_be_visible()
    drive(frame, answers)
    assert arrived_ids(_stored(page)) == interaction_ids(course)


def test_work_of_an_attempt_that_the_lms_does_not_know_can_be_saved_as_a_file(
    page: Page, course: Course, work: Path
) -> None:
    frame = sco(page)
    drive(frame, by_key(right_answers(course)), until=in_lesson)
    page.goto("about:blank")
    page.goto(f"{LMS}/x/player/course.js")
    page.evaluate("localStorage.removeItem('lms')")
    page.goto(f"{LMS}/")
    frame = sco(page)
    expect(frame.locator("#cb-banner")).to_contain_text("教学平台没有上一次学习的记录")
    assert _told(_save(frame, work, button="[data-cb-download-aside]")) == _PRE
    frame.locator("[data-cb-save]").first.click()
    frame.get_by_role("button", name="从本机删除").click()
    frame.get_by_role("button", name="关闭").click()
    expect(frame.locator("#cb-banner")).to_be_hidden()


def test_a_score_that_the_lms_refuses_is_told_with_the_way_out(page: Page, course: Course, work: Path) -> None:
    frame = sco(page)
    _fail(page, **{"cmi.core.score.raw": "405", "cmi.score.raw": "406"})
    drive(frame, by_key(right_answers(course)))
    expect(frame.locator(".cb-trouble")).to_contain_text("没有接受您的成绩")
    assert _save(frame, work)["score"]["raw"] == 100


_NO_STORAGE = """if (location.pathname.startsWith("/x/")) {
  Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def test_where_nobody_can_keep_the_work_leaving_is_asked_about_and_the_file_is_there(
    own_learner: BrowserContext, package: BuiltPackage, course: Course, work: Path
) -> None:
    own_learner.add_init_script(_NO_STORAGE)
    serve(own_learner, package.path)[f"{LMS}/"] = HOSTILE + FRAME.format(src="/x/index.html")
    page = own_learner.new_page()
    page.goto(f"{LMS}/")
    frame = sco(page)
    _fail(page, all="throw")
    drive(frame, by_key(right_answers(course)), until=in_lesson)
    expect(frame.locator(".cb-trouble")).to_contain_text("本机也无法保存")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    watcher = own_learner.new_page()
    page.close(run_before_unload=True)
    watcher.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert _told(_save(frame, work)) == _PRE


def test_without_a_platform_the_learner_says_who_it_is_and_takes_the_file(
    learner: BrowserContext, package: BuiltPackage, course: Course, work: Path
) -> None:
    serve(learner, package.path)[f"{LMS}/"] = HOSTILE + FRAME.format(src=f"{CDN}/x/index.html")
    page = learner.new_page()
    page.goto(f"{LMS}/")
    frame = sco(page)
    drive(frame, by_key(right_answers(course)))
    expect(frame.locator(".cb-finished")).to_contain_text("要上报成绩，请保存成绩文件")
    frame.locator("[data-cb-save]:visible").click()
    frame.locator("[data-cb-download]").click()
    expect(frame.get_by_role("status").last).to_contain_text("请先填写学号或账号")
    frame.locator("summary").click()
    frame.locator("[data-cb-account]").fill("20260018")
    assert json.loads(frame.locator("dialog textarea").input_value())["result"]["learner"]["id"] == "20260018"
    with page.expect_download() as download:
        frame.locator("[data-cb-download]").click()
    download.value.save_as(work / "result.json")
    result = json.loads((work / "result.json").read_text(encoding="utf-8"))["result"]
    assert (_told(result), result["learner"]["entered"]) == (interaction_ids(course), True)


def test_an_lms_whose_window_is_closed_midway_is_told(
    learner: BrowserContext, package: BuiltPackage, course: Course, work: Path
) -> None:
    pages = serve(learner, package.path)
    pages[f"{LMS}/"] = HOSTILE + "<a href='/x/index.html' target='course' rel='opener'>open</a>"
    page = learner.new_page()
    page.goto(f"{LMS}/")
    with page.expect_popup() as popup:
        page.get_by_text("open").click()
    course_page = popup.value
    course_page.locator("[data-cb-action]:visible").first.wait_for()
    page.close()
    drive(course_page, by_key(right_answers(course)), until=in_lesson)
    expect(course_page.locator(".cb-trouble")).to_be_visible(timeout=15_000)
    assert _told(_save(course_page, work)) == _PRE


def test_an_lms_that_stored_nothing_of_a_finished_course_gets_it_at_the_next_launch(page: Page, course: Course) -> None:
    """It showed what it had been told, so it was believed; only a new launch tells."""
    frame, answers = sco(page), by_key(right_answers(course))
    drive(frame, answers, until=in_lesson)
    old = page.evaluate("localStorage.lms")
    drive(frame, answers)
    expect(frame.locator("h1")).to_have_text(_DONE)
    page.goto("about:blank")
    page.goto(f"{LMS}/x/player/course.js")
    page.evaluate("(old) => localStorage.setItem('lms', old)", old)
    page.goto(f"{LMS}/")
    sco(page)
    page.wait_for_function("lms.stored()['cmi.core.lesson_status'] === 'passed'")
    assert arrived_ids(_stored(page)) == interaction_ids(course)


def test_a_new_attempt_after_a_finished_one_begins_anew_without_alarm(page: Page, course: Course, work: Path) -> None:
    frame = sco(page)
    drive(frame, by_key(right_answers(course)))
    expect(frame.locator("h1")).to_have_text(_DONE)
    page.goto("about:blank")
    page.goto(f"{LMS}/x/player/course.js")
    page.evaluate("localStorage.removeItem('lms')")
    page.goto(f"{LMS}/")
    frame = sco(page)
    expect(frame.get_by_role("button", name="开始学习")).to_be_visible()
    expect(frame.locator("#cb-banner")).to_be_hidden()
    drive(frame, by_key(right_answers(course)), until=_finishes)
    assert _told(_save(frame, work, button="[data-cb-download-aside]")) == interaction_ids(course)


def _finishes(screen: Screen) -> bool:
    return screen.locator("[data-cb-action=finish]:visible").count() == 1
