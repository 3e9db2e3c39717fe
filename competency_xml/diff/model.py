"""What changed from one map to another, as data. `docs/maps-diff.md` says what each list holds."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue

from competency_xml.diff.words import Segment
from competency_xml.model import ItemKind
from foundation.text import LangText

#: What a part is: its place in the map, or the kind of an item; `unknown` is an id that leads nowhere.
PartName = Literal["map", "role", "level", "function", "work", "unknown"] | ItemKind


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class Change(_Data):
    """One change of one part.

    Attributes:
        id: the part's id, the old one where it has two; None for the map itself.
        uuid: its UUID, likewise.
        old: what was (a text, code, parent's id, percent …), None where there was nothing.
        new: what is, None where there is nothing.
        part: what the part is.
        code: its code in the new map, or in the old one when it is gone.
        label: its text there.
        place: the labels of what stands above it there.
        new_id: its id in the new map, where that is another.
    """

    id: str | None
    uuid: UUID | None
    old: JsonValue
    new: JsonValue
    part: PartName
    code: str | None = None
    label: LangText = LangText()
    place: tuple[LangText, ...] = ()
    new_id: str | None = None


class Presence(Change):
    """A part that came or went. `old` or `new` is its text, the other is None unless its status alone changed.

    `why`: `present` (there is such a part), `status` (it was retired or taken back).
    """

    why: Literal["present", "status"]


class Move(Change):
    """A part that stands elsewhere. `old` and `new` are the ids of what it stands in; `old_place` as `place`."""

    old_place: tuple[LangText, ...]


class TextChange(_Data):
    """What changed in one text of a part: `label`, `description` or `duty`, in one language."""

    field: Literal["label", "description", "duty"]
    lang: str
    old: str | None
    new: str | None
    words: tuple[Segment, ...]


class Rewording(Change):
    """A part whose texts changed. `old` and `new` are the first text of `texts`."""

    texts: tuple[TextChange, ...]


class Reweighting(Change):
    """A weight that changed in the weight table `table`: a number, "—" (does not apply), or None (not in it)."""

    table: str


class FactChange(Change):
    """Another fact of a part or of the map that changed: `field` names it."""

    field: str


class Doubt(_Data):
    """Two parts that are taken for one, or might be one: a person should look. Ids, texts, and how alike they are."""

    old_id: str
    new_id: str
    old: str
    new: str
    score: float
    paired: bool


class Side(_Data):
    """One of the two maps: its title, version, status and number of items."""

    title: LangText
    version: str
    status: str
    items: int


class MapDiff(_Data):
    """All that changed, in the new map's order, what is gone in the old one's.

    Attributes:
        old: what was compared.
        new: with what.
        added: parts of the new map alone, and parts taken back from retirement.
        retired: parts of the old map alone, and parts whose status became `retired`.
        moved: parts in another work, function, level or role.
        renumbered: parts with another code.
        reworded: parts with other texts.
        reweighted: other weights.
        changed: other facts: of the map, and of parts in both maps.
        identity_believed: whether UUIDs and ids counted (see `competency_xml.matching`).
        threshold: the likeness from which texts were taken as one.
        new_ids: how many parts are in both maps under different ids.
        doubtful: pairs and near misses that a person should look at.
    """

    old: Side
    new: Side
    added: tuple[Presence, ...] = ()
    retired: tuple[Presence, ...] = ()
    moved: tuple[Move, ...] = ()
    renumbered: tuple[Change, ...] = ()
    reworded: tuple[Rewording, ...] = ()
    reweighted: tuple[Reweighting, ...] = ()
    changed: tuple[FactChange, ...] = ()
    identity_believed: bool = True
    threshold: float
    new_ids: int = 0
    doubtful: tuple[Doubt, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(self.lists().values())

    def lists(self) -> dict[str, tuple[Change, ...]]:
        """Return the lists of changes by name, in the order in which they are shown."""
        return {
            "added": self.added,
            "retired": self.retired,
            "moved": self.moved,
            "renumbered": self.renumbered,
            "reworded": self.reworded,
            "reweighted": self.reweighted,
            "changed": self.changed,
        }


__all__ = [
    "Change",
    "Doubt",
    "FactChange",
    "MapDiff",
    "Move",
    "PartName",
    "Presence",
    "Reweighting",
    "Rewording",
    "Side",
    "TextChange",
]
