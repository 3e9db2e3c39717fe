"""Maps made for tests of re-imports: read from a printed table, and enriched as an editor enriches them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap, Item, Work
from competency_xml.onto import Laid, OntoOptions, SourceTraits, Task, lay
from competency_xml.onto.trimming import inside, refilled
from competency_xml.places import MapPart, placed_parts
from foundation.text import LangText
from tests.competency_xml.workbooks import SOUND_ROWS, Row, workbook_file

STORED = SourceTraits(keeps_ids=True)
COMPLETE = SourceTraits(keeps_ids=True, complete=True)


def read_rows(folder: Path, rows: Sequence[Row] = SOUND_ROWS, **options: str) -> CompetencyMap:
    """Return the map that importing these printed rows gives."""
    competency_map, _ = read_printed(workbook_file(folder / "要求.xlsx", rows), ImportOptions.model_validate(options))
    return competency_map


def with_cell(row: int, column: int, old: str, new: str, rows: Sequence[Row] = SOUND_ROWS) -> list[Row]:
    """Return rows with a text in one cell replaced."""
    changed = [list(one) for one in rows]
    assert old in changed[row][column]
    changed[row][column] = changed[row][column].replace(old, new)
    return [tuple(one) for one in changed]


def edited(competency_map: CompetencyMap, changes: dict[str, dict[str, Any]]) -> CompetencyMap:
    """Return the map with these fields of these parts changed."""

    def change(part: MapPart) -> MapPart:
        return refilled(part, map(change, inside(part)), **changes.get(part.id, {}))

    return competency_map.model_copy(
        update={"roles": tuple(map(change, competency_map.roles)), "basic": tuple(map(change, competency_map.basic))}
    )


def with_item(competency_map: CompetencyMap, work_id: str, added: Item) -> CompetencyMap:
    """Return the map with one more item at the end of a work."""
    assert isinstance(part(competency_map, work_id), Work)

    def grow(one: MapPart) -> MapPart:
        return refilled(one, (*map(grow, inside(one)), *((added,) if one.id == work_id else ())))

    return competency_map.model_copy(update={"roles": tuple(map(grow, competency_map.roles))})


def translated(competency_map: CompetencyMap) -> CompetencyMap:
    """Return the map with an English text for every part."""
    labels = {
        place.id: {"label": LangText({**dict(place.part.label.root), "en": f"English of {place.id}"})}
        for place in placed_parts(competency_map)
        if place.part.label
    }
    return edited(competency_map, labels)


def laid(old: CompetencyMap, new: CompetencyMap, decisions: dict[str, str | None] | None = None, **about: Any) -> Laid:
    """Lay a source onto a map; `about` are traits and options."""
    traits = about.pop("traits", SourceTraits())
    return lay(Task(old, new, traits, OntoOptions(**about), decisions or {}))


def the_map(found: Laid) -> CompetencyMap:
    """Return the new map, or fail with what stands against it."""
    assert found.map is not None, [*found.doubtful, *found.findings]
    return found.map


def part(competency_map: CompetencyMap, part_id: str) -> MapPart:
    """Return the part with this id."""
    return next(place.part for place in placed_parts(competency_map) if place.id == part_id)


def item(competency_map: CompetencyMap, part_id: str) -> Item:
    """Return the item with this id."""
    found = part(competency_map, part_id)
    assert isinstance(found, Item)
    return found


def where(competency_map: CompetencyMap, part_id: str) -> str | None:
    """Return the id of what a part stands in."""
    place = next(place for place in placed_parts(competency_map) if place.id == part_id)
    return None if place.parent is None else place.parent.id


def active(competency_map: CompetencyMap, test: Callable[[MapPart], bool] = lambda _: True) -> dict[str, str]:
    """Return text → id of the parts in use."""
    parts = (place.part for place in placed_parts(competency_map))
    return {one.label.best(): one.id for one in parts if one.status == "active" and test(one)}


def told(found: Laid) -> list[tuple[str, str | None]]:
    """Return id and place of every finding."""
    return [(finding.id, finding.place) for finding in found.findings]
