"""A difference says exactly what an editor did: with stored ids, and when ids are gone."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xml.diff import MapDiff, diff_maps
from competency_xml.model import CompetencyMap
from tests.competency_xml.diff.editing import EDITS, Edited, plain_map, without_ids
from tests.competency_xml.generated import competency_maps

BASE = plain_map()
_WORKS = len(Edited.of(BASE).works())
#: (number of a work, of an item in it, of an edit); each work is edited once, so that edits do not meet.
edits = st.lists(
    st.tuples(st.integers(0, _WORKS - 1), st.integers(0, 2), st.integers(0, len(EDITS) - 1)),
    unique_by=lambda edit: edit[0],
    max_size=_WORKS,
)


def _edited(chosen: list[tuple[int, int, int]]) -> Edited:
    edited = Edited.of(BASE)
    works = edited.works()
    targets = [(works[work], works[work]["items"][item], EDITS[edit]) for work, item, edit in chosen]
    for work, item, edit in targets:
        edit(edited, work, item)
    return edited


def _ids(diff: MapDiff) -> dict[str, set[str]]:
    return {name: {change.id for change in changes if change.id} for name, changes in diff.lists().items() if changes}


@given(edits)
def test_every_edit_and_nothing_else_is_told(chosen: list[tuple[int, int, int]]) -> None:
    edited = _edited(chosen)
    diff = diff_maps(BASE, edited.map())
    assert _ids(diff) == edited.expected
    assert diff.is_empty == (not chosen)
    assert diff.new_ids == 0


@given(edits)
def test_edits_are_told_when_ids_are_gone(chosen: list[tuple[int, int, int]]) -> None:
    edited = _edited(chosen)
    diff = diff_maps(BASE, without_ids(edited.map()))
    found = _ids(diff)
    found["added"] = {change.code or "" for change in diff.added}
    expected = {**edited.expected, "added": {_code_of(edited, one) for one in edited.expected.get("added", ())}}
    assert {name: ids for name, ids in found.items() if ids} == {name: ids for name, ids in expected.items() if ids}
    assert [change.field for change in diff.changed if change.id is None] == ["base"]


def _code_of(edited: Edited, part_id: str) -> str:
    return next(item["code"] for work in edited.works() for item in work["items"] if item["id"] == part_id)


@pytest.mark.parametrize("forget", [lambda one: one, without_ids], ids=["stored ids", "ids gone"])
@given(chosen=edits)
def test_the_other_way_round_everything_is_turned_about(
    chosen: list[tuple[int, int, int]], forget: type[CompetencyMap]
) -> None:
    new = forget(_edited(chosen).map())
    there, back = diff_maps(BASE, new), diff_maps(new, BASE)
    assert [one.label for one in there.added] == [one.label for one in back.retired]
    assert [one.label for one in there.retired] == [one.label for one in back.added]
    for name in ("moved", "renumbered", "reworded", "reweighted", "changed"):
        olds, news = there.lists()[name], back.lists()[name]
        # `old` and `new` of a move are ids of what stands above, which differ when ids are gone.
        if name != "moved" or forget is not without_ids:
            key = lambda pair: str(pair)  # noqa: E731
            assert sorted([(one.old, one.new) for one in olds], key=key) == sorted(
                [(one.new, one.old) for one in news], key=key
            )
        assert len(olds) == len(news)


@given(competency_maps())
def test_a_map_differs_from_itself_in_nothing(competency_map: CompetencyMap) -> None:
    diff = diff_maps(competency_map, competency_map)
    assert diff.is_empty, diff
    assert (diff.doubtful, diff.new_ids) == ((), 0)


@given(competency_maps(), competency_maps())
def test_any_two_maps_can_be_compared_and_unequal_ones_differ(one: CompetencyMap, other: CompetencyMap) -> None:
    diff = diff_maps(one, other)
    facts = ("version", "status", "base", "title", "standard", "inspired_by", "foreign")
    if any(getattr(one, fact) != getattr(other, fact) for fact in facts):
        assert not diff.is_empty
    ids = [change.new_id or change.id for change in diff.added if change.why == "present"]
    assert len(ids) == len(set(ids))


def test_a_changed_weight_names_its_table_and_what_does_not_apply() -> None:
    edited = Edited.of(BASE)
    level = edited.document["roles"][0]["levels"][0]
    level["weights"][0]["weights"][0]["percent"] = None
    level["weights"][0]["weights"][1]["percent"] = Decimal("62.5")
    level["weights"].append({"part": "practical", "weights": [{"ref": "quality.L0.f1", "percent": Decimal(0)}]})
    diff = diff_maps(BASE, edited.map())
    assert [(one.table, one.id, one.old, one.new) for one in diff.reweighted] == [
        ("theory", "quality.L0.f1", 50, "—"),
        ("theory", "quality.L0.f2", 50, 62.5),
        ("practical", "quality.L0.f1", None, 0),
    ]
    assert [change.field for change in diff.changed] == ["weight_tables"]


def test_a_weight_goes_with_its_part() -> None:
    edited = Edited.of(BASE)
    level = edited.document["roles"][0]["levels"][0]
    gone = level["functions"].pop()
    level["weights"][0]["weights"].pop()
    diff = diff_maps(BASE, edited.map())
    assert diff.reweighted == ()
    assert {change.id for change in diff.retired} >= {gone["id"], gone["works"][0]["id"]}


def test_a_work_that_moves_takes_its_items_along() -> None:
    edited = Edited.of(BASE)
    first, second = edited.document["roles"][0]["levels"][0]["functions"]
    second["works"].append(first["works"].pop())
    diff = diff_maps(BASE, edited.map())
    assert [(change.id, change.old, change.new) for change in diff.moved] == [
        ("quality.L0.w1-2", "quality.L0.f1", "quality.L0.f2")
    ]
    (move,) = diff.moved
    assert [one.best() for one in move.old_place][:1] == [BASE.roles[0].label.best()]


def test_another_order_is_told_once() -> None:
    edited = Edited.of(BASE)
    edited.works()[0]["items"].reverse()
    diff = diff_maps(BASE, edited.map())
    assert {name for name, changes in diff.lists().items() if changes} == {"changed"}
    (order,) = diff.changed
    assert (order.field, order.id) == ("order", "quality.L0.w1-1")
    assert isinstance(order.old, list)
    assert order.new == order.old[::-1]


def test_hours_exams_and_the_version_are_told_one_by_one() -> None:
    edited = Edited.of(BASE)
    level = edited.document["roles"][0]["levels"][0]
    level["hours"] = [{"component": "total", "value": Decimal(64)}]
    level["exams"] = [{"part": "theory", "minutes": 90, "passing": Decimal(60)}]
    edited.document["version"] = "2.0.0"
    changes = diff_maps(BASE, edited.map()).changed
    told = {(change.field, str(change.old), str(change.new)) for change in changes}
    assert {("version", "1.0.0", "2.0.0"), ("hours.total", "None", "64"), ("exam.theory.minutes", "None", "90")} <= told


def test_saving_a_map_again_is_no_change() -> None:
    again = BASE.model_copy(update={"modified": datetime(2026, 4, 10, 9, tzinfo=UTC)})
    assert diff_maps(BASE, again).is_empty
