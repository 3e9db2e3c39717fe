"""Hours, entry conditions and exam parts that stand in tables: a row per level or part, or a column per level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed.amounts import number_in
from competency_xml.exchange.printed.conditions.listings import ListColumns, ListKind, list_kind
from competency_xml.exchange.printed.conditions.wordings import (
    Conditions,
    LevelEntry,
    LevelExam,
    LevelHours,
    entries_in,
)
from competency_xml.exchange.printed.regions import Region
from competency_xml.exchange.printed.title import TitleFacts
from competency_xml.exchange.printed.weights.matrices import MatrixColumns
from competency_xml.exchange.printed.weights.parts import part_named

_UNIT = re.compile(r"(?:个)?(?:标准)?(?:学时|课时)|分钟|min|分|不少于|≥|[约共]", re.IGNORECASE)
_HOURS: tuple[ListKind, ...] = ("total", "theory", "practice")


def listed_conditions(grid: Grid, region: Region, columns: ListColumns, facts: TitleFacts) -> Conditions:
    """Return what a listing says; a blank level cell goes on with the one above, none at all means `facts`' level."""
    conditions = Conditions()
    level = facts.level
    for row in region.rows:
        texts = {kind: grid.text_at(row, column).strip() for kind, column in columns.by_kind.items()}
        level = texts.get("level") or level
        conditions.hours.extend(_hours(level, texts))
        if texts.get("entry") and _begins(grid, row, columns.by_kind["entry"]):
            conditions.entries.extend(_entries(level, texts["entry"]))
        part = _part(texts.get("part", ""))
        if part is not None:
            conditions.exams.append(_exam(level, part, texts))
    return conditions


def matrix_conditions(grid: Grid, region: Region, columns: MatrixColumns) -> Conditions | None:
    """Return the conditions that stand in columns per level; None where no row is one."""
    conditions = Conditions()
    understood = False
    for row in region.rows:
        label = " ".join(dict.fromkeys(grid.text_at(row, column).strip() for column in columns.labels)).strip()
        kind = list_kind(label)
        if kind is None and (minutes_of := part_named(re.sub(r"时间.*|[（(].*", "", label))) is not None:
            understood = True
            conditions.exams.extend(_timed(grid, row, columns, minutes_of, label))
        for value in columns.values:
            text = grid.text_at(row, value.column).strip()
            if kind in _HOURS:
                understood = True
                conditions.hours.extend(_hours(value.level, {kind: text}))
            elif kind == "entry":
                understood = True
                conditions.entries.extend(_entries(value.level, text))
    return conditions if understood else None


def _hours(level: str, texts: dict[ListKind, str]) -> Iterator[LevelHours]:
    for component in _HOURS:
        amount = _amount(texts.get(component, ""))
        if amount is not None:
            yield LevelHours(level, component, amount)


def _entries(level: str, text: str) -> list[LevelEntry]:
    found = entries_in(text.split("\n"))
    if not found:
        found = [LevelEntry("", None, text)] if text else []
    return [replace(entry, level=entry.level or level) for entry in found]


def _exam(level: str, part: tuple[str, str], texts: dict[ListKind, str]) -> LevelExam:
    minutes = _amount(texts.get("minutes", ""))
    return LevelExam(
        level=level,
        part=part[0],
        label=part[1],
        minutes=None if minutes is None else int(minutes),
        maximum=_amount(texts.get("maximum", "")),
        passing=_amount(texts.get("passing", "")),
    )


def _timed(grid: Grid, row: int, columns: MatrixColumns, part: str, label: str) -> Iterator[LevelExam]:
    name = re.sub(r"(?:考试|考核)?时间.*|[（(].*", "", label)
    for value in columns.values:
        minutes = _amount(grid.text_at(row, value.column))
        if minutes is not None:
            yield LevelExam(value.level, part, name, int(minutes))


def _part(text: str) -> tuple[str, str] | None:
    """Return the part that a cell names, and its name without 考试, 考核."""
    part = part_named(text)
    return None if part is None else (part, re.sub("(?:考试|考核|评审|测试)$", "", text) or text)


def _amount(text: str) -> Decimal | None:
    return number_in(_UNIT.sub("", text))


def _begins(grid: Grid, row: int, column: int) -> bool:
    return grid.anchor(row, column)[0] == row
