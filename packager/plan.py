"""What will be in an archive, as data: made without I/O, clock or randomness."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from foundation.archive_kinds import ArchiveKind


class Entry(BaseModel):
    """One file of a package. `content` is its bytes, or the asset on disk whose size and hash are given.

    `stored` entries (media that are compressed already) are not deflated.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    content: bytes | Path
    size_bytes: int
    sha256: str
    stored: bool = False


class Page(BaseModel):
    """A page that a learner sees: where it is in the package, and what it is (lesson, pre, post, survey …)."""

    model_config = ConfigDict(frozen=True)

    path: str
    type: str


class PackagePlan(BaseModel):
    """A package before it is written. `identifier` is stable across rebuilds and versions of the course."""

    model_config = ConfigDict(frozen=True)

    format: str
    identifier: str
    version: str
    file_name: str
    entries: tuple[Entry, ...]
    scos: int = 1
    archive: ArchiveKind = "zip"

    def entry(self, path: str) -> Entry:
        """Return the entry at `path`. Raises KeyError."""
        for entry in self.entries:
            if entry.path == path:
                return entry
        raise KeyError(path)

    @property
    def paths(self) -> Sequence[str]:
        """Paths of all entries, in archive order."""
        return [entry.path for entry in self.entries]
