"""The only readers and writers of zip files: hostile archives are refused, ours are reproducible."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from foundation.errors import UnreadableFileError, UnsafeArchiveError
from foundation.files import atomic_path
from foundation.text import both

_CHUNK_BYTES = 1 << 20
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class ArchiveLimits:
    """How much of an archive is believed. Sizes in bytes; `max_ratio` holds for members above 1 MiB."""

    max_members: int = 20_000
    max_member_bytes: int = 2 << 30
    max_total_bytes: int = 4 << 30
    max_ratio: int = 200


@dataclass(frozen=True)
class ArchiveEntry:
    """One file to be archived: a relative POSIX path and its content, in memory or on disk."""

    path: str
    content: bytes | Path
    stored: bool = False


class SafeZip:
    """A zip file whose directory has been checked; members are read with their declared size as the limit."""

    def __init__(self, archive: zipfile.ZipFile, file: str, limits: ArchiveLimits) -> None:
        self._archive = archive
        self._file = file
        self._limits = limits
        self._members = _checked_members(archive, file, limits)

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the files in it, in archive order; folders are left out."""
        return tuple(self._members)

    def __contains__(self, path: str) -> bool:
        return path in self._members

    def size_bytes(self, path: str) -> int:
        """Return the declared size of one member."""
        return self._members[path].file_size

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
            raise _unsafe(self._file, path, both("压缩包中没有此文件", "The archive has no such file"))
        limit = info.file_size if max_bytes is None else min(info.file_size, max_bytes)
        if info.file_size > limit:
            raise _unsafe(self._file, path, both(f"文件超过 {limit} 字节", f"The file is over {limit} bytes"))
        yield from _bounded(self._archive, info, limit, self._file)

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
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unsafe(file, None, both("不是有效的 ZIP 文件", "It is not a valid zip file")) from error
    with archive:
        yield SafeZip(archive, file, limits or ArchiveLimits())


def write_zip(path: Path, entries: Iterable[ArchiveEntry]) -> None:
    """Write a zip file atomically, entries in the order given: equal entries give equal bytes.

    Times, owners and permissions are fixed. `stored` entries are not compressed.

    Raises:
        UnsafeArchiveError: two entries have one path, or a path is absolute, climbs out, or is not ASCII.
    """
    seen: set[str] = set()
    with atomic_path(path) as part, zipfile.ZipFile(part, "w") as archive:
        for entry in entries:
            _refuse_path(entry.path, str(path), seen, ascii_only=True)
            _write_entry(archive, entry)


def _write_entry(archive: zipfile.ZipFile, entry: ArchiveEntry) -> None:
    info = zipfile.ZipInfo(entry.path, _FIXED_TIME)
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


def _checked_members(archive: zipfile.ZipFile, file: str, limits: ArchiveLimits) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > limits.max_members:
        raise _unsafe(file, None, both(f"文件数超过 {limits.max_members}", f"It has over {limits.max_members} files"))
    members: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    total_bytes = 0
    for info in infos:
        _refuse_path(info.filename.rstrip("/") if info.is_dir() else info.filename, file, seen, ascii_only=False)
        if info.is_dir():
            continue
        _refuse_member(info, file, limits)
        total_bytes += info.file_size
        if total_bytes > limits.max_total_bytes:
            raise _unsafe(file, info.filename, both("解压后总量过大", "It would unpack to too much"))
        members[info.filename] = info
    return members


def _refuse_member(info: zipfile.ZipInfo, file: str, limits: ArchiveLimits) -> None:
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode) or (stat.S_IFMT(mode) not in (0, stat.S_IFREG)):
        raise _unsafe(file, info.filename, both("含有链接或特殊文件", "It holds a link or a special file"))
    if info.flag_bits & _ENCRYPTED:
        raise _unsafe(file, info.filename, both("文件已加密", "The file is encrypted"))
    if info.file_size > limits.max_member_bytes:
        raise _unsafe(file, info.filename, both("文件过大", "The file is too large"))
    if info.file_size > _CHUNK_BYTES and info.file_size > limits.max_ratio * max(info.compress_size, 1):
        raise _unsafe(file, info.filename, both("压缩比异常，疑似压缩炸弹", "Suspicious ratio: probably a zip bomb"))


def _refuse_path(path: str, file: str, seen: set[str], *, ascii_only: bool) -> None:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or ":" in parts[0] or ".." in parts or "\x00" in path:
        raise _unsafe(file, path, both("路径越界或不合法", "The path climbs out or is not allowed"))
    if ascii_only and not (path.isascii() and path.isprintable()):
        raise _unsafe(file, path, both("包内路径必须为 ASCII", "Paths in a package must be ASCII"))
    folded = str(PurePosixPath(path)).casefold()
    if folded in seen:
        raise _unsafe(file, path, both("路径重复或仅大小写不同", "The path is there twice, or differs in case alone"))
    seen.add(folded)


def _bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, file: str) -> Iterator[bytes]:
    left = limit
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(min(_CHUNK_BYTES, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise _unsafe(file, info.filename, both("实际大小超过声明", "It is longer than it declares"))
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _unsafe(file, info.filename, both("文件已损坏", "The file is damaged")) from error
    if left > 0:
        raise _unsafe(file, info.filename, both("实际大小小于声明", "It is shorter than it declares"))


def _unsafe(file: str, place: str | None, message: str) -> UnsafeArchiveError:
    return UnsafeArchiveError(
        message,
        file=file,
        place=place,
        remedy=both("请向提供者索取完好的文件", "Ask whoever sent it for a sound file"),
    )
