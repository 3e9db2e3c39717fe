"""The first and the last sheet: what the map states of itself (标准信息), and the words of the lists (词表)."""

from __future__ import annotations

from competency_xml.exchange.workbook.form import Field, Sheet
from competency_xml.exchange.workbook.words import MAP_STATUS

#: What the version cell holds. The defined name points at the cell, so that the file is known by it.
WORKBOOK_FORMAT = "coursebridge-map 1"
VERSION_NAME = "CB_MAP_WORKBOOK"

_ITEM = Field("item", "项目", "Item", "name", 24, printed=True)
_VALUE = Field("value", "内容", "Value", "text", 44, per_language=True, printed=True)
_HELP = Field("help", "填写说明", "Help", "name", 56, printed=True)
STATEMENT = Sheet(
    "statement",
    "标准信息",
    "The standard",
    (_ITEM, _VALUE, _HELP),
    ("item", "value"),
    (
        (
            "一份能力图谱的编写工作簿。各表从表头下一行起逐行填写；插行、调序、筛选、隐藏列、加语言列都可以。",
            "A competency map to be edited. Rows may be inserted and moved, columns hidden and languages added.",
        ),
        (
            "改完保存，再导入：coursebridge map import 工作簿.xlsx -o 图谱.xml；看不懂的单元格会逐个报出。",
            "Save it, then import it. What is not understood is told cell by cell.",
        ),
        (
            '写着 "" 的格是空文字；整格在引号里、带 \\ 的，含有表格留不住的字符，改引号里面的即可。',
            'A cell of "" is an empty text; one in quotation marks with \\ holds what cells do not keep. Edit inside.',
        ),
    ),
)
#: The rows of 标准信息. A value per language stands under that language, any other under the first one.
STATEMENT_ITEMS = (
    Field("format", "工作簿格式", "Workbook format", prompt=("不要改", "Leave as it is")),
    Field(
        "base",
        "IRI 前缀",
        "IRI base",
        prompt=("前缀加标识就是各部分的 IRI；发布后不要改", "Base and id make a part's IRI; keep it once published"),
    ),
    Field(
        "version", "图谱版本", "Map version", prompt=("如 1.1.0；每次修订加大", "Such as 1.1.0; raise it per revision")
    ),
    Field("status", "图谱状态", "Map status", "word", words=MAP_STATUS),
    Field(
        "modified",
        "修改时间",
        "Modified",
        prompt=("如 2026-04-10T09:00:00+08:00；可空", "Such as 2026-04-10T09:00:00+08:00; may be blank"),
    ),
    Field("title", "图谱名称", "Map title", "text", per_language=True),
    Field(
        "number",
        "标准编号",
        "Standard number",
        prompt=("如 T/CEAMI 005-2025；示例图谱空着", "Such as T/CEAMI 005-2025; blank in an illustrative map"),
    ),
    Field("standard_version", "标准版本", "Standard version"),
    Field("standard_title", "标准名称", "Standard title", "text", per_language=True),
    Field("publisher", "发布机构", "Publisher", "text", per_language=True),
    Field(
        "inspired_title",
        "取材于",
        "Inspired by",
        "text",
        per_language=True,
        prompt=("示例图谱取材于何处：只写标题，不写编号", "What an illustrative map takes after: its title, no number"),
    ),
    Field("inspired_note", "取材说明", "About the inspiration", "text", per_language=True),
)
WORDS = Sheet(
    "words",
    "词表",
    "Vocabulary",
    (
        Field("field", "用于", "Used for", "text", 38, printed=True),
        Field("word", "可填写", "Word", "text", 24, printed=True),
        Field("meaning", "含义", "Meaning", "text", 52, printed=True),
        Field("english", "英文含义", "Meaning in English", "text", 52, printed=True),
    ),
    ("word", "meaning"),
    (
        (
            "下拉列表里的词。中文、英文写一个即可，全角半角都认。这里只作说明，改了不起作用。",
            "The words of the drop-down lists; either language will do. For reference: edits here have no effect.",
        ),
    ),
    "5A5A5A",
)
