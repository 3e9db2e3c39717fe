"""One statement of a foreign framework, on its way into a map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from competency_xml.exchange.framework.slots import Slot, TypeName
from foundation.text import LangText


@dataclass
class Node:
    """A statement, those below it, and what is known of its place in a map.

    Attributes:
        key: what identifies it in its framework; findings name it.
        type: what its framework calls it, where that is a name of ours.
        slot: its place in the tree. A reader sets it where it knows; placing sets it for all others.
        id: id of its part; a reader sets it where the framework came from a map, placing for all others.
        uuid: UUID of its part, where the framework has one.
        within: id of the part it stands in, where the framework's own tree says another.
        at: its position in that part, from 0, where the order of the framework's tree does not give it.
        basic: whether it is a basic requirement.
        known: whether an earlier export of a map said what it is.
        fields: fields of its part that are the same there and in the framework.
    """

    key: str
    label: LangText = field(default_factory=LangText)
    code: str | None = None
    description: LangText = field(default_factory=LangText)
    type: TypeName | None = None
    slot: Slot | None = None
    id: str | None = None
    uuid: UUID | None = None
    within: str | None = None
    at: int | None = None
    basic: bool = False
    known: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)


def walk(roots: Iterable[Node]) -> Iterator[tuple[Node, Node | None, int]]:
    """Yield every node in reading order, with the node above it and its depth from 1, however deep the tree."""
    stack: list[tuple[Node, Node | None, int]] = []
    stack.extend((root, None, 1) for root in reversed(list(roots)))
    while stack:
        node, parent, depth = stack.pop()
        yield node, parent, depth
        stack.extend((child, node, depth + 1) for child in reversed(node.children))
