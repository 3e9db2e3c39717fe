"""Which map files a command line names: files, and folders of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from competency_xml.errors import UnknownMapFormatError
from competency_xml.roles import KNOWN_ROLES

_ROLE_ORDER = {role.id: number for number, role in enumerate(KNOWN_ROLES)}


def map_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files, a folder's XML files in its place: known roles in the programme's order, then by name.

    Raises:
        UnknownMapFormatError: a folder holds no XML file.
    """
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.xml"), key=_reading_order) if path.is_dir() else [path]
        if not found:
            raise UnknownMapFormatError(path, [".xml"])
        files += found
    return files


def _reading_order(path: Path) -> tuple[int, str]:
    return _ROLE_ORDER.get(path.stem, len(_ROLE_ORDER)), path.name
