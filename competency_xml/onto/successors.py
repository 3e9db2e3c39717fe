"""What takes the place of parts that retire, where it is plain: where the contents went, what was split or merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from competency_xml.model import Item
from competency_xml.onto.pairing import Pairing
from competency_xml.places import Placed
from competency_xml.similarity import Pair as WordPair
from competency_xml.similarity import Wording

#: Of a container's items so many must live on, and so many of these must be in one place for it to be a successor.
_LIVE_ON, _SHARE = 0.5, 0.25
#: So much of a text stands in another one that it is part of it; so much of it, several others cover together.
_WITHIN, _COVERED = 0.75, 0.7
#: So many word pairs a text must have to be known again in another one.
_LEAST_PAIRS = 3


def successors(pairing: Pairing) -> dict[str, tuple[str, ...]]:
    """Return id of a retiring part → ids, in the source, of what takes its place; parts without such are left out."""
    contents = _of_containers(pairing)
    return contents | _Texts(pairing, contents).successors()


def _of_containers(pairing: Pairing) -> dict[str, tuple[str, ...]]:
    """A work (function, level, role) is followed by those in which most of its items live on."""
    retiring = {place.id: place for place in pairing.unmatched if place.type != "item"}
    sizes: Counter[str] = Counter()
    hosts: dict[str, Counter[str]] = {part_id: Counter() for part_id in retiring}
    for item in pairing.task.olds.values():
        if item.type != "item" or item.part.status == "retired":
            continue
        now = pairing.task.news.get(pairing.new_id.get(item.id, ""))
        for above in item.path():
            if above.id in retiring:
                sizes[above.id] += 1
                if now is not None and (host := now.above(above.type)) is not None:
                    hosts[above.id][host.id] += 1
    order = {part_id: number for number, part_id in enumerate(pairing.task.news)}
    found = {part_id: _plain(hosts[part_id], sizes[part_id]) for part_id in retiring}
    return {part_id: tuple(sorted(ids, key=order.__getitem__)) for part_id, ids in found.items() if ids}


def _plain(hosts: Counter[str], size: int) -> list[str]:
    living = hosts.total()
    if not living or living < _LIVE_ON * size:
        return []
    return [host for host, count in hosts.items() if count >= _SHARE * living]


@dataclass(frozen=True)
class _Text:
    """An item of the new map, with the words it has now and the words it had."""

    item: Placed
    words: frozenset[WordPair]
    had: frozenset[WordPair]


class _Texts:
    """Items that were split or merged: their words stand in texts that are new or have grown, in the same work."""

    def __init__(self, pairing: Pairing, containers: Mapping[str, tuple[str, ...]]) -> None:
        self._pairing = pairing
        self._containers = containers

    def successors(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for old in self._pairing.unmatched:
            if old.type == "item":
                ids = self._merged_into(old) or self._split_into(old)
                if ids:
                    found[old.id] = ids
        return found

    def _merged_into(self, old: Placed) -> tuple[str, ...]:
        """A text that has grown by this one."""
        words = _words(old)
        for text in self._candidates(old):
            grown = _within(words, text.words) and not _within(words, text.had) and len(text.words) > len(words)
            if grown and text.had:
                return (text.item.id,)
        return ()

    def _split_into(self, old: Placed) -> tuple[str, ...]:
        """Several texts that were not there before, and were this one."""
        words = _words(old)
        parts = [
            text
            for text in self._candidates(old)
            if _within(text.words, words) and not _within(text.words, text.had) and len(text.words) < len(words)
        ]
        covered = frozenset[WordPair]().union(*(text.words for text in parts)) & words
        return tuple(text.item.id for text in parts) if len(parts) > 1 and len(covered) >= _COVERED * len(words) else ()

    def _candidates(self, old: Placed) -> Iterator[_Text]:
        for item in self._beside(old):
            if item.part.kind == old.part.kind:  # type: ignore[union-attr]
                was = self._pairing.task.olds.get(self._pairing.old_id.get(item.id, ""))
                yield _Text(item, _words(item), frozenset() if was is None else _words(was))

    def _beside(self, old: Placed) -> Iterable[Placed]:
        """Return the items of the works that the item's work is now, or that follow it; basic ones of a basic one."""
        news = self._pairing.task.news
        if old.parent is None:
            return [place for place in news.values() if place.type == "item" and place.parent is None]
        work = self._pairing.new_id.get(old.parent.id)
        works = self._containers.get(old.parent.id, ()) if work is None else (work,)
        return [news[item.id] for work_id in works for item in news[work_id].part.items]  # type: ignore[union-attr]


def _words(place: Placed) -> frozenset[WordPair]:
    assert isinstance(place.part, Item)
    return Wording(place.part.label.best()).pairs


def _within(words: frozenset[WordPair], others: frozenset[WordPair]) -> bool:
    return len(words) >= _LEAST_PAIRS and len(words & others) >= _WITHIN * len(words)
