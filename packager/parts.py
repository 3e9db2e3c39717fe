"""The parts of a course that a package may launch one by one: tests, modules and survey, in learning order.

A part of a course is a course itself, with everything else taken out, so that whatever carries a course carries a
part of it. Keys stay the same across rebuilds and versions; LMSs find attempts by identifiers made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from course_templates.model import Course, Form, Lesson, Module, Phase
from foundation.text import LangText
from packager.options import Division

PartKind = Literal["whole", "pre", "module", "post", "survey"]
#: Phases whose questions are about items.
TESTED_PHASES: tuple[Phase, ...] = ("pre", "practice", "post")
#: What the one part of an undivided course is called in identifiers.
WHOLE_KEY = "1"
#: The page that an undivided course launches.
LAUNCH = "index.html"
_TITLES: dict[str, LangText] = {
    "pre": LangText.of("前测", "Pre-test"),
    "module": LangText.of("练习", "Practice"),
    "post": LangText.of("后测", "Post-test"),
    "survey": LangText.of("岗位契合度调查", "Job-fit survey"),
}


@dataclass(frozen=True)
class Part:
    """A part: `course` holds it alone; `number` counts from 1 to `of`.

    `passing` is the post-test's pass mark from 0 to 1, by which objectives of every phase are judged, or None.
    """

    key: str
    kind: PartKind
    title: LangText
    course: Course
    number: int
    of: int
    passing: float | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the course was not divided."""
        return self.kind == "whole"

    @property
    def launch(self) -> str:
        """Path of the page that launches it; a page of its own, since some LMSs drop what follows a `?`."""
        return LAUNCH if self.is_whole else f"{self.key}.html"

    @property
    def script(self) -> str:
        """Path of its data."""
        return "player/course.js" if self.is_whole else f"player/course-{self.key}.js"


def course_parts(course: Course, division: Division | None) -> tuple[Part, ...]:
    """Return the parts to launch, in learning order: the whole course unless it is to be several.

    Exam forms are in no part: they never travel to learners.
    """
    drawn = list(_drawn(course)) if division == "multi" else []
    if not drawn:
        return (Part(key=WHOLE_KEY, kind="whole", title=course.title, course=course, number=1, of=1),)
    post = course.form("post")
    passing = None if post is None or post.passing_scaled is None else float(post.passing_scaled)
    return tuple(
        Part(key=key, kind=kind, title=title, course=alone, number=number, of=len(drawn), passing=passing)
        for number, (key, kind, title, alone) in enumerate(drawn, start=1)
    )


def _drawn(course: Course) -> Iterator[tuple[str, PartKind, LangText, Course]]:
    yield from _test(course, "pre")
    yield from _modules(course)
    yield from _test(course, "post")
    if course.survey is not None and course.survey.questions:
        title = course.survey.title if course.survey.title.best() else _TITLES["survey"]
        yield "survey", "survey", title, _alone(course).model_copy(update={"survey": course.survey})


def _test(course: Course, phase: Literal["pre", "post"]) -> Iterator[tuple[str, PartKind, LangText, Course]]:
    form = course.form(phase)
    if form is not None and form.questions:
        title = form.title if form.title.best() else _TITLES[phase]
        yield phase, phase, title, _alone(course).model_copy(update={"forms": (form,)})


def _alone(course: Course) -> Course:
    return course.model_copy(update={"modules": (), "forms": (), "survey": None})


def _modules(course: Course) -> Iterator[tuple[str, PartKind, LangText, Course]]:
    """Yield one part per module with lessons; practice that no lesson names goes with the last, as it comes last."""
    modules = [module for module in _asked_once(course.modules) if module.lessons]
    form = course.form("practice")
    named = {question for module in modules for question in _practice(module)}
    rest = tuple(question for question in (form.questions if form else ()) if question not in named)
    for module in modules:
        questions = _practice(module) + (rest if module is modules[-1] else ())
        forms = _narrowed(form, questions)
        alone = _alone(course).model_copy(update={"modules": (module,), "forms": forms})
        yield f"module-{module.id}", "module", module.title, alone
    if not modules and rest:
        yield (
            "practice",
            "module",
            _TITLES["module"],
            _alone(course).model_copy(update={"forms": _narrowed(form, rest)}),
        )


def _asked_once(modules: Sequence[Module]) -> Iterator[Module]:
    """Yield the modules, each practice question with the first lesson that names it alone, as the player asks it."""
    taken: set[str] = set()
    for module in modules:
        lessons: list[Lesson] = []
        for lesson in module.lessons:
            fresh = tuple(question for question in dict.fromkeys(lesson.practice) if question not in taken)
            taken.update(fresh)
            lessons.append(lesson.model_copy(update={"practice": fresh}))
        yield module.model_copy(update={"lessons": tuple(lessons)})


def _practice(module: Module) -> tuple[str, ...]:
    return tuple(question for lesson in module.lessons for question in lesson.practice)


def _narrowed(form: Form | None, questions: Sequence[str]) -> tuple[Form, ...]:
    if form is None:
        return ()
    return (form.model_copy(update={"questions": tuple(each for each in form.questions if each in questions)}),)


def asked_items(course: Course, phase: Phase) -> tuple[str, ...]:
    """Return the items that questions of a phase are about, each once, in order of first use."""
    form = course.form(phase)
    asked = list(form.questions) if form else []
    if phase == "practice":
        asked = [question for lesson in course.lessons() for question in lesson.practice] + asked
    items = {question.id: question.item for question in course.questions}
    return tuple(dict.fromkeys(items[question] for question in asked if question in items))
