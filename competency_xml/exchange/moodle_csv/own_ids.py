"""What an id says that our importers made: `quality.a1-1-1` is an ability, `quality.w1-1` a work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from competency_xml.exchange.framework.slots import Slot
from competency_xml.identity import KIND_LETTERS
from competency_xml.model import ItemKind

_OWN_ID = re.compile(r"(.+)\.([fwakel])([0-9][A-Za-z0-9-]*)")
_KINDS: dict[str, ItemKind] = {letter: kind for kind, letter in KIND_LETTERS.items()}
_SLOTS = {"f": Slot.FUNCTION, "w": Slot.WORK, **dict.fromkeys(_KINDS, Slot.ITEM)}
_BASIC = "basic."


@dataclass(frozen=True)
class OwnId:
    """Place, kind of an item, the code as it stands in the id, and whether it is a basic requirement."""

    slot: Slot
    kind: ItemKind | None = None
    key: str = ""
    basic: bool = False


def own_id(text: str) -> OwnId | None:
    """Return what an id says, or None where it says nothing: roles and levels have ids of their own."""
    found = _OWN_ID.fullmatch(text)
    if found:
        return OwnId(_SLOTS[found[2]], _KINDS.get(found[2]), found[3], text.startswith(_BASIC))
    return OwnId(Slot.ITEM, "literacy", basic=True) if text.startswith(_BASIC) else None
