"""What is gone, what is new, what nobody spoke of: no id is lost or given out twice, no part retires by mistake."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from competency_xml.check import check_map
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed import read_printed
from competency_xml.identity import minted_uuid
from competency_xml.model import CompetencyMap, Item
from competency_xml.onto.trimming import inside, refilled
from competency_xml.places import MapPart, placed_parts
from foundation.text import LangText
from tests.competency_xml.onto.maps import (
    COMPLETE,
    STORED,
    active,
    edited,
    item,
    laid,
    part,
    read_rows,
    the_map,
    told,
    where,
    with_cell,
    with_item,
)
from tests.competency_xml.onto.tables import Table, Writer, read
from tests.competency_xml.workbooks import SOUND_ROWS, workbook_file

PLAN, GOALS = "1.1.1 能编制质量计划", "1.1.2 能分解质量目标"


@pytest.fixture
def old(tmp_path: Path) -> CompetencyMap:
    return read_rows(tmp_path, base="https://example.org/cm/")


def test_item_that_is_gone_retires_in_its_work_and_keeps_all_it_had(old: CompetencyMap, tmp_path: Path) -> None:
    found = laid(old, read_rows(tmp_path, with_cell(0, 2, f"{PLAN}\n{GOALS}", PLAN)))
    now = the_map(found)
    gone = item(now, "quality.a1-1-2")
    assert gone == item(old, "quality.a1-1-2").model_copy(update={"status": "retired"})
    assert where(now, gone.id) == "quality.w1-1"
    assert (found.matched.new, found.matched.retired) == (0, 1)
    assert [finding.id for finding in check_map(now)] == []


def test_work_and_function_that_are_gone_are_kept_around_what_stood_in_them(old: CompetencyMap, tmp_path: Path) -> None:
    found = laid(old, read_rows(tmp_path, SOUND_ROWS[:2]))
    now = the_map(found)
    retired = [place for place in placed_parts(now) if place.part.status == "retired"]
    assert [place.id for place in retired] == [
        *("quality.f2", "quality.w2-1", "quality.a2-1-1", "quality.a2-1-2", "quality.k2-1-1"),
    ]
    assert where(now, "quality.f2") == "quality.level"
    assert all(place.part.replaced_by == () for place in retired)
    assert found.matched.retired == len(retired)


def test_work_whose_items_live_on_elsewhere_is_replaced_by_where_they_are(tmp_path: Path) -> None:
    first, second, third = SOUND_ROWS
    old = read_rows(tmp_path, (first, second, third))
    joined = (None, "1.2 汇集台账", f"1.2.1 能选择抽样方案\n1.2.2 {GOALS[6:]}\n1.2.3 {PLAN[6:]}", second[3])
    found = laid(old, read_rows(tmp_path, (("1. 质量策划", *joined[1:]), third)), {"quality.w1-2": "quality.w1-2"})
    now = the_map(found)
    assert (part(now, "quality.w1-1").status, part(now, "quality.w1-1").replaced_by) == ("retired", ("quality.w1-2",))
    assert where(now, "quality.a1-1-1") == "quality.w1-2"
    assert where(now, "quality.k1-1-1") == "quality.w1-1"


def test_two_items_made_one_are_followed_by_it(old: CompetencyMap, tmp_path: Path) -> None:
    rows = with_cell(0, 2, f"{PLAN}\n{GOALS}", "1.1.1 能编制质量计划并逐级分解质量目标")
    read = read_rows(tmp_path, rows)
    found = laid(old, read, {"quality.a1-1-1": "quality.a1-1-1"})
    assert item(the_map(found), "quality.a1-1-2").replaced_by == ("quality.a1-1-1",)
    assert the_map(laid(the_map(found), read)) == the_map(found)


def test_item_that_is_split_is_followed_by_its_parts(tmp_path: Path) -> None:
    whole = with_cell(0, 2, f"{PLAN}\n{GOALS}", "1.1.1 能编制年度质量计划，按部门分解质量目标并跟踪完成情况")
    parts = with_cell(0, 2, GOALS, "1.1.2 能按部门分解质量目标\n1.1.3 能跟踪完成情况")
    parts = with_cell(0, 2, PLAN, "1.1.1 能编制年度质量计划", parts)
    new = read_rows(tmp_path, parts)
    found = laid(read_rows(tmp_path, whole), new, doubtful="new")
    gone = item(the_map(found), "quality.a1-1-1")
    assert (gone.status, gone.replaced_by) == (
        "retired",
        ("quality.a1-1-1-2", "quality.a1-1-2", "quality.a1-1-3"),
    )


def test_knowledge_follows_its_ability_to_what_replaces_it(old: CompetencyMap, tmp_path: Path) -> None:
    supporting = edited(old, {"quality.k1-1-1": {"supports": ("quality.a1-1-2",)}})
    rows = with_cell(0, 2, f"{PLAN}\n{GOALS}", "1.1.1 能编制质量计划并逐级分解质量目标")
    found = laid(supporting, read_rows(tmp_path, rows), {"quality.a1-1-1": "quality.a1-1-1"})
    assert item(the_map(found), "quality.k1-1-1").supports == ("quality.a1-1-1",)


def test_code_that_is_used_again_gets_an_id_that_no_part_ever_had(old: CompetencyMap, tmp_path: Path) -> None:
    now = old
    texts = ("能识别区块链存证风险", "能驾驶叉车搬运托盘", "能翻译外文操作手册")
    for text in texts:
        now = the_map(laid(now, read_rows(tmp_path, with_cell(0, 2, GOALS, f"1.1.2 {text}")), doubtful="new"))
    ids = [place.id for place in placed_parts(now)]
    assert len(ids) == len(set(ids))
    uuids = {place.part.uuid for place in placed_parts(now)}
    assert len(uuids) == len(ids)
    assert active(now)[texts[-1]] == "quality.a1-1-2-4"
    assert [item(now, f"quality.a1-1-2{end}").status for end in ("", "-2", "-3")] == ["retired"] * 3


def test_code_that_stands_before_another_text_is_asked_about_and_never_taken(
    old: CompetencyMap, tmp_path: Path
) -> None:
    read = read_rows(tmp_path, with_cell(0, 2, GOALS, "1.1.2 能驾驶叉车搬运托盘"))
    found = laid(old, read)
    assert found.map is None
    assert [(pair.old.id, pair.new.id) for pair in found.doubtful] == [("quality.a1-1-2", "quality.a1-1-2")]
    assert told(found) == [("MAP-ONTO-DOUBTFUL", "要求!C3")]
    same = the_map(laid(old, read, {"quality.a1-1-2": "quality.a1-1-2"}))
    assert item(same, "quality.a1-1-2").label.best() == "能驾驶叉车搬运托盘"
    other = the_map(laid(old, read, {"quality.a1-1-2": None}))
    assert item(other, "quality.a1-1-2").status == "retired"


def test_stored_id_with_another_text_is_asked_about(old: CompetencyMap) -> None:
    read = edited(old, {"quality.a1-1-2": {"label": LangText.of("能驾驶叉车搬运托盘")}})
    found = laid(old, read, traits=STORED)
    assert [pair.new.id for pair in found.doubtful] == ["quality.a1-1-2"]
    other = the_map(laid(old, read, {"quality.a1-1-2": None}, traits=STORED))
    assert item(other, "quality.a1-1-2").status == "retired"
    assert item(other, "quality.a1-1-2-2").uuid != item(old, "quality.a1-1-2").uuid


def test_new_part_of_a_source_with_ids_keeps_its_uuid(old: CompetencyMap) -> None:
    changes = {"id": "x", "uuid": UUID(int=7), "label": LangText.of("能说明检测限")}
    read = with_item(old, "quality.w2-1", item(old, "quality.a2-1-1").model_copy(update=changes))
    assert item(the_map(laid(old, read, traits=COMPLETE)), "x").uuid == UUID(int=7)


def test_text_that_comes_back_takes_its_id_back(old: CompetencyMap, tmp_path: Path) -> None:
    without = the_map(laid(old, read_rows(tmp_path, with_cell(0, 2, f"{PLAN}\n{GOALS}", PLAN))))
    found = laid(without, read_rows(tmp_path))
    assert item(the_map(found), "quality.a1-1-2").status == "active"
    assert told(found) == [("MAP-ONTO-REVIVED", "要求!C3")]
    assert {place.id: place.part for place in placed_parts(the_map(found))} == {
        place.id: place.part for place in placed_parts(old)
    }


def test_text_that_is_only_like_a_retired_one_is_asked_about(old: CompetencyMap, tmp_path: Path) -> None:
    texts = with_cell(0, 2, "能分解质量目标", "能按部门和岗位逐级分解年度质量目标")
    full = read_rows(tmp_path, texts, base=old.base)
    without = the_map(laid(full, read_rows(tmp_path, with_cell(0, 2, f"{PLAN}\n{GOALS}", PLAN))))
    read = read_rows(tmp_path, with_cell(0, 2, "能分解质量目标", "能按部门和岗位逐级分解年度质量目标值"))
    assert [(pair.old.id, pair.new.id) for pair in laid(without, read).doubtful] == [
        ("quality.a1-1-2", "quality.a1-1-2")
    ]


def test_uuid_that_another_part_has_is_not_given_out(old: CompetencyMap, tmp_path: Path) -> None:
    taken = minted_uuid(old.base, "quality.a1-1-3")
    occupied = edited(old, {"quality.k2-1-1": {"uuid": taken}})
    read = read_rows(tmp_path, with_cell(0, 2, GOALS, f"{GOALS}\n1.1.3 能驾驶叉车搬运托盘"))
    now = the_map(laid(occupied, read))
    assert active(now)["能驾驶叉车搬运托盘"] == "quality.a1-1-3-2"
    assert item(now, "quality.k2-1-1").uuid == taken


def test_new_ids_do_not_depend_on_the_order_of_the_source(old: CompetencyMap, tmp_path: Path) -> None:
    texts = ("能驾驶叉车搬运托盘", "能翻译外文操作手册")
    read = read_rows(tmp_path, with_cell(0, 2, GOALS, f"1.1.2 {texts[0]}\n1.1.2 {texts[1]}"))
    work = read.roles[0].levels[0].functions[0].works[0]
    turned = edited(read, {}).model_copy(
        update={"roles": tuple(refilled(role, map(_turned, inside(role))) for role in read.roles)}
    )
    assert len(work.items) == 4
    one, other = (active(the_map(laid(old, each, doubtful="new"))) for each in (read, turned))
    assert {text: one[text] for text in texts} == {text: other[text] for text in texts}


def _turned(one: MapPart) -> MapPart:
    return refilled(one, map(_turned, reversed(inside(one))))


def test_retired_code_is_not_asked_about_when_it_is_used_for_something_else(old: CompetencyMap, tmp_path: Path) -> None:
    without = the_map(laid(old, read_rows(tmp_path, with_cell(0, 2, f"{PLAN}\n{GOALS}", PLAN))))
    found = laid(without, read_rows(tmp_path, with_cell(0, 2, GOALS, "1.1.2 能驾驶叉车搬运托盘")))
    assert active(the_map(found))["能驾驶叉车搬运托盘"] == "quality.a1-1-2-2"


def test_table_of_one_role_retires_no_other_role(tmp_path: Path) -> None:
    workbook_file(tmp_path / "仓储.xlsx", title="仓储管理人员（T/CEAMI 005-2025） 工作要求")
    other, _ = read_printed(tmp_path / "仓储.xlsx", ImportOptions(base="https://example.org/cm/"))
    quality = read_rows(tmp_path, base="https://example.org/cm/")
    old = quality.model_copy(update={"roles": (*quality.roles, *other.roles)})
    found = laid(old, read_rows(tmp_path, with_cell(0, 2, "质量计划", "年度质量计划")))
    assert the_map(found).roles[1] == other.roles[0]
    assert told(found) == [("MAP-ONTO-ROLE", "warehousing")]
    assert found.matched.retired == 0
    complete = laid(old, old.model_copy(update={"roles": quality.roles}), traits=COMPLETE)
    assert the_map(complete).roles[1].status == "retired"


def test_level_that_is_not_in_the_source_retires_with_a_warning(tmp_path: Path) -> None:
    table = Writer(1).table(levels=2)
    old = read(table, tmp_path / "两级.xlsx")
    found = laid(old, read(Table(table.levels[:1]), tmp_path / "一级.xlsx"))
    assert [one.status for one in the_map(found).roles[0].levels] == ["active", "retired"]
    assert told(found) == [("MAP-ONTO-LEVEL", "quality.intermediate")]


def test_kinds_and_basic_requirements_that_a_table_has_no_column_for_stay_in_use(
    old: CompetencyMap, tmp_path: Path
) -> None:
    ethics = Item(id="basic.ethics", uuid=UUID(int=1), kind="literacy", label=LangText.of("诚信"))
    experience = Item(id="quality.e1", uuid=UUID(int=2), kind="experience", label=LangText.of("做过两年检验"))
    richer = with_item(old, "quality.w1-1", experience).model_copy(update={"basic": (ethics,)})
    found = laid(richer, read_rows(tmp_path))
    assert the_map(found) == richer
    assert told(found) == [("MAP-ONTO-SILENT", None), ("MAP-ONTO-SILENT", None)]


def test_hardly_any_match_makes_one_ask_for_the_right_map(old: CompetencyMap, tmp_path: Path) -> None:
    rows = [("1. 财务核算", "1.1 审核凭证", "1.1.1 能稽核电子会计凭证", "1.1.1 增值税法规")]
    assert ("MAP-ONTO-LITTLE", None) in told(laid(old, read_rows(tmp_path, rows), doubtful="new"))
