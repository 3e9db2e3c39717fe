"""Editing from Python: ids and UUIDs outlive every edit, nothing else changes, and what does not fit is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import competency_xml as cm
from competency_xml.check import check_map
from competency_xml.errors import UnknownPartError
from competency_xml.model import CompetencyMap, Item
from competency_xml.xml import map_bytes, parse_map
from foundation.text import LangText
from tests.competency_xml.generated import competency_maps
from tests.competency_xml.parts import SOUND_ITEMS, a_map, function, item, level, with_items, work

MAP = with_items(*SOUND_ITEMS)


def _codes(competency_map: CompetencyMap) -> list[tuple[str, str | None]]:
    return [(part.id, part.code) for part in competency_map.parts()]


# Looking up


@given(competency_maps())
def test_every_part_is_found_by_id_iri_and_uuid_where_they_are_its_own(competency_map: CompetencyMap) -> None:
    parts = list(competency_map.parts())
    for part in parts:
        assert competency_map.find(part.id) is part
        path = competency_map.path(part.id)
        assert all(part is not above for above in path)
        assert len(path) < 5
        same = [other for other in parts if other.uuid == part.uuid]
        assert competency_map.find(part.uuid) is same[0]
    assert competency_map.find("\u4e2d") is None
    assert competency_map.path("\u4e2d") == ()


def test_path_goes_from_role_to_work() -> None:
    assert [part.id for part in MAP.path("a1")] == ["quality", "q.level", "f1", "w1"]
    assert MAP.path("quality") == ()


# Changing


def test_change_of_one_part_leaves_all_others_the_same_objects() -> None:
    changed = cm.with_part(MAP, "a1", critical=True, bloom="create")
    assert [part.id for part in changed.parts()] == [part.id for part in MAP.parts()]
    differing = [new.id for old, new in zip(MAP.parts(), changed.parts(), strict=True) if new is not old]
    assert differing == ["quality", "q.level", "f1", "w1", "a1"]
    assert cm.with_part(changed, "a1", critical=False, bloom=None) == MAP


@pytest.mark.parametrize("part_id", ["quality", "q.level", "f1", "w1", "a1"])
def test_parts_of_every_kind_can_be_changed(part_id: str) -> None:
    changed = cm.with_part(MAP, part_id, label=LangText.of("新名称", "New name"))
    part = changed.find(part_id)
    assert part is not None
    assert part.label.get("en") == "New name"


def test_one_language_of_a_text_changes_and_the_other_stays() -> None:
    text = LangText.of("能编制", "Can draw up")
    assert text.saying("en", "Can plan") == LangText.of("能编制", "Can plan")
    assert text.saying("en", None) == LangText.of("能编制")
    assert LangText().saying("zh-CN", "能") == LangText.of("能")


@pytest.mark.parametrize("changes", [{"bloom": "guess"}, {"colour": "red"}, {"kind": None}, {"label": 1}])
def test_change_that_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        cm.with_part(MAP, "a1", **changes)


@pytest.mark.parametrize("field", ["id", "uuid"])
def test_identity_cannot_be_edited(field: str) -> None:
    with pytest.raises(ValueError, match="stay"):
        cm.with_part(MAP, "a1", **{field: "b1"})


def test_unknown_parts_are_told() -> None:
    edits = (
        lambda: cm.with_part(MAP, "nobody", code="1"),
        lambda: cm.retire(MAP, "nobody"),
        lambda: cm.retire(MAP, "a1", replaced_by="nobody"),
        lambda: cm.add_item(MAP, "f1", "能做"),
        lambda: cm.move(MAP, "a1", "f1"),
        lambda: cm.renumber(MAP, "f1"),
        lambda: cm.with_weights(MAP, "f1", "theory", {}),
    )
    for edit in edits:
        with pytest.raises(UnknownPartError):
            edit()


def test_fields_of_the_map_itself_change() -> None:
    assert cm.with_map(MAP, version="2.0.0").version == "2.0.0"
    with pytest.raises(ValidationError):
        cm.with_map(MAP, status="finished")


# Adding


def test_new_item_gets_the_next_code_and_an_id_that_nothing_ever_had() -> None:
    added, new = cm.add_item(MAP, "w1", "能评审质量计划", critical=True)
    assert (new.id, new.code, new.critical) == ("q.a1-1-3", "1.1.3", True)
    retired = cm.retire(added, new.id)
    again, another = cm.add_item(retired, "w1", "能修订质量计划", code=new.code)
    assert another.id != new.id
    assert another.uuid != new.uuid
    assert [found.id for found in again.items()].count(new.id) == 1


def test_kinds_are_numbered_each_for_itself() -> None:
    _, new = cm.add_item(MAP, "w1", "质量目标知识", kind="knowledge")
    assert new.code == "1.1.2"


def test_where_there_are_no_codes_none_is_made_up() -> None:
    uncoded = a_map(level(function("f1", None, work("w1", None, item("a1", None)))))
    _, new = cm.add_item(uncoded, "w1", "能评审质量计划")
    assert new.code is None


def test_map_made_from_scratch_is_sound_and_keeps_to_the_ids_of_imports() -> None:
    m = cm.new_map("https://example.org/cm/q/", "质量")
    m, role = cm.add_role(m, "quality", "质量管理人员")
    m, basic = cm.add_basic(m, "质量为本、诚实守信")
    m, only = cm.add_level(m, role.id)
    m, f = cm.add_function(m, only.id, "质量策划", code="1")
    m, w = cm.add_work(m, f.id, "制订质量计划")
    m, a = cm.add_item(m, w.id, "能编制质量计划")
    m, k = cm.add_item(m, w.id, "质量计划的内容", kind="knowledge", supports=(a.id,))
    assert [part.id for part in m.parts()] == [basic.id, *(one.id for one in (role, only, f, w, a, k))]
    assert (only.id, f.id, w.id, a.id, k.id) == (
        "quality.level",
        "quality.f1",
        "quality.w1-1",
        "quality.a1-1-1",
        "quality.k1-1-1",
    )
    assert check_map(m) == []
    assert parse_map(map_bytes(m)) == m


def test_levels_get_the_slugs_of_imports() -> None:
    m, role = cm.add_role(cm.new_map("urn:x:"), "quality", "质量管理人员")
    ids = []
    for name in ("高级", "三级", "卓越级", "卓越级"):
        m, new = cm.add_level(m, role.id, name)
        ids.append(new.id)
    assert ids == ["quality.senior", "quality.L3", "quality.level3", "quality.level4"]


@given(competency_maps(), st.data())
def test_item_added_anywhere_to_any_map_has_ids_of_its_own(competency_map: CompetencyMap, data: st.DataObject) -> None:
    works = [one for found in competency_map.levels() for one in found.works()]
    if not works:
        return
    added, new = cm.add_item(competency_map, data.draw(st.sampled_from(works)).id, "能做")
    assert new.id not in {part.id for part in competency_map.parts()}
    assert parse_map(map_bytes(added)) == added


# Retiring, moving, numbering, weights


def test_what_retires_stays_with_its_successor_and_takes_its_contents_along() -> None:
    retired = cm.retire(MAP, "a1", replaced_by="a2")
    found = retired.find("a1")
    assert isinstance(found, Item)
    assert (found.status, found.replaced_by, found.label) == ("retired", ("a2",), SOUND_ITEMS[0].label)
    whole = cm.retire(MAP, "f1")
    assert {part.status for part in whole.parts()} == {"active", "retired"}
    assert [part.id for part in whole.parts() if part.status == "active"] == ["quality", "q.level"]
    with pytest.raises(ValueError, match="itself"):
        cm.retire(MAP, "a1", replaced_by="a1")


def test_item_moves_with_its_identity() -> None:
    two = a_map(level(function("f1", "1", work("w1", "1.1", *SOUND_ITEMS), work("w2", "1.2", text="评审"))))
    moved = cm.move(two, "a1", "w2")
    assert [part.id for part in moved.path("a1")][-1] == "w2"
    assert moved.find("a1") == two.find("a1")
    assert cm.move(moved, "a1", "w1", at=0) == two


def test_numbering_follows_the_order_and_leaves_ids_and_retired_parts() -> None:
    changed = cm.renumber(cm.retire(cm.move(MAP, "a2", "w1", at=0), "a1"))
    assert _codes(changed)[2:] == [("f1", "1"), ("w1", "1.1"), ("a2", "1.1.1"), ("a1", "1.1.1"), ("k1", "1.1.1")]
    assert cm.renumber(MAP) == MAP
    assert cm.renumber(MAP, "q.level") == MAP


@given(competency_maps())
def test_numbered_maps_have_no_finding_about_codes(competency_map: CompetencyMap) -> None:
    numbered = cm.renumber(competency_map)
    assert [part.id for part in numbered.parts()] == [part.id for part in competency_map.parts()]
    active = [part for part in competency_map.parts() if part.status == "retired"]
    if not active:
        assert [one.id for one in check_map(numbered) if one.id.startswith("MAP-CODE")] == []


def test_weights_are_put_in_and_put_in_place_of_those_before() -> None:
    weighed = cm.with_weights(MAP, "q.level", "theory", {"f1": 100})
    assert check_map(weighed) == []
    again = cm.with_weights(weighed, "q.level", "theory", {"f1": "99.5", "w1": None})
    (table,) = again.roles[0].levels[0].weights
    assert [(weight.ref, weight.percent) for weight in table.weights][1] == ("w1", None)
    assert cm.with_weights(again, "q.level", "theory", {}) == MAP
