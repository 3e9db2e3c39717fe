"""A map without some of its parts, for matching what is left."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work
from competency_xml.places import MapPart

_FIELDS: Mapping[type, str] = {Role: "levels", Level: "functions", Function: "works", Work: "items"}


def without(competency_map: CompetencyMap, ids: Container[str]) -> CompetencyMap:
    """Return the map without these parts. A container stays as long as something in it does."""
    return competency_map.model_copy(
        update={
            "basic": tuple(item for item in competency_map.basic if item.id not in ids),
            "roles": tuple(_kept(competency_map.roles, ids)),
        }
    )


def inside(part: MapPart) -> tuple[MapPart, ...]:
    """Return what stands directly in a part."""
    if isinstance(part, Item):
        return ()
    if isinstance(part, Work):
        return part.items
    if isinstance(part, Function):
        return part.works
    return part.functions if isinstance(part, Level) else part.levels


def refilled(part: MapPart, contents: Iterable[MapPart], **changes: object) -> MapPart:
    """Return a part with other contents and other fields."""
    field = _FIELDS.get(type(part))
    return part.model_copy(update=changes if field is None else {**changes, field: tuple(contents)})


def _kept(parts: Iterable[MapPart], ids: Container[str]) -> Iterator[MapPart]:
    for part in parts:
        contents = inside(part)
        kept = tuple(_kept(contents, ids))
        if part.id in ids and not kept:
            continue
        yield part if len(kept) == len(contents) and all(map(_is, kept, contents)) else refilled(part, kept)


def _is(one: MapPart, other: MapPart) -> bool:
    return one is other
