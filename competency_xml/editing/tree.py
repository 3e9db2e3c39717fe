"""Maps are frozen: a changed part gives a new work, a new function, and so on up to a new map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from competency_xml.errors import UnknownPartError
from competency_xml.model import CompetencyMap, Function, Item, Level, MapPart, Role, Work

_Model = TypeVar("_Model", bound=BaseModel)
_Part = TypeVar("_Part", Role, Level, Function, Work, Item)
#: What a part may stand in → the field of it.
_FIELDS: dict[type[BaseModel], str] = {Role: "levels", Level: "functions", Function: "works", Work: "items"}
_NAMES: dict[type[BaseModel], tuple[str, str]] = {
    Role: ("岗位", "role"),
    Level: ("等级", "level"),
    Function: ("职业功能", "function"),
    Work: ("工作内容", "work"),
    Item: ("能力项", "item"),
}


def changed(model: _Model, changes: dict[str, Any]) -> _Model:
    """Return a model with changed fields, validated as if it were made anew: `model_copy` would take anything.

    Raises:
        ValidationError: pydantic's, where a field does not exist or cannot hold the value.
    """
    return type(model).model_validate({**dict(model), **changes})


def part_of(competency_map: CompetencyMap, part_id: str, kind: type[_Part]) -> _Part:
    """Return the part with this id.

    Raises:
        UnknownPartError: there is none, or it is no `kind`.
    """
    part = competency_map.find(part_id)
    if not isinstance(part, kind):
        raise UnknownPartError(part_id, *_NAMES[kind])
    return part


def inside(part: MapPart) -> tuple[MapPart, ...]:
    """Return what stands directly in a part."""
    field = _FIELDS.get(type(part))
    return () if field is None else cast(tuple[MapPart, ...], getattr(part, field))


def filled(part: MapPart, contents: Sequence[MapPart]) -> MapPart:
    """Return a part with other parts in it."""
    return changed(part, {_FIELDS[type(part)]: tuple(contents)})


def replaced(competency_map: CompetencyMap, part_id: str, change: Callable[[MapPart], MapPart | None]) -> CompetencyMap:
    """Return the map with what `change` makes of a part in the place of it; None takes it out.

    Raises:
        UnknownPartError: there is no such part.
    """
    part = competency_map.find(part_id)
    if part is None:
        raise UnknownPartError(part_id)
    new = change(part)
    for around in reversed(competency_map.path(part_id)):
        new, part = filled(around, _exchanged(inside(around), part, new)), around
    field = "roles" if isinstance(part, Role) else "basic"
    contents: Sequence[MapPart] = competency_map.roles if field == "roles" else competency_map.basic
    return changed(competency_map, {field: tuple(_exchanged(contents, part, new))})


def every(part: MapPart, change: Callable[[MapPart], MapPart]) -> MapPart:
    """Return a part with a change made to all that is in it, and then to itself."""
    contents = inside(part)
    return change(filled(part, [every(below, change) for below in contents]) if contents else part)


def _exchanged(contents: Sequence[MapPart], old: MapPart, new: MapPart | None) -> list[MapPart]:
    found = [new if part is old else part for part in contents]
    return [part for part in found if part is not None]
