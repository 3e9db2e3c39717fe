"""The only readers and writers of zip files: hostile archives are refused, ours are reproducible."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from foundation.archive_rules import ArchiveLimits, PathRules, checked_members, unsafe
from foundation.errors import UnreadableFileError
from foundation.files import atomic_path
from foundation.text import both

__all__ = ["ArchiveEntry", "ArchiveLimits", "SafeZip", "open_zip", "write_zip"]

_CHUNK_BYTES = 1 << 20
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
#: What zipfile raises for damaged input, by reading its source: not BadZipFile alone.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True)
class ArchiveEntry:
    """One file to be archived: a relative POSIX path and its content, in memory or on disk."""

    path: str
    content: bytes | Path
    stored: bool = False
    modified: tuple[int, int, int, int, int, int] = _FIXED_TIME


class SafeZip:
    """A zip file whose directory has been checked; members are read with their declared size as the limit."""

    def __init__(self, archive: zipfile.ZipFile, file: str, limits: ArchiveLimits) -> None:
        self._archive = archive
        self._file = file
        self._members = checked_members(archive, file, limits)

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the files in it, in archive order; folders are left out."""
        return tuple(self._members)

    def __contains__(self, path: str) -> bool:
        return path in self._members

    def size_bytes(self, path: str) -> int:
        """Return the declared size of one member."""
        return self._members[path].file_size

    def crc32(self, path: str) -> int:
        """Return the declared CRC-32 of one member: with its size, a likely sign of equal content, no proof."""
        return self._members[path].CRC

    def read(self, path: str, *, max_bytes: int | None = None) -> bytes:
        """Return one member.

        Raises:
            UnsafeArchiveError: it is missing, damaged, longer than it declares, or above `max_bytes`.
        """
        return b"".join(self.chunks(path, max_bytes=max_bytes))

    def chunks(self, path: str, *, max_bytes: int | None = None) -> Iterator[bytes]:
        """Yield one member piece by piece. Raises as `read`."""
        info = self._members.get(path)
        if info is None:
            raise unsafe(self._file, path, both("压缩包中没有此文件", "The archive has no such file"))
        limit = info.file_size if max_bytes is None else min(info.file_size, max_bytes)
        if info.file_size > limit:
            raise unsafe(self._file, path, both(f"文件超过 {limit} 字节", f"The file is over {limit} bytes"))
        try:
            yield from _exactly(self._archive, info)
        except _DAMAGE as error:
            raise unsafe(self._file, path, both("文件已损坏", "The file is damaged")) from error

    def extract_to(self, folder: Path) -> None:
        """Write every member below `folder`, which must exist."""
        for path in self._members:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as stream:
                for chunk in self.chunks(path):
                    stream.write(chunk)


@contextmanager
def open_zip(source: Path, limits: ArchiveLimits | None = None, *, name: str | None = None) -> Iterator[SafeZip]:
    """Open somebody's zip file; `name` stands for it in messages.

    Raises:
        UnreadableFileError: there is no such file.
        UnsafeArchiveError: it is no zip file, is damaged, or is hostile.
    """
    file = name or str(source)
    if not source.is_file():
        raise UnreadableFileError(both("找不到文件", "There is no such file"), file=file)
    limits = limits or ArchiveLimits()
    with _opened(source, limits, file) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise unsafe(file, None, both("不是有效的 ZIP 文件", "It is not a valid zip file")) from error
        with archive:
            yield SafeZip(archive, file, limits)


def write_zip(path: Path, entries: Iterable[ArchiveEntry]) -> None:
    """Write a zip file atomically, entries in the order given: equal entries give equal bytes.

    Owners and permissions are fixed, and times unless an entry has its own. `stored` entries are not compressed.

    Raises:
        UnsafeArchiveError: two entries have one path, or a path is absolute, climbs out, or is not ASCII.
    """
    paths = PathRules(str(path))
    with atomic_path(path) as part, zipfile.ZipFile(part, "w") as archive:
        for entry in entries:
            paths.take_file(entry.path, ascii_only=True)
            _write_entry(archive, entry)
        paths.refuse_files_as_folders()


def _opened(source: Path, limits: ArchiveLimits, file: str) -> _ShortReads:
    try:
        return _ShortReads(source, limits.max_directory_bytes)
    except OSError as error:
        raise UnreadableFileError(
            both(f"无法读取：{error.strerror}", f"Cannot be read: {error.strerror}"), file=file
        ) from error


class _ShortReads(io.BufferedReader):
    """A file that refuses a read above a limit: zipfile reads a whole directory, however large, in one."""

    def __init__(self, path: Path, limit_bytes: int) -> None:
        super().__init__(io.FileIO(path))
        self._limit_bytes = max(limit_bytes, _CHUNK_BYTES)

    def read(self, size: int | None = -1, /) -> bytes:
        most = self._limit_bytes + 1
        content = super().read(most if size is None or size < 0 else min(size, most))
        if len(content) > self._limit_bytes:
            raise zipfile.BadZipFile("a read above the limit")
        return content


def _write_entry(archive: zipfile.ZipFile, entry: ArchiveEntry) -> None:
    info = zipfile.ZipInfo(entry.path, entry.modified)
    info.create_system = _UNIX
    info.external_attr = _REGULAR_FILE
    info.compress_type = zipfile.ZIP_STORED if entry.stored else zipfile.ZIP_DEFLATED
    if isinstance(entry.content, bytes):
        archive.writestr(info, entry.content)
        return
    info.file_size = entry.content.stat().st_size
    with entry.content.open("rb") as source, archive.open(info, "w") as target:
        _copy(source, target)


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while chunk := source.read(_CHUNK_BYTES):
        target.write(chunk)


def _exactly(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    left = info.file_size
    with archive.open(info) as stream:
        while chunk := stream.read(min(_CHUNK_BYTES, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile("longer than declared")
            yield chunk
    if left > 0:
        raise zipfile.BadZipFile("shorter than declared")
