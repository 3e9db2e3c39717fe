"""One part of the new map: what the source says of it, and what is carried over because the source cannot say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from competency_xml.model import Alignment, Foreign, Item, Level, Role, Source
from competency_xml.onto.minting import Identities
from competency_xml.onto.task import Task
from competency_xml.onto.texts import is_changed, laid_over
from competency_xml.places import MapPart, Placed


class PartLaying:
    """Works out the fields of parts that were matched."""

    def __init__(self, task: Task, identities: Identities, following: Mapping[str, tuple[str, ...]]) -> None:
        """`following` are the successors of parts that retire, by id in the new map."""
        self._task = task
        self._identities = identities
        self._following = following

    def renamed(self, new: MapPart) -> dict[str, Any]:
        """Return the fields of a part that depend on ids, under the ids of the new map."""
        names = self._identities
        fields: dict[str, Any] = {"id": names.ids[new.id], "uuid": names.uuids[new.id]}
        if new.replaced_by:
            fields["replaced_by"] = names.renamed(new.replaced_by)
        if isinstance(new, Item) and new.supports:
            fields["supports"] = names.renamed(new.supports)
        return fields

    def fields(self, place: Placed, old: MapPart) -> dict[str, Any]:
        """Return the fields in which a part of the new map differs from the part that was read."""
        new = place.part
        fields = self.renamed(new)
        if self._task.carries:
            fields |= self._named(place, old)
            if isinstance(new, Item) and isinstance(old, Item):
                fields |= self._of_item(old, new)
        return fields

    def foreign(self, olds: Sequence[Foreign], news: Sequence[Foreign]) -> tuple[Foreign, ...]:
        """Return the fields of other formats: of a format that the source says, its own alone."""
        return (*news, *(one for one in olds if one.format not in self._task.formats and one not in news))

    def _named(self, place: Placed, old: MapPart) -> dict[str, Any]:
        new = place.part
        fields: dict[str, Any] = {
            "label": laid_over(old.label, new.label),
            "description": self._description(old, new),
            "alignments": _alignments(old.alignments, new.alignments),
            "foreign": self.foreign(old.foreign, new.foreign),
            "source": _source(old, new),
        }
        if new.code is None and place.type not in self._task.coded_types:
            fields["code"] = old.code
        return fields

    def _description(self, old: MapPart, new: MapPart) -> Any:
        """What an illustrative map says about roles and levels, no standard says."""
        if self._task.replaces_illustrative and isinstance(new, Role | Level):
            return new.description
        return laid_over(old.description, new.description)

    def _of_item(self, old: Item, new: Item) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "bloom": new.bloom or old.bloom,
            "assess": new.assess if new.assess is not None else old.assess,
            "critical": new.critical if self._task.says_critical else old.critical,
        }
        if self._task.traits.keeps_ids:
            # A framework with ids seldom has kinds, and those that reading makes of its levels are guesses.
            fields["kind"] = old.kind
        if not new.supports:
            heirs = (heir for one in old.supports for heir in self._following.get(one, (one,)))
            fields["supports"] = tuple(dict.fromkeys(heirs))
        return fields


def _alignments(olds: Sequence[Alignment], news: Sequence[Alignment]) -> tuple[Alignment, ...]:
    said = {(one.target, one.relation) for one in news}
    return (*news, *(one for one in olds if (one.target, one.relation) not in said))


def _source(old: MapPart, new: MapPart) -> Source | None:
    """Return where the text stands: clause and row of the old one, if text and code are still those."""
    if new.source is None or old.source is None:
        return new.source or old.source
    is_same = old.code == new.code and not is_changed(old.label, new.label)
    if not is_same or new.source.clause is not None or new.source.row is not None:
        return new.source
    return new.source.model_copy(update={"clause": old.source.clause, "row": old.source.row})
