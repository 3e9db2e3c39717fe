"""The authoring workbook: a map as an Excel file that an editor works in, without loss in either direction."""

from __future__ import annotations

from pathlib import Path

from competency_xml.collector import collector_paused
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.workbook.recognising import is_authoring_workbook
from competency_xml.exchange.xlsx_cells import read_workbook
from competency_xml.model import CompetencyMap
from foundation.findings import Finding


class WorkbookFormat:
    """The authoring workbook. Import knows it by its version cell or its sheets, a printed table has neither."""

    name = "xlsx"
    endings: tuple[str, ...] = (".xlsx", ".xlsm")
    keeps_ids = True
    complete = True

    def recognises(self, path: Path) -> bool:
        """Return whether a file is an authoring workbook."""
        return path.suffix.lower() in self.endings and is_authoring_workbook(path)

    def read(self, path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, list[Finding]]:
        """Return the map in an authoring workbook and what is doubtful about it, by sheet and cell."""
        return read_authoring(path, options)

    def write(self, competency_map: CompetencyMap, path: Path) -> list[Finding]:
        """Write a map as an authoring workbook. It holds all that a map says, so there is nothing to report."""
        write_authoring(competency_map, path)
        return []


def read_authoring(path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, list[Finding]]:
    """Return the map in an authoring workbook; every cell that cannot be taken as it stands is a finding.

    Raises:
        UnreadableFileError, UnsafeArchiveError, MalformedXmlError: the file is missing, damaged or hostile.
        UnreadableTableError: it is no workbook.
        InvalidMapError: a sheet or column is missing without which there is no map.
    """
    from competency_xml.exchange.workbook.reading.book import map_in

    with collector_paused():
        return map_in(read_workbook(path), path, options or ImportOptions())


def write_authoring(competency_map: CompetencyMap, path: Path) -> None:
    """Write a map as an authoring workbook, atomically: equal maps give equal bytes.

    Raises:
        UnwritableWorkbookError: a text is longer than a cell, or the map larger than a workbook.
        UnwritableTextError: a text holds a character that no XML can hold.
    """
    from competency_xml.exchange.workbook.writing import write_map_workbook

    write_map_workbook(competency_map, path)
