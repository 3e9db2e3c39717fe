"""Which part of one map is which part of another: for `map diff`, and for a re-import that keeps every id.

What is known surely comes first, and a part is paired once:

1. an editor's decisions (`settled`);
2. the stored UUID, then (under the same base) the stored id, where ids are believed;
3. roles by id, label or code, and levels by name and direction; functions and works by label;
4. items whose texts are the same words, the nearest place first: same key, same work, level, role, anywhere;
5. items whose texts are near-alike, the most alike first; the key (role, level, direction, kind, code) decides
   between two that are as alike;
6. works, functions, levels and roles by what stands in them;
7. items of one key in one work whose text was replaced altogether. These are never sure.

Where ids are believed and hold for most items, a part with another id is another part: of the rest only what has the
same words is paired (a row that lost its id), and what is merely alike is a near miss for a person to judge.
"""

from __future__ import annotations

from collections.abc import Mapping

from competency_xml.collector import collector_paused
from competency_xml.matching.board import Board
from competency_xml.matching.containers import pair_by_contents, pair_nameless, pair_same_labels
from competency_xml.matching.identity import given_anew, holds_for_most, pair_by_identity
from competency_xml.matching.items import MARGIN, pair_near_texts, pair_same_keys, pair_same_texts
from competency_xml.matching.model import Identity, Matching, Pair
from competency_xml.matching.names import pair_by_name
from competency_xml.model import CompetencyMap
from competency_xml.places import placed_parts
from competency_xml.similarity import NEAR_ALIKE

#: A threshold that no likeness reaches.
_NEVER = 2.0

__all__ = ["Identity", "Matching", "Pair", "match_maps"]


def match_maps(
    old: CompetencyMap,
    new: CompetencyMap,
    *,
    threshold: float = NEAR_ALIKE,
    identity: Identity = "auto",
    settled: Mapping[str, str | None] | None = None,
) -> Matching:
    """Return which part of the old map is which part of the new one. Deterministic; 20,000 items take seconds.

    Args:
        old: the map as it was.
        new: the map as it is.
        threshold: likeness from 0 to 1 from which two texts are one (see `competency_xml.similarity`).
        identity: whether UUIDs and ids are believed. `ignored` for a table that was imported anew: its ids are made
            from its codes. `auto` believes them unless the new map's ids say nothing but its codes and an old text
            has wandered to another id, as it does when a row is inserted and the table imported anew.
        settled: an editor's decisions, id in the new map → id in the old one, or None where the part is new. Ids that
            are not there, or of parts of different types, are passed over.
    """
    with collector_paused():
        olds, news = placed_parts(old), placed_parts(new)
        board = _settled_board(Board(olds, news), settled or {})
        believed = identity != "ignored"
        if believed:
            pair_by_identity(board, same_base=old.base == new.base)
            if identity == "auto" and given_anew(board, new):
                board, believed = _settled_board(Board(olds, news), settled or {}), False
        return _matching(board, threshold, believed=believed)


def _matching(board: Board, threshold: float, *, believed: bool) -> Matching:
    ids_hold = believed and holds_for_most(board)
    pair_by_name(board)
    pair_same_labels(board)
    pair_same_texts(board)
    near_misses = pair_near_texts(board, _NEVER if ids_hold else threshold, least=threshold - MARGIN)
    if not ids_hold:
        pair_by_contents(board, threshold)
        pair_nameless(board)
        pair_same_keys(board)
    return Matching(
        olds=tuple(board.olds),
        news=tuple(board.news),
        pairs=tuple(board.pairs()),
        only_old=tuple(place for place in board.olds if board.of_old(place) is None),
        only_new=tuple(place for place in board.news if board.of_new(place) is None),
        near_misses=tuple(miss for miss in near_misses if not (board.of_old(miss.old) or board.of_new(miss.new))),
        identity_believed=believed,
        threshold=threshold,
    )


def _settled_board(board: Board, settled: Mapping[str, str | None]) -> Board:
    olds = {place.id: place for place in board.olds}
    for new in board.news:
        if new.id not in settled:
            continue
        old = olds.get(settled[new.id] or "")
        if settled[new.id] is None:
            board.bar(new)
        elif old is not None and old.type == new.type:
            board.pair(old, new, "settled")
    return board
