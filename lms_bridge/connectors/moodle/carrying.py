"""A portion of a document on its way to a site: what of it changes, and what of that needs no uploaded file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import JsonValue

from lms_bridge.connectors.moodle.deploy_answers import PlanAnswer
from lms_bridge.connectors.moodle.pieces import Transport
from lms_bridge.connectors.moodle.wired import Document, Wired


@dataclass(frozen=True)
class Carrying:
    """`portion` of `document` with the site's plan for it; `complete`: it is all of the document."""

    document: Document
    portion: Sequence[Wired]
    planned: PlanAnswer
    allow: Collection[str]
    complete: bool

    @cached_property
    def changed(self) -> tuple[Wired, ...]:
        """The objects that the site does not have as wanted."""
        same = {(one.kind, one.idnumber) for one in self.planned.changes if one.op == "unchanged"}
        return tuple(one for one in self.portion if (one.kind, one.idnumber) not in same)

    def text(self, transport: Transport) -> str:
        """The document of the portion, its files named by the way they travel."""
        return self.document.json((transport.wired(one) for one in self.portion), complete=self.complete)


def without_files(objects: Iterable[Wired]) -> tuple[Wired, ...]:
    """Return the objects that need no file and name none, at any remove, that does."""
    late: set[str] = set()
    early: list[Wired] = []
    for one in objects:
        if one.files or late.intersection(_texts(one.fields)):
            late.add(one.idnumber)
        else:
            early.append(one)
    return tuple(early)


def _texts(value: JsonValue) -> Iterator[str]:
    """Yield every text in a value; the idnumbers of other objects are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
