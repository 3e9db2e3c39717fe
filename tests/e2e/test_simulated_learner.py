"""A simulated learner must write what a real player writes: else the demo's figures prove nothing about the loop."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from course_templates.model import Course, Question
from course_templates.source import read_course
from coursebridge.demo.example import EXAMPLE
from coursebridge.demo.lms import SandboxRuntime
from coursebridge.demo.player import PlayerSession
from coursebridge.demo.scorm import Scorm12Writer
from coursebridge.demo.screens import CourseScreens
from coursebridge.demo.suspend import Answer, PlayerState
from lms_bridge.sandbox.server import RunningSandbox, running_sandbox
from packager.build import build_package
from tests.browser_sessions import forget
from tests.e2e.driver import by_key, drive, right_answers, wrong_answers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

NOW = datetime(2026, 5, 6, 1, 0, tzinfo=UTC)
_TIMES = re.compile(r"(\.latency|\.time|session_time|total_time)$")
_FORMS = {
    "latency": r"\d{4}:\d\d:\d\d\.\d\d",
    "session_time": r"\d{4}:\d\d:\d\d\.\d\d",
    "total_time": r"\d{4}:\d\d:\d\d\.\d\d",
    "time": r"\d\d:\d\d:\d\d",
}
Choose = Callable[[Question], tuple[str, ...]]


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course(EXAMPLE / "course")


@pytest.fixture(scope="module")
def sandbox(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder = tmp_path_factory.mktemp("比较")
    package = build_package(course, "scorm12", folder).path
    with running_sandbox(folder / "lms") as running:
        running.store.add_package(package, NOW)
        yield running


@pytest.fixture(scope="module")
def in_china(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context
    context.close()


@pytest.fixture
def page(in_china: BrowserContext) -> Iterator[Page]:
    yield in_china.new_page()
    forget(in_china)


def _enrol(sandbox: RunningSandbox, name: str) -> tuple[int, int]:
    package_id = sandbox.store.packages()[0].id
    return package_id, sandbox.store.add_learner(name, NOW)


def _open(page: Page, sandbox: RunningSandbox, package_id: int, learner_id: int) -> Frame:
    page.goto(f"{sandbox.url}/launch/{package_id}?learner={learner_id}")
    element = page.locator("iframe#sco").element_handle()
    assert element is not None
    frame = element.content_frame()
    assert frame is not None
    frame.locator("[data-cb-action]:visible").first.wait_for()
    return frame


def _values(sandbox: RunningSandbox, package_id: int, learner_id: int) -> dict[str, str]:
    (attempt,) = sandbox.store.attempts(package_id, learner_id)
    return {name: value.value for name, value in attempt.cmi.items()}


def _play(session: PlayerSession, course: Course, choose: Choose, texts: Mapping[str, str]) -> None:
    """Take the course as the driver does: every answer, no retake, the survey's middle options and its texts."""
    survey = right_answers(course)
    while not session.state.finished:
        step = session.current
        session.wait(2)
        if step.kind == "question":
            session.submit(choose(session.screens.asked(step)))
        if step.kind == "survey":
            session.submit_survey(
                [(q, Answer(text=texts[q.id]) if q.kind == "text" else Answer(keys=survey[q.id])) for q in step.survey]
            )
        if step.kind == "result":
            session.finish()
        else:
            session.next()


def _simulate(sandbox: RunningSandbox, course: Course, choose: Choose, texts: Mapping[str, str]) -> dict[str, str]:
    package_id, learner_id = _enrol(sandbox, "模拟")
    api = SandboxRuntime(sandbox.store, package_id, learner_id)
    session = PlayerSession(CourseScreens(course), PlayerState(version=course.version), Scorm12Writer(api), NOW)
    _play(session, course, choose, texts)
    return _values(sandbox, package_id, learner_id)


def _texts_given(course: Course, values: Mapping[str, str]) -> dict[str, str]:
    """Return what the browser's learner wrote in the open questions, by question id."""
    texts = {}
    for name, value in values.items():
        if name.endswith(".type") and value == "fill-in":
            at = name.removesuffix(".type")
            texts[values[f"{at}.id"].split(".")[2]] = values[f"{at}.student_response"]
    assert course.survey is not None
    assert texts.keys() == {question.id for question in course.survey.questions if question.kind == "text"}
    return texts


@pytest.mark.parametrize("right", [True, False], ids=["right answers", "wrong answers"])
def test_the_same_answers_give_the_same_cmi_values(
    page: Page, sandbox: RunningSandbox, course: Course, right: bool
) -> None:
    package_id, learner_id = _enrol(sandbox, "真人")
    answers = right_answers(course) if right else wrong_answers(course)
    drive(_open(page, sandbox, package_id, learner_id), by_key(answers))
    page.wait_for_function("document.querySelector('#saved').textContent !== ''")
    page.goto("about:blank")
    person = _values(sandbox, package_id, learner_id)
    simulated = _simulate(sandbox, course, lambda q: tuple(answers[q.id]), _texts_given(course, person))

    assert simulated.keys() == person.keys()
    for values in (person, simulated):
        for name, form in _FORMS.items():
            timed = [value for element, value in values.items() if element.endswith(f".{name}")]
            assert timed
            assert all(re.fullmatch(form, value) for value in timed), name
    settled = {name for name in person if not _TIMES.search(name)} - {"cmi.suspend_data"}
    assert {name: simulated[name] for name in settled} == {name: person[name] for name in settled}
    resumed = [json.loads(values["cmi.suspend_data"]) for values in (person, simulated)]
    assert resumed[0].pop("k"), "a person's attempt has a key; a simulated one is nobody's to bring as a file"
    for document in resumed:
        assert document.pop("r") > 0
    assert resumed[0] == resumed[1]


def test_a_person_goes_on_where_a_simulated_learner_left(page: Page, sandbox: RunningSandbox, course: Course) -> None:
    package_id, learner_id = _enrol(sandbox, "接着学")
    api = SandboxRuntime(sandbox.store, package_id, learner_id)
    session = PlayerSession(CourseScreens(course), PlayerState(version=course.version), Scorm12Writer(api), NOW)
    second = [step for step in session.screens.steps if step.kind == "lesson"][1]
    while session.current != second:
        session.wait(2)
        if session.current.kind == "question":
            session.submit(session.screens.asked(session.current).answer)
        session.next()
    session.leave()

    answers = right_answers(course)
    journey = drive(_open(page, sandbox, package_id, learner_id), by_key(answers))
    page.goto("about:blank")
    before = {answer.split("/")[1] for answer in session.state.answers}
    assert before.isdisjoint(journey.answers)
    assert {question.id for question in course.questions} <= before | journey.answers.keys()
    values = _values(sandbox, package_id, learner_id)
    assert (values["cmi.core.lesson_status"], values["cmi.core.score.raw"]) == ("passed", "100")
    ids = [value for name, value in values.items() if re.fullmatch(r"cmi\.interactions\.\d+\.id", name)]
    assert len(ids) == len(set(ids))
