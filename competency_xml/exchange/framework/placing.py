"""Any tree of statements → the five places of a map, whatever is missing between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from competency_xml.exchange.framework.deciding import decide_slots
from competency_xml.exchange.framework.node import Node, walk
from competency_xml.exchange.framework.slots import Slot
from foundation.text import LangText


@dataclass
class Draft:
    """A part to be made: of a node, or to fill a place that the framework does not know."""

    slot: Slot
    node: Node
    parent: Draft | None = None
    children: list[Draft] = field(default_factory=list)
    filler: bool = False

    def adopt(self, child: Draft, at: int | None = None) -> None:
        """Take a child, at the end or at a position."""
        child.parent = self
        self.children.insert(len(self.children) if at is None else at, child)

    def filled(self) -> Draft:
        """Return the child that stands for what the framework does not know at the next place; it is made once."""
        for child in self.children:
            if child.filler:
                return child
        label = LangText() if self.slot + 1 == Slot.LEVEL else self.name()
        made = Draft(Slot(self.slot + 1), Node(key="", label=label), filler=True)
        self.adopt(made)
        return made

    def name(self) -> LangText:
        """Return the nearest name, from here upwards."""
        draft: Draft | None = self
        while draft is not None:
            if draft.node.label:
                return draft.node.label
            draft = draft.parent
        return LangText()


@dataclass
class Placement:
    """Roles as drafts, and the basic requirements."""

    root: Draft
    basic: list[Draft]

    def drafts(self) -> Iterable[Draft]:
        """Return every draft in document order, the framework itself left out."""
        stack = [*self.basic, *self.root.children][::-1]
        while stack:
            draft = stack.pop()
            yield draft
            stack.extend(reversed(draft.children))


def place(roots: Sequence[Node], untold: Sequence[Node], title: LangText) -> Placement:
    """Return where every node belongs.

    Args:
        roots: the framework's tree.
        untold: parts that the framework's tree leaves out, which an export of ours has noted beside it.
        title: the framework's title; it names the role where the framework knows no roles.
    """
    decide_slots(roots)
    return _Placing(title, untold).run(roots)


class _Placing:
    def __init__(self, title: LangText, untold: Sequence[Node]) -> None:
        self._placement = Placement(Draft(Slot.MAP, Node(key="", label=title)), [])
        self._untold = [Draft(node.slot or Slot.WORK, node) for node in untold]
        self._by_id = {draft.node.id: draft for draft in self._untold if draft.node.id is not None}
        self._late: list[tuple[Draft, Draft, int]] = []

    def run(self, roots: Sequence[Node]) -> Placement:
        drafts: dict[int, Draft] = {}
        nodes = list(walk(roots))
        for node, _, _ in nodes:
            draft = drafts[id(node)] = Draft(node.slot or Slot.ITEM, node)
            if node.id is not None:
                self._by_id.setdefault(node.id, draft)
        for node, parent, _ in nodes:
            above = self._placement.root if parent is None else drafts[id(parent)]
            self._settle(drafts[id(node)], above)
        for draft in sorted(self._untold, key=lambda one: one.slot):
            self._settle(draft, self._placement.root)
        for home, draft, at in sorted(self._late, key=lambda late: late[2]):
            home.adopt(draft, at)
        return self._placement

    def _settle(self, draft: Draft, above: Draft) -> None:
        node = draft.node
        if self._is_basic(above):
            if draft.slot is Slot.ITEM and node.within is None:
                node.basic = True
            above = self._placement.root
        if node.basic and draft.slot is Slot.ITEM:
            self._placement.basic.append(draft)
            return
        home = self._by_id.get(node.within or "")
        if draft.slot is Slot.ROLE and node.at is not None:
            home = self._placement.root
        if home is None or home.slot + 1 != draft.slot or home is draft:
            _home_below(above, draft.slot).adopt(draft)
        elif node.at is not None:
            draft.parent = home
            self._late.append((home, draft, node.at))
        else:
            home.adopt(draft)

    @staticmethod
    def _is_basic(draft: Draft) -> bool:
        """Whether a part is a basic requirement: it stands in no role, and nothing stands in it."""
        return draft.slot is Slot.ITEM and draft.parent is None


def _home_below(above: Draft, slot: Slot) -> Draft:
    """Return the part that holds something of a place: `above`, or the nearest over it that can, filled up below."""
    home = above
    while home.slot >= slot and home.parent is not None:
        home = home.parent
    while home.slot + 1 < slot:
        home = home.filled()
    return home
