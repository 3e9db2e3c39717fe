"""Pack the Moodle plugin: `coursebridge/…` in a zip file that an administrator installs; equal sources, equal bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from foundation.archives import ArchiveEntry, write_zip

#: Moodle wants the folder named after the plugin, without its type.
FOLDER = "coursebridge"
SOURCES = Path(__file__).parent / "plugin"


def write_plugin(path: Path) -> None:
    """Write the plugin as Moodle's installer takes it. Raises UnsafeArchiveError for a name that is not ASCII."""
    files = sorted(file for file in SOURCES.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    entries = [ArchiveEntry(f"{FOLDER}/{file.relative_to(SOURCES).as_posix()}", file) for file in files]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_zip(path, entries)


if __name__ == "__main__":
    write_plugin(Path(sys.argv[1]))
