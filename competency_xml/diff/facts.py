"""The facts of a map and its parts, other than text, code, place and weight, in a form that can be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pydantic import BaseModel, JsonValue

from competency_xml.model import CompetencyMap, Item, Level, Role
from competency_xml.places import MapPart

#: Turns an id that a part refers to into the old map's id of the same part.
Rename = Callable[[str], str]
Facts = dict[str, JsonValue]


def map_facts(competency_map: CompetencyMap) -> Facts:
    """Return what a map says of itself. `modified` is no fact: saving a map is no change of it."""
    standard, inspired = competency_map.standard, competency_map.inspired_by
    return {
        "version": competency_map.version,
        "status": competency_map.status,
        "base": competency_map.base,
        "title": _plain(competency_map.title),
        "standard": None if standard is None else _plain(standard),
        "inspired_by": None if inspired is None else _plain(inspired),
        "foreign": _several(competency_map.foreign),
    }


def part_facts(part: MapPart, rename: Rename) -> Facts:
    """Return the facts of a part; ids in them are the old map's. Where a text was read from is no fact."""
    facts: Facts = {
        "clause": None if part.source is None else part.source.clause,
        "replaced_by": [rename(one) for one in part.replaced_by],
        "alignments": _several(part.alignments),
        "foreign": _several(part.foreign),
    }
    if isinstance(part, Item):
        return facts | _item_facts(part, rename)
    if isinstance(part, Level):
        return facts | _level_facts(part)
    return facts | {"category": part.category} if isinstance(part, Role) else facts


def _item_facts(item: Item, rename: Rename) -> Facts:
    return {
        "kind": item.kind,
        "bloom": item.bloom,
        "assess": item.assess,
        "critical": item.critical,
        "supports": [rename(one) for one in item.supports],
    }


def _level_facts(level: Level) -> Facts:
    facts: Facts = {
        "direction": _plain(level.direction),
        "entry": _several(level.entry),
        "weight_tables": [table.part for table in level.weights],
    }
    for hours in level.hours:
        _add(facts, f"hours.{hours.component}", str(hours.value))
    for exam in level.exams:
        plain = exam.model_dump(mode="json")
        for field in ("label", "minutes", "maximum", "passing"):
            _add(facts, f"exam.{exam.part}.{field}", plain[field])
    return facts


def _add(facts: Facts, field: str, value: JsonValue) -> None:
    """Add a fact; a standard that gives one twice has both."""
    known = facts.get(field)
    if field not in facts:
        facts[field] = value
    else:
        facts[field] = [*(known if isinstance(known, list) else [known]), value]


def _several(parts: Iterable[BaseModel]) -> JsonValue:
    return [_plain(part) for part in parts]


def _plain(part: BaseModel) -> JsonValue:
    plain: JsonValue = part.model_dump(mode="json")
    return plain
