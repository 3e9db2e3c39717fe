"""What the tables of one printed standard say, before it has ids: roles, levels, functions, works, items."""

from __future__ import annotations

from dataclasses import dataclass, field

from competency_xml.codes import Code
from competency_xml.model import ItemKind


@dataclass(slots=True)
class DraftItem:
    """One line of an item cell: its code, its text without it, and its cell."""

    kind: ItemKind
    code: Code | None
    text: str
    place: str


@dataclass(slots=True)
class DraftWork:
    """A work (工作内容) in the making."""

    code: Code | None
    text: str
    place: str
    items: list[DraftItem] = field(default_factory=list)


@dataclass(slots=True)
class DraftFunction:
    """A function (职业功能) in the making."""

    code: Code | None
    text: str
    place: str
    works: list[DraftWork] = field(default_factory=list)

    @property
    def number(self) -> tuple[int, ...] | None:
        """Its own number; where it has none, the one that its first work's code implies."""
        if self.code is not None:
            return self.code.parts
        first = next((work.code for work in self.works if work.code is not None), None)
        return None if first is None else first.parent or None


@dataclass(slots=True)
class DraftLevel:
    """A level of one direction; both '' where the standard knows none. `sheet` is where it was met first."""

    label: str
    direction: str
    place: str
    sheet: str
    functions: list[DraftFunction] = field(default_factory=list)

    def work_codes(self) -> set[tuple[int, ...]]:
        """Return the numbers of its works."""
        return {work.code.parts for function in self.functions for work in function.works if work.code is not None}


@dataclass(slots=True)
class DraftRole:
    """A role as titles name it."""

    name: str
    place: str
    levels: list[DraftLevel] = field(default_factory=list)
