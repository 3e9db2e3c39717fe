"""What changed in the weight tables: by level, table and part, wherever a part has moved to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic import JsonValue

from competency_xml.diff.facts import Rename
from competency_xml.model import Level

NOT_APPLICABLE = "—"
_Percents = tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A weight that changed: table, id in the old map's terms, and percents as JSON shows them."""

    table: str
    ref: str
    old: JsonValue
    new: JsonValue


def weight_changes(old: Level | None, new: Level | None, rename: Rename) -> Iterator[WeightChange]:
    """Yield the weights that differ, table by table. A weight that a table names twice counts with all its values."""
    olds, news = _by_place(old, lambda ref: ref), _by_place(new, rename)
    for place in dict.fromkeys((*news, *olds)):
        before, after = olds.get(place), news.get(place)
        if before != after:
            yield WeightChange(*place, _shown(before), _shown(after))


def _by_place(level: Level | None, rename: Rename) -> dict[tuple[str, str], _Percents]:
    found: dict[tuple[str, str], _Percents] = {}
    for table in () if level is None else level.weights:
        for weight in table.weights:
            place = (table.part, rename(weight.ref))
            found[place] = (*found.get(place, ()), weight.percent)
    return found


def _shown(percents: _Percents | None) -> JsonValue:
    if percents is None:
        return None
    shown: list[JsonValue] = [NOT_APPLICABLE if one is None else _number(one) for one in percents]
    return shown[0] if len(shown) == 1 else shown


def _number(percent: Decimal) -> int | float:
    return int(percent) if percent == percent.to_integral_value() else float(percent)
