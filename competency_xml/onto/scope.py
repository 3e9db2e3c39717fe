"""What a source speaks of. What it has no word for is left as it is: a table of one role retires no other role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from competency_xml.matching import match_maps
from competency_xml.model import ITEM_KINDS, CompetencyMap, Item, ItemKind, Role
from competency_xml.onto.task import Task
from competency_xml.onto.trimming import without


@dataclass(frozen=True)
class Scope:
    """What the source of a task does not speak of: old parts that no match and no retirement touches.

    A complete source speaks of everything; and where a standard takes the place of illustrative content, nothing of
    that content goes on.
    """

    task: Task

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Roles of the old map that are not in the source."""
        if self._speaks_of_everything:
            return ()
        absent = _absent_roles(self.task, self._silent_items)
        return tuple(role for role in self.task.old.roles if role.id in absent and role.status == "active")

    @cached_property
    def kinds(self) -> tuple[ItemKind, ...]:
        """Kinds of items that the old map has and the source does not know at all."""
        if self._speaks_of_everything:
            return ()
        said = {item.kind for item in _role_items(self.task.new)}
        olds = {item.kind for item in _role_items(self.task.old) if not self._is_in_source(item)}
        return tuple(kind for kind in ITEM_KINDS if kind in olds - said)

    @property
    def basic(self) -> bool:
        """Whether the source says nothing of basic requirements, and the old map has some."""
        return bool(not self._speaks_of_everything and self.task.old.basic and not self.task.new.basic)

    @cached_property
    def left(self) -> frozenset[str]:
        """Ids of all that is left as it is. Items of a silent kind retire all the same when their work does."""
        absent = {role.id for role in self.roles}
        roles = ((place, place.above("role")) for place in self.task.olds.values())
        of_roles = {place.id for place, role in roles if role is not None and role.id in absent}
        return frozenset(of_roles | self._silent_items)

    @property
    def _speaks_of_everything(self) -> bool:
        return self.task.traits.complete or self.task.replaces_illustrative

    @cached_property
    def _silent_items(self) -> set[str]:
        basic = self.task.old.basic if self.basic else ()
        silent = (item for item in _role_items(self.task.old) if item.kind in self.kinds)
        return {item.id for item in (*basic, *silent) if not self._is_in_source(item)}

    def _is_in_source(self, item: Item) -> bool:
        """Whether a stored UUID or id of the source is this item, whatever kind the source takes it for."""
        return self.task.traits.keeps_ids and (item.id in self.task.news or item.uuid in self._uuids)

    @cached_property
    def _uuids(self) -> set[UUID]:
        return {place.part.uuid for place in self.task.news.values()}


def _absent_roles(task: Task, silent: set[str]) -> set[str]:
    """Return the ids of old roles that no role of the source is: by name; where that does not tell, by contents."""
    by_name = match_maps(_bare(task.old), _bare(task.new))
    if not by_name.only_old or not by_name.only_new:
        return {place.id for place in by_name.only_old}
    found = match_maps(without(task.old, silent), task.new, threshold=task.options.threshold, identity=task.identity)
    return {place.id for place in found.only_old if place.type == "role"}


def _bare(competency_map: CompetencyMap) -> CompetencyMap:
    roles = tuple(role.model_copy(update={"levels": ()}) for role in competency_map.roles)
    return competency_map.model_copy(update={"basic": (), "roles": roles})


def _role_items(competency_map: CompetencyMap) -> Iterator[Item]:
    for level in competency_map.levels():
        yield from level.items()
