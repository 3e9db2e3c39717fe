"""Roles, levels, functions and works known by their label, and by what stands in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from competency_xml.matching.board import Board, Key, KeyOf
from competency_xml.matching.model import How
from competency_xml.matching.names import PairOf, new_key, old_key
from competency_xml.places import PartType, Placed

#: What a common key, and a common parent, add when two works compete for one.
_KEY_BONUS, _PARENT_BONUS = 0.2, 0.1
#: From here on the contents make a pair sure.
_SURE_SHARE = 0.5


def pair_same_labels(board: Board) -> None:
    """Pair functions and works of the same label: in the same parent first, then in the same level."""
    types: tuple[PartType, ...] = ("function", "work")
    for wanted in types:
        for above in ("parent", "level"):
            of_old, of_new = _labelled(board, board.of_old, above), _labelled(board, board.of_new, above)
            board.pair_alike(wanted, of_old, of_new, "key" if above == "parent" else "text")


def pair_by_contents(board: Board, threshold: float) -> None:
    """Pair free containers, from works up to roles, that have enough in common, in label or in contents."""
    types: tuple[PartType, ...] = ("work", "function", "level", "role")
    for wanted in types:
        candidates = sorted(
            _candidates(board, wanted, threshold),
            key=lambda one: (-one.rank, board.order[one.old], board.order[one.new]),
        )
        for one in candidates:
            sure = one.share >= _SURE_SHARE or one.likeness >= threshold
            how: How = "text" if one.likeness > one.share else "contents"
            board.pair(one.old, one.new, how, max(one.likeness, one.share), sure=sure)


def pair_nameless(board: Board) -> None:
    """Pair free functions and works of one key in one parent where a label is empty: it says nothing against it."""
    for wanted in ("function", "work"):
        of_old, of_new = old_key(board), new_key(board)
        by_key = {of_old(old): old for old in board.free_olds(wanted)}
        for new in board.free_news(wanted):
            key = of_new(new)
            old = by_key.get(key) if key is not None else None
            if old is None or not board.are_one(old.parent, new.parent):
                continue
            if not (old.part.label and new.part.label):
                board.pair(old, new, "key", 0.0, sure=False)


@dataclass(frozen=True, slots=True)
class _Candidate:
    old: Placed
    new: Placed
    likeness: float
    share: float
    rank: float


def _candidates(board: Board, wanted: PartType, threshold: float) -> list[_Candidate]:
    shares = _shares(board, wanted)
    found = []
    for old, new in {**shares, **dict.fromkeys(_same_parent(board, wanted), 0.0)}:
        likeness = board.wording(old).likeness(board.wording(new))
        share = shares.get((old, new), 0.0)
        # 质量管理人员 and 财务管理人员 are alike, and two roles: of roles and levels a label alone says nothing.
        by_label = likeness >= threshold and (wanted in {"function", "work"} or share > 0)
        if by_label or share >= threshold or (share > 0 and likeness + share >= threshold):
            rank = likeness + share + _bonus(board, old, new)
            found.append(_Candidate(old, new, likeness, share, rank))
    return found


def _same_parent(board: Board, wanted: PartType) -> list[tuple[Placed, Placed]]:
    """Free pairs in parents that are one."""
    by_parent: dict[Placed | None, list[Placed]] = {}
    for old in board.free_olds(wanted):
        by_parent.setdefault(old.parent, []).append(old)
    pairs = []
    for new in board.free_news(wanted):
        above = None if new.parent is None else board.of_new(new.parent)
        if new.parent is None or above is not None:
            pairs += [(old, new) for old in by_parent.get(None if above is None else above.old, ())]
    return pairs


def _shares(board: Board, wanted: PartType) -> dict[tuple[Placed, Placed], float]:
    """Return the share of contents in common of free containers that have any in common (Dice)."""
    free_old, free_new = set(board.free_olds(wanted)), set(board.free_news(wanted))
    common: Counter[tuple[Placed, Placed]] = Counter()
    for pair in board.pairs():
        if pair.old.parent in free_old and pair.new.parent in free_new:
            assert pair.old.parent is not None
            assert pair.new.parent is not None
            common[pair.old.parent, pair.new.parent] += 1
    sizes = Counter(place.parent for side in (board.olds, board.news) for place in side)
    return {pair: 2 * count / (sizes[pair[0]] + sizes[pair[1]]) for pair, count in common.items()}


def _bonus(board: Board, old: Placed, new: Placed) -> float:
    key = old_key(board)(old)
    same_key = key is not None and key == new_key(board)(new)
    same_parent = board.are_one(old.parent, new.parent)
    return (_KEY_BONUS if same_key else 0.0) + (_PARENT_BONUS if same_parent else 0.0)


def _labelled(board: Board, pair_of: PairOf, above: str) -> KeyOf:
    def key(place: Placed) -> Key:
        words = board.wording(place).words
        container = place.parent if above == "parent" else place.above("level")
        pair = None if container is None else pair_of(container)
        return (pair.new, words) if words and pair is not None else None

    return key
