"""Codes of one level: gaps, repetitions, order, and codes that do not belong under the one above.

Retired parts are not looked at. Where one has a number that is missing, that is no gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

from competency_xml.check.doubts import Doubt
from competency_xml.check.layout import LevelLayout, Row
from competency_xml.codes import dotted, parts_of
from foundation.text import both

_Numbers = tuple[int, ...]
#: A longer run of missing codes is told as one.
_LONG_GAP = 5


class _Coded(NamedTuple):
    row: Row
    numbers: _Numbers


def numbering_doubts(laid_out: LevelLayout) -> Iterator[Doubt]:
    """Yield what is doubtful about the codes of a level."""
    coded_kinds = _coded_kinds(laid_out)
    works_coded = _mostly_coded([work for work, _ in laid_out.works])
    functions: list[_Coded] = []
    for function, inside in laid_out.functions:
        works: list[_Coded] = []
        for work, items in inside:
            number, coded = yield from _work_doubts(work, items, coded_kinds)
            works.extend(_placed(work, number, works))
            for siblings in coded:
                yield from _sequence(siblings, number)
        number = yield from _number_of(function, works)
        functions.extend(_placed(function, number, functions))
        yield from _sequence(works, number)
        if works_coded:
            yield from _uncoded([work for work, _ in inside])
    yield from _sequence(functions, None, starts_at_one=False)


def _work_doubts(
    work: Row, items: Sequence[Row], coded_kinds: set[object]
) -> Generator[Doubt, None, tuple[_Numbers | None, list[list[_Coded]]]]:
    """Yield the doubts about a work; return its number, and its items with a code, kind by kind."""
    by_kind: dict[object, list[Row]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    if work.code is not None and all(_counts_up(siblings, work.code) for siblings in by_kind.values()):
        return parts_of(work.code), []
    coded = [
        [_Coded(item, numbers) for item in siblings if (numbers := parts_of(item.code))]
        for siblings in by_kind.values()
    ]
    number = yield from _number_of(work, [one for siblings in coded for one in siblings])
    for kind, siblings in by_kind.items():
        if kind in coded_kinds and any(item.code is None for item in siblings):
            yield from _uncoded(siblings)
    return number, coded


def _counts_up(items: list[Row], above: str) -> bool:
    """Whether items are 1.1.1, 1.1.2 … to the letter: as most are, and then there is nothing to look into."""
    return [item.code for item in items] == [f"{above}.{number}" for number in range(1, len(items) + 1)]


def _number_of(row: Row, below: list[_Coded]) -> Generator[Doubt, None, _Numbers | None]:
    """Return a part's number: its code; where two or more parts below agree on another, that one, and a doubt."""
    number = parts_of(row.code)
    below = _in_use(below)
    parents = {one.numbers[:-1] for one in below}
    if number is None or len(below) < 2 or len(parents) != 1 or number in parents:
        return number
    yield _wrong_above(row, below[0])
    return parents.pop()


def _placed(row: Row, number: _Numbers | None, before: list[_Coded]) -> list[_Coded]:
    """Return the part with the number that stands for it in the sequence: its own code's where that comes next."""
    own = parts_of(row.code)
    before = _in_use(before)
    if own is not None and own[-1] == (before[-1].numbers[-1] if before else 0) + 1:
        return [_Coded(row, own)]
    return [] if number is None else [_Coded(row, number)]


def _sequence(coded: list[_Coded], above: _Numbers | None, *, starts_at_one: bool = True) -> Iterator[Doubt]:
    """Yield the doubts about siblings; above None binds nothing."""
    in_use = _in_use(coded)
    if not in_use:
        return
    parent = in_use[0].numbers[:-1] if above is None else above
    if [one.numbers for one in in_use] == [(*parent, number) for number in range(1, len(in_use) + 1)]:
        return
    for one in in_use:
        if one.numbers[:-1] != parent:
            yield _misplaced(one, parent)
    yield from _repetitions_and_order([one for one in in_use if one.numbers[:-1] == parent])
    counted = _counted(in_use, parent)
    retired = {one.numbers[-1] for one in coded if one.row.status == "retired" and one.numbers[:-1] == parent}
    yield from _gaps(counted, parent, retired, starts_at_one=starts_at_one)


def _in_use(coded: list[_Coded]) -> list[_Coded]:
    return [one for one in coded if one.row.status == "active"]


def _counted(coded: list[_Coded], parent: _Numbers) -> dict[int, Row]:
    """Return the last numbers that are there, each with its part.

    A code that is misplaced or repeated is told as that; it counts as the number that its position asks for, so
    that 1.1.1, 1.1.1, 1.1.3 is one slip and not two.
    """
    own = {one.numbers[-1] for one in coded if one.numbers[:-1] == parent}
    counted: dict[int, Row] = {}
    previous = 0
    for one in coded:
        last = one.numbers[-1]
        if one.numbers[:-1] != parent or last in counted:
            last = previous + 1
            if last in own:
                continue
        counted.setdefault(last, one.row)
        previous = last
    return counted


def _repetitions_and_order(fitting: list[_Coded]) -> Iterator[Doubt]:
    seen: set[int] = set()
    highest = 0
    for one in fitting:
        last = one.numbers[-1]
        if last in seen:
            yield _repeated(one)
        elif last < highest:
            yield _out_of_order(one, highest)
        seen.add(last)
        highest = max(highest, last)


def _gaps(counted: dict[int, Row], parent: _Numbers, retired: set[int], *, starts_at_one: bool) -> Iterator[Doubt]:
    expected = 1 if starts_at_one else min(counted, default=1)
    runs: list[tuple[int, int]] = []
    for last in sorted(retired.union(counted)):
        if expected < last:
            runs.append((expected, last - 1))
        expected = max(expected, last + 1)
        if last in counted:
            for first, end in runs:
                yield from _run(counted[last], parent, first, end)
            runs = []


def _run(row: Row, parent: _Numbers, first: int, end: int) -> Iterator[Doubt]:
    """Yield the missing codes from `first` to `end`: one by one, or a long run as one."""
    if end + 1 - first > _LONG_GAP:
        yield _gap(row, f"{dotted((*parent, first))} – {dotted((*parent, end))}")
    else:
        for number in range(first, end + 1):
            yield _gap(row, dotted((*parent, number)))


def _coded_kinds(laid_out: LevelLayout) -> set[object]:
    """Return the kinds of which at least half of the items have a code, so that one without is a slip."""
    every = Counter([item.kind for item in laid_out.items])
    coded = Counter([item.kind for item in laid_out.items if item.code is not None])
    return {kind for kind in coded if 2 * coded[kind] >= every[kind]}


def _mostly_coded(rows: Sequence[Row]) -> bool:
    return bool(rows) and 2 * sum(row.code is not None for row in rows) >= len(rows)


def _uncoded(rows: Sequence[Row]) -> Iterator[Doubt]:
    for row in rows:
        if row.code is None and row.status == "active":
            text = row.text[:20]
            yield Doubt(
                "MAP-CODE-MISSING",
                row.part,
                both(f"没有编号：{text}", f"There is no code: {text}"),
                both("请补上编号", "Add its code"),
            )


def _gap(row: Row, missing: str) -> Doubt:
    return Doubt(
        "MAP-CODE-GAP",
        row.part,
        both(f"编号不连续：缺 {missing}", f"A gap in the codes: {missing} is missing"),
        both("请对照原文补上，或更正编号", "Compare with the original: add it, or correct the codes"),
    )


def _repeated(one: _Coded) -> Doubt:
    return Doubt(
        "MAP-CODE-DUPLICATE",
        one.row.part,
        both(f"编号 {one.row.code} 重复", f"The code {one.row.code} is there twice"),
        both("请更正其中一个编号", "Correct one of them"),
    )


def _out_of_order(one: _Coded, highest: int) -> Doubt:
    return Doubt(
        "MAP-CODE-ORDER",
        one.row.part,
        both(f"编号 {one.row.code} 排在 …{highest} 之后", f"The code {one.row.code} stands after …{highest}"),
        both("请核对顺序", "Check the order"),
    )


def _wrong_above(above: Row, first: _Coded) -> Doubt:
    return Doubt(
        "MAP-CODE-MISMATCH",
        above.part,
        both(
            f"编号 {above.code} 与其下各项的编号（{first.row.code} 等）不符",
            f"The code {above.code} does not fit the codes below it ({first.row.code} and others)",
        ),
        both("请核对哪一级的编号有误", "Check which of them is wrong"),
    )


def _misplaced(one: _Coded, parent: _Numbers) -> Doubt:
    above = dotted(parent)
    return Doubt(
        "MAP-CODE-MISMATCH",
        one.row.part,
        both(f"编号 {one.row.code} 与上级编号 {above} 不符", f"The code {one.row.code} does not belong under {above}"),
        both("请更正编号，或移到所属的上级", "Correct the code, or move it to where it belongs"),
    )
