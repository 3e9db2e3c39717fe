"""The course: modules, lessons, question bank, parallel forms and job-fit survey, as frozen data.

A course pins the map it is about. Ids of questions, choices and forms are made of `[A-Za-z0-9_-]`, because an
interaction's id is `phase.form.question.version.try`; ids of items are the map's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from competency_xml.model import ID_PATTERN, Bloom, ItemKind, MapStatus
from foundation.text import LangText

Phase = Literal["pre", "practice", "post", "exam", "survey"]
QuestionType = Literal["choice", "multiple", "true-false"]
SurveyKind = Literal["rating", "choice", "text"]
SurveyAspect = Literal[
    "importance",  # per work: how important is it in your post, 1 to 5
    "frequency",  # per work: how often do you do it, 1 to 5
    "own-ability",  # per work: how well can you do it, 1 to 5
    "post",  # the respondent's post, open text
    "experience-years",  # years in that post, choice
    "employer-kind",  # kind of employer, choice
    "role-exists",  # does this role exist with you, choice
    "role-title",  # under what title, open text
    "missing",  # what the map lacks, open text
]

#: Ids that become segments of an interaction's id: no dots.
SEGMENT_PATTERN = r"^[A-Za-z0-9_-]{1,40}$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MapPin(_Part):
    """The map that a course is about: IRI (= its base), version, and SHA-256 of its XML."""

    iri: str
    version: str
    sha256: str
    status: MapStatus
    title: LangText = LangText()
    standard: str | None = None
    inspired_by: LangText = LangText()


class Objective(_Part):
    """A map item that the course is about, copied at the pinned version. `work` is the id of its work."""

    id: str = Field(pattern=ID_PATTERN)
    kind: ItemKind
    code: str | None = None
    label: LangText
    work: str | None = None
    critical: bool = False


class WorkRef(_Part):
    """A work of the map, copied at the pinned version. `function` is the label of its function, if it has one."""

    id: str = Field(pattern=ID_PATTERN)
    code: str | None = None
    label: LangText
    function: LangText = LangText()


class Lesson(_Part):
    """One page. `body` is Markdown per language, `items` the objectives it teaches, `practice` question ids.

    `frame` is the path of an asset that is a page of its own, made elsewhere and shown in place of a body.
    """

    id: str = Field(pattern=SEGMENT_PATTERN)
    title: LangText
    items: tuple[str, ...] = ()
    body: LangText = LangText()
    practice: tuple[str, ...] = ()
    minutes: int | None = None
    draft: bool = False
    frame: str | None = None


class Module(_Part):
    """Lessons on one work or several."""

    id: str = Field(pattern=SEGMENT_PATTERN)
    title: LangText
    works: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()


class Choice(_Part):
    """One answer to choose; `feedback` is shown when it was chosen in practice."""

    key: str = Field(pattern=r"^[a-z0-9]$")
    text: LangText
    feedback: LangText = LangText()


class Question(_Part):
    """A question of the bank. `answer` holds the keys that are right, in key order; `points` are whole."""

    id: str = Field(pattern=SEGMENT_PATTERN)
    version: int = Field(default=1, ge=1)
    item: str
    bloom: Bloom
    type: QuestionType = "choice"
    stem: LangText
    choices: tuple[Choice, ...] = Field(min_length=2)
    answer: tuple[str, ...] = Field(min_length=1)
    points: int = Field(default=1, ge=1)
    draft: bool = False


class Cell(_Part):
    """One cell of a blueprint: so many questions and points on a work or item, at a Bloom level or at any."""

    item: str
    bloom: Bloom | None = None
    count: int = Field(ge=0)
    points: int = Field(ge=0)


class Form(_Part):
    """A test: a blueprint and the questions chosen by it, in order. `passing_scaled` is 0 to 1."""

    id: str = Field(pattern=SEGMENT_PATTERN)
    phase: Phase
    version: int = Field(default=1, ge=1)
    title: LangText = LangText()
    questions: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    passing_scaled: Decimal | None = Field(default=None, ge=0, le=1)


class SurveyOption(_Part):
    """One option of a survey question; `value` is its number on a rating scale."""

    key: str = Field(pattern=r"^[a-z0-9]$")
    text: LangText
    value: int | None = None


class SurveyQuestion(_Part):
    """One question of the job-fit survey. `work` is set for the three ratings. `max_chars` bounds open text."""

    id: str = Field(pattern=SEGMENT_PATTERN)
    version: int = Field(default=1, ge=1)
    aspect: SurveyAspect
    kind: SurveyKind
    prompt: LangText
    work: str | None = None
    options: tuple[SurveyOption, ...] = ()
    max_chars: int = 250


class Survey(_Part):
    """The job-fit survey (岗位契合度调查), answered voluntarily."""

    id: str = Field(pattern=SEGMENT_PATTERN)
    title: LangText
    intro: LangText = LangText()
    questions: tuple[SurveyQuestion, ...] = ()


class Asset(_Part):
    """A file of the course folder that lessons use. `path` is relative, POSIX and ASCII (`assets/fig1.svg`)."""

    path: str
    source: Path
    size_bytes: int
    sha256: str
    media_type: str


class Course(_Part):
    """A whole course for one role and level. `version` is the designer's, `languages` those it is written in.

    `released` is the day from which it is offered: the designer's, else the day on which its map was last changed.
    """

    id: str = Field(pattern=SEGMENT_PATTERN)
    version: str
    title: LangText
    description: LangText = LangText()
    map: MapPin
    role: str
    role_label: LangText
    level: str | None = None
    level_label: LangText = LangText()
    languages: tuple[str, ...] = ("zh-CN",)
    works: tuple[WorkRef, ...] = ()
    objectives: tuple[Objective, ...] = ()
    modules: tuple[Module, ...] = ()
    questions: tuple[Question, ...] = ()
    forms: tuple[Form, ...] = ()
    survey: Survey | None = None
    assets: tuple[Asset, ...] = ()
    hours_required: Decimal | None = None
    simulated: bool = False
    released: date | None = None

    def lessons(self) -> Iterator[Lesson]:
        """Yield the lessons in reading order."""
        for module in self.modules:
            yield from module.lessons

    def question(self, question_id: str) -> Question:
        """Return the question with this id. Raises KeyError."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def objective(self, item_id: str) -> Objective:
        """Return the objective with this item id. Raises KeyError."""
        for objective in self.objectives:
            if objective.id == item_id:
                return objective
        raise KeyError(item_id)

    def form(self, phase: Phase) -> Form | None:
        """Return the form of a phase, or None."""
        return next((form for form in self.forms if form.phase == phase), None)
