"""What a map keeps for Moodle and has no field for: scales, rules, ID numbers that are no ids, foreign HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from competency_xml.exchange.framework.slots import MapPart
from competency_xml.exchange.moodle_csv.rows import COLUMNS, CompetencyRow
from competency_xml.model import CompetencyMap, Foreign

FORMAT = "moodle-csv"
#: Columns that tell the tree, which the map itself tells.
_TREE = {"parent", "related", "isframework"}
#: Columns that a map may keep for a row; its ID number is looked up before.
ROW_FIELDS = set(COLUMNS) - _TREE - {"idnumber"}


def kept_fields(part: MapPart | CompetencyMap) -> dict[str, str]:
    """Return what a part keeps for its row, by column."""
    kept: dict[str, str] = {}
    for field in part.foreign:
        if field.format == FORMAT and field.name in COLUMNS and field.name not in _TREE:
            value = _value(field.value)
            if isinstance(value, str):
                kept[field.name] = value
    return kept


def laid_over(derived: CompetencyRow, kept: Mapping[str, str]) -> CompetencyRow:
    """Return a row with what is kept for it."""
    return replace(derived, **kept)


def residue_of(said: CompetencyRow, derived: CompetencyRow) -> tuple[Foreign, ...]:
    """Return the columns of a row that differ from what the map gives by itself."""
    differing = (name for name in COLUMNS if name not in _TREE and getattr(said, name) != getattr(derived, name))
    return tuple(
        Foreign(format=FORMAT, name=name, value=json.dumps(getattr(said, name), ensure_ascii=False))
        for name in differing
    )


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
