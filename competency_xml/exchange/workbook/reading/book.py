"""A whole authoring workbook → a map and everything that is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from competency_xml.check import check_map
from competency_xml.check.doubts import MapPart, WeightAt
from competency_xml.errors import InvalidMapError
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.framework.options import with_options
from competency_xml.exchange.workbook import part_sheets, sheets, words
from competency_xml.exchange.workbook.form import Sheet
from competency_xml.exchange.workbook.reading import assembly
from competency_xml.exchange.workbook.reading.codes import restore_codes
from competency_xml.exchange.workbook.reading.draft import DraftMap
from competency_xml.exchange.workbook.reading.frame import FrameReader
from competency_xml.exchange.workbook.reading.index import PartIndex
from competency_xml.exchange.workbook.reading.minting import Minter
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.exchange.workbook.reading.placing import RequirementPlacer
from competency_xml.exchange.workbook.reading.record import Record, records
from competency_xml.exchange.workbook.reading.references import ReferenceReader
from competency_xml.exchange.workbook.reading.rows import KnownRow, known_rows
from competency_xml.exchange.workbook.reading.statement import revised, stated
from competency_xml.exchange.workbook.reading.tables import Table, located
from competency_xml.exchange.workbook.statement import STATEMENT
from competency_xml.exchange.xlsx_cells import Workbook
from competency_xml.limits import MAX_PARTS
from competency_xml.model import CompetencyMap, Foreign
from foundation.findings import Finding, has_errors

#: Rows of one sheet: parts, and their duties, entry conditions, hours and exams.
_MAX_ROWS = 2 * MAX_PARTS


def map_in(workbook: Workbook, path: Path, options: ImportOptions) -> tuple[CompetencyMap, list[Finding]]:
    """Return the map in an authoring workbook, and findings by sheet and cell.

    Raises:
        InvalidMapError: a sheet or column is missing without which there is no map; carries every finding.
    """
    notes = WorkbookNotes(path)
    if workbook.has_macros:
        notes.macros()
    if options.role:
        notes.option_unused("--role")
    tables = located(workbook, notes)
    if has_errors(notes.findings):
        raise InvalidMapError(notes.findings, file=path)
    competency_map, places = _BookReader(tables, notes).read(options)
    del workbook, tables  # the checks of a large map want the memory
    competency_map = with_options(competency_map, options)
    if options.base is not None:
        competency_map = competency_map.model_copy(update={"base": options.base})
    doubts = check_map(competency_map, file=path, place=places.of_part, weight_place=places.of_weight)
    return competency_map, [*notes.findings, *doubts]


@dataclass(frozen=True)
class _Places:
    """Cells of parts, by id, and of weights, by level, exam part and what is weighed."""

    parts: dict[str, str]
    weights: dict[tuple[str, str, str | None], str]

    def of_part(self, part: MapPart) -> str:
        return self.parts.get(part.id, part.id)

    def of_weight(self, level_id: str, weight: WeightAt) -> str | None:
        return self.weights.get((level_id, weight.part, weight.ref))


class _BookReader:
    def __init__(self, tables: Mapping[str, Table], notes: WorkbookNotes) -> None:
        self._tables = tables
        self._notes = notes
        self._index = PartIndex()
        self._made = DraftMap()
        self._references = ReferenceReader(self._index, notes)

    def read(self, options: ImportOptions) -> tuple[CompetencyMap, _Places]:
        statement = stated(self._tables[STATEMENT.key], options, self._notes)
        roles = self._rows(part_sheets.ROLES, words.ROLE_ROWS)
        levels = self._rows(part_sheets.LEVELS, words.LEVEL_ROWS)
        requirements = self._rows(part_sheets.REQUIREMENTS, words.REQUIREMENT_ROWS)
        if len(self._index) > MAX_PARTS:
            self._notes.too_large(None)
            raise InvalidMapError(self._notes.findings, file=self._notes.file)
        self._place(roles, levels, requirements)
        Minter(statement["base"], self._index, self._exported()).give(self._made, self._notes)
        foreign = self._refer()
        for row in (*roles, *levels, *requirements):
            row.record.note_unread(row.kind)
        revisions = self._revisions(statement["version"])
        self._note_removed()
        competency_map = CompetencyMap(
            **statement,
            foreign=(*foreign, *revisions),
            basic=assembly.basic_items(self._made),
            roles=assembly.roles(self._made),
        )
        cells = {draft.id: draft.record.place("label") for draft in self._made.parts()}
        return competency_map, _Places(cells, self._references.weight_places)

    def _rows(self, sheet: Sheet, kinds: words.Vocabulary) -> list[KnownRow]:
        """Return the rows of a sheet of parts.

        Raises:
            InvalidMapError: there are more than a map can have; every part has a row, and few have many.
        """
        table = self._tables[sheet.key]
        if sum(1 for _ in table.rows()) > _MAX_ROWS:
            self._notes.too_large(table.grid.name)
            raise InvalidMapError(self._notes.findings, file=self._notes.file)
        rows = list(known_rows(table, kinds, self._notes))
        self._index.add(row.draft for row in rows if row.draft is not None)
        return rows

    def _place(self, roles: list[KnownRow], levels: list[KnownRow], requirements: list[KnownRow]) -> None:
        frame = FrameReader(self._made, self._index, self._notes)
        frame.read_roles(roles)
        frame.read_levels(levels)
        RequirementPlacer(self._made, self._index, self._notes).place(requirements)
        restore_codes(self._made, self._notes)

    def _refer(self) -> list[Foreign]:
        """Take all that refers to parts, and return the fields of other formats that the map itself has."""
        self._references.read_parts(self._made)
        if sheets.WEIGHTS.key in self._tables:
            self._references.read_weights(self._tables[sheets.WEIGHTS.key])
        if sheets.ALIGNMENTS.key in self._tables:
            self._references.read_alignments(self._tables[sheets.ALIGNMENTS.key])
        table = self._tables.get(sheets.FOREIGN.key)
        return [] if table is None else self._references.read_foreign(table)

    def _revisions(self, version: str) -> list[Foreign]:
        table = self._tables.get(sheets.REVISIONS.key)
        return [] if table is None else revised(table, version, self._notes)

    def _exported(self) -> list[str]:
        return [part_id for part_id, _ in self._exported_rows()]

    def _exported_rows(self) -> Iterator[tuple[str, Record]]:
        table = self._tables.get(sheets.EXPORTED.key)
        for record in () if table is None else records(table, self._notes):
            part_id = record.part_id()
            if part_id is not None:
                yield part_id, record

    def _note_removed(self) -> None:
        for part_id, record in self._exported_rows():
            if part_id not in self._index.ids:
                self._notes.removed(record.place("id"), part_id)
