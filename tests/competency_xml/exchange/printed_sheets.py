"""Hypothesis strategies: any standard as people print it, with what must come out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.competency_xml.exchange.sheets import LEFT, UP, Sheet

_VERBS = ("编制", "审核", "采集", "分析", "绘制", "评估", "优化", "维护", "配置", "推动")
_OBJECTS = (
    "质量计划",
    "检验方案",
    "过程数据",
    "控制图",
    "设备台账",
    "改进报告",
    "供应商档案",
    "3D模型",
    "5S现场",
    "追溯记录",
)
_ENDS = ("", "（Ａ类）", "，并形成记录", "与说明", " V2.0 版")
_ROLES = ("质量管理人员", "仓储管理人员", "首席数据官")
_LEVELS = ("初级", "中级", "高级", "三级/高级工", "二级/技师")
_HEADINGS = ("职业功能", "工作内容", "专业能力要求", "相关知识要求")
#: Function, then work, then texts of its abilities and knowledge, all with their codes.
Works = list[tuple[str, str, list[str], list[str]]]


@dataclass(frozen=True)
class PrintedLevel:
    """A level as it is printed: its role, label, direction, works, and weights by part and function (None is —)."""

    role: str
    label: str
    direction: str
    works: Works
    weights: dict[str, dict[str, int | None]]


@dataclass(frozen=True)
class PrintedStandard:
    """A standard: its sheets, and the levels that they must give, in order."""

    sheets: list[Sheet]
    levels: list[PrintedLevel]


@st.composite
def printed_standards(draw: st.DrawFn) -> PrintedStandard:
    """Draw a standard with up to two roles, levels and directions, weight tables, in one of many layouts."""
    roles = draw(st.lists(st.sampled_from(_ROLES), min_size=1, max_size=2, unique=True))
    levels = [level for role in roles for level in _levels(draw, role)]
    requirement_sheets = [_requirements(draw, level, f"要求{number}") for number, level in enumerate(levels)]
    weight_sheets = [
        _weights(draw, role, part, [level for level in levels if level.role == role], f"权重{number}{part[0]}")
        for number, role in enumerate(roles)
        for part in ("theory", "practical")
        if any(part in level.weights for level in levels if level.role == role)
    ]
    first = draw(st.booleans())
    sheets = [*weight_sheets, *requirement_sheets] if first else [*requirement_sheets, *weight_sheets]
    return PrintedStandard(sheets, levels)


def _levels(draw: st.DrawFn, role: str) -> list[PrintedLevel]:
    labels = draw(st.lists(st.sampled_from(_LEVELS), max_size=2, unique_by=lambda label: label[:2])) or [""]
    with_weights = draw(st.sets(st.sampled_from(["theory", "practical"])))
    found = []
    for label in labels:
        directions = draw(st.sampled_from([[""], ["过程质量", "现场物流"]])) if label else [""]
        for direction in directions:
            works = _works(draw)
            functions = list(dict.fromkeys(function for function, *_ in works))
            weights = {part: _shares(draw, functions, part) for part in sorted(with_weights)}
            found.append(PrintedLevel(role, label, direction, works, weights))
    return found


def _works(draw: st.DrawFn) -> Works:
    works: Works = []
    for f in range(1, draw(st.integers(1, 3)) + 1):
        function = f"{f}. {_text(draw, f'职能{f}')}"
        for w in range(1, draw(st.integers(1, 2)) + 1):
            code = f"{f}.{w}"
            abilities = [f"{code}.{n} 能{_text(draw, f'{n}')}" for n in range(1, draw(st.integers(1, 3)) + 1)]
            knowledge = [f"{code}.{n} {_text(draw, f'{n}')}的知识" for n in range(1, draw(st.integers(0, 2)) + 1)]
            works.append((function, f"{code} {_text(draw, f'第{code}项')}", abilities, knowledge))
    return works


def _text(draw: st.DrawFn, mark: str) -> str:
    parts = (draw(st.sampled_from(_VERBS)), draw(st.sampled_from(_OBJECTS)), draw(st.sampled_from(_ENDS)))
    return f"{parts[0]}{parts[1]}{mark}{parts[2]}"


def _shares(draw: st.DrawFn, functions: Sequence[str], part: str) -> dict[str, int | None]:
    """Return weights that sum to 100: of the basic requirements in the theory part, and of the functions."""
    names = [*(("职业道德", "基础知识") if part == "theory" else ()), *functions]
    cuts = sorted(draw(st.lists(st.integers(0, 20), min_size=len(names) - 1, max_size=len(names) - 1)))
    values = [(after - before) * 5 for before, after in zip([0, *cuts], [*cuts, 20], strict=True)]
    return {
        name: value if value else draw(st.sampled_from([None, 0])) for name, value in zip(names, values, strict=True)
    }


def _requirements(draw: st.DrawFn, level: PrintedLevel, name: str) -> Sheet:
    merged = draw(st.booleans())
    rows: list[Sequence[Any]] = [_HEADINGS]
    for number, (function, work, abilities, knowledge) in enumerate(level.works):
        goes_on = number > 0 and level.works[number - 1][0] == function
        shown = (UP if merged else draw(st.sampled_from([function, ""]))) if goes_on else function
        if draw(st.booleans()):
            rows.append((shown, work, "\n".join(abilities), "\n".join(knowledge)))
            continue
        for n, ability in enumerate(abilities):
            first = n == 0
            above = UP if merged else ""
            rows.append(
                (shown if first else above, work if first else above, ability, "\n".join(knowledge) if first else "")
            )
    direction = f" 职业方向：{level.direction}" if level.direction else ""
    return Sheet(name, (f"{level.role} {level.label}{direction} 工作要求",), rows)


def _weights(draw: st.DrawFn, role: str, part: str, levels: Sequence[PrintedLevel], name: str) -> Sheet:
    dash = draw(st.sampled_from(["—", "-", "", "／"]))
    sign = draw(st.sampled_from(["", "%", "％"]))
    title = {"theory": "理论知识权重表", "practical": "专业能力要求权重表"}[part]
    group = {"theory": "相关知识要求", "practical": "专业能力要求"}[part]
    header = ["项目", LEFT, *(_column_heading(level) for level in levels)]
    basic = [one for one in ("职业道德", "基础知识") if part == "theory"]
    functions = list(dict.fromkeys(function for level in levels for function, *_ in level.works))
    coded = draw(st.booleans()) and len({one.partition(" ")[2] for one in functions}) == len(functions)
    rows: list[list[Any]] = [header]
    for label, names in (("基本要求", basic), (group, functions)):
        for number, one in enumerate(names):
            values = [_value(level.weights[part], one, dash, sign) for level in levels]
            shown = one if coded or one in basic else one.partition(" ")[2]
            rows.append([UP if number else label, shown, *values])
    if draw(st.booleans()):
        rows.append(["合计", LEFT, *("100" for _ in levels)])
    return Sheet(name, (f"{role} {title}",), rows)


def _column_heading(level: PrintedLevel) -> str:
    if not level.label:
        return "权重（%）"
    direction = f"\n职业方向：{level.direction}" if level.direction else ""
    return f"{level.label}（%）{direction}"


def _value(weights: dict[str, int | None], name: str, dash: str, sign: str) -> str:
    value = weights.get(name)
    return dash if value is None else f"{value}{sign}"
