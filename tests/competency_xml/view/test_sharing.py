"""What roles share is found and counted; what they do not share is not made up."""

from __future__ import annotations

import doctest

from competency_xml.model import CompetencyMap
from competency_xml.view import shared, view_maps
from competency_xml.view.shared import sharing_of
from competency_xml.view.sheets import sheets_of, units_of
from tests.competency_xml.diff.editing import Edited, plain_map, without_ids


def test_documented_examples_hold() -> None:
    assert doctest.testmod(shared).failed == 0


def test_a_copy_shares_everything_but_itself(starters: dict[str, CompetencyMap]) -> None:
    one = starters["quality"]
    sharing = sharing_of(units_of(sheets_of([one, without_ids(one), starters["finance"]])))
    assert sharing.near_counts == {(0, 1): len(sharing.units[0].items)}
    assert {len(group) for group in sharing.groups(basic=True)} == {2}
    assert len(sharing.groups(basic=True)) == len(one.basic)


def test_basics_of_one_map_are_common_to_its_roles() -> None:
    sharing = sharing_of(units_of(sheets_of([plain_map()])))
    (group,) = sharing.groups(basic=True)
    assert [(entry.unit, entry.item.id) for entry in group] == [(0, "basic.ethics"), (1, "basic.ethics")]
    assert sharing.near_counts == {}


def test_levels_of_the_only_role_stand_side_by_side(printed_standard: object) -> None:
    from competency_xml.exchange.printed import read_printed

    standard, _ = read_printed(printed_standard)  # type: ignore[arg-type]
    view = view_maps([standard])
    assert [unit.label.best() for unit in view.sharing.units] == ["初级", "中级", "高级"]
    texts = [{entry.item.label.best() for entry in group} for group in view.sharing.groups(basic=False)]
    assert {"数字化沟通典型工具", "数字化沟通典型场景"} in texts


def test_retired_items_are_not_shared() -> None:
    edited = Edited.of(plain_map())
    works = edited.works()
    works[-1]["items"][0]["label"] = works[0]["items"][0]["label"]
    assert sharing_of(units_of(sheets_of([edited.map()]))).near_counts == {(0, 1): 1}
    works[-1]["items"][0]["status"] = "retired"
    assert sharing_of(units_of(sheets_of([edited.map()]))).near_counts == {}


def test_starter_maps_share_systems_and_no_items(starters: dict[str, CompetencyMap]) -> None:
    sharing = sharing_of(units_of(sheets_of(list(starters.values()))))
    assert len(sharing.units) == 16
    assert sharing.near_counts == {}
    assert len(sharing.terms["MES"]) > 8
    assert all(len(units) > 1 for units in sharing.terms.values())


def test_maps_that_are_copies_of_each_other_end_in_time(starters: dict[str, CompetencyMap]) -> None:
    many = [starters["quality"]] * 60
    sharing = sharing_of(units_of(sheets_of(many)))
    assert len(sharing.pairs) <= 200_000
    assert len(sharing.groups(basic=False)) == len(sharing.units[0].items)


def test_every_pair_names_units_in_order(starters: dict[str, CompetencyMap]) -> None:
    sharing = sharing_of(units_of(sheets_of([starters["quality"], without_ids(starters["quality"])])))
    assert all(pair.one.unit < pair.other.unit for pair in sharing.pairs)
