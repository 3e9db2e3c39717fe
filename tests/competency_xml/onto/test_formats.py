"""Every format that goes both ways, onto the map that it was exported from: nothing of the map is lost or doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.exchange.base import MapReader, MapWriter
from competency_xml.exchange.registry import map_formats
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap
from competency_xml.onto import Task, lay
from competency_xml.onto.importing import traits_of
from competency_xml.places import placed_parts
from competency_xml.xml import read_map

BOTH_WAYS = [one for one in map_formats() if isinstance(one, MapReader) and isinstance(one, MapWriter)]


@pytest.fixture(scope="module", params=["quality", "finance"])
def starter(request: pytest.FixtureRequest) -> CompetencyMap:
    return read_map(starter_maps()[request.param])


def _is_foreign_alone(old: CompetencyMap, new: CompetencyMap) -> bool:
    """Whether only fields of other formats, and the version that moves on with them, differ."""

    def plain(one: CompetencyMap) -> list[object]:
        parts = [place.part.model_copy(update={"foreign": ()}) for place in placed_parts(one) if place.type == "item"]
        return [*parts, *(place.id for place in placed_parts(one)), one.title, one.standard, one.inspired_by]

    return plain(old) == plain(new)


@pytest.mark.parametrize("known", BOTH_WAYS, ids=lambda known: known.name)
def test_export_imported_onto_its_map(known: MapReader, starter: CompetencyMap, tmp_path: Path) -> None:
    path = tmp_path / f"图谱{known.endings[0]}"
    assert isinstance(known, MapWriter)
    known.write(starter, path)
    new, _ = known.read(path)
    found = lay(Task(starter, new, traits_of(known)))
    assert found.doubtful == ()
    assert found.map is not None
    assert (found.matched.new, found.matched.retired) == (0, 0)
    assert _is_foreign_alone(starter, found.map)
    again = lay(Task(found.map, new, traits_of(known)))
    assert again.map == found.map
