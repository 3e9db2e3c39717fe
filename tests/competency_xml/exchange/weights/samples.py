"""A standard of two levels with its weight tables, as people set them out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from competency_xml.model import CompetencyMap
from tests.competency_xml.exchange.sheets import LEFT, UP, Sheet
from tests.competency_xml.workbooks import HEADINGS

TITLE = "质量管理人员（T/CEAMI 005-2025）"
_ROWS: tuple[Sequence[str], ...] = (
    ("1. 质量策划", "1.1 制订质量计划", "1.1.1 能编制质量计划\n1.1.2 能分解质量目标", "1.1.1 质量计划的内容"),
    (UP, "1.2 设计检验方案", "1.2.1 能选择抽样方案", "1.2.1 抽样检验知识"),
    ("2. 质量控制", "2.1 采集质量数据", "2.1.1 能采集过程数据", "2.1.1 统计过程控制知识"),
)
_MORE: tuple[Sequence[str], ...] = (("3. 质量改进", "3.1 改进过程", "3.1.1 能改进过程", "3.1.1 改进的方法"),)


def requirement_sheet(level: str, name: str = "", *, functions: int = 2, title: str = TITLE) -> Sheet:
    """Return the requirements of a level: the functions 质量策划 and 质量控制, and 质量改进 as the third."""
    rows = (*_ROWS, *_MORE) if functions == 3 else _ROWS
    return Sheet(name or f"要求 {level}", (f"{title} {level} 工作要求",), (HEADINGS, *rows))


def theory_rows(*more: Sequence[Any]) -> list[Sequence[Any]]:
    """Return the rows of a sound theory table over 初级 and 中级; `more` stand before the total."""
    return [
        ("项目", LEFT, "初级\n（%）", "中级\n（%）"),
        ("基本要求", "职业道德", "5", "5"),
        (UP, "基础知识", "20", "15"),
        ("相关知识要求", "质量策划", "45", "40"),
        (UP, "质量控制", "30", "25"),
        (UP, "质量改进", "—", "15"),
        *more,
        ("合计", LEFT, "100", "100"),
    ]


def practical_rows() -> list[Sequence[Any]]:
    """Return the rows of a sound table of the abilities."""
    return [
        ("项目", LEFT, "初级（%）", "中级（%）"),
        ("专业能力要求", "质量策划", "60", "40"),
        (UP, "质量控制", "40", "40"),
        (UP, "质量改进", "—", "20"),
        ("合计", LEFT, "100", "100"),
    ]


THEORY = "理论知识权重表"
PRACTICAL = "专业能力要求权重表"
#: The weights of both levels, by part, of `theory_rows` and `practical_rows`.
SOUND = {
    "quality.junior": {
        "theory": {"basic.ethics": 5, "basic.foundation": 20, "f1": 45, "f2": 30},
        "practical": {"f1": 60, "f2": 40},
    },
    "quality.intermediate": {
        "theory": {"basic.ethics": 5, "basic.foundation": 15, "f1": 40, "f2": 25, "f3": 15},
        "practical": {"f1": 40, "f2": 40, "f3": 20},
    },
}


def requirement_sheets() -> list[Sheet]:
    """Return the requirements of both levels; the lower one has no 质量改进."""
    return [requirement_sheet("初级"), requirement_sheet("中级", functions=3)]


def weights_in(competency_map: CompetencyMap) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the weights of a map by level and part, functions by the end of their ids."""
    return {
        level.id: {
            table.part: {one.ref.removeprefix(f"{level.id}."): one.percent for one in table.weights}
            for table in level.weights
        }
        for level in competency_map.levels()
    }
