"""Weight tables, tables of hours, entry conditions and exams, and clauses: read first, matched to levels at the end."""

from __future__ import annotations

from collections.abc import Sequence

from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed.conditions.clauses import Clause, ClauseReader, Passage, conditions_of
from competency_xml.exchange.printed.conditions.listings import ListColumns
from competency_xml.exchange.printed.conditions.tables import listed_conditions, matrix_conditions
from competency_xml.exchange.printed.conditions.wordings import Conditions
from competency_xml.exchange.printed.draft import DraftRole, DraftStandard
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.regions import Region
from competency_xml.exchange.printed.title import TitleFacts
from competency_xml.exchange.printed.weights.matching import TitledWeights, Weigher, same_level
from competency_xml.exchange.printed.weights.matrices import MatrixColumns
from competency_xml.exchange.printed.weights.table import is_weight_table, weight_table
from competency_xml.standard_numbers import cited_numbers


class SideReader:
    """Everything of a standard but its requirement tables. `stated` is what clauses say of occupation and code."""

    def __init__(self, standard: DraftStandard, notes: ReadingNotes) -> None:
        self.stated = TitleFacts()
        self._standard = standard
        self._notes = notes
        self._weights: list[TitledWeights] = []
        self._clauses: dict[str, ClauseReader] = {}
        self._conditions: list[tuple[str, Conditions, str]] = []

    def table(
        self, grid: Grid, region: Region, titles: Sequence[str], facts: TitleFacts, *, goes_on: bool = False
    ) -> None:
        """Read a table that is not of requirements. `titles` stand above it, the nearest first.

        `goes_on`: nothing parts it from the table before, so that it may be the rest of that one.
        """
        place = grid.place(max(region.header_row, 1), region.columns.span[0])
        if isinstance(region.columns, ListColumns):
            self._conditions.append((facts.role, listed_conditions(grid, region, region.columns, facts), place))
        elif isinstance(region.columns, MatrixColumns):
            if goes_on and self._take_rest(grid, region, region.columns):
                return
            if is_weight_table(grid, region, region.columns, titles):
                table = weight_table(grid, region, region.columns, titles, self._notes)
                self._weights.append(TitledWeights(table, facts))
                return
            conditions = matrix_conditions(grid, region, region.columns)
            if conditions is None:
                self._notes.matrix_unread(place)
            else:
                self._conditions.append((facts.role, conditions, place))

    def _take_rest(self, grid: Grid, region: Region, columns: MatrixColumns) -> bool:
        """Add a matrix to the weight table before, whose total is still to come; return whether it was its rest."""
        last = self._weights[-1] if self._weights else None
        if last is None or last.table.totals or last.table.columns != columns.values:
            return False
        rest = weight_table(grid, region, columns, (), self._notes)
        self._weights[-1] = TitledWeights(last.table.with_rest(rest), last.facts)
        return True

    def passage(self, passage: Passage, role: str) -> bool:
        """Take a line of text, and return whether it belongs to a clause that is taken."""
        reader = self._clauses.setdefault(role, ClauseReader())
        taken = reader.take(passage)
        if reader.clauses and reader.clauses[-1].kind in ("name", "code"):
            self._state(reader.clauses[-1])
        return taken

    def close(self) -> None:
        """End the clauses that are open."""
        for reader in self._clauses.values():
            reader.close()

    def finish(self) -> None:
        """Hand weights and conditions to the levels that they are about."""
        weigher = Weigher(self._standard, self._notes)
        for titled in self._weights:
            weigher.weigh(titled)
        weigher.note_unweighted()
        for role, reader in self._clauses.items():
            self._read_clauses(role, reader.clauses)
        for role, conditions, place in self._conditions:
            self._hand_over(role, conditions, place)

    def _state(self, clause: Clause) -> None:
        text = " ".join(clause.lines).strip()
        if clause.kind == "name" and len(clause.lines) == 1:
            self.stated = TitleFacts(role=text).over(self.stated)
        elif clause.kind == "code":
            self.stated = TitleFacts(occupation=cited_numbers(text).occupation).over(self.stated)
        self._standard.occupation = self._standard.occupation or self.stated.occupation

    def _read_clauses(self, role: str, clauses: list[Clause]) -> None:
        conditions, unread = conditions_of(clauses)
        for clause in unread:
            self._notes.clause_unread(clause.place, " ".join(clause.lines))
        basic = next((clause for clause in clauses if clause.kind == "basic"), None)
        if basic is not None:
            self._notes.basic_unread(basic.place)
        place = next((clause.place for clause in clauses if clause.kind in ("hours", "entry", "exams")), "")
        self._hand_over(role, conditions, place)

    def _hand_over(self, role_name: str, conditions: Conditions, place: str) -> None:
        """Give conditions to the role that they are about: the one named, the only one, or every role."""
        roles = self._standard.roles
        named = [role for role in roles if role_name and role.name == role_name]
        for role in named or roles:
            self._note_unknown_levels(role, conditions, place)
            _add(role.conditions, conditions)

    def _note_unknown_levels(self, role: DraftRole, conditions: Conditions, place: str) -> None:
        for label in conditions.levels():
            if not any(same_level(level.label, label) for level in role.levels):
                self._notes.clause_level(place, label)


def _add(known: Conditions, more: Conditions) -> None:
    """Add conditions to those of a role; what is known already is not said twice."""
    hours = {(one.level, one.component) for one in known.hours}
    exams = {(one.level, one.part) for one in known.exams}
    known.hours.extend(one for one in more.hours if (one.level, one.component) not in hours)
    known.entries.extend(one for one in more.entries if one not in known.entries)
    known.exams.extend(one for one in more.exams if (one.level, one.part) not in exams)
    known.definition = known.definition or more.definition
