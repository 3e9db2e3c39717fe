"""Weight tables matched to levels, functions and works by their names, once all tables are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from competency_xml.codes import split_code
from competency_xml.exchange.printed.draft import (
    DraftBasic,
    DraftFunction,
    DraftLevel,
    DraftRole,
    DraftStandard,
    DraftWeight,
    DraftWeights,
    DraftWork,
)
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.title import TitleFacts
from competency_xml.exchange.printed.weights.matrices import ValueColumn
from competency_xml.exchange.printed.weights.parts import THEORY
from competency_xml.exchange.printed.weights.table import WeightRow, WeightTable
from competency_xml.identity import level_slug

_PUNCTUATION = re.compile(r"[\s、，,。.·•:：;；\-—–_（）()“”\"'《》]+")
_ALIKE = 0.6
Part = TypeVar("Part", DraftFunction, DraftWork)


@dataclass(frozen=True)
class TitledWeights:
    """A weight table and what its titles say of role, level and direction."""

    table: WeightTable
    facts: TitleFacts


class Weigher:
    """Hands the weights of printed tables to the levels of a standard."""

    def __init__(self, standard: DraftStandard, notes: ReadingNotes) -> None:
        self._standard = standard
        self._notes = notes

    def weigh(self, titled: TitledWeights) -> None:
        """Take in one weight table."""
        table = titled.table
        self._check_totals(table)
        role = self._role(titled)
        if role is None:
            return
        self._note_unknown_names(table, role)
        silent = [column for column in table.columns if column.part is None]
        if table.part is None and silent and any(row.part is None for row in table.rows):
            self._notes.weight_part(table.places[silent[0].column])
        for column in table.columns:
            levels = _levels_of(role, column, titled.facts)
            if not levels:
                self._notes.weight_level(table.places[column.column], column.level or titled.facts.level)
            for level in levels:
                self._weigh_level(level, column, table, role)

    def note_unweighted(self) -> None:
        """Note the functions that a weight table passes over though it weighs others of their level."""
        for role in self._standard.roles:
            for level in role.levels:
                for weights in level.weights:
                    self._note_unweighted_in(level, weights)

    def _note_unweighted_in(self, level: DraftLevel, weights: DraftWeights) -> None:
        weighed = {id(weight.target) for weight in (*weights.weights, *weights.unread)}
        if not any(id(function) in weighed for function in level.functions):
            return
        for function in level.functions:
            if id(function) not in weighed and not any(id(work) in weighed for work in function.works):
                self._notes.weight_missing(weights.place, function.text or function.place)

    def _weigh_level(self, level: DraftLevel, column: ValueColumn, table: WeightTable, role: DraftRole) -> None:
        for row in table.rows:
            value = next((one for one in row.values if one.column == column), None)
            if value is None:
                continue
            target = self._basic(row) if row.is_basic else _target(row, level, role)
            if target is None:
                if value.percent and _is_known(row, role):
                    self._notes.weight_elsewhere(value.place, row.name, level.label or level.direction)
                continue
            part = column.part or table.part or row.part or THEORY
            weights = _weights_of(level, part, _sum_place(table, column))
            known = weights.weights if value.is_read else weights.unread
            known.append(DraftWeight(target, value.percent, value.place))

    def _basic(self, row: WeightRow) -> DraftBasic:
        known = next((one for one in self._standard.basic if bare_name(one.text) == bare_name(row.name)), None)
        if known is None:
            known = DraftBasic(split_code(row.name, 1)[1].strip(), row.place)
            self._standard.basic.append(known)
        return known

    def _role(self, titled: TitledWeights) -> DraftRole | None:
        """Return the role that a weight table is about: the one it names, else the one whose functions it names."""
        roles = self._standard.roles
        named = next((role for role in roles if titled.facts.role and role.name == titled.facts.role), None)
        if named is not None or len(roles) < 2:
            return named or (roles[0] if roles else None)
        names = {bare_name(row.name) for row in titled.table.rows if not row.is_basic}
        return max(roles, key=lambda role: len(names & {bare_name(function.text) for function in _functions(role)}))

    def _note_unknown_names(self, table: WeightTable, role: DraftRole) -> None:
        names = {bare_name(function.text): function.text for function in _functions(role)}
        for row in table.rows:
            if row.is_basic or _is_known(row, role):
                continue
            near = get_close_matches(bare_name(row.name), [name for name in names if name], 1, _ALIKE)
            self._notes.weight_name(row.place, row.name, names[near[0]] if near else "")

    def _check_totals(self, table: WeightTable) -> None:
        for total in table.totals:
            values = [value for row in table.rows for value in row.values if value.column == total.column]
            computed = sum((value.percent for value in values if value.percent is not None), Decimal(0))
            if total.percent is not None and total.percent != computed:
                self._notes.weight_total(total.place, total.percent, computed)


def bare_name(text: str) -> str:
    """Return a name by which a function or basic requirement is known, without code, spaces and punctuation."""
    plain = unicodedata.normalize("NFKC", split_code(text, 1)[1])
    return _PUNCTUATION.sub("", plain).lower()


def same_level(one: str, other: str) -> bool:
    """Return whether two wordings name one level: 三级 and 三级/高级工."""
    slug = level_slug(one)
    return one == other or (slug is not None and slug == level_slug(other))


def _levels_of(role: DraftRole, column: ValueColumn, facts: TitleFacts) -> list[DraftLevel]:
    """Return the levels that a column is about; one without a direction is about all directions of its level."""
    label = column.level or facts.level
    direction = column.direction or facts.direction
    found = [level for level in role.levels if same_level(level.label, label)] if label else role.levels
    if direction:
        found = [level for level in found if bare_name(level.direction) == bare_name(direction)]
    return found if label or direction or len(found) == 1 else []


def _weights_of(level: DraftLevel, part: str, place: str) -> DraftWeights:
    found = next((weights for weights in level.weights if weights.part == part), None)
    if found is None:
        found = DraftWeights(part, place)
        level.weights.append(found)
    return found


def _sum_place(table: WeightTable, column: ValueColumn) -> str:
    return next((total.place for total in table.totals if total.column == column), table.places[column.column])


def _target(row: WeightRow, level: DraftLevel, role: DraftRole) -> DraftFunction | DraftWork | None:
    """Return the function or work of a level that a row names; a function that lost its name, by its number."""
    names = [bare_name(name) for name in row.names]
    function = _named(level.functions, names[-1])
    if function is not None:
        return function
    above = _named(level.functions, names[-2]) if len(names) > 1 else None
    for one in [above] if above is not None else level.functions:
        work = _named(one.works, names[-1])
        if work is not None:
            return work
    numbers = {function.number for function in _functions(role) if bare_name(function.text) == names[-1]}
    nameless = [one for one in level.functions if not one.text and one.number is not None and one.number in numbers]
    return nameless[0] if len(nameless) == 1 else None


def _named(parts: Sequence[Part], name: str) -> Part | None:
    return next((part for part in parts if name and bare_name(part.text) == name), None)


def _is_known(row: WeightRow, role: DraftRole) -> bool:
    return any(_target(row, level, role) is not None for level in role.levels)


def _functions(role: DraftRole) -> Iterator[DraftFunction]:
    for level in role.levels:
        yield from level.functions
