"""Any weight table, clause or list beside a sound table gives a map or findings: no crash, no invented weight."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xml.check import check_map
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.grid import Cell, Grid, Range
from competency_xml.exchange.printed.amounts import number_in
from competency_xml.exchange.printed.assembly import assembled_map
from competency_xml.exchange.printed.conditions.clauses import Passage
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.standard import Before, StandardReader
from competency_xml.exchange.printed.title import title_facts
from competency_xml.xml import map_bytes, parse_map

_WORDS = st.sampled_from(
    [
        *(
            "项目",
            "初级（%）",
            "中级",
            "高级\n（%）",
            "权重（%）",
            "技能等级",
            "职业方向：物流",
            "理论知识",
            "专业能力（%）",
        ),
        *(
            "基本要求",
            "职业道德",
            "基础知识",
            "法律法规",
            "相关知识要求",
            "技能要求",
            "质量策划",
            "1. 质量控制",
            "编制计划",
        ),
        *(
            "5",
            "１０%",
            "—",
            "-",
            "一",
            "0",
            "0.25",
            "100",
            "合计",
            "小计",
            "约5",
            "注：说明",
            "续表",
            "等级",
            "标准学时",
        ),
        *(
            "申报条件",
            "考核科目",
            "考试时间",
            "满分",
            "合格分",
            "理论知识考试时间（min）",
            "（1）甲；（2）乙",
            "64 学时",
            "4.1 理论知识权重表",
        ),
        *(
            "初级不少于 64 标准学时",
            "具备以下条件之一者，可申报初级：",
            "理论知识考试时间不少于90min",
            "培训期限",
            "鉴定方式",
        ),
    ]
)
_TEXTS = st.one_of(_WORDS, _WORDS, _WORDS, st.text(max_size=5))
_CELLS = st.builds(
    Cell,
    row=st.integers(1, 8),
    column=st.integers(1, 5),
    text=_TEXTS.filter(str.strip),
    kind=st.sampled_from(["text", "text", "number", "error"]),
    formula=st.booleans(),
)
_RANGES = st.builds(
    lambda top, left, height, width: Range(top, left, top + height, left + width),
    *(st.integers(1, 8), st.integers(1, 5), st.integers(0, 3), st.integers(0, 3)),
)
_ANY = st.builds(
    Grid, st.sampled_from(["权重表", "概况", "Table2"]), st.lists(_CELLS, max_size=30), st.lists(_RANGES, max_size=3)
)


def _headed(rows: list[tuple[str, str, str]], merged: list[Range]) -> Grid:
    """Return a grid that begins as a weight table does."""
    cells = [Cell(1, 1, "项目"), Cell(1, 3, "初级（%）")]
    cells += [Cell(r, c, text) for r, row in enumerate(rows, 2) for c, text in enumerate(row, 1) if text.strip()]
    return Grid("权重表", cells, merged)


_ROWS = st.tuples(
    st.sampled_from(["", "基本要求", "相关知识要求", "技能要求", "合计"]),
    st.sampled_from(["质量策划", "2、质量控制", "职业道德", "质量管控", "编制计划", ""]),
    st.sampled_from(["5", "１０%", "—", "", "0.25", "75", "约5", "0"]),
)
_GRIDS = st.one_of(_ANY, st.builds(_headed, st.lists(_ROWS, max_size=6), st.lists(_RANGES, max_size=1)))


def _sound() -> Grid:
    rows = (
        ("质量管理人员 初级", "", "", ""),
        ("职业功能", "工作内容", "专业能力要求", "相关知识要求"),
        ("1. 质量策划", "1.1 编制计划", "1.1.1 能编制计划", "1.1.1 计划的内容"),
        ("2. 质量控制", "2.1 采集数据", "2.1.1 能采集数据", "2.1.1 数据的内容"),
    )
    cells = [Cell(r, c, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text]
    return Grid("要求", cells, [Range(1, 1, 1, 4)])


@settings(max_examples=200)
@given(
    st.lists(_GRIDS, max_size=3),
    st.lists(_TEXTS, max_size=6),
    st.sampled_from(["", "理论知识权重表", "4.2 中级"]),
    st.booleans(),
)
def test_anything_beside_a_sound_table_is_survived(
    grids: list[Grid], lines: list[str], title: str, adjoins: bool
) -> None:
    notes = ReadingNotes("表.xlsx")
    reader = StandardReader(notes)
    for line in lines:
        reader.passage(Passage(line, "Paragraph1"))
    reader.read(_sound())
    for grid in grids:
        reader.read(grid, Before(title_facts(title), (title,) if title else (), adjoins=adjoins))
    assembled = assembled_map(reader.finish(), ImportOptions())
    competency_map = assembled.map
    check_map(competency_map, weight_place=assembled.weight_place)
    assert parse_map(map_bytes(competency_map)) == competency_map
    numbers = {cell.text for grid in grids for row in grid.rows for c in grid.columns if (cell := grid.cell_at(row, c))}
    for level in competency_map.levels():
        for table in level.weights:
            assert all(one.percent is None or _stands_in(one.percent, numbers) for one in table.weights)


def _stands_in(percent: Decimal, texts: set[str]) -> bool:
    """Whether a percentage is the number, or a hundred times the fraction, of one of the texts."""
    numbers = {number for text in texts if (number := number_in(text)) is not None}
    return percent in numbers or percent / 100 in numbers
