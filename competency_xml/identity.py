"""Ids and UUIDs of map parts: minted once from what is printed, and then stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from competency_xml.model import ItemKind

KIND_LETTERS: dict[ItemKind, str] = {"ability": "a", "knowledge": "k", "experience": "e", "literacy": "l"}

#: Level words of Chinese standards → slug, longest first where one holds another.
LEVEL_SLUGS: dict[str, str] = {
    "初级工": "L5",
    "中级工": "L4",
    "高级工": "L3",
    "高级技师": "L1",
    "技师": "L2",
    "五级": "L5",
    "四级": "L4",
    "三级": "L3",
    "二级": "L2",
    "一级": "L1",
    "初级": "junior",
    "中级": "intermediate",
    "高级": "senior",
    "junior": "junior",
    "intermediate": "intermediate",
    "senior": "senior",
}


class IdMint:
    """Gives out ids that are not taken yet: the second `q.a1-1-1` becomes `q.a1-1-1-2`."""

    def __init__(self, base: str, taken: Iterable[str] = ()) -> None:
        self._base = base
        self._taken: set[str] = set(taken)
        self._numbers: dict[str, int] = {}

    def mint(self, wanted: str) -> tuple[str, UUID]:
        """Return a free id and its UUID, a UUIDv5 of base and id: a first import is reproducible."""
        part_id, number = wanted, self._numbers.get(wanted, 1)
        while part_id in self._taken:
            number += 1
            part_id = f"{wanted}-{number}"
        self._taken.add(part_id)
        self._numbers[wanted] = number
        return part_id, minted_uuid(self._base, part_id)


def level_slug(label: str) -> str | None:
    """Return the slug of a level's label (三级/高级工 gives L3), or None for a word nobody knows."""
    first = label.partition("/")[0]
    if re.fullmatch("L[1-9]", first, re.IGNORECASE):
        return first.upper()
    return LEVEL_SLUGS.get(first) or LEVEL_SLUGS.get(first.lower())


def minted_uuid(base: str, part_id: str) -> UUID:
    """Return the UUID that a part gets when it is first made: UUIDv5 of its IRI. Never used to look one up."""
    return uuid5(NAMESPACE_URL, base + part_id)


def code_slug(code: str) -> str:
    """Return a code as it stands in an id: `1.1.2` gives `1-1-2`."""
    return slug(code.replace(".", "-"))


def slug(text: str) -> str:
    """Return the printable ASCII of a text, lower case, other characters as one hyphen; '' when none is left."""
    return re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")[:60]
