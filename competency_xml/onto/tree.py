"""The parts of the new map: those of the source in its order, then what was left as it is and what is retired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from competency_xml.model import CompetencyMap, Item, Level, Role, Source
from competency_xml.onto.conditions import ConditionLaying
from competency_xml.onto.minting import Identities
from competency_xml.onto.notes import Notes
from competency_xml.onto.pairing import Pairing
from competency_xml.onto.parts import PartLaying
from competency_xml.onto.successors import successors
from competency_xml.onto.trimming import inside, refilled
from competency_xml.places import MapPart


class TreeLaying:
    """Builds roles and basic requirements of the new map.

    A part that is gone stays, retired, in what it stood in; when that is gone as well, both are kept, one in the
    other. So every id that was ever given out is in the map.
    """

    def __init__(self, pairing: Pairing, identities: Identities, notes: Notes) -> None:
        self._task = pairing.task
        self._pairing = pairing
        self._identities = identities
        self._notes = notes
        self._conditions = ConditionLaying(pairing.task, identities, notes)
        self._successors = {part_id: identities.renamed(ids) for part_id, ids in successors(pairing).items()}
        self.parts = PartLaying(pairing.task, identities, self._successors)
        levels = (place.part for place in pairing.task.news.values() if place.type == "level")
        self._new_levels = {identities.ids[level.id]: cast(Level, level) for level in levels}

    def laid(self) -> CompetencyMap:
        """Return the old map with these parts, and otherwise as it was."""
        task = self._task
        basic = cast(tuple[Item, ...], (*self._merged(task.new.basic), *self._remaining(task.old.basic)))
        roles = cast(tuple[Role, ...], (*self._merged(task.new.roles), *self._remaining(task.old.roles)))
        weighed = tuple(self._weighed(role, basic) for role in roles)
        return task.old.model_copy(update={"basic": basic, "roles": weighed})

    def _merged(self, news: Iterable[MapPart]) -> Iterator[MapPart]:
        for new in news:
            place = self._task.news[new.id]
            old = self._old(new)
            olds = () if old is None else inside(old)
            contents = (*self._merged(inside(new)), *self._remaining(olds))
            fields = self.parts.renamed(new) if old is None else self.parts.fields(place, old)
            if isinstance(new, Role) and isinstance(old, Role):
                fields |= self._conditions.of_role(old, new)
            if isinstance(new, Level) and isinstance(old, Level):
                fields |= self._conditions.of_level(old, new)
            part = refilled(new, contents, **fields)
            if old is not None:
                self._notes.carried(new, old, part)
            yield part

    def _remaining(self, olds: Iterable[MapPart]) -> Iterator[MapPart]:
        """Yield the old parts without a partner: as they are, or retired."""
        for old in olds:
            if old.id in self._pairing.new_id:
                continue
            yield old if old.id in self._pairing.scope.left else self._retired(old)

    def _retired(self, old: MapPart) -> MapPart:
        contents = (self._retired(one) for one in inside(old) if one.id not in self._pairing.new_id)
        if old.status == "retired":
            return refilled(old, contents)
        heirs = self._successors.get(old.id, old.replaced_by)
        return refilled(old, contents, status="retired", replaced_by=heirs, source=self._source(old))

    def _source(self, old: MapPart) -> Source | None:
        """Return where a retiring part stands. Illustrative content does not pass for a standard's, even retired."""
        if not self._task.replaces_illustrative:
            return old.source
        source = old.source or Source()
        illustrative = f"{self._task.old.title.best()} {self._task.old.version}"
        return source.model_copy(update={"document": source.document or illustrative})

    def _weighed(self, role: Role, basic: tuple[Item, ...]) -> Role:
        """Return a role of the new map with the weights of its levels, now that it is known what they weigh."""
        levels = tuple(self._weighed_level(level, basic) for level in role.levels)
        return role.model_copy(update={"levels": levels})

    def _weighed_level(self, level: Level, basic: tuple[Item, ...]) -> Level:
        new = self._new_levels.get(level.id)
        if new is None:
            return level
        old = self._old(new)
        assert old is None or isinstance(old, Level)
        return level.model_copy(update={"weights": self._conditions.weights(old, new, level, basic)})

    def _old(self, new: MapPart) -> MapPart | None:
        old_id = self._pairing.old_id.get(new.id)
        return None if old_id is None else self._task.olds[old_id].part
