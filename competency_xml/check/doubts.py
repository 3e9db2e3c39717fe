"""One doubt about one part of a map; where it stands is said later, by id or by cell."""

from __future__ import annotations

from dataclasses import dataclass

from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work
from foundation.findings import Severity

MapPart = Role | Level | Function | Work | Item


@dataclass(frozen=True, slots=True)
class WeightAt:
    """Where in the weight tables of a level a doubt is: the exam part, and what is weighed (None: the sum)."""

    part: str
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding without file and place. `part` None is the map itself; `weight` is where in a level's weights it is."""

    id: str
    part: MapPart | None
    message: str
    remedy: str
    severity: Severity = "warning"
    weight: WeightAt | None = None


def parts_in(competency_map: CompetencyMap) -> list[MapPart]:
    """Return every part of a map in document order."""
    parts: list[MapPart] = list(competency_map.basic)
    for role in competency_map.roles:
        parts.append(role)
        for level in role.levels:
            parts.append(level)
            for function in level.functions:
                parts.append(function)
                for work in function.works:
                    parts.append(work)
                    parts.extend(work.items)
    return parts
