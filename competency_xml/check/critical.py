"""Critical items (关键项): each is assessed somewhere, and a critical ability has knowledge to build on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from competency_xml.check.doubts import Doubt
from competency_xml.check.layout import LevelLayout, MapLayout, Row
from competency_xml.check.weights import parents_in
from foundation.text import both

#: Part → its shares in the weight tables of the level; None is the printed `—`.
_Shares = dict[str, list[Decimal | None]]


def critical_doubts(layout: MapLayout) -> Iterator[Doubt]:
    """Yield critical items that nothing assesses or supports."""
    says_how = any(item.assess for laid_out in layout.levels for item in laid_out.items)
    for laid_out in layout.levels:
        critical = [item for item in laid_out.items if item.critical]
        if critical:
            yield from _unassessed(critical, laid_out, layout, says_how=says_how)
            yield from _unsupported(critical, laid_out, layout)
    for item in layout.basic:
        if item.critical and not item.assess and says_how:
            yield _not_said_how(item)


def _unassessed(critical: list[Row], laid_out: LevelLayout, layout: MapLayout, *, says_how: bool) -> Iterator[Doubt]:
    """A weight assesses what it is given to and all below it; where other items say how, a critical one does too."""
    shares: _Shares = {}
    for table in laid_out.level.weights:
        for weight in table.weights:
            shares.setdefault(weight.ref, []).append(weight.percent)
    parents = parents_in(laid_out.level, layout.map.basic)
    for item in critical:
        nearest: str | None = item.id
        while nearest is not None and nearest not in shares:
            nearest = parents.get(nearest)
        if nearest is not None and not any(shares[nearest]):
            yield _without_weight(item)
        elif not item.assess and (says_how or nearest is None):
            yield _not_said_how(item)


def _unsupported(critical: list[Row], laid_out: LevelLayout, layout: MapLayout) -> Iterator[Doubt]:
    """Where a level names knowledge: what supports the ability or, when none says so, what stands in its work."""
    if not laid_out.knowledge:
        return
    if laid_out.uses_supports:
        supported = {ref for item in (*laid_out.items, *layout.basic) for ref in item.supports}
    else:
        informed = (items for _, items in laid_out.works if any(item.kind == "knowledge" for item in items))
        supported = {item.id for items in informed for item in items}
    for item in critical:
        if item.kind == "ability" and item.id not in supported:
            yield Doubt(
                "MAP-CRITICAL-KNOWLEDGE",
                item.part,
                both("关键能力没有任何知识支撑", "No knowledge supports this critical ability"),
                both("请补上知识，或写明哪些知识支撑它", "Add knowledge, or say which supports it"),
                "note",
            )


def _without_weight(item: Row) -> Doubt:
    return Doubt(
        "MAP-CRITICAL",
        item.part,
        both("关键项没有任何考核权重", "A critical item has no weight in any part"),
        both("请给它或其上级权重，或取消“关键”", "Give it or the part above a weight, or let it not be critical"),
    )


def _not_said_how(item: Row) -> Doubt:
    return Doubt(
        "MAP-CRITICAL-ASSESS",
        item.part,
        both("关键项没有写明怎样考核", "Nothing says how this critical item is assessed"),
        both('请写 assess，如 assess="practical"，或取消“关键”', "Give it assess, or let it not be critical"),
    )
