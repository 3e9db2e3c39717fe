"""Codes anew, in printed order: 1, 1.1, 1.1.1. Ids and UUIDs stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from competency_xml.editing.tree import changed, filled, inside, part_of, replaced
from competency_xml.model import CompetencyMap, Item, Level, MapPart


def renumber(competency_map: CompetencyMap, level_id: str | None = None) -> CompetencyMap:
    """Return the map with the codes of a level, or of all levels, set by what order its parts stand in.

    Each kind of item counts for itself; retired parts keep the codes they had.

    Raises:
        UnknownPartError: there is no such level.
    """
    if level_id is not None:
        part_of(competency_map, level_id, Level)
        return replaced(competency_map, level_id, lambda level: _numbered(level, ""))
    for level in competency_map.levels():
        competency_map = replaced(competency_map, level.id, lambda level: _numbered(level, ""))
    return competency_map


def _numbered(part: MapPart, code: str) -> MapPart:
    """Return a part with codes set in it, all of which begin with its own."""
    contents = inside(part)
    if not contents:
        return part
    codes = _codes(contents, f"{code}." if code else "")
    coded = [
        below if own is None else _numbered(changed(below, {"code": own}), own)
        for below, own in zip(contents, codes, strict=True)
    ]
    return filled(part, coded)


def _codes(parts: Sequence[MapPart], prefix: str) -> list[str | None]:
    counts: Counter[str] = Counter()
    codes: list[str | None] = []
    for part in parts:
        if part.status == "retired":
            codes.append(None)
            continue
        kind = part.kind if isinstance(part, Item) else ""
        counts[kind] += 1
        codes.append(f"{prefix}{counts[kind]}")
    return codes
