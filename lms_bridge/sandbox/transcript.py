"""An attempt's CMI values as a person reads them: core facts, interactions and objectives as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from course_templates.card import CourseCard, SurveyQuestionCard
from foundation.text import both
from lms_bridge.sandbox.model import Attempt, CmiValue

_INTERACTION = re.compile(r"cmi\.interactions\.(\d+)\.(.+)")
_OBJECTIVE = re.compile(r"cmi\.objectives\.(\d+)\.(.+)")
_ASPECTS = {
    "importance": both("重要程度", "Importance"),
    "frequency": both("使用频率", "Frequency"),
    "own-ability": both("自评能力", "Own ability"),
    "post": both("岗位", "Post"),
    "experience-years": both("从业年限", "Years of experience"),
    "employer-kind": both("单位类型", "Kind of employer"),
    "role-exists": both("本单位有无此岗位", "Does the role exist"),
    "role-title": both("岗位名称", "Title of the role"),
    "missing": both("图谱缺少的内容", "What the map lacks"),
}
_OUR_PARTS = 5  # phase.form.question.version.try
_PHASES = {
    "pre": both("课前测", "Pre-test"),
    "practice": both("练习", "Practice"),
    "post": both("课后测", "Post-test"),
    "exam": both("考试", "Exam"),
    "survey": both("调查", "Survey"),
}


class InteractionLine(BaseModel):
    """One answered question. `phase` and `question` are read from ids that our packages make, else the id stands.

    `aspect` and `response_label` say what a survey question asks and what its answer means.
    """

    model_config = ConfigDict(frozen=True)

    index: int
    phase: str
    question: str
    about: str
    aspect: str
    type: str
    response: str
    response_label: str
    pattern: str
    result: str
    latency: str
    set_at: datetime


class ObjectiveLine(BaseModel):
    """One objective and how far it was reached."""

    model_config = ConfigDict(frozen=True)

    index: int
    phase: str
    about: str
    status: str
    score_raw: str


class Transcript(BaseModel):
    """The tables of one attempt."""

    model_config = ConfigDict(frozen=True)

    interactions: tuple[InteractionLine, ...]
    objectives: tuple[ObjectiveLine, ...]


def transcript(attempt: Attempt, card: CourseCard | None) -> Transcript:
    """Return an attempt's tables; `card` puts the items' names in place of their ids."""
    names = _names(card)
    survey = {} if card is None else {question.id: question for question in card.survey_questions}
    return Transcript(
        interactions=tuple(
            _interaction(index, fields, names, survey) for index, fields in _grouped(attempt, _INTERACTION).items()
        ),
        objectives=tuple(_objective(index, fields, names) for index, fields in _grouped(attempt, _OBJECTIVE).items()),
    )


def _grouped(attempt: Attempt, pattern: re.Pattern[str]) -> dict[int, dict[str, CmiValue]]:
    groups: dict[int, dict[str, CmiValue]] = {}
    for element, found in attempt.cmi.items():
        if match := pattern.fullmatch(element):
            groups.setdefault(int(match[1]), {})[match[2]] = found
    return dict(sorted(groups.items()))


def _interaction(
    index: int, fields: Mapping[str, CmiValue], names: Mapping[str, str], survey: Mapping[str, SurveyQuestionCard]
) -> InteractionLine:
    own_id, response = _value(fields, "id"), _value(fields, "student_response")
    parts = own_id.split(".")
    ours = len(parts) == _OUR_PARTS and parts[0] in _PHASES
    asked = survey.get(parts[2]) if ours and parts[0] == "survey" else None
    patterns = [found.value for name, found in sorted(fields.items()) if name.startswith("correct_responses.")]
    return InteractionLine(
        index=index,
        phase=_PHASES[parts[0]] if ours else "",
        question=parts[2] if ours else own_id,
        about=_about(_value(fields, "objectives.0.id"), names),
        aspect="" if asked is None else _ASPECTS[asked.aspect],
        type=_value(fields, "type"),
        response=response,
        response_label="" if asked is None or response not in asked.labels else asked.labels[response].best(),
        pattern=" | ".join(patterns),
        result=_value(fields, "result"),
        latency=_value(fields, "latency"),
        set_at=max(found.set_at for found in fields.values()),
    )


def _objective(index: int, fields: Mapping[str, CmiValue], names: Mapping[str, str]) -> ObjectiveLine:
    own_id = _value(fields, "id")
    phase, _, _ = own_id.partition(".")
    return ObjectiveLine(
        index=index,
        phase=_PHASES.get(phase, ""),
        about=_about(own_id, names),
        status=_value(fields, "status"),
        score_raw=_value(fields, "score.raw"),
    )


def _value(fields: Mapping[str, CmiValue], name: str) -> str:
    found = fields.get(name)
    return "" if found is None else found.value


def _about(objective_id: str, names: Mapping[str, str]) -> str:
    phase, _, item = objective_id.partition(".")
    return names.get(item, item) if phase in _PHASES else objective_id


def _names(card: CourseCard | None) -> dict[str, str]:
    if card is None:
        return {}
    works = {work.id: work.label.best() for work in card.works}
    return works | {objective.id: objective.label.best() for objective in card.objectives}
