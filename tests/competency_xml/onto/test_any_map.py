"""Whatever two maps hold: no crash, every old id stays, no id is given out twice, and the result is a map."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from competency_xml.model import CompetencyMap, Item
from competency_xml.onto import OntoOptions, SourceTraits, Task, lay
from competency_xml.places import placed_parts
from competency_xml.xml import map_bytes, parse_map
from foundation.text import LangText
from tests.competency_xml.generated import competency_maps
from tests.competency_xml.onto.maps import COMPLETE, STORED

#: Maps whose UUIDs differ, as those of every map that was checked.
maps = competency_maps().filter(lambda one: _differ([place.part.uuid for place in placed_parts(one)]))
traits = st.builds(SourceTraits, keeps_ids=st.booleans(), complete=st.booleans())


def _differ(values: Sequence[object]) -> bool:
    return len(set(values)) == len(values)


def _of_signs_alone() -> CompetencyMap:
    """Return a map whose one item is named by a sign."""
    item = Item(id="basic.a1", uuid=UUID(int=1), kind="ability", label=LangText.of("—"))
    return CompetencyMap(base="https://example.org/cm/", basic=(item,))


@settings(max_examples=90)
@given(maps, maps, traits, st.sampled_from([0.3, 0.6]))
def test_any_map_onto_any_other(old: CompetencyMap, new: CompetencyMap, known: SourceTraits, threshold: float) -> None:
    if old.standard is not None and new.inspired_by is not None:
        return
    found = lay(Task(old, new, known, OntoOptions(doubtful="new", threshold=threshold, version="9.9")))
    assert found.map is not None
    parts = {place.id: place.part for place in placed_parts(found.map)}
    assert len(parts) == len(placed_parts(found.map))
    assert _differ([part.uuid for part in parts.values()])
    assert all(parts[place.id].uuid == place.part.uuid for place in placed_parts(old))
    assert len(parts) >= len(placed_parts(new))
    assert found.map.base == old.base
    assert parse_map(map_bytes(found.map)) == found.map


@given(maps, st.sampled_from([COMPLETE, STORED]))
@example(_of_signs_alone(), COMPLETE)
def test_any_map_with_its_ids_onto_itself(old: CompetencyMap, known: SourceTraits) -> None:
    if old.standard is not None and old.inspired_by is not None:
        return
    assert lay(Task(old, old, known)).map == old


@pytest.mark.parametrize("keeps_ids", [True, False])
def test_nothing_onto_nothing(keeps_ids: bool) -> None:
    empty = CompetencyMap(base="https://example.org/cm/")
    found = lay(Task(empty, empty, SourceTraits(keeps_ids=keeps_ids)))
    assert (found.map, found.doubtful) == (empty, ())
