"""Every part of a map in document order, with what stands above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work

MapPart = Role | Level | Function | Work | Item
PartType = Literal["role", "level", "function", "work", "item"]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A part in its map. Two placed parts are equal only when they are one and the same.

    `parent` is what the part stands directly in, None for roles and basic requirements.
    """

    type: PartType
    part: MapPart
    parent: Placed | None = None

    @property
    def id(self) -> str:
        """The part's id."""
        return self.part.id

    def above(self, wanted: PartType) -> Placed | None:
        """Return this part, or the one above it, that is of this type."""
        place: Placed | None = self
        while place is not None and place.type != wanted:
            place = place.parent
        return place

    def path(self) -> tuple[Placed, ...]:
        """Return what stands above this part, the role first."""
        return () if self.parent is None else (*self.parent.path(), self.parent)


def placed_parts(competency_map: CompetencyMap) -> list[Placed]:
    """Return every part: the basic requirements, then role by role, each part before what stands in it."""
    return list(_walk(competency_map))


def item_of(place: Placed) -> Item:
    """Return the item that a placed part of type `item` is."""
    assert isinstance(place.part, Item)
    return place.part


def _walk(competency_map: CompetencyMap) -> Iterator[Placed]:
    for basic in competency_map.basic:
        yield Placed("item", basic)
    for role in competency_map.roles:
        yield (role_place := Placed("role", role))
        for level in role.levels:
            yield (level_place := Placed("level", level, role_place))
            for function in level.functions:
                yield (function_place := Placed("function", function, level_place))
                for work in function.works:
                    yield (work_place := Placed("work", work, function_place))
                    for item in work.items:
                        yield Placed("item", item, work_place)
