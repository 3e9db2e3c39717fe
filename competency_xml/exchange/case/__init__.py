"""CASE (1EdTech Competencies and Academic Standards Exchange): read leniently, written strictly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from competency_xml.check import check_map
from competency_xml.check.doubts import MapPart
from competency_xml.collector import collector_paused
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.case.exporting import package_of
from competency_xml.exchange.case.importing import map_of_package
from competency_xml.exchange.case.loading import load_json
from competency_xml.exchange.case.lowering import lowered
from competency_xml.exchange.case.mending import Mending
from competency_xml.exchange.case.reading import read_package
from competency_xml.exchange.case.writing import write_package
from competency_xml.exchange.framework.notes import FrameworkNotes
from competency_xml.exchange.framework.options import with_options
from competency_xml.model import CompetencyMap
from foundation.findings import Finding


class CaseFormat:
    """CASE 1.0 and 1.1 in, CASE 1.1 out: nothing of a map is lost, nor anything that somebody's package says."""

    name = "case"
    endings: tuple[str, ...] = (".json",)
    keeps_ids = True

    def recognises(self, path: Path) -> bool:
        """Return whether the ending is that of JSON."""
        return path.suffix.lower() in self.endings

    def read(self, path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, Sequence[Finding]]:
        """Return the map in a package, and what was mended or left out, by identifier."""
        with collector_paused():
            return _read(path, options or ImportOptions())

    def write(self, competency_map: CompetencyMap, path: Path) -> Sequence[Finding]:
        """Write the map, all of it: what CASE has no field for stands in our extension."""
        notes = FrameworkNotes(path)
        with collector_paused():
            write_package(package_of(competency_map, notes), path, notes)
        return notes.findings


class Case10Format:
    """CASE 1.0 out, for systems that do not know 1.1; what it has no field for is lost, and told."""

    name = "case-1.0"
    endings: tuple[str, ...] = (".json",)

    def write(self, competency_map: CompetencyMap, path: Path) -> Sequence[Finding]:
        """Write the map, and return what is lost."""
        notes = FrameworkNotes(path)
        with collector_paused():
            write_package(lowered(package_of(competency_map, notes), notes), path, notes)
        return notes.findings


def _read(path: Path, options: ImportOptions) -> tuple[CompetencyMap, list[Finding]]:
    notes = FrameworkNotes(path)
    mending = Mending(notes)
    competency_map = map_of_package(read_package(load_json(path, notes), mending), mending, options)
    competency_map = with_options(competency_map, options)
    return competency_map, [*notes.findings, *check_map(competency_map, file=path, place=_identifier_of)]


def _identifier_of(part: MapPart) -> str:
    return str(part.uuid)
