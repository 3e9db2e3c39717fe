"""Hours (标准学时) add up; an exam part can be sat and passed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from competency_xml.check.doubts import Doubt
from competency_xml.model import ExamPart, Level
from foundation.text import both

_TOTAL = "total"


def exam_doubts(level: Level) -> Iterator[Doubt]:
    """Yield what is wrong with the hours and exams of a level; a level without them is fine."""
    if level.hours:
        yield from _hours(level)
    seen: set[str] = set()
    for exam in level.exams:
        if exam.part in seen:
            yield _exam(level, f"{exam.part} 出现两次", f"{exam.part} is there twice")
        seen.add(exam.part)
        yield from _exam_part(level, exam)


def _hours(level: Level) -> Iterator[Doubt]:
    components = [hours.component for hours in level.hours]
    for hours in level.hours:
        if hours.value < 0:
            yield _hour(
                level, f"{hours.component} 为 {hours.value}，小于 0", f"{hours.component} is {hours.value}, below 0"
            )
    for repeated in sorted({one for one in components if components.count(one) > 1}):
        yield _hour(level, f"{repeated} 出现两次", f"{repeated} is there twice")
    total = next((hours.value for hours in level.hours if hours.component == _TOTAL), None)
    parts = [hours.value for hours in level.hours if hours.component != _TOTAL]
    if total is not None and parts and sum(parts) != total:
        summed = sum(parts, Decimal(0))
        yield _hour(
            level, f"各项合计 {summed}，总学时却是 {total}", f"the components sum to {summed}, the total is {total}"
        )


def _exam_part(level: Level, exam: ExamPart) -> Iterator[Doubt]:
    part, maximum, passing = exam.part, exam.maximum, exam.passing
    if maximum is not None and maximum <= 0:
        yield _exam(level, f"{part} 满分 {maximum}，不大于 0", f"{part} is out of {maximum}, not above 0")
    elif maximum is not None and passing is not None and passing > maximum:
        yield _exam(
            level,
            f"{part} 及格分 {passing} 高于满分 {maximum}",
            f"{part} is passed from {passing}, which is above its maximum of {maximum}",
        )
    if passing is not None and passing < 0:
        yield _exam(level, f"{part} 及格分 {passing}，小于 0", f"{part} is passed from {passing}, below 0")
    if exam.minutes is not None and exam.minutes <= 0:
        yield _exam(level, f"{part} 时长 {exam.minutes} 分钟", f"{part} takes {exam.minutes} minutes")


def _hour(level: Level, zh: str, en: str) -> Doubt:
    return Doubt(
        "MAP-HOURS",
        level,
        both(f"学时：{zh}", f"Hours: {en}"),
        both("请对照原文更正", "Correct them from the original"),
    )


def _exam(level: Level, zh: str, en: str) -> Doubt:
    return Doubt(
        "MAP-EXAM",
        level,
        both(f"考核：{zh}", f"Exams: {en}"),
        both("请对照原文更正", "Correct it from the original"),
        "error",
    )
