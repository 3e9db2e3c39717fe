"""The comparison behind `diff_maps`: one pass over the matched parts for each kind of change."""

from __future__ import annotations

from collections.abc import Iterator

from competency_xml.diff.describing import About, about_pair, about_part, labels_above
from competency_xml.diff.facts import Facts, map_facts, part_facts
from competency_xml.diff.model import Change, FactChange, Move, Presence, Reweighting, Rewording
from competency_xml.diff.texts import text_changes
from competency_xml.diff.weights import weight_changes
from competency_xml.matching import Matching, Pair
from competency_xml.model import CompetencyMap, Level
from competency_xml.places import Placed
from foundation.text import LangText

#: What basic requirements stand in, as `moved` names it.
BASIC = "basic"


class Comparison:
    """Two maps and their matching."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._was = {pair.new: pair.old for pair in matching.pairs}
        self._pair_of_old_id = {pair.old.id: pair for pair in matching.pairs}
        self._old_ids = {place.id for place in matching.olds}
        self._only_new_ids = {place.id for place in matching.only_new}

    def added(self) -> Iterator[Presence]:
        """Yield what is new, and what was taken back from retirement."""
        for place in self._matching.only_new:
            yield Presence(**about_part(place), old=None, new=_text(place), why="present")
        yield from self._restated("retired", "active")

    def retired(self) -> Iterator[Presence]:
        """Yield what is gone, and what is there with status `retired`."""
        for place in self._matching.only_old:
            yield Presence(**about_part(place), old=_text(place), new=None, why="present")
        yield from self._restated("active", "retired")

    def moved(self) -> Iterator[Move]:
        """Yield what stands in another part than before. What moved along with its work is not moved."""
        for pair in self._matching.pairs:
            if not self._stayed(pair):
                old, new = _parent_id(pair.old), _parent_id(pair.new)
                yield Move(**about_pair(pair), old=old, new=new, old_place=labels_above(pair.old))

    def renumbered(self) -> Iterator[Change]:
        """Yield what has another code."""
        for pair in self._matching.pairs:
            if pair.old.part.code != pair.new.part.code:
                yield Change(**about_pair(pair), old=pair.old.part.code, new=pair.new.part.code)

    def reworded(self) -> Iterator[Rewording]:
        """Yield what has other texts."""
        for pair in self._matching.pairs:
            if texts := text_changes(pair.old.part, pair.new.part):
                yield Rewording(**about_pair(pair), old=texts[0].old, new=texts[0].new, texts=texts)

    def reweighted(self) -> Iterator[Reweighting]:
        """Yield the weights that changed. The weight of a part that came or went has come or gone with it."""
        came_or_went = self._only_new_ids | {place.id for place in self._matching.only_old}
        for old, new in self._levels():
            for change in weight_changes(old, new, self._renamed):
                pair = self._pair_of_old_id.get(change.ref)
                if pair is None and change.ref.removeprefix(_NEW) in came_or_went:
                    continue
                about = About(id=change.ref, uuid=None, part="unknown") if pair is None else about_pair(pair)
                yield Reweighting(**about, old=change.old, new=change.new, table=change.table)

    def changed(self, old: CompetencyMap, new: CompetencyMap) -> Iterator[FactChange]:
        """Yield the other facts that changed, of the map and then of its parts, and then other orders."""
        yield from _fact_changes(_about_map(new.title), map_facts(old), map_facts(new))
        for pair in self._matching.pairs:
            before, after = part_facts(pair.old.part, _same), part_facts(pair.new.part, self._renamed)
            if before != after:
                yield from _fact_changes(about_pair(pair), before, after)
        yield from self._orders(new.title)

    def _restated(self, before: str, after: str) -> Iterator[Presence]:
        for pair in self._matching.pairs:
            if (pair.old.part.status, pair.new.part.status) == (before, after):
                yield Presence(**about_pair(pair), old=_text(pair.old), new=_text(pair.new), why="status")

    def _stayed(self, pair: Pair) -> bool:
        if pair.new.parent is None:
            return pair.old.parent is None
        return self._was.get(pair.new.parent) is pair.old.parent

    def _renamed(self, new_id: str) -> str:
        """Return the old map's id of a part of the new one; a new part's own, marked where the old map has it too."""
        place = self._matching.old_by_new_id.get(new_id)
        if place is not None:
            return place.id
        return _NEW + new_id if new_id in self._only_new_ids and new_id in self._old_ids else new_id

    def _levels(self) -> Iterator[tuple[Level | None, Level | None]]:
        for pair in self._matching.pairs:
            if isinstance(pair.old.part, Level) and isinstance(pair.new.part, Level):
                yield pair.old.part, pair.new.part
        for place in self._matching.only_old:
            if isinstance(place.part, Level):
                yield place.part, None
        for place in self._matching.only_new:
            if isinstance(place.part, Level):
                yield None, place.part

    def _orders(self, title: LangText) -> Iterator[FactChange]:
        """Yield the parts in which what stayed stands in another order."""
        position = {place: number for number, place in enumerate(self._matching.olds)}
        children: dict[Placed | None, list[Placed]] = {}
        for pair in self._matching.pairs:
            if self._stayed(pair):
                children.setdefault(pair.new.parent, []).append(pair.old)
        pair_of = {pair.new: pair for pair in self._matching.pairs}
        for parent, olds in children.items():
            before = sorted(olds, key=lambda place: position[place])
            if before != olds:
                about = _about_map(title) if parent is None else about_pair(pair_of[parent])
                yield FactChange(**about, old=[one.id for one in before], new=[one.id for one in olds], field="order")


#: Marks the id of a new part where the old map has another part of this id.
_NEW = "new:"


def _fact_changes(about: About, old: Facts, new: Facts) -> Iterator[FactChange]:
    for field in dict.fromkeys((*new, *old)):
        if old.get(field) != new.get(field):
            yield FactChange(**about, old=old.get(field), new=new.get(field), field=field)


def _about_map(title: LangText) -> About:
    return About(id=None, uuid=None, part="map", label=title)


def _same(part_id: str) -> str:
    return part_id


def _text(place: Placed) -> str:
    return place.part.label.best()


def _parent_id(place: Placed) -> str:
    return BASIC if place.parent is None else place.parent.id
