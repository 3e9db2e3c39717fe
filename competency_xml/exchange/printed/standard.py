"""The tables of all sheets → one draft standard: which table is about which role, level and direction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from competency_xml.codes import split_code
from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed.draft import DraftLevel, DraftRole
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.rows import RowReader
from competency_xml.exchange.printed.tables import Table, tables_in
from competency_xml.exchange.printed.title import TitleFacts, title_facts
from competency_xml.limits import MAX_PARTS
from foundation.text import both


@dataclass
class DraftStandard:
    """What a file says of its standard, and its roles in order of appearance."""

    number: str | None = None
    occupation: str | None = None
    title: str = ""
    roles: list[DraftRole] = field(default_factory=list)


class StandardReader:
    """Reads grid after grid; tables of one role, level and direction add up."""

    def __init__(self, notes: ReadingNotes) -> None:
        self._notes = notes
        self._standard = DraftStandard()
        self._level: DraftLevel | None = None
        self._items = 0

    def read(self, grid: Grid) -> None:
        """Read every table of a grid."""
        tables = list(tables_in(grid))
        if not tables:
            self._notes.sheet_without_table(grid.name)
            return
        for row, column in grid.cleaned:
            self._notes.control_characters(grid.place(row, column))
        for table in tables:
            self._table(table)

    def finish(self) -> DraftStandard:
        """Return what was read."""
        return self._standard

    def _table(self, table: Table) -> None:
        self._note_leftovers(table)
        facts = self._facts(table)
        place = table.grid.place(table.header_row, table.columns.span[0])
        reader = RowReader(table, self._notes)
        goes_on = self._level if table.continues else None
        if goes_on is not None:
            reader.continue_with(goes_on)
        elif not (facts.role or facts.number or facts.occupation or self._standard.roles):
            self._notes.untitled(place)
        names_rows = not table.columns.by_kind.keys().isdisjoint(("level", "direction"))
        start = None if names_rows else goes_on or self._start_level(facts, table, place)
        for row in table.rows:
            self._level = start or self._level_of_row(row, facts, table)
            self._items += reader.read_row(row, self._level)
            if self._items > MAX_PARTS:
                raise _too_many_items(self._notes.file, table.grid.place(row, table.columns.span[0]))
        reader.finish()

    def _note_leftovers(self, table: Table) -> None:
        grid = table.grid
        for column in table.columns.unknown:
            place = grid.place(table.header_row, column)
            self._notes.unknown_column(place, grid.text_at(table.header_row, column))
        for row in table.note_rows:
            column = grid.shown_columns(row)[0]
            self._notes.note_row(grid.place(row, column), grid.text_at(row, column))

    def _facts(self, table: Table) -> TitleFacts:
        """Return what title and heading say; the heading, being nearer, wins."""
        facts = title_facts(table.title, table.grid.name)
        standard = self._standard
        standard.number = standard.number or facts.number
        standard.occupation = standard.occupation or facts.occupation
        standard.title = standard.title or facts.standard_title
        if not table.heading:
            return facts
        nearer = title_facts(table.heading)
        if not nearer.says_something():
            self._notes.unknown_heading(table.grid.place(table.rows[0] - 1, table.columns.span[0]), table.heading)
            return facts
        return replace(
            facts,
            role=nearer.known_role.zh if nearer.known_role else facts.role,
            level=nearer.level or facts.level,
            direction=nearer.direction or facts.direction,
        )

    def _start_level(self, facts: TitleFacts, table: Table, place: str) -> DraftLevel:
        """Return the level that a table is about.

        Tables that name none add up to one, unless their codes say the same works again: then each sheet is a level.
        """
        role = self._role(facts.role, place)
        label = facts.level
        if not label and not facts.direction:
            unnamed = next((level for level in role.levels if not level.label and not level.direction), None)
            if unnamed is not None and unnamed.work_codes() & _work_codes(table):
                unnamed.label = unnamed.sheet
                self._notes.unnamed_level(unnamed.place, unnamed.label)
                unnamed = None
            if unnamed is None and any(level.label == level.sheet for level in role.levels):
                label = table.grid.name
                self._notes.unnamed_level(place, label)
        return _level_in(role, label, facts.direction, table, place)

    def _level_of_row(self, row: int, facts: TitleFacts, table: Table) -> DraftLevel:
        """Return the level that a row's own level and direction cells name; a blank one goes on with the row above."""
        columns = table.columns.by_kind
        above = self._level if table.continues or row != table.rows[0] else None
        label, direction = (above.label, above.direction) if above else (facts.level, facts.direction)
        if "level" in columns:
            label = table.grid.text_at(row, columns["level"]).strip() or label
        if "direction" in columns:
            direction = table.grid.text_at(row, columns["direction"]).strip() or direction
        place = table.grid.place(row, columns.get("level", columns.get("direction", 1)))
        return _level_in(self._role(facts.role, place), label, direction, table, place)

    def _role(self, name: str, place: str) -> DraftRole:
        """Return the role with this name; a title without one goes on with the last role."""
        roles = self._standard.roles
        if not name and roles:
            return roles[-1]
        found = next((role for role in roles if role.name == name), None)
        if found is None:
            found = DraftRole(name, place)
            roles.append(found)
        return found


def _too_many_items(file: str, place: str) -> UnreadableTableError:
    return UnreadableTableError(
        both(f"能力项超过 {MAX_PARTS} 个", f"There are over {MAX_PARTS} items"),
        file=file,
        place=place,
        remedy=both("请按岗位分成几个工作簿", "Split it into several workbooks, by role"),
    )


def _level_in(role: DraftRole, label: str, direction: str, table: Table, place: str) -> DraftLevel:
    for level in role.levels:
        if (level.label, level.direction) == (label, direction):
            return level
    level = DraftLevel(label, direction, place, table.grid.name)
    role.levels.append(level)
    return level


def _work_codes(table: Table) -> set[tuple[int, ...]]:
    column = table.columns.by_kind["work"]
    codes = (split_code(table.grid.text_at(row, column), 2)[0] for row in table.rows)
    return {code.parts for code in codes if code is not None}
