"""A small course of two works for tests of the simulation: every question type, practice, survey."""

from __future__ import annotations

from decimal import Decimal

from course_templates.model import (
    Choice,
    Course,
    Form,
    Lesson,
    MapPin,
    Module,
    Objective,
    Phase,
    Question,
    QuestionType,
    Survey,
    SurveyOption,
    SurveyQuestion,
    WorkRef,
)
from foundation.text import LangText

WORKS = ("q.w1", "q.w2")


def sample_course() -> Course:
    """Return the course."""
    return Course(
        id="sample",
        version="1.0.0",
        title=LangText.of("样例课程"),
        map=MapPin(iri="https://example.org/cm/q/", version="1.0.0", sha256="0" * 64, status="illustrative"),
        role="quality",
        role_label=LangText.of("质量管理人员"),
        works=tuple(WorkRef(id=work, label=LangText.of(f"工作{work}")) for work in WORKS),
        objectives=tuple(
            Objective(id=f"{work}.a", kind="ability", label=LangText.of("能力"), work=work) for work in WORKS
        ),
        modules=tuple(_module(number, work) for number, work in enumerate(WORKS, 1)),
        questions=tuple(question for phase in ("pre", "practice", "post") for question in _questions(phase)),
        forms=tuple(_form(phase) for phase in ("pre", "practice", "post")),
        survey=_survey(),
        simulated=True,
    )


def _module(number: int, work: str) -> Module:
    lesson = Lesson(
        id=f"l{number}",
        title=LangText.of(f"第{number}课"),
        items=(f"{work}.a",),
        body=LangText.of("正文"),
        practice=(f"practice-{number}",),
        minutes=10,
    )
    return Module(id=f"m{number}", title=LangText.of(f"模块{number}"), works=(work,), lessons=(lesson,))


def _questions(phase: str) -> list[Question]:
    types: tuple[QuestionType, ...] = ("choice", "multiple", "true-false", "choice")
    return [
        Question(
            id=f"{phase}-{number}",
            item=f"{WORKS[number % 2]}.a",
            bloom="apply",
            type=kind,
            stem=LangText.of("题干"),
            choices=tuple(Choice(key=key, text=LangText.of(key)) for key in ("tf" if kind == "true-false" else "abcd")),
            answer={"choice": ("b",), "multiple": ("a", "c"), "true-false": ("t",)}[kind],
            points=2 if kind == "multiple" else 1,
        )
        for number, kind in enumerate(types, 1)
    ]


def _form(phase: Phase) -> Form:
    passing = Decimal("0.6") if phase == "post" else None
    return Form(
        id=f"form-{phase}", phase=phase, questions=tuple(f"{phase}-{n}" for n in range(1, 5)), passing_scaled=passing
    )


def _survey() -> Survey:
    scale = tuple(SurveyOption(key=str(n), text=LangText.of(str(n)), value=n) for n in range(1, 6))
    ratings = [
        SurveyQuestion(
            id=f"{aspect}-{number}", aspect=aspect, kind="rating", prompt=LangText.of("评"), work=work, options=scale
        )
        for number, work in enumerate(WORKS, 1)
        for aspect in ("importance", "frequency", "own-ability")
    ]
    years = SurveyQuestion(
        id="years", aspect="experience-years", kind="choice", prompt=LangText.of("年限"), options=scale[:3]
    )
    missing = SurveyQuestion(id="missing", aspect="missing", kind="text", prompt=LangText.of("缺什么"))
    return Survey(id="fit", title=LangText.of("岗位契合度调查"), questions=(*ratings, years, missing))
