"""Weight tables of one level: sums, ranges, repetitions, and critical items that no weight lets be tested."""

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
    parents = _parents(level, basic)
    seen: set[str] = set()
    for table in level.weights:
        if table.part in seen:
            zh, en = f"权重表 {table.part} 出现两次", f"The weight table {table.part} is there twice"
            yield _doubt(level, zh, en, WeightAt(table.part))
        seen.add(table.part)
        yield from _entries(level, table)
        yield from _sums(level, table, parents)
    yield from _untested(level, parents)


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


def _untested(level: Level, parents: dict[str, str | None]) -> Iterator[Doubt]:
    """A critical item needs a share in one part at least, unless nothing above it is weighted."""
    shares: dict[str, list[Decimal | None]] = {}
    for table in level.weights:
        for weight in table.weights:
            shares.setdefault(weight.ref, []).append(weight.percent)
    for item in level.items():
        if not item.critical or item.status != "active":
            continue
        nearest: str | None = item.id
        while nearest is not None and nearest not in shares:
            nearest = parents.get(nearest)
        if nearest is not None and not any(shares[nearest]):
            yield Doubt(
                "MAP-CRITICAL",
                item,
                both("关键项没有任何考核权重", "A critical item has no weight in any part"),
                both(
                    "请给它或其上级权重，或取消“关键”", "Give it or the part above a weight, or let it not be critical"
                ),
            )


def _parents(level: Level, basic: Sequence[Item]) -> dict[str, str | None]:
    parents: dict[str, str | None] = {item.id: None for item in basic}
    for function in level.functions:
        parents[function.id] = None
        for work in function.works:
            parents[work.id] = function.id
            parents.update((item.id, work.id) for item in work.items)
    return parents


def _weighted_ancestor(ref: str, parents: dict[str, str | None], by_ref: dict[str, Weight]) -> str | None:
    above = parents.get(ref)
    while above is not None and above not in by_ref:
        above = parents.get(above)
    return above


def _doubt(level: Level, zh: str, en: str, weight: WeightAt) -> Doubt:
    return Doubt("MAP-WEIGHT", level, both(zh, en), both("请更正权重表", "Correct the weight table"), "error", weight)
