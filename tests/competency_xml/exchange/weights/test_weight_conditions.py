"""Training hours, entry conditions and exam parts: taken where they stand clearly, told where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from competency_xml.exchange.printed import read_printed
from competency_xml.exchange.printed.conditions.wordings import entries_in, exams_in, hours_in
from competency_xml.model import CompetencyMap, ExamPart, Level
from tests.competency_xml.exchange.docx.samples import told
from tests.competency_xml.exchange.sheets import LEFT, UP, Sheet, docx_file, xlsx_file
from tests.competency_xml.exchange.weights.samples import requirement_sheet, requirement_sheets

CLAUSES = (
    "1.5 职业培训要求",
    "1.5.1 培训期限",
    "初级不少于 64 标准学时（其中理论 24 学时，实操 40 学时）；中级不少于８０标准学时。",
    "1.6 申报条件",
    "具备以下条件之一者，可申报初级：",
    "（1）累计从事本职业工作1年（含）以上。",
    "（2）本职业学徒期满。",
    "具备以下条件之一者，可申报中级：",
    "（1）取得本职业初级证书后，累计从事本职业工作2年（含）以上。",
    "1.7 鉴定方式",
    "分为理论知识考试和专业能力考核。理论知识考试以闭卷笔试为主；专业能力考核以现场操作为主。两项均实行百分制，"
    "成绩皆达60分（含）以上者为合格。",
    "1.8 鉴定时间",
    "理论知识考试时间不少于90min；专业能力考核时间不少于 2 小时。",
    "1.9 鉴定场所设备",
    "理论知识考试在标准教室进行。",
)
HOURS = {"初级": {"total": 64, "theory": 24, "practice": 40}, "中级": {"total": 80}}
ENTRIES = {
    "初级": [("1", "累计从事本职业工作1年（含）以上。"), ("2", "本职业学徒期满。")],
    "中级": [("1", "取得本职业初级证书后，累计从事本职业工作2年（含）以上。")],
}


def _hours(competency_map: CompetencyMap) -> dict[str, dict[str, Decimal]]:
    levels = competency_map.levels()
    return {level.label.best(): {one.component: one.value for one in level.hours} for level in levels}


def _entries(competency_map: CompetencyMap) -> dict[str, list[tuple[str | None, str]]]:
    levels = competency_map.levels()
    return {level.label.best(): [(one.code, one.text.best()) for one in level.entry] for level in levels}


def _exams(level: Level) -> list[tuple[Any, ...]]:
    return [_exam(exam) for exam in level.exams]


def _exam(exam: ExamPart) -> tuple[Any, ...]:
    return exam.part, exam.label.best(), exam.minutes, exam.maximum, exam.passing


EXAMS = [("theory", "理论知识", 90, 100, 60), ("practical", "专业能力", 120, 100, 60)]


def test_clauses_of_a_word_file(tmp_path: Path) -> None:
    sheets = [Sheet("", CLAUSES), *requirement_sheets()]
    competency_map, findings = read_printed(docx_file(tmp_path / "a.docx", sheets))
    assert told(findings) == []
    assert (_hours(competency_map), _entries(competency_map)) == (HOURS, ENTRIES)
    assert [_exams(level) for level in competency_map.levels()] == [EXAMS, EXAMS]


def test_clauses_of_a_workbook_in_a_sheet_of_their_own(tmp_path: Path) -> None:
    sheets = [*requirement_sheets(), Sheet("职业概况", CLAUSES)]
    competency_map, findings = read_printed(xlsx_file(tmp_path / "a.xlsx", sheets))
    assert told(findings) == []
    assert (_hours(competency_map), _entries(competency_map)) == (HOURS, ENTRIES)
    assert [_exams(level) for level in competency_map.levels()] == [EXAMS, EXAMS]


def test_clauses_in_two_columns(tmp_path: Path) -> None:
    rows = [
        ("职业名称", "质量管理人员"),
        ("职业定义", "策划、控制和改进质量的人员。"),
        ("培训期限", "初级 64 标准学时\n中级 80 标准学时"),
        ("申报条件", "具备以下条件之一者，可申报初级：\n（1）从事本职业工作1年以上。"),
    ]
    competency_map, findings = read_printed(
        xlsx_file(tmp_path / "a.xlsx", [Sheet("概况", (), rows), *requirement_sheets()])
    )
    assert told(findings) == []
    assert _hours(competency_map) == {"初级": {"total": 64}, "中级": {"total": 80}}
    assert _entries(competency_map)["初级"] == [("1", "从事本职业工作1年以上。")]
    assert competency_map.roles[0].description.best() == "策划、控制和改进质量的人员。"


def test_clauses_below_the_table_in_one_sheet(tmp_path: Path) -> None:
    sheet = requirement_sheet("初级")
    rows = [
        *sheet.rows,
        ("标准学时：64学时", "", "", ""),
        ("申报条件", "", "", ""),
        ("1. 从事本职业工作1年以上", "", "", ""),
    ]
    competency_map, findings = read_printed(xlsx_file(tmp_path / "a.xlsx", [Sheet("初级", sheet.titles, rows)]))
    assert told(findings) == []
    assert _hours(competency_map) == {"初级": {"total": 64}}
    assert _entries(competency_map) == {"初级": [("1", "从事本职业工作1年以上")]}
    assert len(list(competency_map.items())) == 7


@pytest.mark.parametrize(
    "rows",
    [
        [("等级", "标准学时"), ("初级", "64"), ("中级", "80 学时")],
        [("等级", "总学时", "备注"), ("初级", "64", "略"), ("中级", "80", "略")],
        [("项目", "初级", "中级"), ("标准学时", "64", "80")],
    ],
)
def test_hours_in_a_table(tmp_path: Path, rows: Sequence[Sequence[str]]) -> None:
    sheets = [*requirement_sheets(), Sheet("学时", ("培训学时表",), rows)]
    competency_map, findings = read_printed(xlsx_file(tmp_path / "a.xlsx", sheets))
    assert told(findings) == []
    assert _hours(competency_map) == {"初级": {"total": 64}, "中级": {"total": 80}}


def test_hours_by_component(tmp_path: Path) -> None:
    rows = [("等级", "理论学时", "实训学时", "合计学时"), ("初级", "24", "40", "64"), ("中级", "40", "—", "40")]
    competency_map, findings = read_printed(
        docx_file(tmp_path / "a.docx", [*requirement_sheets(), Sheet("", (), rows)])
    )
    assert told(findings) == []
    assert _hours(competency_map) == {
        "初级": {"total": 64, "theory": 24, "practice": 40},
        "中级": {"total": 40, "theory": 40},
    }


def test_entry_conditions_in_a_table(tmp_path: Path) -> None:
    rows = [("等级", "申报条件"), ("初级", "（1）从事本职业工作1年以上\n（2）学徒期满"), ("中级", "取得初级证书满2年")]
    competency_map, findings = read_printed(
        docx_file(tmp_path / "a.docx", [*requirement_sheets(), Sheet("", (), rows)])
    )
    assert told(findings) == []
    assert _entries(competency_map) == {
        "初级": [("1", "从事本职业工作1年以上"), ("2", "学徒期满")],
        "中级": [(None, "取得初级证书满2年")],
    }


def test_exam_parts_in_a_table(tmp_path: Path) -> None:
    rows = [
        ("考核科目", "考试时间（分钟）", "满分", "合格分"),
        ("理论知识考试", "90", "100", "60"),
        ("专业能力考核", "120分钟", "100分", "60分"),
    ]
    competency_map, findings = read_printed(
        xlsx_file(tmp_path / "a.xlsx", [*requirement_sheets(), Sheet("考核", (), rows)])
    )
    assert told(findings) == []
    assert [_exams(level) for level in competency_map.levels()] == [EXAMS, EXAMS]


def test_exam_times_by_level(tmp_path: Path) -> None:
    rows = [("考核项目", "初级", "中级"), ("理论知识考试时间（min）", "60", "90"), ("技能考核时间（min）", "90", "120")]
    competency_map, findings = read_printed(
        xlsx_file(tmp_path / "a.xlsx", [*requirement_sheets(), Sheet("考核", (), rows)])
    )
    assert told(findings) == []
    assert [[(exam.part, exam.minutes) for exam in level.exams] for level in competency_map.levels()] == [
        [("theory", 60), ("practical", 90)],
        [("theory", 90), ("practical", 120)],
    ]


@pytest.mark.parametrize(
    ("lines", "finding_id"),
    [
        (("1.5 培训期限", "由培训机构自行确定。"), "MAP-CLAUSE-UNREAD"),
        (("1.7 鉴定方式", "由鉴定机构自行确定。"), "MAP-CLAUSE-UNREAD"),
        (("1.5 培训期限", "特级 200 标准学时，高级 120 标准学时。"), "MAP-CLAUSE-LEVEL"),
        (("2 基本要求", "2.1 职业道德", "遵纪守法，爱岗敬业。"), "MAP-BASIC-UNREAD"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path: Path, lines: Sequence[str], finding_id: str) -> None:
    sheets = [Sheet("", lines), *requirement_sheets()]
    _, findings = read_printed(docx_file(tmp_path / "a.docx", sheets))
    assert [(finding.id, finding.severity, finding.place) for finding in findings] == [
        (finding_id, "note", "Paragraph1")
    ]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("初级 64 标准学时", [("初级", "total", 64)]),
        ("初级、中级均不少于80标准学时", [("初级", "total", 80), ("中级", "total", 80)]),
        (
            "五级/初级工不少于240标准学时，四级/中级工不少于200标准学时",
            [("五级/初级工", "total", 240), ("四级/中级工", "total", 200)],
        ),
        ("初级：６４学时；中级：80课时", [("初级", "total", 64), ("中级", "total", 80)]),
        ("培训时间不少于 120 学时", [("", "total", 120)]),
        ("初级（三个月）", []),
        ("高级培训教师须有5年经验，并完成 40 学时培训", []),
        ("取得初级证书后参加培训满 80 学时", []),
    ],
)
def test_wordings_of_hours(text: str, hours: list[tuple[str, str, int]]) -> None:
    assert [(one.level, one.component, one.value) for one in hours_in(text)] == hours


@pytest.mark.parametrize(
    ("lines", "entries"),
    [
        (["（1）甲。", "（2）乙。"], [("", "1", "甲。"), ("", "2", "乙。")]),
        (["具备以下条件之一者，可申报初级：（1）甲；（2）乙。"], [("初级", "1", "甲；"), ("初级", "2", "乙。")]),
        (["初级：", "1．甲", "2．乙"], [("初级", "1", "甲"), ("初级", "2", "乙")]),
        (["——初级（具备以下条件之一者）：", "①甲"], [("初级", "1", "甲")]),
        (["满足以下条件可申报初级、中级：", "（１）甲"], [("初级", "1", "甲"), ("中级", "1", "甲")]),
        (["可申报初级：", "（1）甲，", "续行。"], [("初级", "1", "甲，\n续行。")]),
        (["大学本科毕业满1年可申报中级"], [("中级", None, "大学本科毕业满1年可申报中级")]),
        (["详见附录。"], []),
    ],
)
def test_wordings_of_entry_conditions(lines: list[str], entries: list[tuple[str, str | None, str]]) -> None:
    assert [(one.level, one.code, one.text) for one in entries_in(lines)] == entries


@pytest.mark.parametrize(
    ("text", "exams"),
    [
        ("理论知识考试和技能考核均不少于 90 分钟", [("theory", 90, None, None), ("practical", 90, None, None)]),
        ("理论知识考试采用机考，满分100分，成绩达60分为合格", [("theory", None, 100, 60)]),
        ("综合评审时间不少于30min；理论知识考试时间90min", [("review", 30, None, None), ("theory", 90, None, None)]),
        ("初级理论知识考试时间60min，中级理论知识考试时间90min", [("theory", None, None, None)]),
        ("由机构确定", []),
    ],
)
def test_wordings_of_exams(text: str, exams: list[tuple[Any, ...]]) -> None:
    assert [(one.part, one.minutes, one.maximum, one.passing) for one in exams_in(text)] == exams


def test_merged_level_cells_hold_for_the_rows_below(tmp_path: Path) -> None:
    rows = [
        ("等级", "考核科目", "考试时间（min）"),
        ("初级", "理论知识", "60"),
        (UP, "专业能力", "90"),
        ("中级", "理论知识", "90"),
        ("注：时间不含准备时间", LEFT, LEFT),
    ]
    competency_map, _ = read_printed(xlsx_file(tmp_path / "a.xlsx", [*requirement_sheets(), Sheet("考核", (), rows)]))
    assert [[(exam.part, exam.minutes) for exam in level.exams] for level in competency_map.levels()] == [
        [("theory", 60), ("practical", 90)],
        [("theory", 90)],
    ]
