"""Pains of saving: too much to keep, work lost on leaving, status by accident, sessions that end twice."""

from __future__ import annotations

import pytest

from tests.e2e.driver import by_key, drive, right_answers
from tests.packager.courses import make_course
from tests.pains.conftest import MakeLms
from tests.pains.walking import answers, walk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

_HIDE = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
_SMALL = make_course(works=1, per_work=1)


def test_pain_01_a_course_of_1000_questions_stays_within_4096_characters_and_resumes(make_lms: MakeLms) -> None:
    lms = make_lms(make_course(works=110, per_work=3, kinds=("choice",)))
    first = lms.launch()
    walk(first.frame, "result")
    assert first.refused == []
    assert len(first.kept["cmi.suspend_data"].encode()) <= 4096
    assert first.frame.locator("#cb-banner").inner_text() != ""  # What was left out is said.
    first.leave()

    again = lms.launch(first)
    assert again.frame.evaluate("CourseBridge.app.session.current.id") == "result"
    assert again.frame.evaluate("CourseBridge.app.session.total('post')") == {"won": 330, "max": 330}


def test_pain_02_an_answer_is_with_the_lms_before_anything_else_happens(make_lms: MakeLms) -> None:
    """The power fails, the tablet's battery is empty: no event comes."""
    course = make_lms(_SMALL).launch()
    drive(course.frame, by_key(right_answers(_SMALL)), until=lambda screen: len(answers(course.frame)) == 1)
    assert course.kept.get("cmi.interactions.0.student_response") == ",".join(_SMALL.questions[0].answer)


def test_pain_02_a_page_that_is_hidden_is_saved_since_it_may_never_be_seen_again(make_lms: MakeLms) -> None:
    course = make_lms(_SMALL).launch()
    course.frame.locator("[data-cb-action=next]").click()
    assert "cmi.core.lesson_location" not in course.kept
    course.frame.evaluate(_HIDE)
    assert course.kept.get("cmi.core.lesson_location") == "pre"


def test_pain_02_leaving_within_a_second_keeps_the_place(make_lms: MakeLms) -> None:
    """Browsers forbid synchronous requests and skip `unload`: `pagehide` is what is left."""
    lms = make_lms(_SMALL)
    course = lms.launch()
    course.frame.locator("[data-cb-action=next]").click()
    course.leave()
    assert (course.kept.get("cmi.core.lesson_location"), course.count("finish")) == ("pre", 1)


@pytest.mark.parametrize("form", ["scorm12", "scorm2004", "cmi5", "xapi"])
def test_pain_02_nothing_rests_on_what_browsers_took_away(make_lms: MakeLms, form: str) -> None:
    script = make_lms(_SMALL, form).text("player/player.js")
    assert [word for word in ('"unload"', "XMLHttpRequest") if word in script] == []


@pytest.mark.parametrize(
    ("form", "status", "expected"),
    [
        ("scorm12", "cmi.core.lesson_status", "incomplete"),
        ("scorm2004", "cmi.completion_status", "incomplete"),
    ],
)
def test_pain_03_opening_and_closing_is_neither_passed_nor_completed(
    make_lms: MakeLms, form: str, status: str, expected: str
) -> None:
    """An LMS calls a session of 1.2 that set no status completed, as the specification has it."""
    lms = make_lms(_SMALL, form)
    course = lms.launch()
    course.leave()
    assert course.value(status) == expected
    again = lms.launch(course)
    again.leave()
    assert again.value(status) == expected
    assert [call for call in again.calls if "success" in call[1] or "score" in call[1]] == []


@pytest.mark.parametrize("ends_frame", [False, True])
def test_pain_04_the_session_ends_once_and_nothing_comes_after_or_in_between(
    make_lms: MakeLms, ends_frame: bool
) -> None:
    """Many LMSs take the frame away while they are told of the end, and so `pagehide` comes in the middle of it."""
    course = make_lms(_SMALL).launch(ends_frame=ends_frame)
    drive(course.frame, by_key(right_answers(_SMALL)))
    course.page.wait_for_function("calls.some(([name]) => name === 'finish')")
    if not ends_frame:
        course.leave()
    assert [call[0] for call in course.calls[-2:]] == ["commit", "finish"]
    assert course.count("finish") == 1
    assert course.refused == []
