"""Weight tables of one level: sums, ranges, repetitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from competency_xml.check.doubts import Doubt, WeightAt
from competency_xml.model import Item, Level, Weight, Weights
from foundation.text import both

_WHOLE = Decimal(100)
_TOLERANCE = Decimal("0.01")


def weight_doubts(level: Level, basic: Sequence[Item]) -> Iterator[Doubt]:
    """Yield what is wrong with the weight tables of a level; a level without them is fine."""
    if not level.weights:
        return
    parents = parents_in(level, basic)
    seen: set[str] = set()
    for table in level.weights:
        if table.part in seen:
            zh, en = f"权重表 {table.part} 出现两次", f"The weight table {table.part} is there twice"
            yield _doubt(level, zh, en, WeightAt(table.part))
        seen.add(table.part)
        yield from _entries(level, table)
        yield from _sums(level, table, parents)


def parents_in(level: Level, basic: Sequence[Item]) -> dict[str, str | None]:
    """Return part → the part above it, up to functions and basic requirements; of an id used twice, the first."""
    parents: dict[str, str | None] = {item.id: None for item in basic}
    for function in level.functions:
        parents.setdefault(function.id, None)
        for work in function.works:
            parents.setdefault(work.id, function.id)
            for item in work.items:
                parents.setdefault(item.id, work.id)
    return parents


def _entries(level: Level, table: Weights) -> Iterator[Doubt]:
    refs: set[str] = set()
    for weight in table.weights:
        if weight.ref in refs:
            zh, en = f"{table.part} 中 {weight.ref} 出现两次", f"{weight.ref} is in {table.part} twice"
            yield _doubt(level, zh, en, WeightAt(table.part, weight.ref))
        refs.add(weight.ref)
        if weight.percent is not None and not 0 <= weight.percent <= _WHOLE:
            yield _doubt(
                level,
                f"{table.part} 中 {weight.ref} 的权重 {weight.percent} 不在 0 到 100 之间",
                f"The weight {weight.percent} of {weight.ref} in {table.part} is not between 0 and 100",
                WeightAt(table.part, weight.ref),
            )


def _sums(level: Level, table: Weights, parents: dict[str, str | None]) -> Iterator[Doubt]:
    """Weights sum to 100; those below a weighted function sum to 100 or to the function's own weight."""
    by_ref = {weight.ref: weight for weight in table.weights}
    groups: dict[str | None, list[Weight]] = {}
    for weight in table.weights:
        groups.setdefault(_weighted_ancestor(weight.ref, parents, by_ref), []).append(weight)
    for above, weights in groups.items():
        total = sum((weight.percent for weight in weights if weight.percent is not None), Decimal(0))
        own = by_ref[above].percent if above is not None else None
        if all(abs(total - wanted) > _TOLERANCE for wanted in (_WHOLE, own) if wanted is not None):
            where = table.part if above is None else f"{table.part} / {above}"
            yield _doubt(
                level,
                f"{where} 的权重合计为 {total}，不是 100",
                f"The weights of {where} sum to {total}, not 100",
                WeightAt(table.part, above),
            )


def _weighted_ancestor(ref: str, parents: dict[str, str | None], by_ref: dict[str, Weight]) -> str | None:
    above = parents.get(ref)
    while above is not None and above not in by_ref:
        above = parents.get(above)
    return above


def _doubt(level: Level, zh: str, en: str, weight: WeightAt) -> Doubt:
    return Doubt("MAP-WEIGHT", level, both(zh, en), both("请更正权重表", "Correct the weight table"), "error", weight)
