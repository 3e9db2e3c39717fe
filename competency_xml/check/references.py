"""Ids and UUIDs are unique; `supports`, `replacedBy`, alignments and the weights' `ref` lead where they should."""

from __future__ import annotations

import re
from collections.abc import Iterator

from competency_xml.check.doubts import Doubt, MapPart, WeightAt
from competency_xml.check.layout import LevelLayout, MapLayout, Row
from competency_xml.model import Level
from foundation.text import both

#: What an alignment may say. Spec: CASE 1.1 associationType; a word of one's own begins with `ext:`.
ALIGNMENT_RELATIONS = frozenset(
    (
        "exactMatchOf",
        "exemplar",
        "hasSkillLevel",
        "isChildOf",
        "isPartOf",
        "isPeerOf",
        "isRelatedTo",
        "isTranslationOf",
        "precedes",
        "replacedBy",
    )
)
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def is_absolute_iri(text: str) -> bool:
    """Return whether a text is a whole IRI: scheme, colon, and no character that an IRI cannot hold."""
    return _ABSOLUTE_IRI.fullmatch(text) is not None


def reference_doubts(layout: MapLayout) -> Iterator[Doubt]:
    """Yield what is wrong with identity and references."""
    yield from _identity(layout)
    for row in layout.rows:
        for ref in row.replaced_by + row.supports:
            if ref not in layout.by_id:
                yield _dangling(row.part, ref)
        if row.supports:
            yield from _supports(row, layout)
        if row.alignments:
            yield from _alignments(row, layout)
    for level in layout.levels:
        yield from _weights(level, layout)


def _identity(layout: MapLayout) -> Iterator[Doubt]:
    ids: set[str] = set()
    uuids: set[int] = set()
    for row in layout.rows:
        if row.id in ids:
            yield _taken(row.part, row.id)
        elif row.uuid in uuids:
            yield _taken(row.part, str(row.part.uuid))
        ids.add(row.id)
        uuids.add(row.uuid)


def _supports(item: Row, layout: MapLayout) -> Iterator[Doubt]:
    for ref in item.supports:
        target = layout.by_id.get(ref)
        if target is not None and (ref == item.id or target.kind is None):
            yield Doubt(
                "MAP-SUPPORTS",
                item.part,
                both(f"支撑的 {ref} 不是另一个能力项", f"It supports {ref}, which is no other item"),
                both("改为它所支撑的能力", "Name the ability that it supports"),
            )


def _weights(laid_out: LevelLayout, layout: MapLayout) -> Iterator[Doubt]:
    """A weight is about a part of its own level, or about a basic requirement."""
    level = laid_out.level
    if not level.weights:
        return
    own = {item.id for item in layout.map.basic}
    for function, works in laid_out.functions:
        own.add(function.id)
        for work, items in works:
            own.add(work.id)
            own.update([item.id for item in items])
    for table in level.weights:
        for weight in table.weights:
            if weight.ref not in layout.by_id:
                yield _dangling(level, weight.ref, WeightAt(table.part, weight.ref))
            elif weight.ref not in own:
                yield _of_another_level(level, WeightAt(table.part, weight.ref))


def _alignments(row: Row, layout: MapLayout) -> Iterator[Doubt]:
    base = layout.map.base
    seen: set[tuple[str, str]] = set()
    for alignment in row.alignments:
        target, relation = alignment.target, alignment.relation
        if not is_absolute_iri(target):
            yield _alignment(row.part, f"目标不是完整的 IRI：{target}", f"its target is no absolute IRI: {target}")
        elif base and target.startswith(base) and target[len(base) :] not in layout.by_id:
            yield _alignment(row.part, f"本图谱没有 {target}", f"this map has no {target}")
        if relation not in ALIGNMENT_RELATIONS and not relation.startswith("ext:"):
            yield _alignment(row.part, f"不认识的关系：{relation}", f"nobody knows the relation {relation}")
        if (target, relation) in seen:
            yield _alignment(row.part, f"{target} 写了两次", f"{target} is there twice")
        seen.add((target, relation))


def _taken(part: MapPart, identity: str) -> Doubt:
    return Doubt(
        "MAP-ID-DUPLICATE",
        part,
        both(f"标识 {identity} 已用过", f"{identity} is taken already"),
        both("每个部分用自己的标识", "Give every part an id and a UUID of its own"),
        "error",
    )


def _dangling(part: MapPart, ref: str, weight: WeightAt | None = None) -> Doubt:
    return Doubt(
        "MAP-REFERENCE",
        part,
        both(f"引用的 {ref} 不存在", f"There is no part {ref}"),
        both("请更正引用", "Correct the reference"),
        "error",
        weight,
    )


def _of_another_level(level: Level, weight: WeightAt) -> Doubt:
    return Doubt(
        "MAP-WEIGHT-ELSEWHERE",
        level,
        both(
            f"{weight.part} 给 {weight.ref} 权重，它不在这个等级里",
            f"{weight.part} weighs {weight.ref}, which is not in this level",
        ),
        both("权重只给本等级的部分和基本要求", "Weigh parts of this level and basic requirements alone"),
        "error",
        weight,
    )


def _alignment(part: MapPart, zh: str, en: str) -> Doubt:
    return Doubt(
        "MAP-ALIGNMENT",
        part,
        both(f"与其他框架的对应：{zh}", f"An alignment: {en}"),
        both("请更正或删除", "Correct or remove it"),
    )
