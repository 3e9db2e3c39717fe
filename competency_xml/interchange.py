"""Maps from and to the files of others: Excel, Word, CASE, Moodle CSV and what entry points add."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.registry import reader_for, writer_named
from competency_xml.model import CompetencyMap
from foundation.findings import Finding


def import_map(
    path: str | PathLike[str], options: ImportOptions | None = None
) -> tuple[CompetencyMap, Sequence[Finding]]:
    """Return the map in somebody's file, and what is doubtful about it, each at its place in the file.

    Raises:
        UnknownMapFormatError: no format knows the file.
        CourseBridgeError: nothing in it can be imported.
    """
    return reader_for(Path(path)).read(Path(path), options)


def export_map(competency_map: CompetencyMap, to: str, path: str | PathLike[str]) -> Sequence[Finding]:
    """Write a map in the form of another system (`xlsx`, `case`, `moodle-csv`, `rdceo`); return what that cannot say.

    Raises:
        UnknownMapFormatError: there is no such format, or it cannot be written.
        CourseBridgeError: the map cannot be written so, or not there.
    """
    return writer_named(to).write(competency_map, Path(path))
