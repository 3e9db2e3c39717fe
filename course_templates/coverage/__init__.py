"""What is taught, practised and tested where: the alignment of a course with its map, item by item."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from pydantic import BaseModel, ConfigDict

from course_templates.model import Course, Objective, Phase

#: A training hour (标准学时) is 45 minutes long.
MINUTES_PER_HOUR = 45


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class ItemCoverage(_Part):
    """Where an item is taught (lesson ids), practised and tested (question ids)."""

    objective: Objective
    taught: tuple[str, ...] = ()
    practised: tuple[str, ...] = ()
    pre: tuple[str, ...] = ()
    post: tuple[str, ...] = ()
    exam: tuple[str, ...] = ()


class Hours(_Part):
    """Training hours (标准学时 of 45 minutes). `required` is the standard's; None: nobody says."""

    required: Decimal | None
    planned: Decimal | None


def coverage(course: Course) -> list[ItemCoverage]:
    """Return where each objective is taught, practised and tested, in the map's order."""
    items = {question.id: question.item for question in course.questions}
    practice = [question for lesson in course.lessons() for question in lesson.practice]
    asked: dict[Phase, list[str]] = {form.phase: list(form.questions) for form in course.forms}
    asked["practice"] = list(dict.fromkeys([*practice, *asked.get("practice", [])]))

    def about(phase: Phase, item: str) -> tuple[str, ...]:
        return tuple(question for question in asked.get(phase, []) if items.get(question) == item)

    return [
        ItemCoverage(
            objective=objective,
            taught=tuple(lesson.id for lesson in course.lessons() if objective.id in lesson.items),
            practised=about("practice", objective.id),
            pre=about("pre", objective.id),
            post=about("post", objective.id),
            exam=about("exam", objective.id),
        )
        for objective in course.objectives
    ]


def hours(course: Course) -> Hours:
    """Return the hours the standard asks for and those the lessons plan; unplanned lessons count nothing."""
    minutes = [lesson.minutes for lesson in course.lessons() if lesson.minutes is not None]
    planned = None
    if minutes:
        exact = Decimal(sum(minutes)) / MINUTES_PER_HOUR
        planned = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Hours(required=course.hours_required, planned=planned)
