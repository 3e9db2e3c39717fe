"""The player in Open edX's SCORM module: it hides its status, shows its own memory, and says yes to everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from course_templates.model import Course
from packager.build import build_package
from tests.e2e.driver import by_key, course_in, drive, in_lesson, right_answers
from tests.e2e.expected import arrived_ids, interaction_ids
from tests.e2e.openedx import OpenEdx, running_openedx
from tests.packager.courses import make_course

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_FORMS = ("scorm12", "scorm2004")
_STATUS = {"scorm12": ("cmi.core.lesson_status", "passed"), "scorm2004": ("cmi.success_status", "passed")}
#: What says how a session ended, and what it says where there is nothing left to resume: the last thing sent.
_EXIT = {"scorm12": ("cmi.core.exit", ""), "scorm2004": ("cmi.exit", "normal")}
_DONE = "学习记录已提交"


@pytest.fixture(scope="module")
def course() -> Course:
    return make_course(works=1, per_work=2)


@pytest.fixture(scope="module")
def edx(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenEdx]:
    with running_openedx(tmp_path_factory.mktemp("edx"), _FORMS) as running:
        for form in _FORMS:
            running.add_package(form, build_package(course, form, tmp_path_factory.mktemp("课件")).path)
        yield running


def _launch(page: Page, edx: OpenEdx, module: str, learner: int) -> Frame:
    page.goto(edx.page(module, learner))
    return course_in(page, "iframe.scorm-embedded")


def _arrived(edx: OpenEdx, module: str, learner: int, until: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    """Wait until what was sent has arrived: the module sends behind the player's back."""
    for _ in range(300):
        cmi = edx.cmi(module, learner)
        if until(cmi):
            return cmi
    raise AssertionError(cmi)


@pytest.mark.proves(
    "scorm12",
    "scorm2004",
    by="openedx-scorm-xblock 19 (xblock-sdk 0.14)",
    shows=(
        "学完后全部作答、成绩和完成状态到达，再次打开不丢失",
        "all answers, score and completion arrive, and opening it again loses none",
    ),
)
@pytest.mark.parametrize("module", _FORMS)
def test_everything_arrives_and_opening_it_again_keeps_the_completion(
    learner: BrowserContext, edx: OpenEdx, course: Course, module: str
) -> None:
    page = learner.new_page()
    edx.prepare(page, 7)
    frame = _launch(page, edx, module, 7)
    drive(frame, by_key(right_answers(course)))
    expect(frame.locator("h1")).to_have_text(_DONE)
    element, status = _STATUS[module]
    cmi = _arrived(
        edx,
        module,
        7,
        lambda cmi: cmi.get(element) == status and len(arrived_ids(cmi)) == len(interaction_ids(course)),
    )
    assert arrived_ids(cmi) == interaction_ids(course)
    assert edx.completion(module, 7) == "completed"

    exits, normal = _EXIT[module]
    _arrived(edx, module, 7, lambda cmi: cmi.get(exits) == normal)
    _launch(page, edx, module, 7)
    _arrived(edx, module, 7, lambda cmi: cmi.get(exits) == "suspend")
    assert edx.completion(module, 7) == "completed"


@pytest.mark.parametrize("module", _FORMS)
def test_what_was_lost_on_the_way_is_brought_by_the_next_launch(
    learner: BrowserContext, edx: OpenEdx, course: Course, module: str
) -> None:
    """The module shows what it never stored, so the player cannot know before it is opened again."""
    answers = by_key(right_answers(course))
    page = learner.new_page()
    edx.prepare(page, 8)
    frame = _launch(page, edx, module, 8)
    drive(frame, answers, until=in_lesson)
    _arrived(edx, module, 8, lambda cmi: len(arrived_ids(cmi)) == 2)
    gone = "**/scorm_set_values/**"
    learner.route(gone, lambda route: route.abort())
    drive(frame, answers)
    frame.locator(".cb-finished").wait_for()
    assert len(arrived_ids(edx.cmi(module, 8))) == 2
    learner.unroute(gone)
    _launch(page, edx, module, 8)
    element, status = _STATUS[module]
    cmi = _arrived(
        edx,
        module,
        8,
        lambda cmi: cmi.get(element) == status and len(arrived_ids(cmi)) == len(interaction_ids(course)),
    )
    assert arrived_ids(cmi) == interaction_ids(course)
