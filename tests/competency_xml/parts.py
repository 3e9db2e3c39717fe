"""Builders of small maps for tests: parts by id, code and text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from competency_xml.check import check_map
from competency_xml.identity import minted_uuid
from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Standard, Weight, Weights, Work
from foundation.text import LangText

BASE = "urn:x:"


def named(part_id: str, code: str | None, text: str, **more: Any) -> dict[str, Any]:
    return {"id": part_id, "uuid": minted_uuid(BASE, part_id), "code": code, "label": LangText(text), **more}  # type: ignore[arg-type]


def item(part_id: str, code: str | None, text: str = "能编制质量计划", **more: Any) -> Item:
    return Item(**named(part_id, code, text, **{"kind": "ability", **more}))


def work(part_id: str, code: str | None, *items: Item, text: str = "制订质量计划") -> Work:
    return Work(**named(part_id, code, text), items=items)


def function(part_id: str, code: str | None, *works: Work, text: str = "质量策划") -> Function:
    return Function(**named(part_id, code, text), works=works)


def level(*functions: Function, **more: Any) -> Level:
    return Level(**named("q.level", None, ""), functions=functions, **more)


def a_map(*levels: Level, **more: Any) -> CompetencyMap:
    standard = Standard(number="T/CEAMI 005-2025")
    role = Role(**named("quality", None, "质量管理人员"), levels=levels)
    return CompetencyMap(**{"base": BASE, "standard": standard, "roles": (role,), **more})


def with_items(*items: Item, **more: Any) -> CompetencyMap:
    return a_map(level(function("f1", "1", work("w1", "1.1", *items)), **more))


def told(competency_map: CompetencyMap) -> list[tuple[str, str | None]]:
    return [(finding.id, finding.place) for finding in check_map(competency_map)]


SOUND_ITEMS = (
    item("a1", "1.1.1", "能编制质量计划"),
    item("a2", "1.1.2", "能分解质量目标"),
    item("k1", "1.1.1", "质量计划的内容", kind="knowledge"),
)


def weights(*pairs: tuple[str, int | None], part: str = "theory") -> Weights:
    return Weights(
        part=part,
        weights=tuple(Weight(ref=ref, percent=None if value is None else Decimal(value)) for ref, value in pairs),
    )
