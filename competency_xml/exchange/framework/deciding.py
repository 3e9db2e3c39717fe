"""Which statement of a framework is a role, a level, a function, a work, an item."""

from __future__ import annotations

from collections.abc import Sequence

from competency_xml.exchange.framework.node import Node, walk
from competency_xml.exchange.framework.slots import Slot

#: Places of the statements above the leaves, from the top, by the depth of the tree.
_BY_DEPTH: dict[int, tuple[Slot, ...]] = {
    1: (),
    2: (Slot.WORK,),
    3: (Slot.FUNCTION, Slot.WORK),
    4: (Slot.ROLE, Slot.FUNCTION, Slot.WORK),
    5: (Slot.ROLE, Slot.LEVEL, Slot.FUNCTION, Slot.WORK),
}


def decide_slots(roots: Sequence[Node]) -> None:
    """Give every node its place.

    What a reader knows stays. Otherwise the names of the types decide, if all statements that have others below
    them are named: an item beside roles or functions is then a basic requirement. Else it is the depth of the tree:
    leaves are items, what is above them works, then functions, roles, levels. What is deeper still is a work.
    """
    nodes = list(walk(roots))
    if any(node.slot is not None for node, _, _ in nodes):
        _beside_known(nodes)
    elif all(node.type is not None and node.type.slot < Slot.ITEM for node, _, _ in nodes if node.children):
        _by_type(nodes)
    else:
        _by_depth(nodes)


def _beside_known(nodes: Sequence[tuple[Node, Node | None, int]]) -> None:
    for node, parent, _ in nodes:
        if node.slot is not None:
            continue
        above = parent.slot if parent is not None and parent.slot is not None else Slot.MAP
        node.slot = Slot(min(above + 1, Slot.WORK)) if node.children else Slot.ITEM


def _by_type(nodes: Sequence[tuple[Node, Node | None, int]]) -> None:
    for node, _, _ in nodes:
        node.slot = Slot.ITEM if node.type is None else node.type.slot
    flat = all(node.slot is Slot.ITEM for node, _, _ in nodes)
    for node, parent, _ in nodes:
        node.basic = not flat and parent is None and node.slot is Slot.ITEM and node.type is not None


def _by_depth(nodes: Sequence[tuple[Node, Node | None, int]]) -> None:
    deepest = max((depth for _, _, depth in nodes), default=1)
    above_leaves = _BY_DEPTH[min(deepest, max(_BY_DEPTH))]
    for node, _, depth in nodes:
        if node.children:
            node.slot = above_leaves[min(depth, len(above_leaves)) - 1]
        else:
            node.slot = Slot.ITEM
