"""The built course in a real Chromium under the embedded LMS: what a learner did is what arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

import course_templates
from course_templates.model import Course, Question
from course_templates.source import read_course
from lms_bridge.sandbox.model import Attempt
from lms_bridge.sandbox.server import RunningSandbox, running_sandbox
from packager.build import build_package
from tests.e2e.driver import Journey, by_key, drive, right_answers, step, wrong_answers

pytestmark = pytest.mark.browser

AT = datetime(2026, 5, 1, tzinfo=UTC)
COURSE = Path(course_templates.__file__).parent / "examples" / "quality" / "course"


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course(COURSE)


@pytest.fixture(scope="module")
def sandbox(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Give a sandbox that has the built course as package 1."""
    folder = tmp_path_factory.mktemp("沙箱")
    package = build_package(course, "scorm12", folder)
    with running_sandbox(folder / "数据") as running:
        running.store.add_package(package.path, AT)
        yield running


@pytest.fixture
def context(learner: BrowserContext) -> BrowserContext:
    learner.set_default_timeout(20_000)
    return learner


class Learning:
    """One learner at the course."""

    def __init__(self, sandbox: RunningSandbox, context: BrowserContext, name: str) -> None:
        self._sandbox = sandbox
        self._context = context
        self.id = sandbox.store.add_learner(name, AT)

    def enter(self) -> tuple[Page, Frame]:
        """Launch the course; return the page and the course's frame once it shows something."""
        page = self._context.new_page()
        page.goto(f"{self._sandbox.url}/launch/1?learner={self.id}")
        page.frame_locator("#sco").locator("[data-cb-action]:visible").first.wait_for()
        return page, page.frames[1]

    def attempts(self) -> list[Attempt]:
        return self._sandbox.store.attempts(1, self.id)

    def arrived(self, until: Callable[[Attempt], bool]) -> Attempt:
        """Wait until what was sent while a page went away is there; return the newest attempt."""
        watcher = self._context.new_page()
        for _ in range(400):
            attempt = self.attempts()[-1]
            if until(attempt):
                watcher.close()
                return attempt
            watcher.wait_for_timeout(25)
        raise AssertionError({element: found.value for element, found in self.attempts()[-1].cmi.items()})


@pytest.fixture
def learning(sandbox: RunningSandbox, context: BrowserContext) -> Learning:
    return Learning(sandbox, context, "王小明")


def interactions(attempt: Attempt) -> list[dict[str, str]]:
    """Return an attempt's interactions in order, each as its fields."""
    found: dict[int, dict[str, str]] = {}
    for element, value in attempt.cmi.items():
        if element.startswith("cmi.interactions."):
            _, _, index, field = element.split(".", 3)
            found.setdefault(int(index), {})[field] = value.value
    assert list(found) == list(range(len(found)))
    return list(found.values())


def assert_answers(
    course: Course, attempt: Attempt, chosen: Mapping[str, Sequence[str]], result: Callable[[Question], str]
) -> None:
    """Every question of every form arrived once, with the keys that were chosen."""
    assert course.survey is not None
    forms = {"survey": course.survey.id, **{form.phase: form.id for form in course.forms}}
    by_phase: dict[str, list[str]] = {}
    for line in interactions(attempt):
        phase, form_id, question_id, version, number = line["id"].split(".")
        assert form_id == forms[phase]
        by_phase.setdefault(phase, []).append(question_id)
        if phase == "survey":
            assert line["result"] == "neutral"
            continue
        question = course.question(question_id)
        assert (int(version), int(number)) == (question.version, 1)
        assert line["student_response"] == ",".join(chosen[question_id])
        assert line["correct_responses.0.pattern"] == ",".join(question.answer)
        assert line["objectives.0.id"] == f"{phase}.{question.item}"
        assert (line["result"], int(line["weighting"])) == (result(question), question.points)
        assert line["type"] == ("true-false" if question.type == "true-false" else "choice")
    for form in course.forms:
        assert sorted(by_phase[form.phase]) == sorted(form.questions), form.phase
    assert sorted(by_phase["survey"]) == sorted(question.id for question in course.survey.questions)


def test_right_answers_pass(course: Course, learning: Learning) -> None:
    page, frame = learning.enter()
    right = right_answers(course)
    journey = drive(frame, by_key(right))
    assert journey.actions[-1] == "finish"
    page.get_by_text("本次学习已结束").wait_for()

    (attempt,) = learning.attempts()
    assert attempt.value("cmi.core.lesson_status") == "passed"
    assert [attempt.value(f"cmi.core.score.{part}") for part in ("raw", "min", "max")] == ["100", "0", "100"]
    assert attempt.value("cmi.core.exit") == ""
    assert attempt.finished_at is not None
    assert_answers(course, attempt, right, lambda question: "correct")
    statuses = {found.value for element, found in attempt.cmi.items() if element.endswith(".status")}
    assert statuses == {"passed"}
    assert attempt.value("cmi.core.total_time") == attempt.value("cmi.core.session_time") != "0000:00:00.00"
    assert len(attempt.value("cmi.suspend_data") or "") in range(2, 4097)


def test_wrong_answers_fail(course: Course, learning: Learning) -> None:
    _, frame = learning.enter()
    wrong = wrong_answers(course)
    drive(frame, by_key(wrong))
    (attempt,) = learning.attempts()
    assert attempt.value("cmi.core.lesson_status") == "failed"
    assert attempt.value("cmi.core.score.raw") == "0"
    assert_answers(course, attempt, wrong, lambda question: "wrong")


@pytest.mark.parametrize("way", ["tab", "leave"])
def test_opening_and_closing_is_neither_passed_nor_failed(learning: Learning, way: str) -> None:
    page, _ = learning.enter()
    if way == "tab":
        page.close()
    else:
        page.locator("#leave").click()
        page.get_by_text("全部 CMI 数据").wait_for()
    attempt = learning.arrived(lambda attempt: attempt.value("cmi.core.exit") == "suspend")
    assert attempt.value("cmi.core.lesson_status") == "incomplete"
    assert attempt.value("cmi.core.score.raw") in (None, "")
    assert attempt.finished_at is None


def test_a_closed_tab_resumes_where_it_was_and_counts_every_answer_once(course: Course, learning: Learning) -> None:
    right = right_answers(course)
    pre = course.form("pre")
    assert pre is not None
    page, frame = learning.enter()
    first = Journey()
    while len([action for action in first.actions if action == "submit"]) < 3:
        step(frame, by_key(right), first)
    page.close()
    attempt = learning.arrived(lambda attempt: len(interactions(attempt)) == 3)
    spent_before = attempt.value("cmi.core.total_time")
    bookmark = attempt.value("cmi.core.lesson_location")

    _, frame = learning.enter()
    assert learning.attempts()[-1].value("cmi.core.lesson_location") == bookmark
    second = drive(frame, by_key(right))
    assert not set(first.answers) & set(second.answers)
    (attempt,) = learning.attempts()
    assert attempt.value("cmi.core.lesson_status") == "passed"
    assert_answers(course, attempt, right, lambda question: "correct")
    total = attempt.value("cmi.core.total_time")
    assert spent_before is not None
    assert total is not None
    assert total > spent_before
    assert total != attempt.value("cmi.core.session_time")


def test_after_a_pass_the_course_can_be_taken_again_as_a_second_attempt(course: Course, learning: Learning) -> None:
    _, frame = learning.enter()
    drive(frame, by_key(right_answers(course)))
    learning.enter()
    first, second = learning.attempts()
    assert (first.number, first.value("cmi.core.lesson_status")) == (1, "passed")
    assert (second.number, second.value("cmi.core.score.raw")) == (2, None)


def test_the_course_fits_a_phone_under_the_sandboxs_bar(
    chromium: Browser, sandbox: RunningSandbox, course: Course
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    _, frame = Learning(sandbox, context, "李雷").enter()
    assert frame.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]
    assert frame.evaluate("innerHeight") > 750
    action = frame.locator("[data-cb-action]:visible").first
    action.scroll_into_view_if_needed()
    box = action.bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= 390, box["height"] >= 40) == (True, True, True)
    context.close()
