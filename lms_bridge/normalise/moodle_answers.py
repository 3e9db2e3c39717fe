"""Answers to a native quiz or feedback as the interactions that our package would have written for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from course_templates.card import CourseCard
from foundation.numbers import whole_number
from lms_bridge.connectors.moodle.payload import Answered, AnswersPayload
from lms_bridge.sandbox.model import CmiValue

_SURVEY = "survey"
_RESULTS = {True: "correct", False: "wrong", None: "neutral"}


def as_interactions(payload: AnswersPayload, card: CourseCard) -> dict[str, CmiValue]:
    """Return the elements of a try's answers. Spec: SCORM 1.2 RTE 3.4.7 interactions."""
    items = {question.id: question.item for question in card.questions}
    elements: dict[str, CmiValue] = {}
    for index, answer in enumerate(payload.answers):
        for name, value, at in _fields(payload, answer, items.get(answer.question), card):
            elements[f"cmi.interactions.{index}.{name}"] = CmiValue(value=value, set_at=at)
    return elements


def _fields(
    payload: AnswersPayload, answer: Answered, item: str | None, card: CourseCard
) -> Iterator[tuple[str, str, datetime]]:
    identity = f"{payload.phase}.{payload.form}.{answer.question}.{answer.version}.{payload.number}"
    yield "id", identity, answer.answered_at
    yield "student_response", _response(payload, answer, card), answer.answered_at
    if payload.phase != _SURVEY:
        yield "result", _RESULTS[answer.right], answer.stored_at
    if item is not None:
        yield "objectives.0.id", f"{payload.phase}.{item}", answer.answered_at


def _response(payload: AnswersPayload, answer: Answered, card: CourseCard) -> str:
    """A feedback names chosen options by position (`#2`); options of our surveys stand in the order of their keys."""
    if payload.phase != _SURVEY or not answer.response.startswith("#"):
        return answer.response
    question = next((one for one in card.survey_questions if one.id == answer.question), None)
    keys = sorted({*question.labels, *question.values}) if question else []
    positions = [whole_number(part[1:]) or 0 for part in answer.response.split(",")]
    return ",".join(keys[position - 1] for position in positions if 0 < position <= len(keys)) or answer.response
