"""Any grid under the right headings gives a map or a refusal: never a crash, never an item lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xml.check import check_map
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.grid import Cell, Grid, Range
from competency_xml.exchange.printed.assembly import printed_map
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.standard import StandardReader
from competency_xml.xml import map_bytes, parse_map

_PRINTED = """
1. 质量策划|1.1 制订计划|1.1.1 能编制计划|1.1.1 能编制\n1.1.2 能分解，|2. 控制|2.1 采集|2.1.1 能在|初级|中级|工作内容
专业能力要求|职业功能|注：说明|续表|—|3.2|能检验产品|质量管理人员（T/CEAMI 005-2025） 高级|1.1|（1）甲\n（2）乙
等级|一、策划|９．９．９　能说明
"""
_TEXTS = st.one_of(st.sampled_from(_PRINTED.replace("\\n", "\n").split("|")), st.text(max_size=6))
_KINDS = st.sampled_from(["text", "text", "text", "text", "number", "date", "error"])
_CELLS = st.builds(
    Cell, row=st.integers(2, 12), column=st.integers(1, 5), text=_TEXTS, kind=_KINDS, formula=st.just(False)
)
_RANGES = st.builds(
    lambda top, left, height, width: Range(top, left, top + height, left + width),
    *(st.integers(1, 12), st.integers(1, 5), st.integers(0, 4), st.integers(0, 4)),
)
_HEADER = [
    Cell(1, column, text)
    for column, text in enumerate(("职业功能", "工作内容", "专业能力要求", "相关知识要求", "等级"), start=1)
]


@settings(max_examples=400)
@given(st.lists(_CELLS, max_size=30), st.lists(_RANGES, max_size=4), st.booleans())
def test_any_grid_is_read(cells: list[Cell], merged: list[Range], with_levels: bool) -> None:
    notes = ReadingNotes("表.xlsx")
    reader = StandardReader(notes)
    header = _HEADER if with_levels else _HEADER[:4]
    reader.read(Grid("表", [*header, *(cell for cell in cells if cell.text.strip())], merged))
    draft = reader.finish()
    if not draft.roles:
        return
    competency_map = printed_map(draft, ImportOptions())
    check_map(competency_map)
    drafted = [
        item
        for role in draft.roles
        for level in role.levels
        for function in level.functions
        for work in function.works
        for item in work.items
    ]
    assert len(list(competency_map.items())) == len(drafted)
    assert parse_map(map_bytes(competency_map)) == competency_map
