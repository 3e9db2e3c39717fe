"""Ids and UUIDs are unique; `supports`, `replacedBy` and the weights' `ref` lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from competency_xml.check.doubts import Doubt, MapPart, parts_in
from competency_xml.model import CompetencyMap, Item
from foundation.text import both


def reference_doubts(competency_map: CompetencyMap) -> Iterator[Doubt]:
    """Yield what is wrong with identity and references."""
    parts = parts_in(competency_map)
    ids: set[str] = set()
    uuids: set[int] = set()
    for part in parts:
        if part.id in ids:
            yield _taken(part, part.id)
        elif part.uuid.int in uuids:
            yield _taken(part, str(part.uuid))
        ids.add(part.id)
        uuids.add(part.uuid.int)
    for part in parts:
        wanted = (*part.replaced_by, *(part.supports if isinstance(part, Item) else ()))
        for ref in wanted:
            if ref not in ids:
                yield _dangling(part, ref)
        if part.replaced_by and part.status == "active":
            yield _replaced_yet_active(part)
    for level in competency_map.levels():
        for ref in (weight.ref for table in level.weights for weight in table.weights):
            if ref not in ids:
                yield _dangling(level, ref)


def _taken(part: MapPart, identity: str) -> Doubt:
    return Doubt(
        "MAP-ID-DUPLICATE",
        part,
        both(f"标识 {identity} 已用过", f"{identity} is taken already"),
        both("每个部分用自己的标识", "Give every part an id and a UUID of its own"),
        "error",
    )


def _dangling(part: MapPart, ref: str) -> Doubt:
    return Doubt(
        "MAP-REFERENCE",
        part,
        both(f"引用的 {ref} 不存在", f"There is no part {ref}"),
        both("请更正引用", "Correct the reference"),
        "error",
    )


def _replaced_yet_active(part: MapPart) -> Doubt:
    return Doubt(
        "MAP-REPLACED",
        part,
        both("已写明被取代，状态却是有效", "It says what replaces it, and is active"),
        both('请写 status="retired"，或删除 replacedBy', 'Write status="retired", or remove replacedBy'),
    )
