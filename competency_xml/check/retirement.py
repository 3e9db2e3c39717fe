"""What is retired: it has a successor or none, never itself; and nothing that is in use counts on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from competency_xml.check.doubts import Doubt, MapPart, WeightAt
from competency_xml.check.layout import MapLayout, Row
from competency_xml.model import Function, Level, Role, Work
from foundation.text import both


def retirement_doubts(layout: MapLayout) -> Iterator[Doubt]:
    """Yield what is doubtful about retired parts and what replaces them."""
    replaced = {row.id: row for row in layout.rows if row.replaced_by}
    for row in replaced.values():
        if row.status == "active":
            yield _replaced_yet_active(row.part)
    for ring in _rings(replaced):
        yield _in_a_ring(replaced[ring[0]].part, ring)
    retired = {row.id: row.part for row in layout.rows if row.status != "active"}
    if not retired:
        return
    yield from _counted_on(layout, retired)
    for part in retired.values():
        held = sum(below.status == "active" for below in _directly_below(part))
        if held:
            yield _holds(part, held)


def _counted_on(layout: MapLayout, retired: Mapping[str, MapPart]) -> Iterator[Doubt]:
    for laid_out in layout.levels:
        for table in laid_out.level.weights:
            for weight in table.weights:
                if weight.ref in retired and weight.percent:
                    yield _still_in_use(laid_out.level, retired[weight.ref], WeightAt(table.part, weight.ref))
        for item in laid_out.items:
            for ref in item.supports:
                if ref in retired:
                    yield _still_in_use(item.part, retired[ref])


def _directly_below(part: MapPart) -> tuple[MapPart, ...]:
    match part:
        case Role():
            return part.levels
        case Level():
            return part.functions
        case Function():
            return part.works
        case Work():
            return part.items
    return ()


def _rings(replaced: Mapping[str, Row]) -> Iterator[list[str]]:
    """Yield the ids of each ring of successors once, in the order in which they follow one another."""
    done: set[str] = set()
    for start in replaced:
        trail: list[str] = []
        pending = [iter((start,))]
        while pending:
            following = next(pending[-1], None)
            if following is None:
                pending.pop()
                if trail:
                    done.add(trail.pop())
            elif following in trail:
                yield trail[trail.index(following) :]
            elif following in replaced and following not in done:
                trail.append(following)
                pending.append(iter(replaced[following].replaced_by))


def _replaced_yet_active(part: MapPart) -> Doubt:
    return Doubt(
        "MAP-REPLACED",
        part,
        both("已写明被取代，状态却是有效", "It says what replaces it, and is active"),
        both('请写 status="retired"，或删除 replacedBy', 'Write status="retired", or remove replacedBy'),
    )


def _in_a_ring(part: MapPart, ring: list[str]) -> Doubt:
    way = " → ".join((*ring[:8], *(("…",) if len(ring) > 8 else ()), ring[0]))
    return Doubt(
        "MAP-REPLACED-CYCLE",
        part,
        both(f"取代关系绕回自身：{way}", f"What replaces it leads back to it: {way}"),
        both("请删除其中一处 replacedBy", "Remove one replacedBy of them"),
        "error",
    )


def _still_in_use(part: MapPart, retired: MapPart, weight: WeightAt | None = None) -> Doubt:
    successors = ", ".join(retired.replaced_by)
    zh, en = f"仍引用已停用的 {retired.id}", f"It still counts on {retired.id}, which is retired"
    if successors:
        zh, en = f"{zh}（由 {successors} 取代）", f"{en} (replaced by {successors})"
    return Doubt(
        "MAP-RETIRED",
        part,
        both(zh, en),
        both("改为引用现行的部分", "Refer to what is in use"),
        weight=weight,
    )


def _holds(part: MapPart, held: int) -> Doubt:
    return Doubt(
        "MAP-RETIRED-HOLDS",
        part,
        both(f"已停用，其下却有 {held} 个有效的部分", f"It is retired, and {held} parts in it are not"),
        both("把它们移走或一并停用", "Move them, or retire them too"),
    )
