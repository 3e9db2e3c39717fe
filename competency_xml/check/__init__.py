"""`map check`: everything about a map that a person should look at. Importers report the same, at their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from competency_xml.check.critical import critical_doubts
from competency_xml.check.doubts import Doubt, MapPart, WeightAt
from competency_xml.check.duplicates import duplicate_doubts
from competency_xml.check.exams import exam_doubts
from competency_xml.check.knowledge import knowledge_doubts
from competency_xml.check.layout import MapLayout, layout_of
from competency_xml.check.numbering import numbering_doubts
from competency_xml.check.references import reference_doubts
from competency_xml.check.retirement import retirement_doubts
from competency_xml.check.statement import statement_doubts
from competency_xml.check.texts import text_doubts
from competency_xml.check.translations import translation_doubts
from competency_xml.check.weights import weight_doubts
from competency_xml.collector import collector_paused
from competency_xml.model import ITEM_KINDS, CompetencyMap, ItemKind
from foundation.findings import Finding

Place = Callable[[MapPart], str]
#: Of a level's id and a place in its weight tables, where that stands; None where that is not known.
WeightPlace = Callable[[str, WeightAt], str | None]
_COUNT_KEYS: dict[ItemKind, str] = {
    "ability": "abilities",
    "knowledge": "knowledge",
    "experience": "experience",
    "literacy": "literacy",
}


def check_map(
    competency_map: CompetencyMap,
    file: Path | str | None = None,
    place: Place | None = None,
    weight_place: WeightPlace | None = None,
) -> list[Finding]:
    """Return what is wrong or doubtful about a map, in document order; `docs/findings/map.md` explains every id.

    Args:
        competency_map: the map.
        file: stands for the map in the findings.
        place: where a part stands in the file that was imported; its id, when not given.
        weight_place: where a weight stands; the place of its level, when not given.
    """
    with collector_paused():
        layout = layout_of(competency_map)
        doubts = _in_document_order(list(_doubts(layout, imported=place is not None)), layout)
    return [
        Finding(
            id=doubt.id,
            severity=doubt.severity,
            file=None if file is None else str(file),
            place=_place_of(doubt, place or _id_of, weight_place),
            message=doubt.message,
            remedy=doubt.remedy,
        )
        for doubt in doubts
    ]


def map_counts(competency_map: CompetencyMap) -> dict[str, int]:
    """Return how many named levels, functions, works and items of each kind a map holds; retired ones do not count."""
    levels = [level for level in competency_map.levels() if level.status == "active"]
    functions = [function for level in levels for function in level.functions if function.status == "active"]
    works = [work for function in functions for work in function.works if work.status == "active"]
    kinds = dict.fromkeys(ITEM_KINDS, 0)
    for item in chain(competency_map.basic, *(work.items for work in works)):
        kinds[item.kind] += item.status == "active"
    return {
        "levels": sum(level.is_named for level in levels),
        "functions": len(functions),
        "works": len(works),
        **{_COUNT_KEYS[kind]: count for kind, count in kinds.items()},
    }


def _doubts(layout: MapLayout, *, imported: bool) -> Iterator[Doubt]:
    yield from statement_doubts(layout)
    yield from reference_doubts(layout)
    yield from retirement_doubts(layout)
    for laid_out in layout.levels:
        yield from numbering_doubts(laid_out)
        yield from weight_doubts(laid_out.level, layout.map.basic)
        yield from exam_doubts(laid_out.level)
        yield from knowledge_doubts(laid_out)
    yield from critical_doubts(layout)
    yield from text_doubts(layout)
    yield from duplicate_doubts(layout)
    yield from translation_doubts(layout, imported=imported)


def _place_of(doubt: Doubt, place: Place, weight_place: WeightPlace | None) -> str | None:
    if doubt.part is None:
        return None
    known = None
    if weight_place is not None and doubt.weight is not None:
        known = weight_place(doubt.part.id, doubt.weight)
    return known or place(doubt.part)


def _in_document_order(doubts: list[Doubt], layout: MapLayout) -> list[Doubt]:
    if not doubts:
        return doubts
    order = {id(row.part): number for number, row in enumerate(layout.rows)}
    return sorted(doubts, key=lambda doubt: -1 if doubt.part is None else order[id(doubt.part)])


def _id_of(part: MapPart) -> str:
    return part.id
