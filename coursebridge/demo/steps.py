"""The screens of a course in the player's order (packager/runtime/core/steps.js), for learners without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from course_templates.model import Course, Phase, Survey, SurveyQuestion

StepKind = Literal["welcome", "intro", "question", "lesson", "outcome", "survey", "result"]
_PRACTICE_FORM = "practice"
_OPEN_QUESTIONS_PER_SCREEN = 3


@dataclass(frozen=True)
class Step:
    """One screen. `id` is the bookmark; `lesson` is set for lessons, `question` and `form` for questions."""

    id: str
    kind: StepKind
    phase: Phase | None = None
    lesson: str | None = None
    form: str | None = None
    question: str | None = None
    survey: tuple[SurveyQuestion, ...] = ()


def steps_of(course: Course) -> tuple[Step, ...]:
    """Return every screen of a course in order."""
    post = course.form("post")
    return (
        Step(id="welcome", kind="welcome"),
        *_test(course, "pre"),
        *_lessons(course),
        *_test(course, "post"),
        *((Step(id="post.outcome", kind="outcome", phase="post"),) if post else ()),
        *_survey(course.survey),
        Step(id="result", kind="result"),
    )


def _test(course: Course, phase: Phase) -> Iterator[Step]:
    form = course.form(phase)
    if form is None:
        return
    yield Step(id=phase, kind="intro", phase=phase)
    yield from (_question(phase, form.id, question) for question in form.questions)


def _question(phase: Phase, form: str, question: str) -> Step:
    return Step(id=f"{phase}.{question}", kind="question", phase=phase, form=form, question=question)


def _lessons(course: Course) -> Iterator[Step]:
    """Yield lessons, each with its practice; practice that no lesson names comes after the last one."""
    form = course.form("practice")
    taken: set[str] = set()

    def practice(questions: Iterable[str]) -> Iterator[Step]:
        for question in questions:
            if question not in taken:
                taken.add(question)
                yield _question("practice", form.id if form else _PRACTICE_FORM, question)

    for lesson in course.lessons():
        yield Step(id=f"lesson.{lesson.id}", kind="lesson", lesson=lesson.id)
        yield from practice(lesson.practice)
    if form is not None:
        yield from practice(form.questions)


def _survey(survey: Survey | None) -> Iterator[Step]:
    """Yield one screen per work for its ratings, and the other questions by threes."""
    if survey is None or not survey.questions:
        return
    yield Step(id="survey", kind="intro", phase="survey")
    screens: list[list[SurveyQuestion]] = []
    for question in survey.questions:
        last = screens[-1] if screens else None
        full = last is not None and question.work is None and len(last) >= _OPEN_QUESTIONS_PER_SCREEN
        if last is None or last[0].work != question.work or full:
            screens.append([])
        screens[-1].append(question)
    for screen in screens:
        yield Step(id=f"survey.{screen[0].id}", kind="survey", phase="survey", survey=tuple(screen))
