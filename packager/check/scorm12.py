"""The rules of SCORM 1.2 for a package: manifest and files."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.findings import Finding
from foundation.text import both
from foundation.xml import parse_xml


def check_scorm12(manifest: bytes, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this manifest and these files breaks."""
    root = parse_xml(manifest, file=file)
    there = set(paths)
    return [
        Finding(
            id="PK-FILE-MISSING",
            severity="error",
            file=file,
            place=href,
            message=both("清单列出的文件不在包内", "The manifest lists a file that the package lacks"),
        )
        for element in root.iter("{*}file")
        if (href := element.get("href", "")) not in there
    ]
