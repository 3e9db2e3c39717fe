"""Which share of a level each of its items has, by a weight table: the angle it gets in the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from competency_xml.model import Function, Item, Weights, Work

_ZERO = Decimal(0)
_Part = Function | Work | Item


def item_shares(functions: Sequence[Function], basic: Sequence[Item], table: Weights | None) -> dict[str, Decimal]:
    """Return item id → share, from 0 to 1; they sum to 1, or are all 0 where the table gives nothing to anybody.

    A weight of a function or work is divided by the weights beneath it; where there are none, evenly among its
    items. What a table leaves out or marks with — has no share. Without a table every item has the same. Retired
    parts have none.
    """
    percents = {} if table is None else {weight.ref: weight.percent or _ZERO for weight in table.weights}
    parts: list[_Part] = [*basic, *functions]
    shares: dict[str, Decimal] = {}
    for part in parts:
        _divide(part, _own_weight(part, percents), percents, shares)
    total = sum(shares.values(), _ZERO)
    return {part_id: share / total for part_id, share in shares.items()} if total else shares


def _own_weight(part: _Part, percents: Mapping[str, Decimal]) -> Decimal:
    """Return a part's weight; where only parts beneath it are weighted, their sum; without a table, its items."""
    if part.status == "retired":
        return _ZERO
    if not percents:
        return Decimal(len(_leaves(part)))
    if part.id in percents:
        return max(percents[part.id], _ZERO)
    return sum((_own_weight(child, percents) for child in _children(part)), _ZERO)


def _divide(part: _Part, weight: Decimal, percents: Mapping[str, Decimal], shares: dict[str, Decimal]) -> None:
    children = _children(part)
    if isinstance(part, Item):
        shares[part.id] = shares.get(part.id, _ZERO) + weight
        return
    own = [_own_weight(child, percents) for child in children]
    if not sum(own, _ZERO):
        own = [Decimal(len(_leaves(child))) for child in children]
    total = sum(own, _ZERO)
    for child, mine in zip(children, own, strict=True):
        _divide(child, weight * mine / total if total else _ZERO, percents, shares)


def _children(part: _Part) -> Sequence[_Part]:
    if isinstance(part, Function):
        return part.works
    return part.items if isinstance(part, Work) else ()


def _leaves(part: _Part) -> list[Item]:
    """Return the items of a part that are not retired, nor anything above them."""
    if part.status == "retired":
        return []
    return [part] if isinstance(part, Item) else [leaf for child in _children(part) for leaf in _leaves(child)]
