"""What a file system says of a file, as a sign that its content is what it was.

A modification time can be set back; the time of the last change of status (`st_ctime`) cannot, where the system is
POSIX. A stamp is trusted when that time is older than the look at it by more than any file system's clock is coarse:
whatever was written since then has a later one. All other files are hashed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

#: FAT counts in steps of 2 s, the coarsest clock there is.
_COARSEST_NS = 2_000_000_000
#: On Windows `st_ctime` is the time of creation and says nothing of changes.
_IS_TRUSTWORTHY = os.name == "posix"


class Stamp(NamedTuple):
    """Size in bytes, times in ns, and which file it is on its device."""

    size_bytes: int
    modified_ns: int
    changed_ns: int
    device: int
    inode: int

    def is_trusted(self, seen_ns: int) -> bool:
        """Return whether an equal stamp later on means equal content; `seen_ns` is when this one was taken."""
        return _IS_TRUSTWORTHY and self.changed_ns + _COARSEST_NS < seen_ns


def stamp_of(path: Path | str) -> Stamp | None:
    """Return the stamp of a regular file, links followed, or None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a Path costs more than the call
    except OSError:
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_dev, found.st_ino)


def stamps_below(folder: Path) -> dict[str, Stamp]:
    """Return the stamps of all files below a folder by their relative POSIX paths, hidden folders left out."""
    return dict(_walk(str(folder), ""))


def _walk(folder: str, prefix: str) -> Iterator[tuple[str, Stamp]]:
    try:
        children = sorted(os.scandir(folder), key=lambda child: child.name)
    except OSError:
        return
    for child in children:
        path = f"{prefix}{child.name}"
        if child.is_dir(follow_symlinks=False):
            if not child.name.startswith("."):
                yield from _walk(child.path, f"{path}/")
        elif (stamp := stamp_of(child.path)) is not None:
            yield path, stamp
