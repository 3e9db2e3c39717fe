"""A course at a glance, as `course check` reports it: field names are fixed, others script against them."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from competency_xml.model import Bloom
from course_templates.blueprint import cell_counts
from course_templates.coverage import ItemCoverage, coverage, hours
from course_templates.drafts import drafts
from course_templates.model import Course, Form, Phase, Question, QuestionType


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class LessonView(_Part):
    """A lesson and the items it teaches."""

    id: str
    items: tuple[str, ...]


class QuestionView(_Part):
    """A question; `key` is its answer as interactions write it (`b`, or `a,c`), `text` its stem."""

    id: str
    version: int
    item: str
    bloom: Bloom
    type: QuestionType
    key: str
    text: str


class FormView(_Part):
    """The questions of a form."""

    questions: tuple[str, ...]


class CellView(_Part):
    """A blueprint cell: `count` questions and `points` are wanted, `have` questions are there."""

    item: str
    bloom: Bloom | None
    points: int
    count: int
    have: int


class BlueprintView(_Part):
    """The blueprint of a form; `total` is its points."""

    total: int
    cells: tuple[CellView, ...]


class CoverageView(_Part):
    """How many lessons teach an item, and how many questions practise and test it."""

    item: str
    critical: bool
    taught: int
    practised: int
    pre: int
    post: int
    exam: int


class HoursView(_Part):
    """Training hours (标准学时 of 45 minutes): what the standard requires, what the lessons plan."""

    required: float | None = None
    planned: float | None = None


class Overview(_Part):
    """Everything `course check` says of a course besides its findings. Forms and blueprints are keyed by phase."""

    lessons: tuple[LessonView, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    forms: dict[Phase, FormView] = {}
    drafts: tuple[str, ...] = ()
    blueprint: dict[Phase, BlueprintView] = {}
    coverage: tuple[CoverageView, ...] = ()
    hours: HoursView = HoursView()


def overview(course: Course) -> Overview:
    """Return a course at a glance; references that lead nowhere are passed over."""
    plan = hours(course)
    work_of = {objective.id: objective.work for objective in course.objectives}
    bank = {question.id: question for question in course.questions}
    return Overview(
        lessons=tuple(LessonView(id=lesson.id, items=lesson.items) for lesson in course.lessons()),
        questions=tuple(_question_view(question) for question in course.questions),
        forms={form.phase: FormView(questions=form.questions) for form in course.forms},
        drafts=tuple(draft.place for draft in drafts(course)),
        blueprint={form.phase: _blueprint_view(form, bank, work_of) for form in course.forms},
        coverage=tuple(_coverage_view(row) for row in coverage(course)),
        hours=HoursView(
            required=None if plan.required is None else float(plan.required),
            planned=None if plan.planned is None else float(plan.planned),
        ),
    )


def _question_view(question: Question) -> QuestionView:
    return QuestionView(
        id=question.id,
        version=question.version,
        item=question.item,
        bloom=question.bloom,
        type=question.type,
        key=",".join(question.answer),
        text=question.stem.best(),
    )


def _blueprint_view(form: Form, bank: Mapping[str, Question], work_of: Mapping[str, str | None]) -> BlueprintView:
    questions = [bank[question] for question in form.questions if question in bank]
    cells = tuple(
        CellView(item=cell.item, bloom=cell.bloom, points=cell.points, count=cell.count, have=have.count)
        for cell, have in cell_counts(form.cells, questions, work_of)
    )
    return BlueprintView(total=sum(cell.points for cell in cells), cells=cells)


def _coverage_view(row: ItemCoverage) -> CoverageView:
    return CoverageView(
        item=row.objective.id,
        critical=row.objective.critical,
        taught=len(row.taught),
        practised=len(row.practised),
        pre=len(row.pre),
        post=len(row.post),
        exam=len(row.exam),
    )
