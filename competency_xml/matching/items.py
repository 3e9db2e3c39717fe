"""Items known by their text: the same text first, nearest place first; then the most alike, one to one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from competency_xml.matching.board import Board, Key, KeyOf
from competency_xml.matching.model import Pair
from competency_xml.matching.names import PairOf, new_key, old_key
from competency_xml.model import ITEM_KINDS
from competency_xml.places import PartType, Placed, item_of
from competency_xml.similarity import NearTexts

#: From here on a text is surely the same, if nothing else is as alike.
SURE = 0.8
#: How much below the threshold a near miss may be, and how much less alike a rival that casts doubt.
MARGIN = 0.1
#: What the key of two texts, and their place, add to their likeness when they compete.
_KEY_BONUS = 0.1
_PLACE_BONUS: tuple[tuple[PartType, float], ...] = (("work", 0.06), ("level", 0.04), ("role", 0.02))
#: How many texts anywhere are compared with one; those of its own work are compared besides.
_LOOKS = 8


@dataclass(frozen=True, slots=True)
class _Candidate:
    old: Placed
    new: Placed
    likeness: float
    rank: float
    same_key: bool


def pair_same_texts(board: Board) -> None:
    """Pair items whose texts are the same words: of one key first, then of one work, level, role, then anywhere."""
    of_old, of_new = old_key(board), new_key(board)
    _pair_same(board, of_old, of_new)
    for above in ("work", "level", "role"):
        _pair_same(board, _within(above, board.of_old), _within(above, board.of_new))
    _pair_same(board, lambda _: "anywhere", lambda _: "anywhere")


def pair_near_texts(board: Board, threshold: float, least: float) -> list[Pair]:
    """Pair what is alike enough, the most alike first.

    Returns the near misses: parts at least `least` alike that stay free.
    """
    candidates = [one for kind in ITEM_KINDS for one in _candidates(board, kind, least)]
    candidates.sort(key=lambda one: (-one.rank, board.order[one.old], board.order[one.new]))
    taken = [one for one in candidates if one.likeness >= threshold and _take(board, one)]
    _judge(board, taken, candidates)
    return _near_misses(board, candidates)


def pair_same_keys(board: Board) -> None:
    """Pair free items of one key whose work (or absence of one) is the same: their text was replaced. Never sure."""
    of_old, of_new = old_key(board), new_key(board)
    by_key: dict[Key, list[Placed]] = {}
    for old in board.free_olds("item"):
        by_key.setdefault(of_old(old), []).append(old)
    for new in board.free_news("item"):
        key = of_new(new)
        for old in by_key.get(key, ()) if key is not None else ():
            likeness = board.wording(old).likeness(board.wording(new))
            if board.are_one(old.parent, new.parent) and board.pair(old, new, "key", likeness, sure=False):
                break


def _pair_same(board: Board, place_of_old: KeyOf, place_of_new: KeyOf) -> None:
    def keyed(place_of: KeyOf) -> KeyOf:
        def key(place: Placed) -> Key:
            words, where = board.wording(place).words, place_of(place)
            return (item_of(place).kind, words, where) if words and where is not None else None

        return key

    board.pair_alike("item", keyed(place_of_old), keyed(place_of_new), "text")


def _within(above: PartType, pair_of: PairOf) -> KeyOf:
    def place_of(place: Placed) -> Key:
        part = place.above(above)
        pair = None if part is None else pair_of(part)
        return ("basic",) if place.parent is None else None if pair is None else pair.new

    return place_of


def _candidates(board: Board, kind: str, least: float) -> Iterator[_Candidate]:
    olds = [place for place in board.free_olds("item") if item_of(place).kind == kind]
    news = [place for place in board.free_news("item") if item_of(place).kind == kind]
    near = NearTexts([board.wording(old) for old in olds], [board.wording(new) for new in news])
    key_of_old, key_of_new = old_key(board), new_key(board)
    keys = [key_of_old(old) for old in olds]
    neighbours: dict[Placed | None, list[int]] = {}
    for number, old in enumerate(olds):
        neighbours.setdefault(old.parent, []).append(number)
    for new in news:
        found = dict(near.near(board.wording(new), least, looks=_LOOKS))
        found.update(_alike(board, new, olds, _beside(board, new, neighbours), least))
        key = key_of_new(new)
        for number, likeness in found.items():
            same_key = key is not None and keys[number] == key
            rank = likeness + (_KEY_BONUS if same_key else 0.0) + _closeness(board, olds[number], new)
            yield _Candidate(olds[number], new, likeness, rank, same_key)


def _beside(board: Board, new: Placed, neighbours: dict[Placed | None, list[int]]) -> list[int]:
    """Return the numbers of the old items that stand in the work that the new item's work has been."""
    work = None if new.parent is None else board.of_new(new.parent)
    return [] if work is None else neighbours.get(work.old, [])


def _alike(
    board: Board, new: Placed, olds: list[Placed], numbers: list[int], least: float
) -> Iterator[tuple[int, float]]:
    for number in numbers:
        likeness = board.wording(olds[number]).likeness(board.wording(new), least)
        if likeness >= least:
            yield number, likeness


def _closeness(board: Board, old: Placed, new: Placed) -> float:
    """Return what common ground adds to the rank of two items."""
    for above, bonus in _PLACE_BONUS:
        place = new.above(above)
        if place is not None and board.are_one(old.above(above), place):
            return bonus
    return 0.0


def _take(board: Board, one: _Candidate) -> bool:
    sure = one.same_key or one.likeness >= SURE
    return board.pair(one.old, one.new, "key" if one.same_key else "text", one.likeness, sure=sure)


def _judge(board: Board, taken: list[_Candidate], candidates: list[_Candidate]) -> None:
    """Doubt the pairs that have a rival: nearly as alike, of a part that found nothing better."""
    rank_of = {place: one.rank for one in taken for place in (one.old, one.new)}
    likeness_of = {place: one.likeness for one in taken for place in (one.old, one.new)}
    for rival in candidates:
        for mine, other in ((rival.old, rival.new), (rival.new, rival.old)):
            lost = mine in rank_of and rank_of.get(other, 0.0) < rival.rank and not board.are_one(rival.old, rival.new)
            if lost and rival.likeness >= likeness_of[mine] - MARGIN:
                board.doubt(mine)


def _near_misses(board: Board, candidates: list[_Candidate]) -> list[Pair]:
    used: set[Placed] = set()
    misses = []
    for one in candidates:
        free = board.of_old(one.old) is None and board.of_new(one.new) is None
        if free and one.old not in used and one.new not in used:
            used.update((one.old, one.new))
            misses.append(Pair(one.old, one.new, "text", one.likeness, sure=False))
    return misses
