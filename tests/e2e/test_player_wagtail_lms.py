"""The player under an LMS that is hard on packages: nothing is lost in silence, whatever it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from course_templates.model import Course
from packager.build import BuiltPackage, build_package
from tests.e2e.driver import by_key, course_in, drive, in_lesson, right_answers
from tests.e2e.expected import arrived_ids, interaction_ids
from tests.e2e.wagtail_lms import WagtailLms, running_wagtail_lms
from tests.packager.courses import make_course

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_RESULT = {
    "scorm12": {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "100"},
    "scorm2004": {"cmi.completion_status": "completed", "cmi.success_status": "passed", "cmi.score.raw": "100"},
}
_DONE = "学习记录已提交"


@pytest.fixture(scope="module")
def lms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WagtailLms]:
    with running_wagtail_lms(tmp_path_factory.mktemp("wagtail")) as running:
        yield running


@pytest.fixture(scope="module")
def course() -> Course:
    return make_course(works=1, per_work=2)


@pytest.fixture(params=["scorm12", "scorm2004"])
def package(request: pytest.FixtureRequest, course: Course, tmp_path: Path) -> BuiltPackage:
    return build_package(course, request.param, tmp_path)


def _launch(learner: BrowserContext, lms: WagtailLms, lesson: int) -> tuple[Page, Frame]:
    page = learner.new_page()
    page.goto(f"{lms.url}/lms/scorm-lesson/{lesson}/play/")
    return page, _sco(page)


def _sco(page: Page) -> Frame:
    return course_in(page, "#scorm-frame")


@pytest.mark.proves(
    "scorm12",
    "scorm2004",
    by="wagtail-lms 0.11",
    shows=(
        "没有 LMSFinish、2004 接口用 1.2 的函数名、取值乱序到达时，作答仍全部到达",
        "all answers arrive without LMSFinish, with a 2004 API of 1.2 names, and values sent in no order",
    ),
)
def test_everything_arrives_although_values_are_sent_behind_the_players_back(
    learner: BrowserContext, lms: WagtailLms, package: BuiltPackage, course: Course
) -> None:
    lesson, package_id = lms.add_package(package.path)
    learner_id = lms.log_in(learner, f"王小明 {package.format}")
    answers = by_key(right_answers(course))
    page, frame = _launch(learner, lms, lesson)
    drive(frame, answers, until=in_lesson)
    page.close()
    _, frame = _launch(learner, lms, lesson)
    assert in_lesson(frame)
    drive(frame, answers)
    expect(frame.locator("h1")).to_have_text(_DONE, timeout=60_000)
    expect(frame.locator(".cb-trouble")).to_have_count(0)
    cmi = lms.cmi(learner_id, package_id)
    assert arrived_ids(cmi) == interaction_ids(course)
    assert cmi.items() >= _RESULT[package.format].items()


def test_when_it_is_gone_the_learner_is_told_and_the_next_launch_brings_the_work(
    learner: BrowserContext, lms: WagtailLms, package: BuiltPackage, course: Course, work: Path
) -> None:
    """Its API says yes to every value also then."""
    lesson, package_id = lms.add_package(package.path)
    learner_id = lms.log_in(learner, f"李华 {package.format}")
    answers = by_key(right_answers(course))
    page, frame = _launch(learner, lms, lesson)
    gone = "**/lms/scorm-api/**"
    learner.route(gone, lambda route: route.abort())
    drive(frame, answers, until=in_lesson)
    expect(frame.locator(".cb-trouble")).to_contain_text("读回的却不是最新记录", timeout=30_000)
    assert _saved(page, frame, work) == interaction_ids(course)[:2]
    assert arrived_ids(lms.cmi(learner_id, package_id)) == []
    learner.unroute(gone)
    page.reload()
    frame = _sco(page)
    drive(frame, answers)
    expect(frame.locator("h1")).to_have_text(_DONE, timeout=60_000)
    wanted = interaction_ids(course)
    assert _arrived(page, lambda: arrived_ids(lms.cmi(learner_id, package_id)), wanted) == wanted


def _arrived(page: Page, ask: Callable[[], list[str]], wanted: list[str]) -> list[str]:
    """Ask until something has arrived: this LMS says that it has values which are still on their way."""
    for _ in range(400):
        if (found := ask()) == wanted:
            break
        page.wait_for_timeout(25)
    return found


def _saved(page: Page, frame: Frame, folder: Path) -> list[str]:
    """Save the result file; return the ids of its answers. To SCORM 2004 this LMS does not say who the learner is."""
    frame.locator("[data-cb-save]:visible").first.click()
    account = frame.locator("[data-cb-account]")
    if account.is_editable():
        account.fill("20260017")
    with page.expect_download() as download:
        frame.locator("[data-cb-download]").click()
    download.value.save_as(folder / "result.json")
    frame.get_by_role("button", name="关闭").click()
    found: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return [row["id"] for row in found["result"]["interactions"]]
