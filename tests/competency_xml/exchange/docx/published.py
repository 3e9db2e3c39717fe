"""A whole standard as it is published in Word: cover, contents, chapters, clauses, tables of two levels and weights.

`python -m tests.competency_xml.exchange.docx.published FOLDER` writes it, and a file of lists in every number format.
The files in `data/` are these two as LibreOffice 7.4 saved them again (`soffice --convert-to docx`), and the text that
it showed of the lists (`soffice --convert-to txt`).
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from tests.competency_xml.exchange.docx.samples import requirements
from tests.competency_xml.exchange.docx.word_files import Box, cell, numbering, para, run, table, word_file
from tests.competency_xml.exchange.sheets import Sheet, word_table
from tests.competency_xml.exchange.weights.samples import PRACTICAL, THEORY, practical_rows, theory_rows
from tests.competency_xml.workbooks import HEADINGS

_FORMATS = (
    *("decimal", "decimalZero", "upperLetter", "lowerLetter", "upperRoman", "lowerRoman", "chineseCountingThousand"),
    *("decimalEnclosedCircle", "ideographTraditional", "chineseLegalSimplified", "chineseCounting"),
)


def published_standard(path: Path) -> Path:
    """Write the standard: the second level's codes are lists that Word counts, its table is cut by a page break."""
    deleted = f'<w:del w:id="1" w:author="甲" w:date="2026-01-01T00:00:00Z">{run("旧文")}</w:del>'
    body = "".join(
        (
            *(para("团体标准"), para("T/CEAMI 005—2025"), para("智能制造数字应用人员能力评价规范")),
            *(para("1 职业概况\t1", style="TOC1"), para("3.1 初级\t5", style="TOC1")),
            *(para("1 职业概况", style="1"), para("1.1 职业名称", style="2"), para("质量管理人员")),
            *(para("1.2 培训期限", style="2"), para("初级不少于 64 标准学时；中级不少于８０标准学时。")),
            *(para("1.3 申报条件", style="2"), para("具备以下条件之一者，可申报初级："), para("（1）从业1年以上。")),
            *(
                para("1.4 鉴定方式", style="2"),
                para("分为理论知识考试和专业能力考核，均实行百分制，成绩皆达60分为合格。"),
            ),
            *(para("3 工作要求", style="1"), para("本标准对初级、中级的要求依次递进，高级别涵盖低级别的要求。")),
            *(para("3.1 初级", style="2"), para(deleted + run("表 1 工作要求")), requirements()),
            *(para("3.2 中级", style="2"), *_counted_tables()),
            *(para("4 权重表", style="1"), para(f"4.1 {THEORY}", style="2"), word_table(Sheet("", (), theory_rows()))),
            *(para(f"4.2 {PRACTICAL}", style="2"), word_table(Sheet("", (), practical_rows()))),
        )
    )
    lists = numbering(("decimal|%1.", "decimal|%1.%2", "decimal|%1.%2.%3"))
    return word_file(path, body, numbering=lists)


def _counted_tables() -> tuple[str, str, str]:
    heading = [cell(text) for text in HEADINGS]
    first = [
        Box(para("质量策划", number=(1, 0)), merge="restart"),
        Box(para("制订质量计划", number=(1, 1))),
        Box(para("能编制质量计划", number=(1, 2)) + para("能分解质量目标", number=(1, 2))),
        cell("1.1.1 质量计划的内容"),
    ]
    second = [
        cell("", merge="continue"),
        Box(para("设计检验方案", number=(1, 1))),
        Box(para("能选择抽样方案", number=(1, 2))),
        cell("1.2.1 抽样检验知识"),
    ]
    rest = [_counted_row("质量控制", "采集质量数据", "2.1"), _counted_row("质量改进", "改进过程", "3.1")]
    widths = (1500, 2000, 3000, 3000)
    cut = para('<w:r><w:br w:type="page"/></w:r>')
    return table([heading, first, second], widths), cut, table([heading, *rest], widths)


def _counted_row(function: str, work: str, code: str) -> list[Box]:
    ability = Box(para(f"能{work}", number=(1, 2)))
    return [Box(para(function, number=(1, 0))), Box(para(work, number=(1, 1))), ability, cell(f"{code}.1 {work}的知识")]


def lists_of_all_kinds(path: Path) -> Path:
    """Write forty paragraphs of two lists in each of eleven number formats, one of them started anew on the way."""
    chosen = random.Random(26)
    lists = [(f"{one}|%1.", f"{one}|（%2）", "decimal|%1.%2.%3") for one in _FORMATS]
    again = (
        '<w:num w:numId="90"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        '</w:lvlOverride></w:num><w:num w:numId="91"><w:abstractNumId w:val="2"/></w:num>'
    )
    places = [
        (number, chosen.choice((0, 0, 1, 1, 2))) for number in (*range(1, len(lists) + 1), 90, 91) for _ in range(40)
    ]
    chosen.shuffle(places)
    body = "".join(para(f"甲{index}", number=place) for index, place in enumerate(places))
    return word_file(path, body, numbering=numbering(*lists, more=again))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    published_standard(folder / "standard.docx")
    lists_of_all_kinds(folder / "lists.docx")
