"""A map → an authoring workbook."""

from __future__ import annotations

from pathlib import Path

from competency_xml.exchange.workbook.writing.book import map_workbook
from competency_xml.exchange.workbook.writing.fitting import refuse_what_does_not_fit
from competency_xml.exchange.workbook.writing.rows import map_rows
from competency_xml.exchange.workbook.writing.saving import save_workbook
from competency_xml.model import CompetencyMap


def write_map_workbook(competency_map: CompetencyMap, path: Path) -> None:
    """Write a map as an authoring workbook. Raises as `write_authoring`."""
    rows = map_rows(competency_map)
    refuse_what_does_not_fit(rows)
    save_workbook(map_workbook(rows), path)
