"""The header row of a requirement table: which column holds what, by its heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from competency_xml.exchange.grid import Grid
from competency_xml.model import ITEM_KINDS, ItemKind

ColumnKind = Literal["function", "work", "ability", "knowledge", "experience", "literacy", "level", "direction"]
_HEADINGS: dict[ColumnKind, str] = {
    "function": "职业功能|工作职能|功能模块|功能|职能|(job|occupational)?functions?",
    "work": "工作内容|工作任务|典型工作任务|工作项目|work(content|task)?s?|tasks?",
    "ability": "(专业|职业|岗位)?(能力|技能)(要求|项|点)?|(professional)?(abilit(y|ies)|skills?)(requirements?)?",
    "knowledge": "(相关|专业|理论)?知识(要求|点)?|(related|professional)?knowledge(requirements?)?",
    "experience": "(工作|从业|相关|专业|实践)?(经验|经历)(要求)?|(work)?experience(requirements?)?",
    "literacy": "(职业|专业|综合|数字|相关)?(素养|素质)(要求)?|literacy(requirements?)?",
    "level": "(职业|技能|能力)?(等级|级别)|levels?|grades?",
    "direction": "(职业|专业)?方向|directions?",
}
_CODE_HEADING = "编号|代码|编码|codes?"
_IGNORED_HEADING = "序号|备注|说明|no|remarks?|notes?"
#: Every heading that counts holds one of these: a quick look before the patterns.
HINT = (
    "功能|职[能责业]|内容|任务|项目|能力|技能|知识|经[验历]|素[养质]|等级|级别|方向"
    "|function|work|task|abilit|skill|knowledge|experience|literacy|level|grade|direction"
)
_HINT = re.compile(HINT, re.IGNORECASE)
#: Right of every column that a sheet can have.
_BEYOND = 1 << 20
_HEADING_PIECES = re.compile(r"[/／\n|｜（()）]")


@dataclass(frozen=True)
class Columns:
    """Which column of a grid holds what; `codes` maps a column to the one left of it that holds its codes.

    `reach` are the columns in which a title may stand: up to the tables at either side.
    """

    by_kind: dict[ColumnKind, int]
    codes: dict[int, int] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()
    reach: range = range(1, 1)

    @property
    def span(self) -> range:
        """Columns from the table's first to its last."""
        used = [*self.by_kind.values(), *self.codes.values(), *self.unknown]
        return range(min(used), max(used) + 1)

    @property
    def item_columns(self) -> list[tuple[ItemKind, int]]:
        """Item kinds and their columns, left to right."""
        found = [(kind, self.by_kind[kind]) for kind in ITEM_KINDS if kind in self.by_kind]
        return sorted(found, key=lambda pair: pair[1])


def header_columns(grid: Grid, row: int) -> list[Columns]:
    """Return the tables that start with this row as their header, left to right; none for any other row."""
    groups: list[dict[ColumnKind, int]] = [{}]
    codes: dict[int, int] = {}
    unknown: list[int] = []
    code_column: int | None = None
    columns = grid.shown_columns(row)
    if sum(bool(_HINT.search(grid.text_at(row, column))) for column in columns) < 2:
        return []
    for column in columns:
        heading = grid.text_at(row, column)
        kind = _kind_of(heading)
        if kind is None:
            if heading.strip() and not matches(_IGNORED_HEADING, heading):
                unknown.append(column)
            code_column = column if matches(_CODE_HEADING, heading) else code_column
            continue
        if kind in groups[-1]:
            if grid.anchor(row, column) == grid.anchor(row, groups[-1][kind]):
                continue
            groups.append({})
        groups[-1][kind] = column
        if code_column is not None:
            codes[column] = code_column
            code_column = None
    starts = [1, *(min(group.values()) for group in groups[1:]), _BEYOND]
    return [
        _columns(group, codes, unknown, range(start, end))
        for group, (start, end) in zip(groups, pairwise(starts), strict=True)
        if _is_header(group)
    ]


def matches(pattern: str, heading: str) -> bool:
    """Return whether a heading, or a piece of it between slashes, brackets or lines, is what a pattern asks for."""
    if not heading or len(heading) > 60:
        return False
    return any(re.fullmatch(pattern, piece) for piece in _pieces(heading))


def _columns(group: dict[ColumnKind, int], codes: dict[int, int], unknown: Sequence[int], reach: range) -> Columns:
    own_codes = {column: code for column, code in codes.items() if column in group.values()}
    first, last = min(group.values()), max(group.values())
    others = tuple(column for column in unknown if first < column < last + 2 and column not in own_codes.values())
    return Columns(group, own_codes, others, reach)


def _is_header(group: dict[ColumnKind, int]) -> bool:
    return "work" in group and any(kind in group for kind in ITEM_KINDS)


def _kind_of(heading: str) -> ColumnKind | None:
    return next((kind for kind, pattern in _HEADINGS.items() if matches(pattern, heading)), None)


@lru_cache(maxsize=1024)
def _pieces(heading: str) -> tuple[str, ...]:
    return tuple(map(_plain, (heading, *_HEADING_PIECES.split(heading))))


def _plain(text: str) -> str:
    return re.sub(r"[\s.:*]+", "", unicodedata.normalize("NFKC", text)).lower()
