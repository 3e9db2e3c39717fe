"""Printed tables to start from, in Excel and in Word, with all that people and programs put into such files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

from tests.competency_xml.exchange.docx.published import published_standard
from tests.competency_xml.exchange.docx.samples import requirements
from tests.competency_xml.exchange.docx.word_files import numbering, para, run, word_file
from tests.competency_xml.exchange.sheets import LEFT, UP, Sheet, docx_file, python_docx_file, xlsx_file
from tests.competency_xml.exchange.weights.samples import (
    PRACTICAL,
    THEORY,
    practical_rows,
    requirement_sheet,
    requirement_sheets,
    theory_rows,
)
from tests.competency_xml.workbooks import TITLE, workbook_file

_CLAUSES = (
    *(
        "1.5 培训期限",
        "初级不少于 64 标准学时（其中理论 24 学时，实操 40 学时）；中级不少于８０标准学时。",
        "1.6 申报条件",
    ),
    *("具备以下条件之一者，可申报初级：", "（1）累计从事本职业工作1年（含）以上。", "具备以下条件之一者，可申报中级："),
    *("（1）取得本职业初级证书后，累计从事本职业工作2年（含）以上。", "1.7 鉴定方式"),
    "分为理论知识考试和专业能力考核，均实行百分制，成绩皆达60分（含）以上者为合格。",
    *("1.8 鉴定时间", "理论知识考试时间不少于90min；专业能力考核时间不少于 2 小时。"),
)
_HOURS = [("等级", "标准学时", "理论学时"), ("初级", "64", "24"), ("中级", "80 学时", "30")]
_CONDITIONS = [("项目", "初级", "中级"), ("标准学时", "64", "80"), ("考试时间", "90 分钟", "2 小时")]
_PROFILE = [("职业名称", "质量管理人员"), ("培训期限", "初级 64 标准学时"), ("申报条件", "（1）从业1年")]
_EXAMS = [("等级", "考试科目", "满分", "合格分"), ("初级", "理论知识", "100", "60"), (UP, "技能", "100", "60")]
_TABLES = (
    Sheet("学时", (), _HOURS),
    Sheet("条件", ("申报条件",), _CONDITIONS),
    Sheet("概况", (), _PROFILE),
    Sheet("鉴定", ("鉴定方式",), _EXAMS),
)
_FORMATS = (
    *("decimal", "decimalZero", "upperLetter", "lowerLetter", "upperRoman", "lowerRoman", "chineseCountingThousand"),
    *("decimalEnclosedCircle", "ideographTraditional", "chineseLegalSimplified", "chineseCounting"),
    *("decimalFullWidth", "japaneseCounting", "bullet", "none"),
)
_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
    "<wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
_RUNS = (
    f'<w:del w:id="1" w:author="甲">{run("删").replace("w:t", "w:delText")}</w:del>',
    f'<w:ins w:id="2" w:author="甲">{run("增")}</w:ins><w:moveFrom w:id="3">{run("移")}</w:moveFrom>',
    f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>",
    "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:tab/><w:noBreakHyphen/><w:t>甲</w:t></w:r>",
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("域")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    f'<w:fldSimple w:instr="PAGE">{run("1")}</w:fldSimple><w:hyperlink r:id="rId9">{run("链接")}</w:hyperlink>',
    f"<w:ruby><w:rt>{run('lì')}</w:rt><w:rubyBase>{run('力')}</w:rubyBase></w:ruby>",
    '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:object/></w:r><w:r><w:pict/></w:r>',
    run("藏", "<w:vanish/>"),
    _BOX.format(para("框")),
)


def printed_workbooks(folder: Path) -> Iterator[Path]:
    """Yield workbooks: standards with weights and conditions, a bare table, one that Excel had its way with."""
    weights = (Sheet("理论", (THEORY,), theory_rows()), Sheet("能力", (PRACTICAL,), practical_rows()))
    yield xlsx_file(folder / "standard.xlsx", [*requirement_sheets(), *weights])
    yield workbook_file(folder / "bare.xlsx")
    yield xlsx_file(folder / "clauses.xlsx", [*requirement_sheets(), Sheet("总则", _CLAUSES), *_TABLES])
    yield _odd(workbook_file(folder / "odd.xlsx"))


def printed_documents(folder: Path) -> Iterator[Path]:
    """Yield documents: the same, a standard as it is published, and one with all that a run may hold."""
    weights = (Sheet("理论", (THEORY,), theory_rows()), Sheet("能力", (PRACTICAL,), practical_rows()))
    yield published_standard(folder / "published.docx")
    yield docx_file(folder / "standard.docx", [Sheet("", _CLAUSES), *requirement_sheets(), *weights, *_TABLES])
    yield python_docx_file(folder / "python.docx", requirement_sheets())
    lists = [(f"{one}|%1.", f"{one}|（%2）", "decimal|%1.%2.%3") for one in _FORMATS]
    counted = "".join(para("甲", number=(number, level)) for number in range(1, len(lists) + 1) for level in (0, 1, 2))
    special = "".join(para(piece) for piece in _RUNS)
    body = counted + special + para(TITLE) + requirements() + para("注：略")
    yield word_file(folder / "special.docx", body, numbering=numbering(*lists))


def _odd(path: Path) -> Path:
    """Put numbers, dates, formulas, errors, remarks, hidden sheets and unknown columns into a workbook."""
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet["E2"], sheet["F2"] = "备注", "编号"
    odd = (1.1, 1.10, datetime(2026, 1, 1), "=1+1", "#REF!", True, 10**15, "1.1.1 能做\n1.1.2 能办", "", None, -0.5)
    for number, value in enumerate(odd):
        sheet.cell(3 + number % 3, 5 + number // 3).value = value
    for row in (
        ("3. 质量改进", 3.1, "能改进\n• 能办理", "3.1.1 统计"),
        (None, datetime(2026, 3, 2), 3.1, "3.2.1 方法\n没有编号的一行\n3.2.2 工具"),
        ("=1+1", "=CONCAT(1)", "#REF!", True),
        ("4. 改进_x0001_", "4.1 改进过程", "4.1.1 能改进4.1.2 能办", 4.1),
        ("合计", None, None, None),
        ("注：略", None, None, None),
        ("高级", None, None, None),
    ):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(sheet.max_row + (column == 1), column)
            cell.value = value
            if value == "#REF!":
                cell.data_type = "e"
    sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=4)
    sheet.cell(4, 3).number_format = "0.00"
    hidden = workbook.create_sheet("藏")
    hidden["A1"], hidden.sheet_state = "x", "hidden"
    workbook.create_sheet("空")["A1"] = "说明"
    for row in requirement_sheet("高级").rows:
        workbook.worksheets[-1].append([None if value in (LEFT, UP) else value for value in row])
    workbook.save(path)
    return path
