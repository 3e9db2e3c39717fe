"""Codes of one level: gaps, repetitions, order, and codes that do not belong under the one above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competency_xml.codes import dotted, parts_of
from competency_xml.doubts import Doubt
from competency_xml.model import ITEM_KINDS, Function, Item, Level, Work
from foundation.text import both

_Part = Function | Work | Item
_Numbers = tuple[int, ...]
#: A longer run of missing codes is told as one.
_LONG_GAP = 5


@dataclass(frozen=True)
class _Coded:
    part: _Part
    numbers: _Numbers


def numbering_doubts(level: Level) -> Iterator[Doubt]:
    """Yield what is doubtful about the codes of a level, top to bottom."""
    items_coded = _mostly_coded([item for item in level.items() if item.status == "active"])
    works_coded = _mostly_coded([work for work in level.works() if work.status == "active"])
    yield from _sequence(level.functions, (), starts_at_one=False)
    for function in level.functions:
        number = parts_of(function.code)
        yield from _sequence(function.works, number)
        if works_coded:
            yield from _uncoded(function.works)
        for work in function.works:
            work_number = parts_of(work.code)
            for kind in ITEM_KINDS:
                items = [item for item in work.items if item.kind == kind]
                if items:
                    yield from _sequence(items, work_number)
                    if items_coded:
                        yield from _uncoded(items)


def _sequence(parts: Sequence[_Part], parent: _Numbers | None, *, starts_at_one: bool = True) -> Iterator[Doubt]:
    """Yield the doubts about siblings; `parent` None is a parent without a number, which binds nothing."""
    coded = _with_numbers(parts)
    if not coded:
        return
    if parent is None:
        parent = coded[0].numbers[:-1]
    fitting = [one for one in coded if one.numbers[:-1] == parent]
    for one in coded:
        if one.numbers[:-1] != parent:
            yield _misplaced(one, parent)
    yield from _repetitions_and_order(fitting)
    yield from _gaps(_filled_in(coded, fitting), parent, starts_at_one=starts_at_one)


def _with_numbers(parts: Sequence[_Part]) -> list[_Coded]:
    found = ((part, parts_of(part.code)) for part in parts)
    return [_Coded(part, numbers) for part, numbers in found if numbers is not None]


def _filled_in(coded: list[_Coded], fitting: list[_Coded]) -> list[_Coded]:
    """Count a misplaced code where its last number fills a gap: 1.2.3 between 1.1.2 and 1.1.4 is told once."""
    if len(coded) == len(fitting):
        return fitting
    last_numbers = {one.numbers[-1] for one in fitting}
    limit = max(last_numbers, default=0)
    depth = len(fitting[0].numbers) if fitting else 0
    return [
        one
        for one in coded
        if one in fitting
        or (len(one.numbers) == depth and one.numbers[-1] <= limit and one.numbers[-1] not in last_numbers)
    ]


def _repetitions_and_order(fitting: list[_Coded]) -> Iterator[Doubt]:
    seen: set[int] = set()
    highest = 0
    for one in fitting:
        last = one.numbers[-1]
        if last in seen and one.part.status == "active":
            yield _repeated(one)
        elif last < highest:
            yield _out_of_order(one, highest)
        seen.add(last)
        highest = max(highest, last)


def _gaps(coded: list[_Coded], parent: _Numbers, *, starts_at_one: bool) -> Iterator[Doubt]:
    by_number = sorted(coded, key=lambda one: one.numbers[-1])
    expected = 1 if starts_at_one or not by_number else by_number[0].numbers[-1]
    for one in by_number:
        last = one.numbers[-1]
        if last - expected > _LONG_GAP:
            yield _gap(one, f"{dotted((*parent, expected))} – {dotted((*parent, last - 1))}")
        else:
            for number in range(expected, last):
                yield _gap(one, dotted((*parent, number)))
        expected = max(expected, last + 1)


def _mostly_coded(parts: Sequence[_Part]) -> bool:
    return bool(parts) and 2 * sum(part.code is not None for part in parts) >= len(parts)


def _uncoded(parts: Sequence[_Part]) -> Iterator[Doubt]:
    for part in parts:
        if part.code is None and part.status == "active":
            text = part.label.best()[:20]
            yield Doubt(
                "MAP-CODE-MISSING",
                part,
                both(f"没有编号：{text}", f"There is no code: {text}"),
                both("请补上编号", "Add its code"),
            )


def _gap(one: _Coded, missing: str) -> Doubt:
    return Doubt(
        "MAP-CODE-GAP",
        one.part,
        both(f"编号不连续：缺 {missing}", f"A gap in the codes: {missing} is missing"),
        both("请对照原文补上，或更正编号", "Compare with the original: add it, or correct the codes"),
    )


def _repeated(one: _Coded) -> Doubt:
    return Doubt(
        "MAP-CODE-DUPLICATE",
        one.part,
        both(f"编号 {one.part.code} 重复", f"The code {one.part.code} is there twice"),
        both("请更正其中一个编号", "Correct one of them"),
    )


def _out_of_order(one: _Coded, highest: int) -> Doubt:
    return Doubt(
        "MAP-CODE-ORDER",
        one.part,
        both(f"编号 {one.part.code} 排在 …{highest} 之后", f"The code {one.part.code} stands after …{highest}"),
        both("请核对顺序", "Check the order"),
    )


def _misplaced(one: _Coded, parent: _Numbers) -> Doubt:
    above = dotted(parent)
    return Doubt(
        "MAP-CODE-MISMATCH",
        one.part,
        both(
            f"编号 {one.part.code} 与上级编号 {above} 不符", f"The code {one.part.code} does not belong under {above}"
        ),
        both("请更正编号，或移到所属的上级", "Correct the code, or move it to where it belongs"),
    )
