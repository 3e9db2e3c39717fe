"""Find the requirement tables in a grid: header rows by their headings, title rows above, data rows below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
_HINT = re.compile(
    "功能|职[能责业]|内容|任务|项目|能力|技能|知识|经[验历]|素[养质]|等级|级别|方向|function|work|task|abilit|skill|knowledge|experience|literacy|level|grade|direction",
    re.IGNORECASE,
)
#: Right of every column that a sheet can have.
_BEYOND = 1 << 20
_HEADING_PIECES = re.compile(r"[/／\n|｜（()）]")
_CODE_LED = re.compile(r"\s*[0-9０-９]+\s*[.．、]|\s*[（(]?[一二三四五六七八九十]+[)）、.．]")
#: The title of a table that a page break cut: none, 续表 3, 表 3（续）.
_CONTINUED = re.compile(r"(?:[（(]?(?:续表|续|接上表)\s*[0-9.]*[)）]?|表\s*[0-9.]+\s*[（(]?续[)）]?)?")
_NOTE_LED = re.compile(r"\s*(注|备注|说明|附注|note)\s*[:：0-9]?", re.IGNORECASE)


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


@dataclass(frozen=True)
class Table:
    """One table, or one part of it under a heading of its own: title, heading, columns, data rows, rows of notes."""

    grid: Grid
    title: str
    heading: str
    columns: Columns
    header_row: int
    rows: tuple[int, ...]
    note_rows: tuple[int, ...] = ()
    continues: bool = False


def tables_in(grid: Grid) -> Iterator[Table]:
    """Yield the tables of a grid, top to bottom, those side by side left to right."""
    headers = [(row, columns) for row in grid.rows for columns in _header_columns(grid, row)]
    for index, (row, columns) in enumerate(headers):
        above = [r for r, other in headers[:index] if r < row and _overlap(columns, other)]
        below = [r for r, other in headers[index + 1 :] if r > row and _overlap(columns, other)]
        title_rows = _title_rows(grid, row, columns, after=max(above, default=0))
        end = min(below, default=None)
        data = [r for r in grid.rows if r > row and (end is None or r < end)]
        if end is not None:
            next_title = _title_rows(grid, end, columns, after=row)
            data = [r for r in data if r not in next_title]
        title = " ".join(_row_text(grid, r, columns, row) for r in title_rows).strip()
        continues = bool(above) and _CONTINUED.fullmatch(title) is not None
        yield from _parts(grid, columns, row, data, "" if continues else title, continues=continues)


def _parts(
    grid: Grid, columns: Columns, header_row: int, data: list[int], title: str, *, continues: bool
) -> Iterator[Table]:
    """Split data rows where a heading runs across all columns: a level or direction of its own."""
    breaks = [row for row in data if _runs_across(grid, row, columns)]
    bounds = [-1, *(data.index(row) for row in breaks), len(data)]
    for part, (start, end) in enumerate(pairwise(bounds)):
        rows = data[start + 1 : end]
        heading = grid.text_at(data[start], columns.span[0]) if part else ""
        if not rows and (part or breaks):
            continue
        notes = tuple(row for row in rows if _is_note(grid, row, columns))
        yield Table(
            grid=grid,
            title=title,
            heading=heading,
            columns=columns,
            header_row=header_row,
            rows=tuple(row for row in rows if row not in notes and _anchors(grid, row, columns)),
            note_rows=notes,
            continues=continues and not part,
        )


def _header_columns(grid: Grid, row: int) -> list[Columns]:
    """Return the tables that start with this row as their header; none for any other row."""
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
            if heading.strip() and not _matches(_IGNORED_HEADING, heading):
                unknown.append(column)
            code_column = column if _matches(_CODE_HEADING, heading) else code_column
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


def _columns(group: dict[ColumnKind, int], codes: dict[int, int], unknown: Sequence[int], reach: range) -> Columns:
    own_codes = {column: code for column, code in codes.items() if column in group.values()}
    first, last = min(group.values()), max(group.values())
    others = tuple(column for column in unknown if first < column < last + 2 and column not in own_codes.values())
    return Columns(group, own_codes, others, reach)


def _is_header(group: dict[ColumnKind, int]) -> bool:
    return "work" in group and any(kind in group for kind in ITEM_KINDS)


def _kind_of(heading: str) -> ColumnKind | None:
    return next((kind for kind, pattern in _HEADINGS.items() if _matches(pattern, heading)), None)


def _matches(pattern: str, heading: str) -> bool:
    if not heading or len(heading) > 60:
        return False
    pieces = (heading, *_HEADING_PIECES.split(heading))
    return any(re.fullmatch(pattern, _plain(piece)) for piece in pieces)


def _plain(text: str) -> str:
    return re.sub(r"[\s.:*]+", "", unicodedata.normalize("NFKC", text)).lower()


def _overlap(one: Columns, other: Columns) -> bool:
    return one.span.start < other.span.stop and other.span.start < one.span.stop


def _title_rows(grid: Grid, header_row: int, columns: Columns, *, after: int) -> list[int]:
    """Return the rows that make the title of the table under `header_row`.

    Above a grid's first table, all rows; under another table, the rows that hold one text at the left and no code.
    """
    above = [row for row in grid.rows if after < row < header_row]
    if after == 0:
        return above
    found: list[int] = []
    for row in reversed(above):
        if len(_anchors(grid, row, columns)) != 1 or not _is_heading(grid, row, columns):
            break
        found.insert(0, row)
    return found


def _runs_across(grid: Grid, row: int, columns: Columns) -> bool:
    merge = grid.merge_at(row, columns.span[0])
    reaches = merge is not None and merge.right >= max(columns.by_kind.values())
    return reaches and _is_heading(grid, row, columns)


def _is_heading(grid: Grid, row: int, columns: Columns) -> bool:
    text = grid.text_at(row, columns.span[0])
    return bool(text.strip()) and not _CODE_LED.match(text) and not _NOTE_LED.match(text)


def _is_note(grid: Grid, row: int, columns: Columns) -> bool:
    anchors = _anchors(grid, row, columns)
    return len(anchors) == 1 and bool(_NOTE_LED.match(grid.text_at(*next(iter(anchors)))))


def _anchors(grid: Grid, row: int, columns: Columns) -> set[tuple[int, int]]:
    return {grid.anchor(row, column) for column in grid.shown_columns(row) if column in columns.span}


def _row_text(grid: Grid, row: int, columns: Columns, header_row: int) -> str:
    texts: list[str] = []
    seen: set[tuple[int, int]] = set()
    for column in grid.shown_columns(row):
        anchor = grid.anchor(row, column)
        if (
            column not in columns.reach
            or anchor in seen
            or anchor[0] != row
            or anchor == grid.anchor(header_row, column)
        ):
            continue
        seen.add(anchor)
        texts.append(grid.text_at(row, column).strip())
    return " ".join(filter(None, texts))
