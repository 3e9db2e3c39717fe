"""A workbook → a file whose bytes depend on the map alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree
from openpyxl import Workbook

from competency_xml.errors import UnwritableWorkbookError
from competency_xml.exchange.ooxml import MAX_PART_BYTES
from foundation.archives import ArchiveEntry, open_zip, write_zip
from foundation.findings import Finding
from foundation.text import both
from foundation.xml import MAX_TAGS, serialise_xml

_PROPERTIES = "docProps/core.xml"
_CREATOR = "coursebridge"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"


def save_workbook(workbook: Workbook, path: Path) -> None:
    """Write the workbook to `path` atomically. openpyxl's own zip and properties tell the time; ours tell none.

    Raises:
        UnwritableWorkbookError: a sheet is larger than what the reader takes.
    """
    with TemporaryDirectory(prefix="coursebridge-") as name:
        made = Path(name) / "workbook.xlsx"
        workbook.save(made)
        write_zip(path, _entries(made))


def _entries(made: Path) -> Iterator[ArchiveEntry]:
    with open_zip(made) as archive:
        for part in archive.paths:
            content = _properties() if part == _PROPERTIES else archive.read(part)
            if len(content) > MAX_PART_BYTES or content.count(b"<") > MAX_TAGS:
                raise too_large()
            yield ArchiveEntry(part, content)


def _properties() -> bytes:
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    etree.SubElement(root, f"{{{_DC}}}creator").text = _CREATOR
    return serialise_xml(root)


def too_large() -> UnwritableWorkbookError:
    """Return the error for a map that no workbook of ours can hold."""
    return UnwritableWorkbookError(
        [unwritable(both("图谱太大，一个工作簿放不下", "The map is too large for a workbook"))]
    )


def unwritable(message: str, place: str | None = None) -> Finding:
    """Return what keeps a map, or the text at `place`, out of a workbook."""
    return Finding(
        id=UnwritableWorkbookError.id,
        severity="error",
        place=place,
        message=message,
        remedy=both("请缩短文字，或按岗位分成几个图谱再导出", "Shorten the text, or split the map by role"),
    )
