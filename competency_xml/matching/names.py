"""Roles and levels known by their names, and the key of what stands in them.

The key of a part is (role, level and direction, kind, code). Role and level count as the pair they are in.
"""

from __future__ import annotations

from collections.abc import Callable

from competency_xml.matching.board import Board, Key, KeyOf
from competency_xml.matching.model import Pair
from competency_xml.model import Item, Level
from competency_xml.places import Placed
from competency_xml.similarity import Wording

PairOf = Callable[[Placed], Pair | None]


def pair_by_name(board: Board) -> None:
    """Pair roles of equal id, label or code, then levels of one role that have the same name and direction."""
    for key_of in (_id, _label, _code):
        board.pair_alike("role", key_of, key_of, "key")
    for name_of in (_label, _code):
        board.pair_alike("level", _level_key(board.of_old, name_of), _level_key(board.of_new, name_of), "key")


def old_key(board: Board) -> KeyOf:
    """Return what tells the key of an old part: None where it has no code, or its level no partner."""
    return lambda place: _key(place, board.of_old)


def new_key(board: Board) -> KeyOf:
    """Return what tells the key of a new part, comparable with those of old ones."""
    return lambda place: _key(place, board.of_new)


def _key(place: Placed, pair_of: PairOf) -> Key:
    level = place.above("level")
    pair = None if level is None else pair_of(level)
    if not place.part.code or (level is not None and pair is None):
        return None
    kind = place.part.kind if isinstance(place.part, Item) else ""
    return (None if pair is None else pair.new, place.type, kind, place.part.code)


def _level_key(pair_of: PairOf, name_of: KeyOf) -> KeyOf:
    def key(place: Placed) -> Key:
        assert isinstance(place.part, Level)
        role = None if place.parent is None else pair_of(place.parent)
        name = name_of(place)
        if role is None or (name is None and (place.part.code or place.part.label)):
            return None
        return (role.new, name, Wording(place.part.direction.best()).words)

    return key


def _id(place: Placed) -> Key:
    return place.id


def _code(place: Placed) -> Key:
    return place.part.code or None


def _label(place: Placed) -> Key:
    return Wording(place.part.label.best()).words or None
