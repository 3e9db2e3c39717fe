"""What must have been recorded of a learner, worked out from the course and the answers: the tests' own marking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from course_templates.model import Course, Form, Phase
from tests.live.browser import TEXT

Answers = Mapping[str, Sequence[str]]
Fact = tuple[str, ...]


def facts(rows: Iterable[Mapping[str, Any]], *phases: str) -> Counter[Fact]:
    """Return what records say a learner did, without who, when, where and how long."""
    keys = ("kind", "phase", "form", "question", "question_version", "item", "work", "aspect", "attempt", "response")
    judged = ("value", "score_scaled", "success", "completed")
    told = [row for row in rows if row["form"] is not None and (not phases or row["phase"] in phases)]
    return Counter(tuple(_text(row[key]) for key in (*keys, *judged)) for row in told)


def form_facts(course: Course, phase: Phase, answers: Answers, *, marked: bool = True) -> Counter[Fact]:
    """Return the facts of the first try of a form; `answers` may leave questions out, and not yet be handed in."""
    form = course.form(phase)
    assert form is not None
    given = {question: answers[question] for question in form.questions if question in answers}
    found = [_response(course, form, question, keys, marked=marked) for question, keys in given.items()]
    return Counter([*found, _try(course, form, given, marked=marked)])


def survey_facts(course: Course, answers: Answers) -> Counter[Fact]:
    """Return the facts of an answered survey."""
    survey = course.survey
    assert survey is not None
    found = []
    for one in survey.questions:
        values = {option.key: option.value for option in one.options}
        is_text = one.kind == "text"
        response = TEXT if is_text else answers[one.id][0]
        value = None if is_text else values[response]
        head = ("comment" if is_text else "rating", "survey", survey.id, one.id, one.version, None, one.work)
        found.append(_fact(*head, one.aspect, 1, response, None if value is None else float(value), None, None, None))
    return Counter(found)


def _response(course: Course, form: Form, question_id: str, keys: Sequence[str], *, marked: bool) -> Fact:
    question = course.question(question_id)
    right = set(keys) == set(question.answer) if marked else None
    works = {objective.id: objective.work for objective in course.objectives}
    place = (form.phase, form.id, question.id, question.version, question.item, works[question.item], None)
    score = None if right is None else float(right)
    return _fact("response", *place, 1, ",".join(keys), None, score, right, None)


def _try(course: Course, form: Form, given: Answers, *, marked: bool) -> Fact:
    asked = [course.question(question) for question in form.questions]
    won = sum(one.points for one in asked if set(given.get(one.id, ())) == set(one.answer))
    total = sum(one.points for one in asked)
    score = won / total if marked else None
    complete = len(given) == len(asked)
    passing = form.passing_scaled
    passed = None if passing is None or not complete else won >= passing * total
    return _fact("attempt", form.phase, form.id, *[None] * 5, 1, None, None, score, passed, complete)


def _fact(*values: object) -> Fact:
    return tuple(_text(value) for value in values)


def _text(value: object) -> str:
    return "" if value is None else str(value)
