"""What a matching is: which part of an old map is which part of a new one, how that is known, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from competency_xml.places import Placed

#: By what a pair is known: an editor's decision; the stored UUID or id; the key (role, level, direction, kind, code);
#: the text; or, for roles to works, what stands in them.
How = Literal["settled", "uuid", "id", "key", "text", "contents"]

#: Whether ids are believed: always, never, or unless the texts show that they were given out anew (see `match_maps`).
Identity = Literal["auto", "stored", "ignored"]


@dataclass(frozen=True, slots=True)
class Pair:
    """An old part and the new part that it has become.

    Attributes:
        old: the part in the old map.
        new: the part in the new map.
        how: by what the pair is known.
        score: how alike they are, from 0 to 1: of texts; for parts known by contents, the share of contents in common.
            1 for a pair known by UUID, id or an editor's decision, which no text can shake.
        sure: False where a person should look: a text just above the threshold, a rival as good, a key alone.
    """

    old: Placed
    new: Placed
    how: How
    score: float = 1.0
    sure: bool = True


@dataclass(frozen=True)
class Matching:
    """Two maps, part by part. Every part is in exactly one pair, or in `only_old` or `only_new`.

    Attributes:
        olds: every part of the old map, in its order.
        news: every part of the new map, in its order.
        pairs: what is in both, in the new map's order.
        only_old: what is gone, in the old map's order.
        only_new: what is new, in the new map's order.
        near_misses: parts of `only_old` and `only_new` that may be one, each at most once; never sure.
        identity_believed: whether UUIDs and ids counted.
        threshold: the likeness from which texts are one.
    """

    olds: tuple[Placed, ...]
    news: tuple[Placed, ...]
    pairs: tuple[Pair, ...]
    only_old: tuple[Placed, ...]
    only_new: tuple[Placed, ...]
    near_misses: tuple[Pair, ...]
    identity_believed: bool
    threshold: float

    @property
    def doubtful(self) -> tuple[Pair, ...]:
        """The pairs that a person should look at, then the near misses."""
        return (*(pair for pair in self.pairs if not pair.sure), *self.near_misses)

    @cached_property
    def old_by_new_id(self) -> dict[str, Placed]:
        """Id in the new map → the part that it was in the old one."""
        return {pair.new.id: pair.old for pair in self.pairs}

    @cached_property
    def new_by_old_id(self) -> dict[str, Placed]:
        """Id in the old map → the part that it has become in the new one."""
        return {pair.old.id: pair.new for pair in self.pairs}
