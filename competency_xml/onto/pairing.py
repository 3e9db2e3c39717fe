"""Which part of the source is which part of the old map, how that is known, and what a person must decide.

`competency_xml.matching` compares; here it is seen to that evidence cannot be mixed up:

- parts that are in use are matched first, and retired ones only with what is left: a text that comes back;
- a stored id whose text is another one altogether is doubtful: the row may have been used for something else;
- texts repeated to the letter in one work are paired in their order, as nothing else tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from competency_xml.matching import Matching, Pair, match_maps
from competency_xml.model import CompetencyMap, Item
from competency_xml.onto.scope import Scope
from competency_xml.onto.task import Decisions, Task
from competency_xml.onto.trimming import inside, without
from competency_xml.places import MapPart, Placed
from competency_xml.similarity import Wording


@dataclass(frozen=True)
class Pairing:
    """Source and old map, part by part.

    Attributes:
        task: the re-import.
        scope: what the source speaks of.
        pairs: what is in both, the unsure included.
        doubtful: what a person must decide: unsure pairs, and parts without partner that may be one.
        decisions: what is decided, by a person or by the options.
    """

    task: Task
    scope: Scope
    pairs: tuple[Pair, ...]
    doubtful: tuple[Pair, ...]
    decisions: Decisions

    @cached_property
    def old_id(self) -> Mapping[str, str]:
        """Id in the source → id in the old map."""
        return {pair.new.id: pair.old.id for pair in self.pairs}

    @cached_property
    def new_id(self) -> Mapping[str, str]:
        """Id in the old map → id in the source."""
        return {pair.old.id: pair.new.id for pair in self.pairs}

    @cached_property
    def unmatched(self) -> tuple[Placed, ...]:
        """Old parts in use that the source speaks of, and does not have."""
        gone = (place for place in self.task.olds.values() if place.id not in self.new_id)
        return tuple(place for place in gone if place.part.status == "active" and place.id not in self.scope.left)


def pair_parts(task: Task) -> Pairing:
    """Pair the parts of a task; with `doubtful="new"`, new parts that are doubtful get no partner."""
    scope = Scope(task)
    decisions = dict(task.decisions)
    while True:
        pairs, doubtful = _Passes(task, scope, decisions).result()
        if not doubtful or task.options.doubtful == "ask":
            return Pairing(task, scope, pairs, doubtful, decisions)
        decisions |= dict.fromkeys((pair.new.id for pair in doubtful), None)


class _Passes:
    """The match with what is in use, and the match of the rest with what is retired."""

    def __init__(self, task: Task, scope: Scope, decisions: Decisions) -> None:
        self._task = task
        self._decisions = decisions
        self._shown = without(task.old, scope.left)
        self._retired = {place.id for place in task.olds.values() if place.part.status == "retired"}

    def result(self) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
        """Return the pairs, and what of them, and besides them, is doubtful."""
        if self._task.traits.keeps_ids:
            found = self._match(self._shown, self._decisions)
            if any(pair.how in ("uuid", "id") for pair in found.pairs):
                return self._judged(found.pairs, found)
        found = self._match(without(self._shown, self._retired), self._without_retired())
        return self._judged((*found.pairs, *self._taken_back(found)), found)

    def _match(self, old: CompetencyMap, decisions: Decisions, *, anew: bool = False) -> Matching:
        task = self._task
        identity = "ignored" if anew else task.identity
        return match_maps(old, task.new, threshold=task.options.threshold, identity=identity, settled=decisions)

    def _without_retired(self) -> Decisions:
        """Return the decisions; what somebody takes for a retired part is out of the first match."""
        return {new: None if old in self._retired else old for new, old in self._decisions.items()}

    def _taken_back(self, found: Matching) -> list[Pair]:
        """Return pairs of what the first match left with retired parts: a text that is back, not a code that is.

        Only the same words are sure.
        """
        free = {place.id for place in found.only_new if self._decisions.get(place.id, "") is not None}
        if not free or not self._retired:
            return []
        settled = {pair.new.id: pair.old.id for pair in found.pairs} | dict(self._decisions)
        back = (pair for pair in self._match(self._shown, settled, anew=True).pairs if pair.new.id in free)
        least = self._task.options.threshold
        found_again = (pair for pair in back if pair.old.id in self._retired and pair.score >= least)
        return [replace(pair, sure=pair.sure and (pair.how == "settled" or pair.score == 1)) for pair in found_again]

    def _judged(self, pairs: Iterable[Pair], found: Matching) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
        pairs = tuple(pairs)
        old_of = {pair.new.id: pair.old.id for pair in pairs}
        judged = tuple(self._with_doubt(pair, old_of) for pair in pairs)
        taken = set(old_of.values())
        misses = (miss for miss in found.near_misses if miss.new.id not in old_of and miss.old.id not in taken)
        return judged, (*(pair for pair in judged if not pair.sure), *misses)

    def _with_doubt(self, pair: Pair, old_of: Mapping[str, str]) -> Pair:
        if pair.how in ("uuid", "id"):
            return replace(pair, sure=not self._is_rewritten(pair))
        if pair.sure or not _is_beside(pair, old_of):
            return pair
        return replace(pair, sure=self._are_twins(pair))

    def _is_rewritten(self, pair: Pair) -> bool:
        """Whether a stored id has another text altogether, in each language that both maps have."""
        if not isinstance(pair.new.part, Item):
            return False
        olds, news = dict(pair.old.part.label.root), dict(pair.new.part.label.root)
        shared = [lang for lang, text in olds.items() if text.strip() and news.get(lang, "").strip()]
        least = self._task.options.threshold
        return bool(shared) and all(Wording(olds[lang]).likeness(Wording(news[lang])) < least for lang in shared)

    def _are_twins(self, pair: Pair) -> bool:
        """Whether both texts, with their codes, are as often in the one work (function, level …) as in the other."""
        if Wording(pair.old.part.label.best()).words != Wording(pair.new.part.label.best()).words:
            return False
        olds = _alike(pair.old, self._task.old if pair.old.parent is None else pair.old.parent.part)
        news = _alike(pair.new, self._task.new if pair.new.parent is None else pair.new.parent.part)
        return pair.old.part.code == pair.new.part.code and olds == news


def _is_beside(pair: Pair, old_of: Mapping[str, str]) -> bool:
    """Whether both parts of a pair stand in one part, or in none."""
    old, new = pair.old.parent, pair.new.parent
    return old is new if old is None or new is None else old_of.get(new.id) == old.id


def _alike(place: Placed, above: MapPart | CompetencyMap) -> int:
    """Return how many parts beside this one, itself included, are in use and have its code and its words."""
    if isinstance(above, CompetencyMap):
        beside: tuple[MapPart, ...] = above.basic if place.type == "item" else above.roles
    else:
        beside = inside(above)
    words = Wording(place.part.label.best()).words
    same = (part for part in beside if part.status == "active" and part.code == place.part.code)
    return sum(Wording(part.label.best()).words == words and _kind(part) == _kind(place.part) for part in same)


def _kind(part: MapPart) -> str:
    return part.kind if isinstance(part, Item) else ""
