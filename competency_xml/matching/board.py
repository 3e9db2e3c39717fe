"""The board on which a matching is made: what is paired so far, and what is still free on either side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from competency_xml.matching.model import How, Pair
from competency_xml.places import PartType, Placed
from competency_xml.similarity import Wording

#: What equal parts have in common; None has nothing in common with anything.
Key = Hashable | None
KeyOf = Callable[[Placed], Key]


class Board:
    """Old and new parts, and their pairs. A part is paired once; who comes first wins."""

    def __init__(self, olds: list[Placed], news: list[Placed]) -> None:
        self.olds, self.news = olds, news
        self._by_old: dict[Placed, Pair] = {}
        self._by_new: dict[Placed, Pair] = {}
        self._barred: set[Placed] = set()
        self._wordings: dict[Placed, Wording] = {}

    @cached_property
    def order(self) -> Mapping[Placed, int]:
        """Place of a part, old or new, in its own map."""
        return {place: number for side in (self.olds, self.news) for number, place in enumerate(side)}

    def wording(self, place: Placed) -> Wording:
        """Return a part's text, prepared for comparison."""
        wording = self._wordings.get(place)
        if wording is None:
            wording = self._wordings[place] = Wording(place.part.label.best())
        return wording

    def pair(self, old: Placed, new: Placed, how: How, score: float = 1.0, *, sure: bool = True) -> bool:
        """Pair two parts, unless one of them is not free; return whether it was done."""
        if self.of_old(old) or self.of_new(new) or new in self._barred:
            return False
        self._by_old[old] = self._by_new[new] = Pair(old, new, how, score, sure)
        return True

    def doubt(self, place: Placed) -> None:
        """Make the pair of a part, old or new, one that a person should look at."""
        pair = self._by_old.get(place) or self._by_new[place]
        self._by_old[pair.old] = self._by_new[pair.new] = replace(pair, sure=False)

    def bar(self, new: Placed) -> None:
        """Let a new part find no partner: somebody has said that it is new."""
        self._barred.add(new)

    def of_old(self, place: Placed) -> Pair | None:
        """Return the pair that an old part is in."""
        return self._by_old.get(place)

    def of_new(self, place: Placed) -> Pair | None:
        """Return the pair that a new part is in."""
        return self._by_new.get(place)

    def are_one(self, old: Placed | None, new: Placed | None) -> bool:
        """Return whether two parts are a pair; None and None are one."""
        if old is None or new is None:
            return old is new
        pair = self.of_new(new)
        return pair is not None and pair.old is old

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs in the new map's order."""
        return (pair for place in self.news if (pair := self.of_new(place)))

    def free_olds(self, wanted: PartType) -> list[Placed]:
        """Return the old parts of a type that have no partner."""
        return [place for place in self.olds if place.type == wanted and place not in self._by_old]

    def free_news(self, wanted: PartType) -> list[Placed]:
        """Return the new parts of a type that have no partner and may get one."""
        taken = self._by_new
        return [
            place for place in self.news if place.type == wanted and place not in taken and place not in self._barred
        ]

    def pair_alike(self, wanted: PartType, old_key: KeyOf, new_key: KeyOf, how: How) -> None:
        """Pair free parts of equal keys in their order; where several have one key, they are not sure."""
        olds, news = _by_key(self.free_olds(wanted), old_key), _by_key(self.free_news(wanted), new_key)
        for key, found in news.items():
            candidates = olds.get(key, [])
            sure = len(candidates) == 1 and len(found) == 1
            for old, new in zip(candidates, found, strict=False):
                self.pair(old, new, how, sure=sure)


def _by_key(places: list[Placed], key_of: KeyOf) -> dict[Key, list[Placed]]:
    grouped: dict[Key, list[Placed]] = defaultdict(list)
    for place in places:
        if (key := key_of(place)) is not None:
            grouped[key].append(place)
    return grouped
