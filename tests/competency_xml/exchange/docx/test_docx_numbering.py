"""Codes that stand in no text: Word computes 1.1.1 from lists, and so must the import."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.exchange.docx import read_document
from competency_xml.exchange.docx.document import Paragraph
from competency_xml.exchange.docx.numerals import numeral
from tests.competency_xml.exchange.docx.samples import outline, read
from tests.competency_xml.exchange.docx.word_files import Box, W, cell, numbering, para, table, word_file
from tests.competency_xml.workbooks import HEADINGS, TITLE

_DECIMAL = ("decimal|%1", "decimal|%1.%2", "decimal|%1.%2.%3")


def _labels(tmp_path: Path, lists: str, *places: tuple[int, int], styles: str = "") -> list[str]:
    body = "".join(para("甲", number=place) for place in places)
    parts = {"styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'} if styles else None
    document = read_document(word_file(tmp_path / "a.docx", body, numbering=lists, parts=parts))
    return [block.text.removesuffix("甲").rstrip() for block in document.blocks if isinstance(block, Paragraph)]


def test_codes_of_a_table_numbered_by_lists(tmp_path: Path) -> None:
    """One list runs through functions, works and abilities, one of its own through the knowledge."""
    abilities = _DECIMAL
    knowledge = ("none|", "none|", "decimal|%1.%2.%3")
    rows = [
        [cell(text) for text in HEADINGS],
        [
            Box(para("质量策划", number=(1, 0)), merge="restart"),
            Box(para("制订质量计划", number=(1, 1))),
            Box(para("能编制质量计划", number=(1, 2)) + para("能分解质量目标", number=(1, 2))),
            Box(para("1.1.1 质量计划的内容")),
        ],
        [
            cell("", merge="continue"),
            Box(para("设计检验方案", number=(1, 1))),
            Box(para("能选择抽样方案", number=(1, 2))),
            Box(para("1.2.1 抽样检验知识")),
        ],
        [
            Box(para("质量控制", number=(1, 0))),
            Box(para("采集质量数据", number=(1, 1))),
            Box(para("能采集过程数据", number=(1, 2))),
            Box(para("2.1.1 统计过程控制知识")),
        ],
    ]
    body = para(TITLE) + table(rows)
    path = word_file(tmp_path / "a.docx", body, numbering=numbering(abilities, knowledge))
    competency_map, findings = read(path)
    assert findings == []
    assert outline(competency_map.roles[0].levels[0]) == [
        ("质量策划", "制订质量计划", ["1.1.1 能编制质量计划", "1.1.2 能分解质量目标", "1.1.1 质量计划的内容"]),
        ("质量策划", "设计检验方案", ["1.2.1 能选择抽样方案", "1.2.1 抽样检验知识"]),
        ("质量控制", "采集质量数据", ["2.1.1 能采集过程数据", "2.1.1 统计过程控制知识"]),
    ]


def test_bullets_are_no_part_of_the_text(tmp_path: Path) -> None:
    rows = [
        [cell(text) for text in HEADINGS],
        [
            cell("质量策划"),
            cell("制订质量计划"),
            Box(para("能编制质量计划", number=(1, 0)) + para("能分解质量目标", number=(1, 0))),
            cell("● 计划的内容\n● 目标的内容"),
        ],
    ]
    path = word_file(tmp_path / "a.docx", para(TITLE) + table(rows), numbering=numbering(("bullet|\uf0b7",)))
    items = list(read(path)[0].items())
    assert [(item.code, item.label.best()) for item in items] == [
        (None, "能编制质量计划"),
        (None, "能分解质量目标"),
        (None, "计划的内容"),
        (None, "目标的内容"),
    ]


@pytest.mark.parametrize(
    ("lists", "places", "labels"),
    [
        (
            numbering(_DECIMAL),
            [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2)],
            ["1", "1.1", "1.2", "2", "2.1", "2.1.1"],
        ),
        (numbering(_DECIMAL), [(1, 2), (1, 2), (1, 0), (1, 1)], ["1.1.1", "1.1.2", "2", "2.1"]),
        (numbering(_DECIMAL, _DECIMAL), [(1, 0), (2, 0), (1, 0), (2, 1)], ["1", "1", "2", "1.1"]),
        (
            numbering(("decimal|%1", 'decimal|%1.%2|<w:lvlRestart w:val="0"/>')),
            [(1, 0), (1, 1), (1, 0), (1, 1)],
            ["1", "1.1", "2", "2.2"],
        ),
        (
            numbering(("chineseCounting|%1、", "decimal|%1.%2|<w:isLgl/>")),
            [(1, 0), (1, 0), (1, 1)],
            ["一、", "二、", "2.1"],
        ),
        (
            numbering(
                _DECIMAL,
                more='<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
                '<w:startOverride w:val="4"/></w:lvlOverride></w:num>',
            ),
            [(1, 0), (7, 0), (7, 0), (1, 1)],
            ["1", "4", "5", "5.1"],
        ),
        (
            numbering(
                _DECIMAL,
                more='<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1">'
                '<w:start w:val="3"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1-%2"/></w:lvl>'
                "</w:lvlOverride></w:num>",
            ),
            [(7, 0), (7, 1)],
            ["1", "1-C"],
        ),
        (numbering(_DECIMAL), [(0, 0), (9, 0), (1, 8)], ["", "", ""]),
    ],
    ids=["nested", "deep first", "two lists", "never anew", "legal", "start over", "own level", "no list"],
)
def test_lists_count_as_word_counts(
    tmp_path: Path, lists: str, places: list[tuple[int, int]], labels: list[str]
) -> None:
    assert _labels(tmp_path, lists, *places) == labels


def test_heading_styles_bring_their_numbers(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="h{level}"><w:name w:val="heading {level}"/><w:pPr>'
        f'<w:numPr>{more}<w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level, more in ((1, ""), (2, '<w:ilvl w:val="1"/>'))
    )
    styles += '<w:style w:type="paragraph" w:styleId="own"><w:basedOn w:val="h2"/></w:style>'
    body = (
        para("范围", style="h1") + para("工作要求", style="h1") + para("初级", style="h2") + para("中级", style="own")
    )
    lists = numbering(('decimal|%1|<w:pStyle w:val="h1"/>', 'decimal|%1.%2|<w:pStyle w:val="h2"/>'))
    parts = {"styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'}
    document = read_document(word_file(tmp_path / "a.docx", body, numbering=lists, parts=parts))
    shown = [(block.text, block.outline) for block in document.blocks if isinstance(block, Paragraph)]
    assert shown == [("1 范围", 0), ("2 工作要求", 0), ("2.1 初级", 1), ("2.2 中级", 1)]


def test_list_switched_off_by_a_paragraph(tmp_path: Path) -> None:
    style = '<w:style w:type="paragraph" w:styleId="l"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = para("甲", style="l") + para("乙", style="l", number=(0, 0)) + para("丙", style="l")
    parts = {"styles.xml": f'<w:styles xmlns:w="{W}">{style}</w:styles>'}
    document = read_document(word_file(tmp_path / "a.docx", body, numbering=numbering(("decimal|%1.",)), parts=parts))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["1. 甲", "乙", "2. 丙"]


@pytest.mark.parametrize(
    ("number_format", "numbers", "written"),
    [
        ("decimal", (1, 10), "1 10"),
        ("decimalZero", (1, 10), "01 10"),
        ("upperRoman", (4, 19, 2026), "IV XIX MMXXVI"),
        ("lowerLetter", (1, 26, 27, 53), "a z aa aaa"),
        (
            "chineseCountingThousand",
            (1, 10, 11, 20, 21, 105, 110, 1001),
            "一 十 十一 二十 二十一 一百零五 一百一十 一千零一",
        ),
        ("ideographDigital", (1, 10, 205), "一 一〇 二〇五"),
        ("chineseLegalSimplified", (1, 10, 12), "壹 壹拾 壹拾贰"),
        ("decimalEnclosedCircle", (1, 20, 21), "① ⑳ 21"),
        ("decimalFullWidth", (1, 12), "１ １２"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 11"),
        ("none", (1,), ""),
        ("somethingNew", (7,), "7"),
    ],
)
def test_number_formats(number_format: str, numbers: tuple[int, ...], written: str) -> None:
    assert " ".join(numeral(number, number_format) for number in numbers) == written
