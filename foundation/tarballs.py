"""The only reader and writer of tar.gz files: hostile ones are refused, ours are reproducible."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from foundation.archive_rules import ArchiveLimits, PathRules, unsafe
from foundation.archives import ArchiveEntry
from foundation.errors import UnreadableFileError, UnsafeArchiveError
from foundation.files import atomic_path
from foundation.text import both

_CHUNK_BYTES = 1 << 20
_BIG_BYTES = 1 << 20
#: 1980-01-01, the time that our zip files carry as well.
_FIXED_TIME_S = 315_532_800
#: What tarfile and gzip raise for damaged input; RuntimeError for headers that nest without end.
_DAMAGE = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError, RuntimeError, KeyError)


class SafeTar:
    """A tar.gz file, unpacked into a nameless temporary file, whose headers have been checked."""

    def __init__(self, archive: tarfile.TarFile, file: str, limits: ArchiveLimits) -> None:
        self._archive = archive
        self._file = file
        self._members = _checked_members(archive, file, limits)

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the files in it, in archive order; folders are left out."""
        return tuple(self._members)

    def __contains__(self, path: str) -> bool:
        return path in self._members

    def size_bytes(self, path: str) -> int:
        """Return the size of one member."""
        return self._members[path].size

    def read(self, path: str, *, max_bytes: int | None = None) -> bytes:
        """Return one member.

        Raises:
            UnsafeArchiveError: it is missing, damaged, or above `max_bytes`.
        """
        return b"".join(self.chunks(path, max_bytes=max_bytes))

    def chunks(self, path: str, *, max_bytes: int | None = None) -> Iterator[bytes]:
        """Yield one member piece by piece. Raises as `read`."""
        info = self._members.get(path)
        if info is None:
            raise unsafe(self._file, path, both("压缩包中没有此文件", "The archive has no such file"))
        if max_bytes is not None and info.size > max_bytes:
            raise unsafe(self._file, path, both(f"文件超过 {max_bytes} 字节", f"The file is over {max_bytes} bytes"))
        try:
            stream = self._archive.extractfile(info)
            assert stream is not None
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk
        except _DAMAGE as error:
            raise unsafe(self._file, path, both("文件已损坏", "The file is damaged")) from error


@contextmanager
def open_tar(source: Path, limits: ArchiveLimits | None = None, *, name: str | None = None) -> Iterator[SafeTar]:
    """Open somebody's tar.gz file; `name` stands for it in messages.

    Raises:
        UnreadableFileError: there is no such file.
        UnsafeArchiveError: it is no tar.gz file, is damaged, or is hostile.
    """
    file = name or str(source)
    if not source.is_file():
        raise UnreadableFileError(both("找不到文件", "There is no such file"), file=file)
    limits = limits or ArchiveLimits()
    with TemporaryFile() as plain:
        try:
            _unpack(source, plain, file, limits)
            plain.seek(0)
            archive = tarfile.TarFile(fileobj=plain, errorlevel=2, encoding="utf-8", errors="surrogateescape")
        except _DAMAGE as error:
            raise unsafe(file, None, both("不是有效的 tar.gz 文件", "It is not a valid tar.gz file")) from error
        with archive:
            yield SafeTar(archive, file, limits)


def write_tar(path: Path, entries: Iterable[ArchiveEntry]) -> None:
    """Write a tar.gz file atomically, entries in the order given: equal entries give equal bytes.

    Times, owners and permissions are fixed; everything is compressed, `stored` or not: gzip goes over the whole.

    Raises:
        UnsafeArchiveError: two entries have one path, or a path is absolute, climbs out, or is not ASCII.
    """
    paths = PathRules(str(path))
    with (
        atomic_path(path) as part,
        part.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for entry in entries:
            paths.take_file(entry.path, ascii_only=True)
            _write_entry(archive, entry)
        paths.refuse_files_as_folders()


def _write_entry(archive: tarfile.TarFile, entry: ArchiveEntry) -> None:
    info = tarfile.TarInfo(entry.path)
    info.mtime = _FIXED_TIME_S
    info.mode = 0o644
    if isinstance(entry.content, bytes):
        info.size = len(entry.content)
        archive.addfile(info, BytesIO(entry.content))
        return
    info.size = entry.content.stat().st_size
    with entry.content.open("rb") as source:
        archive.addfile(info, source)


def _unpack(source: Path, target: IO[bytes], file: str, limits: ArchiveLimits) -> None:
    """Unpack gzip up to the limits: a bomb ends at the ratio that an archive may have."""
    most = min(limits.max_total_bytes, max(_BIG_BYTES, limits.max_ratio * source.stat().st_size))
    left = most
    with gzip.open(source) as packed:
        while chunk := packed.read(_CHUNK_BYTES):
            left -= len(chunk)
            if left < 0:
                raise unsafe(file, None, both("解压后总量过大，疑似压缩炸弹", "It would unpack to too much: a bomb"))
            target.write(chunk)


def _checked_members(archive: tarfile.TarFile, file: str, limits: ArchiveLimits) -> dict[str, tarfile.TarInfo]:
    paths = PathRules(file)
    members: dict[str, tarfile.TarInfo] = {}
    try:
        for count, info in enumerate(_forward(archive)):
            if count >= limits.max_members:
                most = limits.max_members
                raise unsafe(file, None, both(f"文件数超过 {most}", f"It has over {most} files"))
            path = info.name.removeprefix("./")
            if info.isdir():
                if path not in ("", "."):
                    paths.take_folder(path.rstrip("/"))
                continue
            _refuse_member(info, path, file, limits)
            paths.take_file(path)
            members[path] = info
        paths.refuse_files_as_folders()
    except UnsafeArchiveError:
        raise
    except _DAMAGE as error:
        raise unsafe(file, None, both("不是有效的 tar.gz 文件", "It is not a valid tar.gz file")) from error
    return members


def _forward(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield members as long as their headers go forward; a size below zero would read the same one for ever."""
    last = -1
    for info in archive:
        if info.size < 0 or info.offset <= last:
            raise tarfile.ReadError("headers go backwards")
        last = info.offset
        yield info


def _refuse_member(info: tarfile.TarInfo, path: str, file: str, limits: ArchiveLimits) -> None:
    if info.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or info.sparse is not None:
        raise unsafe(file, path, both("含有链接或特殊文件", "It holds a link or a special file"))
    if info.size > limits.max_member_bytes:
        raise unsafe(file, path, both("文件过大", "The file is too large"))
