"""One re-import as its steps see it: the old map, what was read, what is known of the source, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from competency_xml.matching import Identity
from competency_xml.model import CompetencyMap, Item
from competency_xml.onto.model import OntoOptions, SourceTraits
from competency_xml.places import PartType, Placed, placed_parts

#: New id → old id that an editor has decided on, or None where the part is new.
Decisions = Mapping[str, str | None]


@dataclass(frozen=True)
class Task:
    """The old map, the map that was read, and all that is given about them."""

    old: CompetencyMap
    new: CompetencyMap
    traits: SourceTraits = field(default_factory=SourceTraits)
    options: OntoOptions = field(default_factory=OntoOptions)
    decisions: Decisions = field(default_factory=dict)

    @cached_property
    def olds(self) -> Mapping[str, Placed]:
        """Id → old part."""
        return {place.id: place for place in placed_parts(self.old)}

    @cached_property
    def news(self) -> Mapping[str, Placed]:
        """Id → part as read."""
        return {place.id: place for place in placed_parts(self.new)}

    @property
    def identity(self) -> Identity:
        """Whether the ids that were read are believed."""
        return "auto" if self.traits.keeps_ids else "ignored"

    @property
    def replaces_illustrative(self) -> bool:
        """Whether a standard takes the place of illustrative content."""
        return self.old.inspired_by is not None and self.new.standard is not None

    @property
    def carries(self) -> bool:
        """Whether what the source leaves out is taken over from the old map."""
        return not self.traits.complete

    @cached_property
    def coded_types(self) -> frozenset[PartType]:
        """Types of parts that have codes in the source: of the others, it cannot say their codes."""
        return frozenset(place.type for place in self.news.values() if place.part.code is not None)

    @cached_property
    def says_critical(self) -> bool:
        """Whether the source can say which items are critical."""
        return any(isinstance(place.part, Item) and place.part.critical for place in self.news.values())

    @cached_property
    def formats(self) -> frozenset[str]:
        """Formats whose own fields the source says."""
        parts = (place.part for place in self.news.values())
        return frozenset(one.format for owner in (self.new, *parts) for one in owner.foreign)
