"""A map as the tree that other frameworks know: which parts say something of their own, and what stands above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competency_xml.exchange.framework.slots import MapPart, Slot, slot_of
from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work
from foundation.text import LangText


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One part and its surroundings.

    Attributes:
        part: the part.
        parent: the part it stands in, or None.
        above: the nearest part above it that is told, or None for the framework itself.
        level: the named level it belongs to, or None.
        index: its position among the parts of its parent, from 0.
        silent: whether it says nothing of its own: a level of a standard that knows no levels, a function or work that
            only repeats the name above it, a role that only has the map's title.
        told: whether other frameworks are told of it: it is not silent, or came from one of them.
        basic: whether it is a basic requirement.
    """

    part: MapPart
    parent: MapPart | None
    above: MapPart | None
    level: Level | None
    index: int
    silent: bool
    told: bool
    basic: bool = False

    @property
    def slot(self) -> Slot:
        """The place where it stands."""
        return slot_of(self.part)


def outline(competency_map: CompetencyMap) -> list[OutlineEntry]:
    """Return every part of a map in document order: basic requirements, then role by role."""
    entries = [
        OutlineEntry(item, None, None, None, index, silent=False, told=True, basic=True)
        for index, item in enumerate(competency_map.basic)
    ]
    name = competency_map.title
    for index, role in enumerate(competency_map.roles):
        silent = _repeats(role, name)
        told = not silent or bool(role.foreign)
        entries.append(OutlineEntry(role, None, None, None, index, silent, told))
        entries.extend(_below(role, _Above(role if told else None, role.label or name, None)))
    return entries


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands above some parts: the nearest told part, the nearest name, the named level."""

    told: MapPart | None
    name: LangText
    level: Level | None


def _below(parent: MapPart, above: _Above) -> Iterator[OutlineEntry]:
    for index, part in enumerate(children(parent)):
        silent = _is_silent(part, above.name)
        told = not silent or bool(part.foreign)
        level = part if isinstance(part, Level) and part.is_named else above.level
        yield OutlineEntry(part, parent, above.told, above.level, index, silent, told)
        yield from _below(part, _Above(part if told else above.told, part.label or above.name, level))


def children(part: MapPart) -> Sequence[MapPart]:
    """Return the parts that stand in a part, in order."""
    match part:
        case Role():
            return part.levels
        case Level():
            return part.functions
        case Function():
            return part.works
        case Work():
            return part.items
    return ()


def _is_silent(part: MapPart, name: LangText) -> bool:
    if isinstance(part, Item):
        return False
    if isinstance(part, Level):
        return not part.is_named and not part.description
    return _repeats(part, name)


def _repeats(part: Role | Function | Work, name: LangText) -> bool:
    if part.code or part.description:
        return False
    return not part.label or part.label == name
