"""Which role and level a table is about: found among those read before, or begun."""

from __future__ import annotations

from competency_xml.codes import split_code
from competency_xml.exchange.printed.draft import DraftLevel, DraftRole, DraftStandard
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.tables import Table
from competency_xml.exchange.printed.title import TitleFacts


class Owners:
    """Finds roles and levels of a standard; tables of one role, level and direction add up."""

    def __init__(self, standard: DraftStandard, notes: ReadingNotes) -> None:
        self._standard = standard
        self._notes = notes

    def of_table(self, facts: TitleFacts, table: Table, place: str) -> DraftLevel:
        """Return the level that a table is about.

        Tables that name none add up to one, unless their codes say the same works again: then each sheet is a level.
        """
        role = self._role(facts.role, place)
        label = facts.level
        if not label and not facts.direction:
            unnamed = next((level for level in role.levels if not level.label and not level.direction), None)
            if unnamed is not None and unnamed.work_codes() & work_codes(table):
                unnamed.label = unnamed.sheet
                self._notes.unnamed_level(unnamed.place, unnamed.label)
                unnamed = None
            if unnamed is None and any(level.label == level.sheet for level in role.levels):
                label = table.grid.name
                self._notes.unnamed_level(place, label)
        return _level_in(role, label, facts.direction, table, place)

    def of_row(self, row: int, facts: TitleFacts, table: Table, above: DraftLevel | None) -> DraftLevel:
        """Return the level that a row's own level and direction cells name; a blank one goes on with the row above."""
        columns = table.columns.by_kind
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


def work_codes(table: Table) -> set[tuple[int, ...]]:
    """Return the numbers of a table's works."""
    column = table.columns.by_kind["work"]
    codes = (split_code(table.grid.text_at(row, column), 2)[0] for row in table.rows)
    return {code.parts for code in codes if code is not None}


def _level_in(role: DraftRole, label: str, direction: str, table: Table, place: str) -> DraftLevel:
    for level in role.levels:
        if (level.label, level.direction) == (label, direction):
            return level
    level = DraftLevel(label, direction, place, table.grid.name)
    role.levels.append(level)
    return level
