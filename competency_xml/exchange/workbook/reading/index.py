"""Which part a cell means: by id, else by a code or name that only one part has, in the map or in the row's level."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from competency_xml.exchange.workbook.reading.draft import Draft
from competency_xml.exchange.workbook.texts import folded, id_meant, plain_code

Kinds = frozenset[str]


@dataclass
class _Names:
    """Parts of some kinds by code and name, in all and per level; None where more than one has it."""

    anywhere: dict[str, Draft | None] = field(default_factory=dict)
    in_level: dict[tuple[str, int], Draft | None] = field(default_factory=dict)

    def add(self, draft: Draft) -> None:
        level = draft.above("level")
        for name in _names(draft):
            self.anywhere[name] = None if name in self.anywhere else draft
            if level is not None:
                key = (name, id(level))
                self.in_level[key] = None if key in self.in_level else draft


class PartIndex:
    """Finds parts. Of two with one id the first one has it; the others are copies that get new ids."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []
        self._by_id: dict[str, Draft] = {}
        self._by_name: dict[Kinds, _Names] = {}
        self.copies: list[tuple[Draft, str]] = []

    def __len__(self) -> int:
        return len(self._drafts)

    def add(self, drafts: Iterable[Draft]) -> None:
        """Take parts up in the order of their rows; a copy loses its id and UUID."""
        for draft in drafts:
            self._drafts.append(draft)
            if draft.id in self._by_id:
                self.copies.append((draft, draft.id))
                draft.id, draft.uuid = "", None
            elif draft.id:
                self._by_id[draft.id] = draft

    def add_id(self, draft: Draft) -> None:
        """Take up the id that a new part was given."""
        self._by_id[draft.id] = draft

    @property
    def ids(self) -> Collection[str]:
        """Every id that a part has."""
        return self._by_id.keys()

    def with_id(self, word: str) -> Draft | None:
        """Return the part with this id, or None."""
        return self._by_id.get(id_meant(word)[0])

    def meant(self, word: str, kinds: Kinds, level: Draft | None = None) -> Draft | None:
        """Return the part of these kinds that a cell means, or None.

        Names of parts of some kinds are listed when they are first asked for: ask when all of them are placed.
        """
        part_id, is_missing = id_meant(word)
        draft = self._by_id.get(part_id)
        if draft is not None or is_missing:
            return draft if draft is not None and draft.kind in kinds else None
        names = self._by_name.get(kinds) or self._listed(kinds)
        for name in (folded(word), folded(plain_code(word))):
            found = names.anywhere.get(name) or (level and names.in_level.get((name, id(level))))
            if found:
                return found
        return None

    def _listed(self, kinds: Kinds) -> _Names:
        names = self._by_name[kinds] = _Names()
        for draft in self._drafts:
            if draft.kind in kinds:
                names.add(draft)
        return names


def _names(draft: Draft) -> set[str]:
    names = {folded(text) for _, text in draft.label.root}
    direction = draft.fields.get("direction")
    if direction:
        names.add(folded(draft.label.best() + direction.best()))
    if draft.code:
        names.add(folded(draft.code))
    return names - {""}
