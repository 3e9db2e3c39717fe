"""Pairs by stored UUID and id, and the question whether these are stored, or were given out anew by an import."""

from __future__ import annotations

from competency_xml.identity import code_slug, minted_uuid
from competency_xml.matching.board import Board, Key
from competency_xml.model import CompetencyMap
from competency_xml.places import PartType, Placed, item_of
from competency_xml.similarity import NEAR_ALIKE

PART_TYPES: tuple[PartType, ...] = ("role", "level", "function", "work", "item")


def pair_by_identity(board: Board, *, same_base: bool) -> None:
    """Pair parts of equal UUID and id, then UUID, then id, which means the same only under the same base."""
    for wanted in PART_TYPES:
        board.pair_alike(wanted, _uuid_and_id, _uuid_and_id, "uuid")
    for wanted in PART_TYPES:
        board.pair_alike(wanted, lambda place: place.part.uuid, lambda place: place.part.uuid, "uuid")
    for wanted in PART_TYPES if same_base else ():
        board.pair_alike(wanted, lambda place: place.id, lambda place: place.id, "id")


def _uuid_and_id(place: Placed) -> Key:
    return place.part.uuid, place.id


def given_anew(board: Board, new_map: CompetencyMap) -> bool:
    """Return whether the ids of the new map cannot be those of the old one, although they look alike.

    A first import makes ids from codes and UUIDs from ids. When a row is inserted into a table and the table is
    imported anew, `a1-1-2` is another item than before. It shows by this: the new map's ids and UUIDs say nothing
    but its codes, and the text of an id is to be found under another one.
    """
    return _texts_wander(board) and all(_says_its_code_alone(place, new_map.base) for place in board.news)


def holds_for_most(board: Board) -> bool:
    """Return whether half of the items or more are paired by identity, of the map that has fewer."""
    paired = sum(pair.new.type == "item" and pair.how in {"uuid", "id"} for pair in board.pairs())
    fewer = min(sum(place.type == "item" for place in side) for side in (board.olds, board.news))
    return paired > 0 and 2 * paired >= fewer


def _texts_wander(board: Board) -> bool:
    """Whether an item has another text than before, and the old text stands under an id that had another one."""
    changed = [
        pair for pair in board.pairs() if pair.new.type == "item" and _words(board, pair.old) != _words(board, pair.new)
    ]
    wandered = {_words(board, pair.new) for pair in changed} | {_words(board, new) for new in board.free_news("item")}
    return any(
        _words(board, pair.old) in wandered
        and board.wording(pair.old).likeness(board.wording(pair.new), NEAR_ALIKE) < NEAR_ALIKE
        for pair in changed
    )


def _words(board: Board, place: Placed) -> tuple[str, tuple[str, ...]]:
    return item_of(place).kind, board.wording(place).words


def _says_its_code_alone(place: Placed, base: str) -> bool:
    part = place.part
    if part.uuid != minted_uuid(base, part.id):
        return False
    if part.code is None or place.type in {"role", "level"}:
        return True
    ending = part.id.rpartition(".")[2][1:]
    slug = code_slug(part.code)
    return ending == slug or ending.startswith(f"{slug}-")
