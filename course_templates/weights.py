"""The weight table (权重表) of a level, brought down to works and basic requirements."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from competency_xml.model import Function, Level, Weights, Work
from course_templates.blueprint import Target

_THEORY = "theory"


def work_targets(level: Level, part: str | None = None) -> tuple[Target, ...]:
    """Return what a test on this level is about, with weights: works, and basic requirements that have a weight.

    `part` names the exam part whose weights count; by default the theory part, else the first table. A work has
    its own weight, else the sum of its items' weights, else an equal share of its function's. What the table
    passes over or marks `—` does not apply. Without a table all works weigh the same.
    """
    works = [work for function in _active(level) for work in _active_works(function)]
    table = _table(level, part)
    percents = {weight.ref: Fraction(weight.percent) for weight in table.weights if weight.percent} if table else {}
    if not percents:
        return tuple(Target(work.id, Fraction(1)) for work in works)
    inside = _ids_inside(level)
    basic = [Target(ref, percent) for ref, percent in percents.items() if ref not in inside]
    weighted = [target for function in _active(level) for target in _function_targets(function, percents)]
    return tuple(target for target in (*basic, *weighted) if target.weight > 0)


def _function_targets(function: Function, percents: dict[str, Fraction]) -> Iterator[Target]:
    works = _active_works(function)
    own = {work.id: _own_weight(work, percents) for work in works}
    has_own = any(weight is not None for weight in own.values())
    share = percents.get(function.id, Fraction(0)) / len(works) if works and not has_own else Fraction(0)
    for work in works:
        yield Target(work.id, own[work.id] or share)


def _own_weight(work: Work, percents: dict[str, Fraction]) -> Fraction | None:
    if work.id in percents:
        return percents[work.id]
    items = [percents[item.id] for item in work.items if item.id in percents]
    return sum(items, Fraction(0)) if items else None


def _table(level: Level, part: str | None) -> Weights | None:
    wanted = part or _THEORY
    named = next((table for table in level.weights if table.part == wanted), None)
    return named or (level.weights[0] if level.weights and part is None else None)


def _active(level: Level) -> list[Function]:
    return [function for function in level.functions if function.status == "active"]


def _active_works(function: Function) -> list[Work]:
    return [work for work in function.works if work.status == "active"]


def _ids_inside(level: Level) -> set[str]:
    functions = {function.id for function in level.functions}
    works = {work.id for work in level.works()}
    return functions | works | {item.id for item in level.items()}
