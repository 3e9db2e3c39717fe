"""How simulated learners answer and learn: every number of the simulation is stated here and written beside it.

The chance of a right answer is g + (1 − g) · logistic(a · (ability − difficulty)): an item-response model with a
guessing floor g = 1 / number of choices. Ability is per work (工作内容) and grows with each lesson on that work and
with each practice question. Nothing is taken from real learners.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from random import Random

from pydantic import BaseModel, ConfigDict

from competency_xml.model import Bloom
from course_templates.model import Course, Lesson, Question

_DIFFICULTY_SPREAD = 0.25


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True)


class Assumptions(_Stated):
    """What holds for every learner, in units of the ability scale (standard deviations) and shares from 0 to 1."""

    discrimination: float = 1.3
    ability_spread: float = 0.8
    ability_spread_between_works: float = 0.4
    difficulty_by_bloom: Mapping[Bloom, float] = {
        "remember": -0.9,
        "understand": -0.4,
        "apply": 0.1,
        "analyse": 0.5,
        "evaluate": 0.8,
        "create": 1.0,
    }
    #: Ability gained by all lessons on a work together; the works of a course take these in turn.
    gain_by_lessons: tuple[float, ...] = (1.7, 1.3, 0.9)
    gain_by_practice_question: float = 0.08
    gain_by_rereading: float = 0.25
    #: Means of the job-fit ratings from 1 to 5; the works of a course take these in turn.
    importance: tuple[float, ...] = (4.5, 4.1, 3.3)
    frequency: tuple[float, ...] = (4.1, 3.5, 2.4)
    #: Shares of the options of a choice question, in their order; further options share the last one's.
    choice_shares: tuple[float, ...] = (0.5, 0.3, 0.1)
    never_starts: float = 0.05
    stops_in_pre_test: float = 0.03
    stops_in_lessons: float = 0.08
    stops_before_post_test: float = 0.04
    answers_survey: float = 0.85
    answers_open_question: float = 0.45
    retakes_after_failing: float = 0.75
    breaks_off_after_a_lesson: float = 0.3


class WorkAssumptions(_Stated):
    """What holds for one work of the course."""

    work: str
    gain_by_lessons: float
    importance: float
    frequency: float


class ResponseModel:
    """The assumptions applied to one course: difficulties of its questions, what its lessons are worth."""

    def __init__(self, course: Course, seed: int, assumptions: Assumptions | None = None) -> None:
        self.assumptions = assumptions or Assumptions()
        self._work_of_item = {objective.id: objective.work or objective.id for objective in course.objectives}
        self.works = tuple(self._stated_for(index, work.id) for index, work in enumerate(course.works))
        self._gains = {work.work: work.gain_by_lessons for work in self.works}
        self._lessons_on = Counter(work for lesson in course.lessons() for work in self.works_of(lesson))
        self.difficulties = {question.id: self._difficulty(question, seed) for question in course.questions}

    def work_of(self, question: Question) -> str:
        """Return the work a question tests."""
        return self._work_of_item.get(question.item, question.item)

    def works_of(self, lesson: Lesson) -> set[str]:
        """Return the works a lesson teaches."""
        return {self._work_of_item.get(item, item) for item in lesson.items}

    def gain_of(self, lesson: Lesson) -> dict[str, float]:
        """Return the ability that one reading of a lesson gives, per work."""
        return {work: self._gains.get(work, 0.0) / self._lessons_on[work] for work in self.works_of(lesson)}

    def chance(self, question: Question, ability: float) -> float:
        """Return the chance of a right answer."""
        floor = 1 / len(question.choices)
        logit = self.assumptions.discrimination * (ability - self.difficulties[question.id])
        return floor + (1 - floor) / (1 + math.exp(-logit))

    def _difficulty(self, question: Question, seed: int) -> float:
        spread = Random(f"{seed}/difficulty/{question.id}").gauss(0, _DIFFICULTY_SPREAD)  # noqa: S311
        return round(self.assumptions.difficulty_by_bloom[question.bloom] + spread, 3)

    def _stated_for(self, index: int, work: str) -> WorkAssumptions:
        def turn(values: tuple[float, ...]) -> float:
            return values[index % len(values)]

        stated = self.assumptions
        return WorkAssumptions(
            work=work,
            gain_by_lessons=turn(stated.gain_by_lessons),
            importance=turn(stated.importance),
            frequency=turn(stated.frequency),
        )
