"""Ids and UUIDs of the new map: a matched part keeps its own; a new one gets one that no part ever had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from competency_xml.identity import IdMint
from competency_xml.onto.pairing import Pairing
from competency_xml.onto.task import Task
from competency_xml.places import Placed

#: So long an id may be before a number is put to it.
_MAX_WANTED = 180
#: A role without levels has one, called `<role>.level`; its parts have the role's prefix.
_NO_LEVEL = re.compile(r"(.+)\.level(-[0-9]+)?")


@dataclass(frozen=True)
class Identities:
    """What every part of the source is called in the new map.

    Attributes:
        ids: id in the source → id in the new map.
        uuids: id in the source → UUID in the new map.
    """

    ids: Mapping[str, str]
    uuids: Mapping[str, UUID]

    def renamed(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return references of the source as those of the new map."""
        return tuple(self.ids.get(one, one) for one in ids)


def identities(pairing: Pairing) -> Identities:
    """Return ids and UUIDs. What new parts are called does not depend on the order of the source."""
    return _Minting(pairing.task, pairing.old_id).identities()


@dataclass
class _Minting:
    task: Task
    old_id: Mapping[str, str]
    _ids: dict[str, str] = field(default_factory=dict)
    _uuids: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._mint = IdMint(self.task.old.base, self.task.olds)
        self._taken = {place.part.uuid for place in self.task.olds.values()}

    def identities(self) -> Identities:
        for place in self.task.news.values():
            if place.id in self.old_id:
                old = self.task.olds[self.old_id[place.id]]
                self._ids[place.id], self._uuids[place.id] = old.id, old.part.uuid
        fresh = [place for place in self.task.news.values() if place.id not in self.old_id]
        self._name([place for place in fresh if place.type == "role"])
        self._name([place for place in fresh if place.type == "level"])
        self._name([place for place in fresh if place.type not in ("role", "level")])
        return Identities(self._ids, self._uuids)

    def _name(self, fresh: list[Placed]) -> None:
        """Name parts in the order of what they would be called, then of their texts."""
        wanted = {place.id: self._wanted(place) for place in fresh}
        for place in sorted(fresh, key=lambda one: (wanted[one.id], one.part.label.root, one.id)):
            part_id, minted = self._mint.mint(wanted[place.id])
            while minted in self._taken:
                part_id, minted = self._mint.mint(wanted[place.id])
            keeps_own = self.task.traits.keeps_ids and place.part.uuid not in self._taken
            uuid = place.part.uuid if keeps_own else minted
            self._taken.add(uuid)
            self._ids[place.id], self._uuids[place.id] = part_id, uuid

    def _wanted(self, place: Placed) -> str:
        """Return the id that was read, under the prefix of what the part stands in now."""
        above = place.parent and (place.parent.above("level") or place.parent.above("role"))
        if above is None:
            return place.id[:_MAX_WANTED]
        before, now = _prefix(above.id), _prefix(self._ids[above.id])
        is_below = place.id.startswith(f"{before}.")
        return (f"{now}{place.id.removeprefix(before)}" if is_below else place.id)[:_MAX_WANTED]


def _prefix(above_id: str) -> str:
    found = _NO_LEVEL.fullmatch(above_id)
    return above_id if found is None else found[1]
