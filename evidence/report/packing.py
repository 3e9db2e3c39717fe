"""Office files with one set of bytes: their writers stamp the present time on the archive and on its core."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from foundation.archives import ArchiveEntry, open_zip, write_zip

_CORE = "docProps/core.xml"
_DCTERMS = "{http://purl.org/dc/terms/}"


def pack_with_fixed_times(draft: Path, path: Path, at: datetime) -> None:
    """Write the office file `draft` to `path` by our own writer, as created and modified at `at` (UTC)."""
    with open_zip(draft) as archive:
        entries = [ArchiveEntry(name, _fixed(name, archive.read(name), at)) for name in archive.paths]
    write_zip(path, entries)


def _fixed(name: str, content: bytes, at: datetime) -> bytes:
    if name != _CORE:
        return content
    from lxml import etree

    from foundation.xml import parse_xml

    root = parse_xml(content)
    for element in root.iter(f"{_DCTERMS}modified", f"{_DCTERMS}created"):
        element.text = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
