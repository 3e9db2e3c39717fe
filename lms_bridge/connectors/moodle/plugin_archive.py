"""Pack the Moodle plugin: `coursebridge/…` in a zip file that an administrator installs; equal sources, equal bytes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from foundation.archives import ArchiveEntry, write_zip

#: Moodle wants the folder named after the plugin, without its type.
FOLDER = "coursebridge"
SOURCES = Path(__file__).parent / "plugin"
#: The version of a plugin: a day and a count within it.
_VERSION = re.compile(r"\$plugin->version = (\d{4})(\d{2})(\d{2})(\d{2});")


def plugin_release() -> str:
    """Return the release that the plugin names itself."""
    found = re.search(r"\$plugin->release = '([^']+)'", (SOURCES / "version.php").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def write_plugin(path: Path) -> None:
    """Write the plugin as Moodle's installer takes it. Raises UnsafeArchiveError for a name that is not ASCII.

    Its files bear a time made of the plugin's version: PHP runs the code that it has cached of a file until that
    file's time changes, so that an update unpacked by hand would otherwise go unnoticed.
    """
    year, month, day, count = (int(part) for part in _version())
    files = sorted(file for file in SOURCES.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    entries = [
        ArchiveEntry(
            f"{FOLDER}/{file.relative_to(SOURCES).as_posix()}", file, modified=(year, month, day, 0, count % 60, 0)
        )
        for file in files
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_zip(path, entries)


def _version() -> tuple[str, ...]:
    found = _VERSION.search((SOURCES / "version.php").read_text(encoding="utf-8"))
    assert found is not None, "version.php names no version"
    return found.groups()


if __name__ == "__main__":
    write_plugin(Path(sys.argv[1]))
