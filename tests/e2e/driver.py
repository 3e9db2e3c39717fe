"""Takes a course in a real browser by its DOM contract alone: for the player under any LMS.

`drive` answers what is visible, submits, goes on, finishes. Works on a page or on a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Frame, Locator, Page

#: Keys to choose for a question (phase is not known to the DOM: question ids are unique); None leaves it.
Answer = Callable[[str], Sequence[str] | None]
Screen = Page | Frame

_TEXT = "实际工作中还要做供应商审核。"
MAX_SCREENS = 300


@dataclass
class Journey:
    """What a drive did: questions answered in order with keys, and actions clicked."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)


def course_in(page: Page, selector: str) -> Frame:
    """Return the frame of an LMS's page that the course is in, once it shows something to do."""
    element = page.wait_for_selector(selector)
    frame = element.content_frame() if element else None
    assert frame is not None
    frame.locator("[data-cb-action]:visible").first.wait_for()
    return frame


def in_lesson(screen: Screen) -> bool:
    """Return whether a lesson is what is shown."""
    return screen.locator(".cb-lesson:visible").count() == 1


def drive(screen: Screen, answer: Answer, *, until: Callable[[Screen], bool] | None = None) -> Journey:
    """Go on until `finish` was clicked, or until `until` says so before the next action."""
    journey = Journey()
    for _ in range(MAX_SCREENS):
        if until is not None and until(screen):
            return journey
        if step(screen, answer, journey) == "finish":
            return journey
    raise AssertionError(f"no end after {MAX_SCREENS} actions: {journey.actions[-5:]}")


def step(screen: Screen, answer: Answer, journey: Journey) -> str:
    """Answer what is visible, then click submit, else next, else finish. Returns the action."""
    screen.locator("[data-cb-action]:visible").first.wait_for()
    _answer_visible(screen, answer, journey)
    for name in ("submit", "next", "finish"):
        button = screen.locator(f"[data-cb-action={name}]:visible")
        count = button.count()
        assert count <= 1, f"{count} visible elements for {name}"
        if count == 1:
            button.click()
            journey.actions.append(name)
            return name
    raise AssertionError("no action is visible")


def _answer_visible(screen: Screen, answer: Answer, journey: Journey) -> None:
    for question in screen.locator("[data-cb-question]:visible").all():
        question_id = question.get_attribute("data-cb-question")
        assert question_id is not None
        if question_id in journey.answers:
            continue
        keys = answer(question_id)
        if keys is None:
            continue
        if _choose(question, keys):
            journey.answers[question_id] = list(keys)


def _choose(question: Locator, keys: Sequence[str]) -> bool:
    text = question.locator("textarea")
    if text.count() == 1:
        if text.is_disabled():
            return False
        text.fill(_TEXT)
        return True
    for key in keys:
        choice = question.locator(f"[data-cb-choice='{key}']")
        if choice.locator("input").is_disabled():
            return False
        choice.click()
    return True


def by_key(answers: Mapping[str, Sequence[str]], *, rest: Sequence[str] | None = None) -> Answer:
    """Return an answer function that looks keys up by question id; `rest` is for all others."""
    return lambda question_id: answers.get(question_id, rest)


def right_answers(course: object) -> dict[str, tuple[str, ...]]:
    """Return the right keys of every question of a course, and the middle of every rating and option list."""
    from course_templates.model import Course

    assert isinstance(course, Course)
    answers = {question.id: question.answer for question in course.questions}
    for question in course.survey.questions if course.survey else ():
        options = question.options
        answers[question.id] = (options[len(options) // 2].key,) if options else ("text",)
    return answers


def wrong_answers(course: object) -> dict[str, tuple[str, ...]]:
    """Return a wrong key for every question of a course; the survey is answered as in `right_answers`."""
    from course_templates.model import Course

    assert isinstance(course, Course)
    answers = right_answers(course)
    for question in course.questions:
        answers[question.id] = (next(c.key for c in question.choices if c.key not in question.answer),)
    return answers
