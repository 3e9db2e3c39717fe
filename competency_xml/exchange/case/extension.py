"""What a map says and CASE has no field for, under one key of `extensions`: written so that nothing is lost.

On the document `x-competency-map` holds base, version, status, standard and the parts that have no item; on an item
its place in the map and every further field of its part, named as in `competency_xml.model`.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from competency_xml.exchange.framework.outline import OutlineEntry
from competency_xml.exchange.framework.slots import MapPart, Slot, slot_of
from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work

#: Fields that stand in the item itself, in its associations, or in its place in the tree.
_TOLD = {"label", "code", "description", "uuid", "alignments", "foreign", "levels", "functions", "works", "items"}
_CHILDREN = {"levels", "functions", "works", "items"}
_MODELS: dict[Slot, type[MapPart]] = {
    Slot.ROLE: Role,
    Slot.LEVEL: Level,
    Slot.FUNCTION: Function,
    Slot.WORK: Work,
    Slot.ITEM: Item,
}
_SLOTS = {slot.name.lower(): slot for slot in _MODELS}
MAP_FIELDS = ("base", "version", "status", "modified", "title", "standard", "inspired_by")
PLACE_FIELDS = ("part", "within", "at", "basic")


def map_extension(competency_map: CompetencyMap) -> dict[str, Any]:
    """Return what the document says beside its own fields."""
    fields: dict[str, Any] = competency_map.model_dump(mode="json", include=set(MAP_FIELDS), exclude_none=True)
    modified = competency_map.modified
    return {**fields, "modified": None if modified is None else modified.isoformat()}


def part_extension(part: MapPart) -> dict[str, Any]:
    """Return what an item says beside its own fields: what the part is, and its further fields."""
    return {"part": slot_of(part).name.lower(), **_dumped(part, _TOLD)}


def untold_part(entry: OutlineEntry) -> dict[str, Any]:
    """Return a part that has no item, with its place."""
    place = {"within": entry.parent.id if entry.parent is not None else None, "at": entry.index}
    fields = {"part": entry.slot.name.lower(), **place, **_dumped(entry.part, _CHILDREN)}
    return {name: value for name, value in fields.items() if value is not None}


def slot_in(extension: dict[str, Any]) -> Slot | None:
    """Return what an extension says that its item is."""
    return _SLOTS.get(str(extension.get("part")))


def sound_fields(slot: Slot, extension: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of a part in an extension as the model takes them, and the names of those it does not."""
    model = _MODELS[slot]
    known = {name: value for name, value in extension.items() if name in model.model_fields and name not in _CHILDREN}
    unsound = [name for name in extension if name not in known and name not in PLACE_FIELDS]
    stand_in = {"id": "x", "uuid": "00000000-0000-0000-0000-000000000000", "kind": "ability"}
    while True:
        try:
            needed = {name: value for name, value in stand_in.items() if name in model.model_fields}
            part = model.model_validate({**needed, **known})
        except ValidationError as error:
            wrong = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]} & known.keys()
            if not wrong:
                return {}, [*unsound, *known]
            unsound.extend(sorted(wrong))
            known = {name: value for name, value in known.items() if name not in wrong}
        else:
            return {name: getattr(part, name) for name in known}, unsound


def _dumped(part: MapPart, left_out: set[str]) -> dict[str, Any]:
    fields: dict[str, Any] = part.model_dump(mode="json", exclude_defaults=True, exclude=left_out)
    return fields
