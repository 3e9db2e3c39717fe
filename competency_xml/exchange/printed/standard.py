"""Tables and clauses of a file, one after another → one draft standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.grid import Grid
from competency_xml.exchange.printed.conditions.clauses import Passage
from competency_xml.exchange.printed.draft import DraftLevel, DraftStandard
from competency_xml.exchange.printed.headings import Columns
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.owners import Owners, work_codes
from competency_xml.exchange.printed.regions import AnyColumns, Region, TooManyTablesError, regions_of, rest_of_table
from competency_xml.exchange.printed.rows import RowReader
from competency_xml.exchange.printed.side_tables import SideReader
from competency_xml.exchange.printed.tables import Table, is_continuation, region_title, row_texts, tables_in
from competency_xml.exchange.printed.title import SILENT, TitleFacts, title_facts
from competency_xml.limits import MAX_PARTS
from foundation.text import both


@dataclass(frozen=True)
class Before:
    """What stands before a grid: what its headings say, their texts (nearest first), and whether it adjoins another.

    A grid adjoins where nothing but blank lines or 续表 parts it from the one before.
    """

    facts: TitleFacts = SILENT
    titles: tuple[str, ...] = ()
    adjoins: bool = False


_NOTHING = Before()


class StandardReader:
    """Reads grid after grid, and the passages between them."""

    def __init__(self, notes: ReadingNotes) -> None:
        self._notes = notes
        self._standard = DraftStandard()
        self._owners = Owners(self._standard, notes)
        self._sides = SideReader(self._standard, notes)
        self._level: DraftLevel | None = None
        self._columns: AnyColumns | None = None
        self._items = 0

    def read(self, grid: Grid, before: Before = _NOTHING) -> bool:
        """Read every table of a grid, and its other rows as passages; return whether anything was understood."""
        regions = self._regions_of(grid, before)
        said = [self.passage(passage, before) for passage in _passages(grid, regions)]
        if not regions and before.adjoins and self._columns is not None:
            regions = rest_of_table(grid, self._columns)
        for row, column in grid.cleaned if regions else ():
            self._notes.control_characters(grid.place(row, column))
        for region in regions:
            self._region(grid, region, before)
        self._sides.close()
        return bool(regions) or any(said)

    def passage(self, passage: Passage, before: Before = _NOTHING) -> bool:
        """Take a line of text outside of tables, and return whether it belongs to a clause that is taken."""
        return self._sides.passage(passage, before.facts.role)

    def finish(self) -> DraftStandard:
        """Return what was read, weights and conditions matched to their levels."""
        self._sides.finish()
        return self._standard

    def _regions_of(self, grid: Grid, before: Before) -> list[Region]:
        try:
            return regions_of(grid, titles=before.titles)
        except TooManyTablesError as error:
            raise UnreadableTableError(
                both("表格过多", "There are too many tables"),
                file=self._notes.file,
                place=grid.name,
                remedy=both("请按岗位分成几个文件", "Split it into several files, by role"),
            ) from error

    def _region(self, grid: Grid, region: Region, before: Before) -> None:
        title = region_title(grid, region)
        facts = title_facts(title, grid.name).over(before.facts)
        self._take_standard(facts)
        self._columns = region.columns
        goes_on = (before.adjoins or not region.is_first) and is_continuation(title)
        if isinstance(region.columns, Columns):
            for table in tables_in(grid, region, title, goes_on=goes_on):
                self._table(table, before)
        else:
            titles = (title, *before.titles) if title else before.titles
            self._sides.table(grid, region, (*titles, grid.name), facts, goes_on=goes_on)

    def _table(self, table: Table, before: Before) -> None:
        self._note_leftovers(table)
        facts = self._facts(table, before)
        place = table.grid.place(max(table.header_row, 1), table.columns.span[0])
        reader = RowReader(table, self._notes)
        goes_on = self._level if table.continues and self._fits(table) else None
        if goes_on is not None:
            reader.continue_with(goes_on)
        elif not (facts.role or facts.number or facts.occupation or self._standard.roles):
            self._notes.untitled(place)
        names_rows = not table.columns.by_kind.keys().isdisjoint(("level", "direction"))
        start = None if names_rows else goes_on or self._owners.of_table(facts, table, place)
        for row in table.rows:
            above = self._level if table.continues or row != table.rows[0] else None
            self._level = start or self._owners.of_row(row, facts, table, above)
            self._items += reader.read_row(row, self._level)
            if self._items > MAX_PARTS:
                raise _too_many_items(self._notes.file, table.grid.place(row, table.columns.span[0]))
        reader.finish()

    def _fits(self, table: Table) -> bool:
        """Whether a table that may go on with the level before does not say that level's works once more."""
        return self._level is not None and len(self._level.work_codes() & work_codes(table)) < 2

    def _note_leftovers(self, table: Table) -> None:
        grid = table.grid
        for column in table.columns.unknown if table.header_row else ():
            place = grid.place(table.header_row, column)
            self._notes.unknown_column(place, grid.text_at(table.header_row, column))
        for row in table.note_rows:
            column = grid.shown_columns(row)[0]
            self._notes.note_row(grid.place(row, column), grid.text_at(row, column))

    def _take_standard(self, facts: TitleFacts) -> None:
        standard = self._standard
        standard.number = standard.number or facts.number
        standard.occupation = standard.occupation or facts.occupation
        standard.title = standard.title or facts.standard_title

    def _facts(self, table: Table, before: Before) -> TitleFacts:
        """Return what headings before the grid, its title and the heading inside say; the nearer one wins."""
        facts = title_facts(table.title, table.grid.name).over(before.facts).over(self._sides.stated)
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


def _passages(grid: Grid, regions: list[Region]) -> Iterator[Passage]:
    """Yield the rows of a grid that no table has, cell after cell, line by line."""
    taken = {row for region in regions for row in region.all_rows}
    for row in grid.rows:
        if row in taken:
            continue
        texts = row_texts(grid, row, range(1, grid.columns[-1] + 1))
        if texts:
            place = grid.place(row, texts[0][0])
            lines = " ".join(text for _, text in texts).split("\n")
            yield from (Passage(line, place) for line in lines if line.strip())


def _too_many_items(file: str, place: str) -> UnreadableTableError:
    return UnreadableTableError(
        both(f"能力项超过 {MAX_PARTS} 个", f"There are over {MAX_PARTS} items"),
        file=file,
        place=place,
        remedy=both("请按岗位分成几个工作簿", "Split it into several workbooks, by role"),
    )
