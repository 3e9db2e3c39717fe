"""Revisions of a map (修订记录), which its model has no place for: kept with it as fields of this format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from competency_xml.model import CompetencyMap, Foreign
from foundation.digest import canonical_json

FORMAT = "xlsx"
_FIELD = "revision"


@dataclass(frozen=True)
class Revision:
    """One line of the revision record. `modified` is as written: a date, or a date and time."""

    version: str = ""
    modified: str = ""
    note: str = ""

    def foreign(self) -> Foreign:
        """Return this revision as the map keeps it."""
        told = {"version": self.version, "modified": self.modified, "note": self.note}
        value = canonical_json({key: text for key, text in told.items() if text}).decode()
        return Foreign(format=FORMAT, name=_FIELD, value=value)

    def says_nothing_new(self, version: str) -> bool:
        """Whether it is the line of a map's own version, which every workbook has."""
        return not self.note and self.version == version


def told_apart(competency_map: CompetencyMap) -> tuple[Sequence[Foreign], Sequence[Revision]]:
    """Return the map's foreign fields without its revisions, and the revisions.

    Revisions are the last fields, each exactly as a revision is kept; any other stays a field of another format, so
    that both together give the same fields in the same order.
    """
    rest = list(competency_map.foreign)
    revisions: list[Revision] = []
    while rest and (revision := _revision(rest[-1])) and not revision.says_nothing_new(competency_map.version):
        revisions.insert(0, revision)
        rest.pop()
    return rest, revisions


def _revision(foreign: Foreign) -> Revision | None:
    if (foreign.format, foreign.name) != (FORMAT, _FIELD):
        return None
    try:
        told = json.loads(foreign.value)
        revision = Revision(**told)
    except (ValueError, TypeError, RecursionError):
        return None
    fields = (revision.version, revision.modified, revision.note)
    as_kept = all(isinstance(text, str) for text in fields) and any(fields) and revision.foreign() == foreign
    return revision if as_kept else None
