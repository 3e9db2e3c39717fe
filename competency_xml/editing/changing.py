"""Changing what is there: fields, weights, place, status."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from competency_xml.editing.tree import changed, every, filled, inside, part_of, replaced
from competency_xml.errors import UnknownPartError
from competency_xml.model import CompetencyMap, Item, Level, MapPart, Weight, Weights, Work

_FIXED = frozenset(("id", "uuid"))


def with_map(competency_map: CompetencyMap, **changes: Any) -> CompetencyMap:
    """Return the map with fields of its own changed: `version`, `status`, `title`, `standard` …

    Raises:
        ValidationError: pydantic's, where a field does not exist or cannot hold the value.
    """
    return changed(competency_map, changes)


def with_part(competency_map: CompetencyMap, part_id: str, /, **changes: Any) -> CompetencyMap:
    """Return the map with fields of one part changed: `label`, `code`, `bloom`, `assess`, `critical`, `supports` …

    A plain string as text is its Chinese alone; `part.label.saying("en", …)` changes one language of several.

    Raises:
        UnknownPartError: there is no such part.
        ValueError: id or UUID: evidence cites them, so they stay.
        ValidationError: pydantic's, where a field does not exist or cannot hold the value.
    """
    if _FIXED & changes.keys():
        raise ValueError("id and uuid of a part stay")
    return replaced(competency_map, part_id, lambda part: changed(part, changes))


def with_weights(
    competency_map: CompetencyMap, level_id: str, part: str, weights: Mapping[str, Decimal | int | str | None]
) -> CompetencyMap:
    """Return the map with the weight table of one exam part of a level put in, or in the place of the one there was.

    Args:
        competency_map: the map.
        level_id: the level.
        part: the exam part: `theory`, `ability` …
        weights: id of a basic item, function, work or item → percent; None is the printed `—`. Empty: no table.

    Raises:
        UnknownPartError: there is no such level.
    """
    level = part_of(competency_map, level_id, Level)
    others = [table for table in level.weights if table.part != part]
    entries = tuple(
        Weight(ref=ref, percent=None if percent is None else Decimal(percent)) for ref, percent in weights.items()
    )
    tables = (*others, Weights(part=part, weights=entries)) if entries else tuple(others)
    return with_part(competency_map, level_id, weights=tables)


def retire(competency_map: CompetencyMap, part_id: str, *, replaced_by: str | tuple[str, ...] = ()) -> CompetencyMap:
    """Return the map with a part, and all that is in it, out of use; records that cite it can still be read.

    Raises:
        UnknownPartError: there is no such part, or none of those that replace it.
        ValueError: it would replace itself.
    """
    successors = (replaced_by,) if isinstance(replaced_by, str) else replaced_by
    for successor in successors:
        if competency_map.find(successor) is None:
            raise UnknownPartError(successor)
        if successor == part_id:
            raise ValueError(f"{part_id} cannot replace itself")

    def retired(part: MapPart) -> MapPart:
        named = {"replaced_by": successors} if part.id == part_id else {}
        return changed(part, {"status": "retired", **named})

    return replaced(competency_map, part_id, lambda part: every(part, retired))


def move(competency_map: CompetencyMap, item_id: str, work_id: str, *, at: int | None = None) -> CompetencyMap:
    """Return the map with an item in another work, or at another place in its own; `renumber` sets its code.

    Args:
        competency_map: the map.
        item_id: the item.
        work_id: where it goes.
        at: how many items are before it there; after all of them, when not given.

    Raises:
        UnknownPartError: there is no such item or work.
    """
    item = part_of(competency_map, item_id, Item)
    part_of(competency_map, work_id, Work)
    without = replaced(competency_map, item_id, lambda part: None)

    def with_item(work: MapPart) -> MapPart:
        items = list(inside(work))
        items.insert(len(items) if at is None else at, item)
        return filled(work, items)

    return replaced(without, work_id, with_item)
