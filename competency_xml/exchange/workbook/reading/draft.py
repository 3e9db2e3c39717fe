"""A part on its way from a row into the map: what its row says, and where it belongs once that is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID
from weakref import ReferenceType, ref

from competency_xml.exchange.workbook.reading.record import Record
from competency_xml.model import Alignment, Entry, ExamPart, Foreign, Hours, Weight
from foundation.text import LangText

PartType = Literal["role", "level", "function", "work", "item"]


@dataclass(slots=True)
class DraftWeights:
    """One weight table of a level, row by row."""

    part: str
    weights: list[Weight] = field(default_factory=list)


@dataclass(slots=True)
class Details:
    """What roles and levels have in rows of their own."""

    duty: list[LangText] = field(default_factory=list)
    entry: list[Entry] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    exams: list[ExamPart] = field(default_factory=list)
    weights: list[DraftWeights] = field(default_factory=list)


@dataclass(eq=False, slots=True, weakref_slot=True)
class Draft:
    """One part.

    Attributes:
        type: which part of the map it becomes.
        kind: what its row calls it: its type, or the kind of item.
        record: its row.
        id, uuid: as in its row; ids are given to all before the map is made.
        fields: further fields of the model's part, by name.
        ordinal: its place among its siblings of the same kind, from 1.
        details: of a role or level alone.
    """

    type: PartType
    kind: str
    record: Record
    id: str
    uuid: UUID | None
    code: str | None
    label: LangText
    fields: dict[str, Any]
    ordinal: int = 0
    children: list[Draft] = field(default_factory=list)
    details: Details | None = None
    alignments: list[Alignment] | None = None
    foreign: list[Foreign] | None = None
    _parent: ReferenceType[Draft] | None = None

    @property
    def parent(self) -> Draft | None:
        """What it stands in; None for roles and basic requirements. No strong reference, so that drafts go by count."""
        return None if self._parent is None else self._parent()

    def above(self, wanted: PartType) -> Draft | None:
        """Return this part, or the one above it, that is of this type."""
        draft: Draft | None = self
        while draft is not None and draft.type != wanted:
            draft = draft.parent
        return draft

    @property
    def told_as(self) -> str:
        """How a finding names this part: its id, else its code or name."""
        return self.id or self.code or self.label.best()[:20] or self.record.place("kind")

    def align(self, alignment: Alignment) -> None:
        """Add an alignment."""
        self.alignments = self.alignments or []
        self.alignments.append(alignment)

    def keep(self, foreign: Foreign) -> None:
        """Add a field of another format."""
        self.foreign = self.foreign or []
        self.foreign.append(foreign)

    def take(self, child: Draft) -> None:
        """Let a part stand in this one, as the last."""
        child._parent = ref(self)
        self.children.append(child)


@dataclass(slots=True)
class DraftMap:
    """All parts of the map: the basic requirements, and the roles with what stands in them."""

    basic: list[Draft] = field(default_factory=list)
    roles: list[Draft] = field(default_factory=list)

    def parts(self) -> list[Draft]:
        """Return every part in the order of the map."""
        found: list[Draft] = []
        waiting = [*reversed(self.roles), *reversed(self.basic)]
        while waiting:
            draft = waiting.pop()
            found.append(draft)
            waiting.extend(reversed(draft.children))
        return found
