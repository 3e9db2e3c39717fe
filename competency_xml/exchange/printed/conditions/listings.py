"""The header of a table of hours (标准学时), entry conditions (申报条件) or exams: a row per level or part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed.headings import matches

ListKind = Literal[
    "level", "direction", "total", "theory", "practice", "entry", "part", "minutes", "maximum", "passing"
]
_UNIT = "(分钟|min|学时|课时|小时|h|分)?"
_HEADINGS: dict[ListKind, str] = {
    "level": "(职业|技能|专业技术)*(等级|级别)|levels?",
    "direction": "(职业|专业)?方向|directions?",
    "total": f"(标准|培训|总|合计)*(学时|课时|培训时间|培训期限)(合计|总计)?{_UNIT}|hours|totalhours",
    "theory": f"理论(知识)?(培训|教学)?(学时|课时){_UNIT}|theoryhours",
    "practice": f"(实操|实践|实训|技能|操作|实习)(培训|教学)?(学时|课时){_UNIT}|practicehours",
    "entry": "(申报|报考|申请|报名|准入)条件|entry(conditions?)?",
    "part": "(考核|考试|鉴定|评价|测试)(部分|科目|项目|方式|内容|形式)|part|exam(part)?",
    "minutes": f"((考核|考试|鉴定|评价|测试)?(时间|时长)|minutes){_UNIT}",
    "maximum": f"满分(值)?|总分(值)?|分值{_UNIT}|max(imum)?",
    "passing": f"(合格|及格)(分|分数|分数线|线|标准){_UNIT}|pass(ing)?",
}
#: Every heading that counts holds one of these: a quick look before the patterns.
HINT = (
    "等级|级别|方向|学时|课时|培训|条件|科目|部分|方式|时[间长]|满分|总分|分值|[合及]格"
    "|level|direction|hours|entry|part|min|max|pass"
)
_HINT = re.compile(HINT, re.IGNORECASE)
_HOURS: frozenset[ListKind] = frozenset(("total", "theory", "practice"))
_RULES: frozenset[ListKind] = frozenset(("minutes", "maximum", "passing"))


@dataclass(frozen=True)
class ListColumns:
    """Which column of a listing holds what."""

    by_kind: dict[ListKind, int]

    @property
    def span(self) -> range:
        """Columns from the listing's first to its last."""
        return range(min(self.by_kind.values()), max(self.by_kind.values()) + 1)


def list_kind(heading: str) -> ListKind | None:
    """Return what a heading of a listing, or the label of a row, is about."""
    if not _HINT.search(heading):
        return None
    return next((kind for kind, pattern in _HEADINGS.items() if matches(pattern, heading)), None)


def list_columns(grid: Grid, row: int) -> ListColumns | None:
    """Return the listing that starts with this row as its header, or None."""
    by_kind: dict[ListKind, int] = {}
    for column in grid.shown_columns(row):
        kind = list_kind(grid.text_at(row, column))
        if kind is not None:
            by_kind.setdefault(kind, column)
    kinds = by_kind.keys()
    by_level = not kinds.isdisjoint(("level", "direction")) and not kinds.isdisjoint({*_HOURS, "entry"})
    by_part = "part" in kinds and not kinds.isdisjoint(_RULES)
    return ListColumns(by_kind) if by_level or by_part else None
