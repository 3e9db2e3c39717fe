"""What every change says of its part: id, UUID, what it is, code, text and place."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from competency_xml.diff.model import PartName
from competency_xml.matching import Pair
from competency_xml.model import Item
from competency_xml.places import Placed
from foundation.text import LangText


class About(TypedDict, total=False):
    """The fields of a `Change` that identify its part."""

    id: str | None
    uuid: UUID | None
    part: PartName
    code: str | None
    label: LangText
    place: tuple[LangText, ...]
    new_id: str | None


def about_part(place: Placed) -> About:
    """Return what identifies a part that is in one map alone."""
    part = place.part
    return About(
        id=part.id,
        uuid=part.uuid,
        part=part_name(place),
        code=part.code,
        label=part.label,
        place=labels_above(place),
    )


def about_pair(pair: Pair) -> About:
    """Return what identifies a part that is in both maps: the old identity, the new text and place."""
    about = about_part(pair.new)
    about["id"], about["uuid"] = pair.old.id, pair.old.part.uuid
    about["new_id"] = None if pair.old.id == pair.new.id else pair.new.id
    return about


def labels_above(place: Placed) -> tuple[LangText, ...]:
    """Return the labels of what a part stands in, the role's first."""
    return tuple(above.part.label for above in place.path())


def part_name(place: Placed) -> PartName:
    """Return what a part is: its type, or the kind of an item."""
    if isinstance(place.part, Item):
        return place.part.kind
    assert place.type != "item"
    return place.type
