"""What the tables of one printed standard say, before it has ids: roles, levels, functions, works, items, weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from competency_xml.codes import Code
from competency_xml.exchange.printed.conditions.wordings import Conditions
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
class DraftBasic:
    """A basic requirement (职业道德, 基础知识) that a weight table names."""

    text: str
    place: str


@dataclass(slots=True)
class DraftWeight:
    """A weight: of what, how many percent (None is the printed —), and its cell."""

    target: DraftBasic | DraftFunction | DraftWork
    percent: Decimal | None
    place: str


@dataclass(slots=True)
class DraftWeights:
    """The weights of one exam part. `place` is where their sum stands, else their heading.

    `unread` are those whose cells hold no number: they are told, and nothing is known of them.
    """

    part: str
    place: str
    weights: list[DraftWeight] = field(default_factory=list)
    unread: list[DraftWeight] = field(default_factory=list)


@dataclass(slots=True)
class DraftLevel:
    """A level of one direction; both '' where the standard knows none. `sheet` is where it was met first."""

    label: str
    direction: str
    place: str
    sheet: str
    functions: list[DraftFunction] = field(default_factory=list)
    weights: list[DraftWeights] = field(default_factory=list)

    def work_codes(self) -> set[tuple[int, ...]]:
        """Return the numbers of its works."""
        return {work.code.parts for function in self.functions for work in function.works if work.code is not None}


@dataclass(slots=True)
class DraftRole:
    """A role as titles name it, and the conditions that its clauses and tables state."""

    name: str
    place: str
    levels: list[DraftLevel] = field(default_factory=list)
    conditions: Conditions = field(default_factory=Conditions)


@dataclass
class DraftStandard:
    """What a file says of its standard, its basic requirements, and its roles in order of appearance."""

    number: str | None = None
    occupation: str | None = None
    title: str = ""
    basic: list[DraftBasic] = field(default_factory=list)
    roles: list[DraftRole] = field(default_factory=list)
