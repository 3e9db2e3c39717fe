"""The map's own XML as a format like any other: a map can be imported onto another, or written anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from competency_xml.check import check_map
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.framework.options import with_options
from competency_xml.model import CompetencyMap
from competency_xml.xml import read_map, write_map
from foundation.findings import Finding


class MapXmlFormat:
    """Competency maps in our XML. It says everything."""

    name = "xml"
    endings: tuple[str, ...] = (".xml",)
    keeps_ids = True
    complete = True

    def recognises(self, path: Path) -> bool:
        """Return whether the ending is that of XML."""
        return path.suffix.lower() in self.endings

    def read(self, path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, Sequence[Finding]]:
        """Return the map in an XML file, and what is doubtful about it."""
        competency_map = with_options(read_map(path), options or ImportOptions())
        return competency_map, check_map(competency_map, file=path)

    def write(self, competency_map: CompetencyMap, path: Path) -> Sequence[Finding]:
        """Write the map; nothing is lost."""
        write_map(competency_map, path)
        return []
