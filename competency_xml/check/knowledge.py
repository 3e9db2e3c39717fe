"""Knowledge that serves no ability."""

from __future__ import annotations

from collections.abc import Iterator

from competency_xml.check.doubts import Doubt
from competency_xml.check.layout import LevelLayout, Row
from foundation.text import both


def knowledge_doubts(laid_out: LevelLayout) -> Iterator[Doubt]:
    """Yield works with knowledge alone and, where knowledge says what it supports, knowledge that does not."""
    if not laid_out.knowledge:
        return
    for work, items in laid_out.works:
        kinds = {item.kind for item in items}
        if "knowledge" in kinds and "ability" not in kinds:
            yield _without_abilities(work)
        elif laid_out.uses_supports:
            for item in items:
                if item.kind == "knowledge" and not item.supports:
                    yield _supports_nothing(item)


def _without_abilities(work: Row) -> Doubt:
    return Doubt(
        "MAP-KNOWLEDGE-ORPHAN",
        work.part,
        both("有知识要求而没有能力要求", "It asks for knowledge and for no ability"),
        both("请核对是否漏了能力要求", "Check whether the abilities were left out"),
        "note",
    )


def _supports_nothing(item: Row) -> Doubt:
    text = item.text[:20]
    return Doubt(
        "MAP-KNOWLEDGE-ORPHAN",
        item.part,
        both(f"没有写明支撑哪项能力：{text}", f"It does not say which ability it supports: {text}"),
        both("请写明 supports，或删除这条知识", "Say what it supports, or remove it"),
        "note",
    )
