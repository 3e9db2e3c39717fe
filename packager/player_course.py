"""The part of a course that its player needs, as the data file inside a package.

Questions of an exam form stay out: a final exam is never decided by a package that marks itself, and its texts
must not travel to learners.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from competency_xml.model import MapStatus
from course_templates.disclaimer import disclaimer
from course_templates.drafts import drafts
from course_templates.model import Course, Form, Lesson, MapPin, Module, Question, QuestionType, Survey, WorkRef
from foundation.text import LangText
from packager.parts import Part, PartKind

PlayerPhase = Literal["pre", "practice", "post"]
PLAYER_PHASES: tuple[PlayerPhase, ...] = ("pre", "practice", "post")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlayerMap(_Part):
    """What a learner is told of the map: its standard, or what it takes after and that it is no standard."""

    iri: str
    title: LangText
    status: MapStatus
    version: str
    standard: str | None
    inspired_by: LangText
    disclaimer: LangText


class PlayerItem(_Part):
    """An item that a lesson teaches or a question tests, and its work."""

    id: str
    label: LangText
    work: str | None


class PlayerLesson(_Part):
    """A lesson; its pages stand in `index.html`."""

    id: str
    title: LangText
    items: tuple[str, ...]
    practice: tuple[str, ...]
    minutes: int | None
    draft: bool


class PlayerModule(_Part):
    """A module and its lessons, in order."""

    id: str
    title: LangText
    lessons: tuple[PlayerLesson, ...]


class PlayerChoice(_Part):
    """One answer to choose."""

    key: str
    text: LangText
    feedback: LangText


class PlayerQuestion(_Part):
    """A question. `answer` holds the right keys, `points` are whole."""

    id: str
    version: int
    item: str
    type: QuestionType
    stem: LangText
    choices: tuple[PlayerChoice, ...]
    answer: tuple[str, ...]
    points: int
    draft: bool


class PlayerForm(_Part):
    """A test. `passing` is 0 to 1, or null."""

    id: str
    version: int
    title: LangText
    questions: tuple[str, ...]
    passing: float | None


class PlayerPart(_Part):
    """Which part of a divided course this is: `number` counts from 1 to `of`, `passing` is the post-test's mark."""

    key: str
    kind: PartKind
    title: LangText
    number: int
    of: int
    passing: float | None


class PlayerCourse(_Part):
    """All of a course but its pages; `part` is null where the course is not divided.

    `card` is the SHA-256 of the whole course's card: by it a result file says which course it is about.
    """

    id: str
    version: str
    title: LangText
    description: LangText
    languages: tuple[str, ...]
    role: str
    role_label: LangText
    level: str | None
    level_label: LangText
    map: PlayerMap
    simulated: bool
    draft: bool
    works: tuple[WorkRef, ...]
    items: tuple[PlayerItem, ...]
    modules: tuple[PlayerModule, ...]
    questions: dict[str, PlayerQuestion]
    forms: dict[PlayerPhase, PlayerForm]
    survey: Survey | None
    part: PlayerPart | None = None
    card: str = ""


def player_course(course: Course, part: Part | None = None, card: str = "") -> PlayerCourse:
    """Return what the player needs of a course, or of the part of it that `course` is."""
    forms = {phase: _form(form) for phase in PLAYER_PHASES if (form := course.form(phase)) is not None}
    asked = _asked(course, forms)
    return PlayerCourse(
        id=course.id,
        version=course.version,
        title=course.title,
        description=course.description,
        languages=course.languages,
        role=course.role,
        role_label=course.role_label,
        level=course.level,
        level_label=course.level_label,
        map=_map(course.map),
        simulated=course.simulated,
        draft=bool(drafts(course)),
        works=course.works,
        items=tuple(_items(course, asked)),
        modules=tuple(_module(module) for module in course.modules),
        questions={question.id: question for question in asked},
        forms=forms,
        survey=course.survey,
        part=None if part is None or part.is_whole else PlayerPart.model_validate(part, from_attributes=True),
        card=card,
    )


def _map(pin: MapPin) -> PlayerMap:
    return PlayerMap(
        iri=pin.iri,
        title=pin.title,
        status=pin.status,
        version=pin.version,
        standard=pin.standard,
        inspired_by=pin.inspired_by,
        disclaimer=disclaimer(pin),
    )


def _form(form: Form) -> PlayerForm:
    passing = None if form.passing_scaled is None else float(form.passing_scaled)
    return PlayerForm(id=form.id, version=form.version, title=form.title, questions=form.questions, passing=passing)


def _asked(course: Course, forms: dict[PlayerPhase, PlayerForm]) -> list[PlayerQuestion]:
    ids = {question for form in forms.values() for question in form.questions}
    ids |= {question for lesson in course.lessons() for question in lesson.practice}
    return [_question(question) for question in course.questions if question.id in ids]


def _question(question: Question) -> PlayerQuestion:
    return PlayerQuestion.model_validate(question, from_attributes=True)


def _items(course: Course, asked: list[PlayerQuestion]) -> Iterator[PlayerItem]:
    used = {question.item for question in asked} | {item for lesson in course.lessons() for item in lesson.items}
    for objective in course.objectives:
        if objective.id in used:
            yield PlayerItem.model_validate(objective, from_attributes=True)


def _module(module: Module) -> PlayerModule:
    return PlayerModule(id=module.id, title=module.title, lessons=tuple(_lesson(lesson) for lesson in module.lessons))


def _lesson(lesson: Lesson) -> PlayerLesson:
    return PlayerLesson.model_validate(lesson, from_attributes=True)
