"""Archives of either kind, zip or tar.gz: told apart by their first bytes, read and written alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol

from foundation.archives import ArchiveEntry, ArchiveLimits, open_zip, write_zip
from foundation.tarballs import open_tar, write_tar

ArchiveKind = Literal["zip", "tar.gz"]

_GZIP = b"\x1f\x8b"


class SafeArchive(Protocol):
    """An archive that has been checked: files by path, in archive order."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the files in it."""
        ...

    def __contains__(self, path: str) -> bool: ...

    def size_bytes(self, path: str) -> int:
        """Return the unpacked size of one member."""
        ...

    def read(self, path: str, *, max_bytes: int | None = None) -> bytes:
        """Return one member. Raises UnsafeArchiveError."""
        ...

    def chunks(self, path: str, *, max_bytes: int | None = None) -> Iterator[bytes]:
        """Yield one member piece by piece. Raises UnsafeArchiveError."""
        ...


@contextmanager
def open_archive(
    source: Path, limits: ArchiveLimits | None = None, *, name: str | None = None
) -> Iterator[SafeArchive]:
    """Open somebody's archive, of whichever kind it is.

    Raises:
        UnreadableFileError: there is no such file.
        UnsafeArchiveError: it is neither a zip nor a tar.gz file, is damaged, or is hostile.
    """
    if kind_of(source) == "tar.gz":
        with open_tar(source, limits, name=name) as tar:
            yield tar
        return
    with open_zip(source, limits, name=name) as archive:
        yield archive


def kind_of(source: Path) -> ArchiveKind:
    """Return what a file begins like; what cannot be read passes for a zip, whose reader says what is wrong."""
    try:
        with source.open("rb") as stream:
            return "tar.gz" if stream.read(len(_GZIP)) == _GZIP else "zip"
    except OSError:
        return "zip"


def write_archive(kind: ArchiveKind, path: Path, entries: Iterable[ArchiveEntry]) -> None:
    """Write an archive of this kind atomically: equal entries give equal bytes. Raises as `write_zip`."""
    (write_tar if kind == "tar.gz" else write_zip)(path, entries)
