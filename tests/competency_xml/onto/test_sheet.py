"""The 对照 sheet: what an editor is asked, what is taken from the answers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from competency_xml.errors import UnreadablePairsError
from competency_xml.exchange.xlsx_cells import read_workbook
from competency_xml.model import CompetencyMap
from competency_xml.onto.importing import OntoOutcome, OntoRequest, import_onto
from competency_xml.onto.model import OntoOptions
from competency_xml.onto.sheet.reading import read_pairs
from competency_xml.xml import read_map, write_map
from foundation.errors import CourseBridgeError
from tests.competency_xml.onto.maps import active, item, read_rows, with_cell
from tests.competency_xml.workbooks import workbook_file

FORKLIFT, TIGHTEN = "能驾驶叉车搬运托盘", "能收紧抽样检查方式"
#: Two codes that stand before other texts now.
REPLACED = with_cell(
    1, 2, "能选择抽样方案", TIGHTEN, with_cell(0, 2, "能分解质量目标", FORKLIFT)
)  # fmt: skip
GOALS, SAMPLING = "quality.a1-1-2", "quality.a1-2-1"


class Desk:
    """A folder with an old map and a source, and an editor who fills in sheets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.old = folder / "旧图谱.xml"
        self.output = folder / "新图谱.xml"
        self.sheet = folder / "新图谱.对照.xlsx"
        write_map(read_rows(folder, base="https://example.org/cm/"), self.old)
        self.source = workbook_file(folder / "新要求.xlsx", REPLACED)

    def run(self, **about: Any) -> OntoOutcome:
        about = {"source": self.source, "onto": self.old, "output": self.output, **about}
        return import_onto(OntoRequest.model_validate(about))

    def fill(self, *answers: tuple[str, str] | None, change: Callable[[Any], None] | None = None) -> Path:
        """Write decision and other id into the rows, top to bottom."""
        workbook = load_workbook(self.sheet)
        sheet = workbook["对照"]
        for row, answer in enumerate(answers, start=self.first):
            if answer is not None:
                sheet[f"I{row}"], sheet[f"J{row}"] = answer
        if change is not None:
            change(sheet)
        workbook.save(self.sheet)
        return self.sheet

    @property
    def first(self) -> int:
        """The first row of pairs."""
        return 7

    def map(self) -> CompetencyMap:
        return read_map(self.output)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _told(found: OntoOutcome) -> list[tuple[str, str | None]]:
    return [(one.id, one.place) for one in found.findings if one.severity == "error"]


def test_doubtful_pairs_come_out_as_a_sheet_and_no_map_is_written(desk: Desk) -> None:
    found = desk.run()
    assert (found.sheet, found.map_path, desk.output.exists()) == (desk.sheet, None, False)
    assert _told(found) == [("MAP-ONTO-DOUBTFUL", "对照!I7"), ("MAP-ONTO-DOUBTFUL", "对照!I8")]
    assert {one.file for one in found.findings if one.severity == "error"} == {str(desk.sheet)}
    grid = read_workbook(desk.sheet).sheets[0]
    shown = {grid.text_at(6, column): grid.text_at(7, column) for column in grid.shown_columns(6)}
    assert shown["旧文字\nOld text"] == "能分解质量目标"
    assert shown["新文字\nNew text"] == FORKLIFT
    assert shown["旧标识\nOld id"] == GOALS
    assert shown["来源位置\nPlace in the source"] == "要求!C3"
    assert shown["旧的在哪里\nOld one stands in"] == "质量管理人员 › 质量策划 › 制订质量计划"


def test_sheet_offers_decisions_and_hides_nothing(desk: Desk) -> None:
    desk.run()
    workbook = load_workbook(desk.sheet)
    sheet = workbook["对照"]
    offered = [one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert offered == ['"同一项 same,不是同一项 not the same,另一旧项 another old one"']
    assert all(one.sheet_state == "visible" for one in workbook)
    assert not any(column.hidden for column in sheet.column_dimensions.values())


def test_equal_questions_give_equal_bytes(desk: Desk) -> None:
    desk.run()
    first = desk.sheet.read_bytes()
    desk.sheet.unlink()
    desk.run()
    assert desk.sheet.read_bytes() == first


def test_decisions_are_applied_and_the_import_runs_through(desk: Desk) -> None:
    desk.run()
    desk.fill(("同一项 same", ""), ("不是同一项 not the same", ""))
    found = desk.run()
    assert (_told(found), found.map_path, found.sheet) == ([], desk.output, None)
    assert (found.matched.decided, found.matched.new, found.matched.retired) == (1, 1, 1)
    assert item(desk.map(), GOALS).label.best() == FORKLIFT
    assert item(desk.map(), SAMPLING).status == "retired"
    assert active(desk.map())[TIGHTEN] == f"{SAMPLING}-2"


def test_another_old_part_can_be_named(desk: Desk) -> None:
    desk.run()
    desk.fill(("另一旧项 another old one", SAMPLING), ("no", ""))
    assert desk.run().map_path == desk.output
    assert item(desk.map(), SAMPLING).label.best() == FORKLIFT
    assert item(desk.map(), GOALS).status == "retired"


@pytest.mark.parametrize(
    ("word", "is_same"), [("是", True), ("same", True), ("ＳＡＭＥ", True), ("否", False), ("新", False)]
)
def test_words_that_people_write(desk: Desk, word: str, is_same: bool) -> None:
    desk.run()
    desk.fill((word, ""), ("不是同一项", ""))
    desk.run()
    assert (item(desk.map(), GOALS).status == "active") is is_same


def test_undecided_rows_are_told_at_their_cell_and_nothing_is_overwritten(desk: Desk) -> None:
    desk.run()
    filled = desk.fill(("同一项", ""), None).read_bytes()
    found = desk.run()
    assert _told(found) == [("MAP-ONTO-DOUBTFUL", "对照!I8")]
    assert found.sheet == desk.sheet
    assert desk.sheet.read_bytes() == filled
    assert [one.name for one in desk.folder.glob("*对照*")] == [desk.sheet.name]


def test_columns_in_another_order_and_rows_sorted_are_read_all_the_same(desk: Desk) -> None:
    desk.run()
    rows = [[cell.value for cell in row] for row in load_workbook(desk.sheet)["对照"].iter_rows()]
    rows[6][8], rows[7][8] = "是", "否"
    workbook = Workbook()
    for row in [*rows[:6], rows[7], rows[6]]:
        workbook.active.append([row[0] if len(set(row)) == 1 else None, *reversed(row)] if row[5] else row)
    workbook.save(desk.sheet)
    assert _told(desk.run()) == []
    assert item(desk.map(), GOALS).status == "active"


def _set(**cells: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place] = value

    return change


@pytest.mark.parametrize(
    ("answers", "change", "expected"),
    [
        ((("也许", ""), None), None, ("MAP-ONTO-DECISION", "对照!I7")),
        ((("另一旧项", ""), None), None, ("MAP-ONTO-DECISION", "对照!J7")),
        ((("另一旧项", "没有"), None), None, ("MAP-ONTO-UNKNOWN", "对照!J7")),
        ((("另一旧项", "quality.w1-1"), None), None, ("MAP-ONTO-DECISION", "对照!J7")),
        ((("同一项", SAMPLING), None), None, ("MAP-ONTO-DECISION", "对照!J7")),
        ((("另一旧项", SAMPLING), ("同一项", "")), None, ("MAP-ONTO-CONFLICT", "对照!L8")),
        ((None, None), _set(L7="quality.a9-9-9"), ("MAP-ONTO-UNKNOWN", "对照!L7")),
        ((None, None), _set(M7="quality.a9-9-9"), ("MAP-ONTO-UNKNOWN", "对照!M7")),
        (
            (("同一项", ""), ("不是", "")),
            _set(L9=SAMPLING, M9=GOALS, I9="是"),
            ("MAP-ONTO-CONFLICT", "对照!I9"),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(
    desk: Desk, answers: tuple[Any, ...], change: Callable[[Any], None] | None, expected: tuple[str, str]
) -> None:
    desk.run()
    desk.fill(*answers, change=change)
    found = desk.run()
    assert expected in _told(found)
    assert (found.map_path, desk.output.exists()) == (None, False)


def test_sheet_of_another_source_decides_nothing_and_what_still_holds_is_filled_in_again(desk: Desk) -> None:
    desk.run()
    desk.fill(("同一项", ""), ("不是同一项", ""), change=_set(K7="叉车班合并"))
    workbook_file(desk.source, with_cell(1, 2, TIGHTEN, "能放宽检验频次", REPLACED))
    found = desk.run(pairs=desk.sheet)
    following = desk.folder / "新图谱.对照-2.xlsx"
    assert (found.sheet, found.map_path) == (following, None)
    assert ("MAP-ONTO-STALE", "对照!A6") in _told(found)
    written = read_pairs(following).rows
    assert [(row["choice"], row["comment"]) for row in written] == [("同一项 same", "叉车班合并"), ("", "")]


def test_of_several_sheets_the_one_of_these_maps_counts(desk: Desk) -> None:
    desk.run()
    desk.fill(("同一项", ""), ("不是同一项", ""))
    other = workbook_file(desk.folder / "另一份.xlsx", with_cell(1, 2, TIGHTEN, "能放宽检验频次", REPLACED))
    assert desk.run(source=other).sheet == desk.folder / "新图谱.对照-2.xlsx"
    found = desk.run()
    assert (_told(found), found.map_path, found.matched.decided) == ([], desk.output, 1)


def test_sheet_left_over_from_an_earlier_import_does_not_stand_in_the_way(desk: Desk) -> None:
    desk.run()
    desk.fill(("同一项", ""), ("不是同一项", ""))
    assert desk.run(output=desk.output).map_path == desk.output
    again = desk.run(onto=desk.output)
    assert (_told(again), again.map_path) == ([], desk.output)
    assert again.matched.new == again.matched.retired == again.matched.decided == 0


def test_answers_that_raise_new_questions_are_kept_in_the_next_sheet(desk: Desk) -> None:
    alike = with_cell(0, 2, "能分解质量目标", "能编制质量目标")
    write_map(read_rows(desk.folder, alike, base="https://example.org/cm/"), desk.old)
    desk.run()
    desk.fill(("另一旧项", "quality.a1-1-1"), ("不是同一项", ""), change=_set(K8="另有用途"))
    found = desk.run()
    assert found.sheet == desk.folder / "新图谱.对照-2.xlsx"
    assert found.laid is not None
    assert [(pair.old.id, pair.new.id) for pair in found.laid.doubtful] == [(GOALS, "quality.a1-1-1")]
    rows = read_pairs(found.sheet).rows
    assert [(row["new_id"], row["choice"], row["other"], row["comment"]) for row in rows] == [
        (GOALS, "另一旧项 another old one", "quality.a1-1-1", ""),
        (SAMPLING, "不是同一项 not the same", "", "另有用途"),
        ("quality.a1-1-1", "", "", ""),
    ]
    desk.sheet = found.sheet
    desk.fill(None, None, ("不是同一项", ""))
    assert desk.run().map_path == desk.output
    assert item(desk.map(), "quality.a1-1-1").label.best() == FORKLIFT


def test_doubtful_ones_may_all_be_taken_for_new(desk: Desk) -> None:
    found = desk.run(options=OntoOptions(doubtful="new"))
    assert (found.map_path, found.sheet) == (desk.output, None)
    assert item(desk.map(), GOALS).status == item(desk.map(), SAMPLING).status == "retired"
    assert not desk.sheet.exists()


def test_workbook_without_pairs_is_refused(desk: Desk) -> None:
    with pytest.raises(UnreadablePairsError):
        desk.run(pairs=desk.source)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "文字".encode()])
def test_broken_sheet_is_refused_and_left_alone(desk: Desk, content: bytes) -> None:
    desk.sheet.write_bytes(content)
    with pytest.raises(CourseBridgeError):
        desk.run()
    assert desk.sheet.read_bytes() == content


def test_map_that_would_be_unsound_is_not_written(desk: Desk) -> None:
    nameless = workbook_file(desk.folder / "无标准号.xlsx", title="质量管理人员 工作要求")
    write_map(read_map(desk.old).model_copy(update={"standard": None}), desk.old)
    found = desk.run(source=nameless, options=OntoOptions(status="published"))
    assert _told(found) == [("MAP-STATEMENT", None)]
    assert (found.map_path, desk.output.exists()) == (None, False)


def test_old_map_with_a_uuid_twice_is_refused(desk: Desk) -> None:
    old = read_map(desk.old)
    first, second = (str(item(old, one).uuid) for one in ("quality.a1-1-1", GOALS))
    desk.old.write_text(desk.old.read_text(encoding="utf-8").replace(second, first), encoding="utf-8")
    found = desk.run()
    assert _told(found) == [("MAP-ID-DUPLICATE", None)]
    assert (found.map_path, found.sheet, desk.output.exists()) == (None, None, False)
