"""Tables as other people print them: the map comes out as meant, or the cell is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from competency_xml.check import map_counts
from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap, Level
from foundation.findings import Finding
from tests.competency_xml.workbooks import HEADINGS, SOUND_ROWS, TITLE, Row, workbook_file, write_table


def _read(path: Path, rows: tuple[Row, ...], title: str | None = TITLE, headings: Row = HEADINGS) -> CompetencyMap:
    competency_map, findings = read_printed(workbook_file(path, rows, title, headings))
    assert findings == []
    return competency_map


def _outline(level: Level) -> list[tuple[str, str, list[str]]]:
    return [
        (function.label.best(), work.label.best(), [f"{item.code} {item.label.best()}" for item in work.items])
        for function in level.functions
        for work in function.works
    ]


def _told(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.id, finding.place) for finding in findings]


def _sheet(path: Path, fill: object) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "要求"
    assert callable(fill)
    fill(sheet)
    workbook.save(path)
    return path


SOUND_OUTLINE = [
    (
        "质量策划",
        "制订质量计划",
        ["1.1.1 能编制质量计划", "1.1.2 能分解质量目标", "1.1.1 质量计划的内容"],
    ),
    ("质量策划", "设计检验方案", ["1.2.1 能选择抽样方案", "1.2.1 抽样检验知识", "1.2.2 检验方法"]),
    ("质量控制", "采集质量数据", ["2.1.1 能采集过程数据", "2.1.2 能绘制控制图", "2.1.1 统计过程控制知识"]),
]


def test_blank_cells_below_a_name_belong_to_it(tmp_path: Path) -> None:
    competency_map = _read(tmp_path / "t.xlsx", SOUND_ROWS)
    (role,) = competency_map.roles
    assert (role.id, role.label.best(), role.category) == ("quality", "质量管理人员", "application")
    assert competency_map.standard is not None
    assert competency_map.standard.number == "T/CEAMI 005-2025"
    assert competency_map.standard.title.best() == "智能制造数字应用人员能力评价规范"
    (level,) = role.levels
    assert not level.is_named
    assert _outline(level) == SOUND_OUTLINE
    assert [item.source.place for item in level.items() if item.source] == [
        *("要求!C3", "要求!C3", "要求!D3", "要求!C4", "要求!D4", "要求!D4", "要求!C5", "要求!C5", "要求!D5")
    ]


def test_full_width_codes_are_codes(tmp_path: Path) -> None:
    rows = (
        (
            "１．质量策划",
            "１．１　制订质量计划",
            "１．１．１　能编制（Ａ类）计划\n1.1.2能分解目标",
            "１。１。１ 计划的内容",
        ),
    )
    level = _read(tmp_path / "t.xlsx", rows).roles[0].levels[0]
    expected = ["1.1.1 能编制（Ａ类）计划", "1.1.2 能分解目标", "1.1.1 计划的内容"]
    assert _outline(level) == [("质量策划", "制订质量计划", expected)]


def test_numbers_that_belong_to_a_text_stay_in_it(tmp_path: Path) -> None:
    rows = (
        (
            "1. 3D打印",
            "1.1 5G网络建设",
            "1.1.1 能使用2.0版本的软件\n1.1.2 3D建模",
            "1.1.1 5S管理知识\n1.1.2 2.0时代的特点",
        ),
        ("2. 5G应用", "2.1 2025年规划", "2.1.1 能制订规划", "2.1.1 规划知识"),
    )
    outline = _outline(_read(tmp_path / "t.xlsx", rows).roles[0].levels[0])
    assert [(function, work) for function, work, _ in outline] == [("3D打印", "5G网络建设"), ("5G应用", "2025年规划")]
    assert outline[0][2][1:] == ["1.1.2 3D建模", "1.1.1 5S管理知识", "1.1.2 2.0时代的特点"]


def test_lists_without_codes_make_items_line_by_line(tmp_path: Path) -> None:
    rows = (
        ("质量策划", "制订质量计划", "能编制质量计划\n能分解质量目标", "（1）计划的内容\n（2）目标的内容"),
        (None, "设计检验方案", "1、能选择抽样方案\n2、能确定检验项目", "①抽样知识"),
    )
    competency_map = _read(tmp_path / "t.xlsx", rows, title="质量管理人员 工作要求")
    texts = [(item.id, item.code, item.label.best()) for item in competency_map.items()]
    assert texts == [
        ("quality.a1-1-1", None, "能编制质量计划"),
        ("quality.a1-1-2", None, "能分解质量目标"),
        ("quality.k1-1-1", None, "计划的内容"),
        ("quality.k1-1-2", None, "目标的内容"),
        ("quality.a1-2-1", None, "能选择抽样方案"),
        ("quality.a1-2-2", None, "能确定检验项目"),
        ("quality.k1-2-1", None, "抽样知识"),
    ]


def test_one_row_per_item_with_names_repeated_makes_one_work(tmp_path: Path) -> None:
    rows = (
        ("1. 质量策划", "1.1 制订质量计划", "1.1.1 能编制质量计划", "1.1.1 计划的内容"),
        ("1. 质量策划", "1.1 制订质量计划", "1.1.2 能分解质量目标", None),
        ("1. 质量策划", "1.2 设计检验方案", "1.2.1 能选择抽样方案", "1.2.1 抽样知识"),
    )
    assert map_counts(_read(tmp_path / "t.xlsx", rows)) == {
        **{"levels": 0, "functions": 1, "works": 2, "abilities": 3, "knowledge": 2},
        **{"experience": 0, "literacy": 0},
    }


def test_all_item_kinds_and_unknown_columns(tmp_path: Path) -> None:
    headings = ("序号", "职业功能", "工作内容", "能力要求", "知识要求", "经验要求", "素养要求", "课时安排", "备注")
    rows = (
        (
            1,
            "1. 质量策划",
            "1.1 制订质量计划",
            "1.1.1 能编制计划",
            "1.1.1 计划的内容",
            "三年质量工作",
            "诚信",
            "8",
            "略",
        ),
    )
    competency_map, findings = read_printed(workbook_file(tmp_path / "t.xlsx", rows, headings=headings))
    assert [item.kind for item in competency_map.items()] == ["ability", "knowledge", "experience", "literacy"]
    assert _told(findings) == [("MAP-COLUMN", "要求!H2")]


def test_english_headings_give_english_texts(tmp_path: Path) -> None:
    headings = ("Function", "Work content", "Skill requirements", "Related knowledge")
    rows = (("1. Planning", "1.1 Write the plan", "1.1.1 Can write a quality plan", "1.1.1 What a plan holds"),)
    competency_map = _read(tmp_path / "t.xlsx", rows, "Quality (GB/T 19001-2016) Level: L2", headings)
    (level,) = competency_map.roles[0].levels
    assert level.label.get("en") == "L2"
    assert next(level.items()).label.get("en") == "Can write a quality plan"


def test_headings_over_two_rows(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(("质量管理人员 工作要求",))
        sheet.append(("职业功能", "工作内容", "要求", None))
        sheet.append((None, None, "专业能力要求", "相关知识要求"))
        for row in SOUND_ROWS:
            sheet.append(row)
        for merged in ("A1:D1", "A2:A3", "B2:B3", "C2:D2"):
            sheet.merge_cells(merged)

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    assert findings == []
    assert competency_map.roles[0].label.best() == "质量管理人员"
    assert _outline(competency_map.roles[0].levels[0]) == SOUND_OUTLINE


def test_table_that_a_page_break_cut_goes_on(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write_table(sheet, SOUND_ROWS[:1])
        sheet.append(HEADINGS)
        sheet.append((None, None, "1.1.3 能评审质量计划", "1.1.2 评审方法"))
        for row in SOUND_ROWS[1:]:
            sheet.append(row)
        sheet.append(("注：本表由起草组解释。",))

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    assert _told(findings) == [("MAP-ROW-NOTE", "要求!A8")]
    assert map_counts(competency_map)["works"] == 3
    assert competency_map.roles[0].levels[0].functions[0].works[0].items[2].label.best() == "能评审质量计划"


@pytest.mark.parametrize("title", ["续表", "续表 3", "（续）", "表 3（续）"])
def test_continued_table_is_no_new_level(tmp_path: Path, title: str) -> None:
    def fill(sheet: Worksheet) -> None:
        write_table(sheet, SOUND_ROWS[:2], "质量管理人员 初级")
        write_table(sheet, SOUND_ROWS[2:], title)

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    assert findings == []
    assert [level.id for level in competency_map.levels()] == ["quality.junior"]
    assert _outline(competency_map.roles[0].levels[0]) == SOUND_OUTLINE


def test_function_whose_work_has_no_name_is_kept(tmp_path: Path) -> None:
    rows = (
        ("质量策划", "制订质量计划", "能编制质量计划", "计划的内容"),
        ("质量控制", None, "能采集过程数据", "统计知识"),
        ("质量改进", None, None, None),
    )
    competency_map, findings = read_printed(workbook_file(tmp_path / "t.xlsx", rows))
    assert [function.label.best() for function in competency_map.roles[0].levels[0].functions] == [
        *("质量策划", "质量控制", "质量改进")
    ]
    assert _told(findings) == [("MAP-WORK-EMPTY", "要求!B4"), ("MAP-CHILDLESS", "要求!A5")]


def test_dash_in_a_cell_asks_for_nothing(tmp_path: Path) -> None:
    rows = (("1. 质量策划", "1.1 制订质量计划", "1.1.1 能编制计划", "—"), (None, "1.2 检验", "1.2.1 能检验产品", "无"))
    assert map_counts(_read(tmp_path / "t.xlsx", rows))["knowledge"] == 0


def test_several_tables_in_a_sheet_are_levels_by_their_titles(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write_table(sheet, SOUND_ROWS, "质量管理人员 五级/初级工")
        sheet.append(())
        write_table(sheet, SOUND_ROWS[:2], "质量管理人员 四级/中级工")

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    assert findings == []
    levels = competency_map.roles[0].levels
    assert [(level.id, level.label.best()) for level in levels] == [
        ("quality.L5", "五级/初级工"),
        ("quality.L4", "四级/中级工"),
    ]
    assert [len(list(level.works())) for level in levels] == [3, 2]


def test_tables_side_by_side(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(("质量管理人员 初级", None, None, None, None, "质量管理人员 高级"))
        sheet.append((*HEADINGS, None, *HEADINGS))
        for row in SOUND_ROWS:
            sheet.append((*row, None, *row))

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    assert findings == []
    levels = competency_map.roles[0].levels
    assert [level.label.best() for level in levels] == ["初级", "高级"]
    assert _outline(levels[0]) == _outline(levels[1]) == SOUND_OUTLINE


def test_rows_across_the_table_name_the_level(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write_table(sheet, (("初级",), *SOUND_ROWS, ("中级",), *SOUND_ROWS))
        sheet.merge_cells("A3:D3")
        sheet.merge_cells("A7:D7")

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    assert findings == []
    assert [level.id for level in competency_map.levels()] == ["quality.junior", "quality.intermediate"]


def test_columns_for_level_and_direction(tmp_path: Path) -> None:
    headings = ("等级", "职业方向", *HEADINGS)
    rows = (
        ("三级", "过程质量", *SOUND_ROWS[0]),
        (None, None, *SOUND_ROWS[1]),
        (None, "供应商质量", *SOUND_ROWS[0]),
        ("二级", "过程质量", *SOUND_ROWS[0]),
    )
    competency_map = _read(tmp_path / "t.xlsx", rows, headings=headings)
    assert [(level.id, level.label.best(), level.direction.best()) for level in competency_map.levels()] == [
        ("quality.L3.d1", "三级", "过程质量"),
        ("quality.L3.d2", "三级", "供应商质量"),
        ("quality.L2.d1", "二级", "过程质量"),
    ]
    assert len(competency_map.roles[0].levels[0].functions[0].works) == 2


def test_several_roles_over_sheets(tmp_path: Path) -> None:
    workbook = Workbook()
    first = workbook.active
    assert isinstance(first, Worksheet)
    write_table(first, SOUND_ROWS, "质量管理人员能力要求 初级")
    write_table(workbook.create_sheet("二"), SOUND_ROWS, "仓储管理人员能力要求 初级")
    workbook.save(tmp_path / "t.xlsx")
    competency_map, findings = read_printed(tmp_path / "t.xlsx")
    assert findings == []
    assert [role.id for role in competency_map.roles] == ["quality", "warehousing"]


def test_sheets_that_name_no_level_and_repeat_the_codes_are_levels_by_sheet(tmp_path: Path) -> None:
    workbook = Workbook()
    first = workbook.active
    assert isinstance(first, Worksheet)
    first.title = "普通"
    write_table(first, SOUND_ROWS, "质量管理人员")
    write_table(workbook.create_sheet("专家"), SOUND_ROWS, "质量管理人员")
    workbook.save(tmp_path / "t.xlsx")
    competency_map, findings = read_printed(tmp_path / "t.xlsx")
    assert [(level.id, level.label.best()) for level in competency_map.levels()] == [
        ("quality.level1", "普通"),
        ("quality.level2", "专家"),
    ]
    assert [finding.id for finding in findings] == ["MAP-LEVEL", "MAP-LEVEL"]


def test_knowledge_merged_over_works_goes_to_the_work_of_its_code(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write_table(
            sheet,
            (
                ("1. 质量策划", "1.1 制订质量计划", "1.1.1 能编制计划", "1.1.1 计划的内容\n1.2.1 抽样知识"),
                (None, "1.2 设计检验方案", "1.2.1 能选择抽样方案", None),
            ),
        )
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("D3:D4")

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    assert findings == []
    works = list(competency_map.roles[0].levels[0].works())
    assert [[item.label.best() for item in work.items] for work in works] == [
        ["能编制计划", "计划的内容"],
        ["能选择抽样方案", "抽样知识"],
    ]


def test_lines_that_ran_together_are_split(tmp_path: Path) -> None:
    rows = (("1. 质量策划", "1.1 制订质量计划", "1.1.1 能编制计划 1.1.2 能分解目标", "1.1.1 见1.1.1和 1.1.5 的内容"),)
    outline = _outline(_read(tmp_path / "t.xlsx", rows).roles[0].levels[0])
    assert outline[0][2] == ["1.1.1 能编制计划", "1.1.2 能分解目标", "1.1.1 见1.1.1和 1.1.5 的内容"]


def test_blank_rows_and_stray_cells_change_nothing(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for _ in range(3):
            sheet.append(())
        write_table(sheet, (SOUND_ROWS[0], (), SOUND_ROWS[1], (), (), SOUND_ROWS[2]))
        sheet["XFD1048576"] = " "
        sheet["ZZ50000"] = "随手一写"

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    assert findings == []
    assert _outline(competency_map.roles[0].levels[0]) == SOUND_OUTLINE


@pytest.mark.parametrize(
    ("cell", "value", "number_format", "finding_id"),
    [
        ("B4", 1.2, None, "MAP-CELL-NUMBER"),
        ("B4", date(2026, 1, 2), "m.d", "MAP-CELL-DATE"),
        ("A5", 2, None, "MAP-CELL-NUMBER"),
        ("C4", 1.21, None, "MAP-CELL-NUMBER"),
        ("D4", date(2026, 2, 1), "yyyy-mm-dd", "MAP-CELL-DATE"),
        ("C4", True, None, "MAP-CELL-ERROR"),
        ("C4", "#REF!", None, "MAP-CELL-ERROR"),
        ("C4", '=CONCATENATE("1.2.1 能","选")', None, "MAP-CELL-FORMULA"),
        ("B4", "=B3", None, "MAP-CELL-FORMULA"),
    ],
)
def test_what_excel_made_of_a_cell_is_told(
    tmp_path: Path, cell: str, value: object, number_format: str | None, finding_id: str
) -> None:
    def fill(sheet: Worksheet) -> None:
        write_table(sheet, SOUND_ROWS)
        sheet[cell] = value
        if number_format:
            sheet[cell].number_format = number_format

    _, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    told = [one for one, place in _told(findings) if place == f"要求!{cell}" and one.startswith("MAP-CELL")]
    assert told == [finding_id]
    assert not any(finding.severity == "error" for finding in findings)


@pytest.mark.parametrize("as_date", [False, True])
def test_code_that_lost_its_zero_is_restored_from_the_order(tmp_path: Path, as_date: bool) -> None:
    headings = ("职业功能", "编号", "工作内容", "专业能力要求")
    rows = [
        ("1. 质量策划" if number == 1 else None, f"1.{number}", f"工作{number}", f"1.{number}.1 能完成工作{number}")
        for number in range(1, 12)
    ]

    def fill(sheet: Worksheet) -> None:
        write_table(sheet, rows, headings=headings)
        sheet["B12"] = date(2026, 1, 10) if as_date else 1.1

    competency_map, findings = read_printed(_sheet(tmp_path / "t.xlsx", fill))
    codes = [work.code for work in competency_map.roles[0].levels[0].works()]
    assert codes == [f"1.{number}" for number in range(1, 12)]
    assert _told(findings) == [("MAP-CELL-DATE" if as_date else "MAP-CELL-NUMBER", "要求!B12")]


def test_numbers_in_a_code_column_are_fine(tmp_path: Path) -> None:
    headings = ("职业功能", "编号", "工作内容", "专业能力要求")
    rows = tuple(("1. 质量策划", 1 + n / 10, f"工作{n}", f"1.{n}.1 能完成工作{n}") for n in range(1, 4))
    works = list(_read(tmp_path / "t.xlsx", rows, headings=headings).roles[0].levels[0].works())
    assert [work.code for work in works] == ["1.1", "1.2", "1.3"]


def test_control_characters_are_left_out_and_told(tmp_path: Path) -> None:
    path = workbook_file(
        tmp_path / "t.xlsx", (("1. 质量策划", "1.1 计划", "1.1.1 能编_x0001_制计划", "1.1.1 内容说明"),)
    )
    competency_map, findings = read_printed(path)
    assert next(competency_map.items()).label.best() == "能编制计划"
    assert _told(findings) == [("MAP-CELL-CHARACTER", "要求!C3")]


def test_hidden_sheets_are_named_and_not_imported(tmp_path: Path) -> None:
    workbook = Workbook()
    first = workbook.active
    assert isinstance(first, Worksheet)
    write_table(first, SOUND_ROWS)
    old = workbook.create_sheet("旧表")
    write_table(old, SOUND_ROWS)
    old.sheet_state = "hidden"
    workbook.create_sheet("说明")["A1"] = "填表说明"
    workbook.save(tmp_path / "t.xlsx")
    competency_map, findings = read_printed(tmp_path / "t.xlsx")
    assert map_counts(competency_map)["works"] == 3
    assert _told(findings) == [("MAP-SHEET-HIDDEN", "旧表"), ("MAP-SHEET-EMPTY", "说明")]


def test_illustrative_map_states_nothing_of_the_standard(tmp_path: Path) -> None:
    options = ImportOptions(status="illustrative", inspired_by="智能制造数字应用人员能力评价规范", base="urn:x:q:")
    competency_map, findings = read_printed(workbook_file(tmp_path / "t.xlsx"), options)
    assert findings == []
    assert competency_map.standard is None
    assert competency_map.inspired_by is not None
    assert "005" not in competency_map.model_dump_json()


@pytest.mark.parametrize("options", [{"status": "illustrative"}, {"inspired_by": "T/CEAMI 005-2025"}, {"role": "质量"}])
def test_options_that_contradict_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        ImportOptions.model_validate(options)


@pytest.mark.parametrize("rows", [(), (("职业功能", "工作内容"),), (("姓名", "成绩"), ("张三", 90)), (HEADINGS,)])
def test_workbook_without_requirements_is_refused(tmp_path: Path, rows: tuple[Row, ...]) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    with pytest.raises(UnreadableTableError) as caught:
        read_printed(_sheet(tmp_path / "空.xlsx", fill))
    assert "工作内容" in caught.value.remedy
