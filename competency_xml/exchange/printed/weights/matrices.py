"""The header of a table whose columns are levels (初级（%） | 中级（%） …): weights, hours, exam times by level."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed.title import is_level, title_facts
from competency_xml.exchange.printed.weights.parts import part_named, says_weights

_WEIGHT_WORDS = re.compile(r"[（(]?\s*(?:%|百分比|百分数)\s*[)）]?|权重|比重|占比|分值比例|比例")
_NUMBER = re.compile(r"[-—–−－/／ーˉ\s]*|[0-9.]+\s*%?")
_LABEL_HEADING = re.compile(
    r"(?:项目|内容|要素|名称|指标|考核内容|(?:职业)?(?:技能|专业技术)?(?:等级|级别)|职业功能|[\s\\/／])*"
)
_MAX_HEADING = 40
#: Every heading that counts holds one of these: a quick look before the patterns.
HINT = "[级工师%％]|权重|比[重例]|占比|[LＬ][1-9]|junior|intermediate|senior"
_HINT = re.compile(HINT, re.IGNORECASE)
#: Rows that a header may have below its first: levels, directions, parts.
_SUB_HEADERS = 2
_ROWS_ABOVE = 5


@dataclass(frozen=True)
class ValueColumn:
    """A column of values: the level, direction and exam part that its heading names; '' and None where it is silent."""

    column: int
    level: str = ""
    direction: str = ""
    part: str | None = None


@dataclass(frozen=True)
class MatrixColumns:
    """The columns of one matrix: those left of the values name the rows. `bottom` is the last header row."""

    labels: range
    values: tuple[ValueColumn, ...]
    bottom: int

    @property
    def span(self) -> range:
        """Columns from the matrix's first to its last."""
        return range(self.labels.start, max(value.column for value in self.values) + 1)


def matrix_columns(grid: Grid, row: int, *, weights_told: bool) -> list[MatrixColumns]:
    """Return the matrices that start with this row as their header, left to right; none for any other row.

    One level alone makes a header only where something near speaks of weights; `weights_told`: the text above does.
    """
    groups = list(_groups(grid, row))
    if not groups:
        return []
    told = weights_told or says_weights(grid.name) or _told_above(grid, row)
    return [
        _with_sub_headers(grid, row, MatrixColumns(labels, tuple(values), row))
        for labels, values, weighty in groups
        if weighty or len({grid.anchor(row, value.column) for value in values}) > 1 or told
    ]


def _groups(grid: Grid, row: int) -> Iterator[tuple[range, list[ValueColumn], bool]]:
    """Yield label columns, value columns, and whether a heading speaks of weights, for each run of level headings."""
    start, weighty = 1, False
    values: list[ValueColumn] = []
    for column in grid.shown_columns(row):
        found = _value_heading(grid.text_at(row, column))
        if found is not None:
            value, says_so = found
            values.append(replace(value, column=column))
            weighty = weighty or says_so
        elif values:
            yield range(start, values[0].column), values, weighty
            start, values, weighty = column, [], False
    if values:
        yield range(start, values[0].column), values, weighty


def _value_heading(text: str) -> tuple[ValueColumn, bool] | None:
    """Return the level and direction that a heading is, and whether it speaks of weights; None for any other cell."""
    if len(text) > _MAX_HEADING or not _HINT.search(text):
        return None
    plain = re.sub(r"\s*/\s*", "/", unicodedata.normalize("NFKC", text))
    bare = _WEIGHT_WORDS.sub(" ", plain)
    weighty = bare != plain
    words = " ".join(bare.split())
    if not words.strip(" ()"):
        return (ValueColumn(0), True) if weighty else None
    if is_level(words.replace(" ", "")):
        return ValueColumn(0, words.replace(" ", "")), weighty
    facts = title_facts(words)
    if facts.level and not facts.role and not facts.number:
        return ValueColumn(0, facts.level, facts.direction), weighty
    return None


def _told_above(grid: Grid, row: int) -> bool:
    rows = [above for above in grid.rows if above < row][-_ROWS_ABOVE:]
    return any(says_weights(grid.text_at(above, column)) for above in rows for column in grid.shown_columns(above))


def _with_sub_headers(grid: Grid, row: int, columns: MatrixColumns) -> MatrixColumns:
    """Take in the header rows below the first: what they say of each column."""
    below = [one for one in grid.rows if one > row][:_SUB_HEADERS]
    for one in below:
        if not _is_sub_header(grid, one, columns):
            break
        values = tuple(_refined(grid, one, value, columns.bottom) for value in columns.values)
        columns = MatrixColumns(columns.labels, values, one)
    return columns


def _is_sub_header(grid: Grid, row: int, columns: MatrixColumns) -> bool:
    labels = [grid.text_at(row, column) for column in columns.labels if grid.anchor(row, column)[0] > columns.bottom]
    texts = [
        grid.text_at(row, value.column)
        for value in columns.values
        if grid.anchor(row, value.column)[0] > columns.bottom
    ]
    named = [text for text in texts if text.strip()]
    return (
        bool(named)
        and all(_LABEL_HEADING.fullmatch(label.strip()) for label in labels)
        and all(len(text) <= _MAX_HEADING and not _NUMBER.fullmatch(_plain(text)) for text in named)
    )


def _refined(grid: Grid, row: int, value: ValueColumn, bottom: int) -> ValueColumn:
    text = grid.text_at(row, value.column)
    if grid.anchor(row, value.column)[0] <= bottom or not text.strip():
        return value
    found = _value_heading(text)
    if found is not None and found[0].level:
        return replace(value, level=found[0].level, direction=found[0].direction or value.direction)
    part = part_named(text)
    if part is not None:
        return replace(value, part=part)
    plain = re.sub(r"(?:职业|专业)?方向[：:]?", "", _WEIGHT_WORDS.sub("", _plain(text)))
    return replace(value, direction=plain or value.direction)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
