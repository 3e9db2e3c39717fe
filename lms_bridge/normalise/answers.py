"""The answers of an attempt at one of our packages: responses, survey answers, and one result per form and try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from course_templates.card import CourseCard, FormCard, QuestionCard, SurveyQuestionCard
from lms_bridge.normalise.cmi import Cmi, Interaction, InteractionId, interactions, parse_interaction_id
from lms_bridge.records import Marker, RecordKind

_RESULTS = {"correct": True, "wrong": False}


@dataclass(frozen=True)
class RecordValues:
    """What a record says, without whose it is: `columns` of LearningRecord, and its part of the native id."""

    kind: RecordKind
    native: tuple[str | int, ...]
    columns: dict[str, Any]
    marked_by: Marker | None = None


@dataclass(frozen=True)
class _Answer:
    id: InteractionId
    given: Interaction


@dataclass
class Answers:
    """The interactions of an attempt, read by the course card. `unknown`: those whose id is not one of ours."""

    card: CourseCard
    cmi: Cmi
    unknown: list[Interaction] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._answers = list(self._parsed())
        self._questions = {question.id: question for question in self.card.questions}
        self._survey = {question.id: question for question in self.card.survey_questions}
        self._works = {work.id for work in self.card.works}
        self._work_of = {objective.id: objective.work for objective in self.card.objectives}

    def records(self) -> Iterator[RecordValues]:
        """Yield one record per answer, then one per form and try."""
        tries: dict[tuple[str, str, int], list[_Answer]] = {}
        for answer in self._answers:
            if answer.id.phase == "survey":
                yield self._survey_answer(answer, self._survey.get(answer.id.question))
                continue
            yield self._response(answer)
            tries.setdefault((answer.id.phase, answer.id.form, answer.id.tried), []).append(answer)
        for (phase, form_id, tried), answers in tries.items():
            form = self._form(phase, form_id)
            if form is not None:
                yield self._form_try(form, tried, answers)

    def _parsed(self) -> Iterator[_Answer]:
        for given in interactions(self.cmi):
            parsed = parse_interaction_id(given.id)
            if parsed is None:
                self.unknown.append(given)
            else:
                yield _Answer(parsed, given)

    def _response(self, answer: _Answer) -> RecordValues:
        question = self._questions.get(answer.id.question)
        form = self._form(answer.id.phase, answer.id.form)
        right = _RESULTS.get(answer.given.result or "")
        item = question.item if question else _item_of(answer)
        columns = {
            **_about(answer),
            "form_version": form.version if form else None,
            "item": item,
            "work": self._work(item),
            "success": right,
            "score_scaled": None if right is None else float(right),
            "duration_s": answer.given.latency_s,
        }
        return RecordValues("response", ("interaction", answer.given.id), columns, "package")

    def _survey_answer(self, answer: _Answer, question: SurveyQuestionCard | None) -> RecordValues:
        item = _item_of(answer)
        columns = {
            **_about(answer),
            "aspect": question.aspect if question else None,
            "work": question.work if question else self._work(item),
        }
        if question is not None and question.kind == "text":
            return RecordValues("comment", ("interaction", answer.given.id), columns)
        value = question.values.get(answer.given.response) if question else None
        columns["value"] = None if value is None else float(value)
        return RecordValues("rating", ("interaction", answer.given.id), columns)

    def _form_try(self, form: FormCard, tried: int, answers: Sequence[_Answer]) -> RecordValues:
        points = {question_id: _points(self._questions.get(question_id)) for question_id in form.questions}
        won = sum(points.get(a.id.question, 0) for a in answers if a.given.result == "correct")
        total = sum(points.values())
        complete = set(points) <= {answer.id.question for answer in answers}
        latencies = [answer.given.latency_s for answer in answers if answer.given.latency_s is not None]
        columns = {
            "phase": form.phase,
            "form": form.id,
            "form_version": form.version,
            "attempt": tried,
            "score_scaled": won / total if total else None,
            "success": _passed(form, won, total) if complete else None,
            "completed": complete,
            "duration_s": sum(latencies) if latencies else None,
            "occurred_at": max(answer.given.answered_at for answer in answers),
            "stored_at": max(answer.given.stored_at for answer in answers),
        }
        return RecordValues("attempt", ("form", form.phase, form.id, tried), columns, "package")

    def _form(self, phase: str, form_id: str) -> FormCard | None:
        return next((form for form in self.card.forms if form.id == form_id and form.phase == phase), None)

    def _work(self, item: str | None) -> str | None:
        if item is None or item in self._works:
            return item
        return self._work_of.get(item)


def _about(answer: _Answer) -> dict[str, Any]:
    return {
        "phase": answer.id.phase,
        "form": answer.id.form,
        "question": answer.id.question,
        "question_version": answer.id.version,
        "attempt": answer.id.tried,
        "response": answer.given.response,
        "occurred_at": answer.given.answered_at,
        "stored_at": answer.given.stored_at,
    }


def _item_of(answer: _Answer) -> str | None:
    phase, _, item = (answer.given.objective or "").partition(".")
    return item if item and phase == answer.id.phase else None


def _points(question: QuestionCard | None) -> int:
    return 1 if question is None else question.points


def _passed(form: FormCard, won: int, total: int) -> bool | None:
    if form.passing_scaled is None or total == 0:
        return None
    return Decimal(won) >= form.passing_scaled * total
