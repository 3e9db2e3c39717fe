"""How the reading of a CASE file is lenient: what is mended on the way, and what is told of it.

Validation without a `Mending` in its context is strict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationInfo

from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.text import both

#: Stands for a time of change that nobody knows.
UNKNOWN_MOMENT = "1970-01-01T00:00:00Z"
_CASE_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_ANY_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass
class Mending:
    """What the reading of one file keeps in mind.

    Attributes:
        notes: collects the findings.
        moment: stands in for times of change that are missing.
        renamed: identifiers as the file has them → as CASE wants them.
        made: identifiers that were made up → how often that would have been the same one.
        uuids: identifiers as CASE wants them → the UUIDs that the file has, where these differ.
        by_uri: URIs of documents and items → their identifiers.
        links: references that were sound as they came, by class and fields: a framework says each many times.
        mended: the last value that was mended, until it is told.
    """

    notes: FrameworkNotes
    moment: str = UNKNOWN_MOMENT
    renamed: dict[str, str] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    uuids: dict[str, UUID] = field(default_factory=dict)
    by_uri: dict[str, str] = field(default_factory=dict)
    links: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    mended: str | None = None
    _pending: list[tuple[str, Remark, str | None]] = field(default_factory=list)

    def identifier_for(self, name: str) -> str:
        """Return an identifier for a part that has none, another one for every part of the same name."""
        count = self.made[name] = self.made.get(name, 0) + 1
        return derived_identifier(name if count == 1 else f"{name} #{count}")

    def remember(self, given: str, identifier: str) -> None:
        """Keep what a document or item is called in the file, for associations call it so."""
        self.renamed[given] = identifier
        uuid = uuid_in(given)
        if uuid is not None:
            self.renamed[str(uuid)] = identifier

    def known(self, given: str) -> str | None:
        """Return the identifier of the document or item that the file calls so, or None."""
        found = self.renamed.get(given)
        if found is not None:
            return found
        uuid = uuid_in(given)
        return None if uuid is None else self.renamed.get(str(uuid))

    def filled(self, where: str, place: str | None) -> None:
        """Note that a required field was missing and filled in."""
        message = both(f"缺少必需的 {where}，已补上", f"The required {where} is missing and was filled in")
        self._pending.append((where, Remark("MAP-CASE-FILLED", message, severity="note"), place))

    def changed(self, where: str, place: str | None) -> None:
        """Note that a value was not as CASE wants it and was set right."""
        self.mended = None
        message = both(f"{where} 的写法不合 CASE，已改正", f"{where} is not written as CASE wants it and was set right")
        self._pending.append((where, Remark("MAP-CASE-MENDED", message, severity="note"), place))

    def dropped(self, where: str, place: str | None) -> None:
        """Note that a value could not be read."""
        message = both(f"{where} 的值看不懂，没有导入", f"The value of {where} was not understood and not imported")
        remedy = both("请在原系统中更正", "Correct it where it comes from")
        self._pending.append((where, Remark("MAP-CASE-VALUE", message, remedy), place))

    def unknown(self, where: str, place: str | None) -> None:
        """Note a field that CASE does not know."""
        message = both(f"CASE 没有 {where} 这个字段，已放进 extensions", f"CASE knows no {where}; kept in extensions")
        self._pending.append((where, Remark("MAP-CASE-FIELD", message, severity="note"), place))

    @property
    def noted(self) -> int:
        """How much was noted in the record that is being read."""
        return len(self._pending)

    def settle(self, *, taken: bool = True) -> None:
        """Tell what was mended in a record that was taken, or forget it."""
        for topic, remark, place in self._pending if taken else ():
            self.notes.count(topic, remark, place)
        self._pending.clear()
        self.mended = None


def mending_of(info: ValidationInfo) -> Mending | None:
    """Return the Mending of a validation, or None where it is strict."""
    return info.context if isinstance(info.context, Mending) else None


def is_case_identifier(text: str) -> bool:
    """Return whether a text is a UUID as CASE 1.1 wants it: lower case, version 1 to 5, variant 8 to b."""
    return _CASE_UUID.fullmatch(text) is not None


def uuid_in(text: str) -> UUID | None:
    """Return the UUID that a text is, in whatever case and version, or None."""
    lower = text.strip().lower()
    return UUID(lower) if _ANY_UUID.fullmatch(lower) else None


def case_identifier(text: str) -> str:
    """Return the identifier that CASE allows for one of somebody's: itself where it is one, else a UUIDv5 of it."""
    lower = text.strip().lower()
    if is_case_identifier(lower):
        return lower
    return derived_identifier(f"urn:uuid:{lower}" if _ANY_UUID.fullmatch(lower) else text)


def derived_identifier(name: str) -> str:
    """Return the identifier of something that has none, by a name of its own."""
    return str(uuid5(NAMESPACE_URL, name))
