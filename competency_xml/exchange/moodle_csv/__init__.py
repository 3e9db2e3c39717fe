"""Moodle's CSV of a competency framework (tool_lpimportcsv), both ways."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from competency_xml.check import check_map
from competency_xml.collector import collector_paused
from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.framework.notes import FrameworkNotes
from competency_xml.exchange.framework.options import with_options
from competency_xml.exchange.moodle_csv.exporting import harmless_cells, rows_of
from competency_xml.exchange.moodle_csv.importing import framework_map
from competency_xml.exchange.moodle_csv.reading import rows_in, split_framework
from competency_xml.exchange.moodle_csv.rows import HEADINGS
from competency_xml.exchange.moodle_csv.table import csv_text, read_records
from competency_xml.exchange.moodle_csv.tree import tree_of
from competency_xml.limits import MAX_PARTS
from competency_xml.model import CompetencyMap
from foundation.files import write_bytes
from foundation.findings import Finding
from foundation.text import both

#: Excel takes the file for UTF-8 by it; Moodle drops it.
_BOM = b"\xef\xbb\xbf"


class MoodleCsvFormat:
    """Competency frameworks as Moodle imports and exports them. Levels, weights and the like cannot be said."""

    name = "moodle-csv"
    endings: tuple[str, ...] = (".csv",)
    keeps_ids = True

    def recognises(self, path: Path) -> bool:
        """Return whether the ending is that of CSV."""
        return path.suffix.lower() in self.endings

    def read(self, path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, Sequence[Finding]]:
        """Return the map in a framework, and by cell what Moodle would drop, cut or confuse."""
        with collector_paused():
            return _read(path, options or ImportOptions())

    def write(self, competency_map: CompetencyMap, path: Path) -> Sequence[Finding]:
        """Write the map, and return what Moodle's columns cannot say."""
        notes = FrameworkNotes(path)
        rows = rows_of(competency_map, notes)
        text = csv_text([HEADINGS, *(harmless_cells(row, notes) for row in rows.all())])
        write_bytes(path, _BOM + text.encode())
        return notes.findings


def _read(path: Path, options: ImportOptions) -> tuple[CompetencyMap, list[Finding]]:
    notes = FrameworkNotes(path)
    rows = list(rows_in(read_records(path, notes), notes))
    framework, competencies = split_framework(rows, notes)
    if not competencies or len(competencies) > MAX_PARTS:
        message = both("没有能力，或多得不合理", "It has no competencies, or absurdly many")
        raise UnreadableFrameworkError(message, file=path)
    read = framework_map(framework, tree_of(competencies, notes), notes, options)
    competency_map = with_options(read.competency_map, options)
    doubts = check_map(competency_map, file=path, place=lambda part: read.places.get(part.id, part.id))
    return competency_map, [*notes.findings, *doubts]
