"""What is refused in an archive, before a byte of it is unpacked: paths, links, bombs, lying directories."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from foundation.errors import UnsafeArchiveError
from foundation.text import both

_BIG_BYTES = 1 << 20
_ENCRYPTED = 0x1
_NAME_IS_UTF8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCAL_HEADER_BYTES = 30
_MAX_PART_BYTES = 255


@dataclass(frozen=True)
class ArchiveLimits:
    """How much of an archive is believed. Sizes in bytes; `max_ratio` holds above 1 MiB, per member and in all."""

    max_members: int = 20_000
    max_directory_bytes: int = 8 << 20
    max_member_bytes: int = 2 << 30
    max_total_bytes: int = 4 << 30
    max_ratio: int = 200


def checked_members(archive: zipfile.ZipFile, file: str, limits: ArchiveLimits) -> dict[str, zipfile.ZipInfo]:
    """Return the files of an archive by path, in archive order.

    Names without the UTF-8 flag are read as UTF-8 or GB 18030, which Chinese tools write, before code page 437.

    Raises:
        UnsafeArchiveError: the directory, a path or a member is not to be trusted.
    """
    infos = archive.infolist()
    if len(infos) > limits.max_members:
        raise unsafe(file, None, both(f"文件数超过 {limits.max_members}", f"It has over {limits.max_members} files"))
    paths = PathRules(file)
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        path = _path_of(info)
        if path.endswith("/"):
            paths.take_folder(path.rstrip("/"))
            continue
        paths.take_file(path)
        _refuse_member(info, path, file, limits)
        members[path] = info
    paths.refuse_files_as_folders()
    _refuse_bomb(members.values(), archive.start_dir, file, limits)
    return members


class PathRules:
    """Takes the paths of one archive and refuses what climbs out, is absolute, or meets another path."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._files: dict[str, str] = {}
        self._folders: set[str] = set()

    def take_file(self, path: str, *, ascii_only: bool = False) -> None:
        """Accept the path of a file, once.

        Raises:
            UnsafeArchiveError: it is not allowed, or names a file that another path names too.
        """
        self._refuse(path)
        if ascii_only and not (path.isascii() and path.isprintable()):
            raise unsafe(self._file, path, both("包内路径必须为 ASCII", "Paths in a package must be ASCII"))
        key = _collision_key(path)
        if key in self._files:
            message = both("路径重复或仅大小写不同", "The path is there twice, or differs in case alone")
            raise unsafe(self._file, path, message)
        self._files[key] = path
        self._folders.update(_collision_key(str(parent)) for parent in PurePosixPath(path).parents)

    def take_folder(self, path: str) -> None:
        """Accept the path of a folder; it may come again. Raises as `take_file`."""
        self._refuse(path)
        self._folders.add(_collision_key(path))

    def refuse_files_as_folders(self) -> None:
        """Raise UnsafeArchiveError if one path is a file and a folder at once."""
        for key, path in self._files.items():
            if key in self._folders:
                raise unsafe(self._file, path, both("同一路径既是文件又是文件夹", "The path is a file and a folder"))

    def _refuse(self, path: str) -> None:
        parts = path.split("/")
        hostile = path.startswith("/") or "\\" in path or ":" in path or any(ord(mark) < 32 for mark in path)
        if hostile or not path or any(part in ("", ".", "..") for part in parts):
            raise unsafe(self._file, path, both("路径越界或不合法", "The path climbs out or is not allowed"))
        if any(len(part.encode("utf-8", "surrogatepass")) > _MAX_PART_BYTES for part in parts):
            raise unsafe(self._file, path[:80], both("文件名过长", "A name in the path is too long"))


def unsafe(file: str, place: str | None, message: str) -> UnsafeArchiveError:
    """Return the error for an archive that is damaged or hostile at `place`."""
    remedy = both("请向提供者索取完好的文件", "Ask whoever sent it for a sound file")
    shown = None if place is None else place.encode("utf-8", "backslashreplace").decode()
    return UnsafeArchiveError(message, file=file, place=shown, remedy=remedy)


def _path_of(info: zipfile.ZipInfo) -> str:
    # `orig_filename` is the name as it stands: `filename` is cut at NUL and has its backslashes turned on Windows.
    name = info.orig_filename
    if info.flag_bits & _NAME_IS_UTF8 or name.isascii():
        return name
    raw = name.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _collision_key(path: str) -> str:
    """Return what Windows and macOS take for the same path: case, composition, final dots and spaces dropped."""
    folded = unicodedata.normalize("NFC", path).casefold()
    return "/".join(part.rstrip(". ") or part for part in folded.split("/"))


def _refuse_member(info: zipfile.ZipInfo, path: str, file: str, limits: ArchiveLimits) -> None:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise unsafe(file, path, both("含有链接或特殊文件", "It holds a link or a special file"))
    if info.flag_bits & _ENCRYPTED:
        raise unsafe(file, path, both("文件已加密", "The file is encrypted"))
    if info.compress_type not in _METHODS:
        raise unsafe(file, path, both("压缩方式不受支持", "Its compression method is not supported"))
    if info.file_size > limits.max_member_bytes:
        raise unsafe(file, path, both("文件过大", "The file is too large"))
    if info.file_size > _BIG_BYTES and info.file_size > limits.max_ratio * info.compress_size:
        raise unsafe(file, path, both("压缩比异常，疑似压缩炸弹", "Suspicious ratio: probably a zip bomb"))


def _refuse_bomb(members: Iterable[zipfile.ZipInfo], directory_at: int, file: str, limits: ArchiveLimits) -> None:
    """Refuse too much in all, and members whose compressed bytes overlap (one deflate stream unpacked many times)."""
    inner = sorted(members, key=lambda info: info.header_offset)
    total_bytes = sum(info.file_size for info in inner)
    if total_bytes > limits.max_total_bytes:
        raise unsafe(file, None, both("解压后总量过大", "It would unpack to too much"))
    if total_bytes > _BIG_BYTES and total_bytes > limits.max_ratio * sum(info.compress_size for info in inner):
        raise unsafe(file, None, both("压缩比异常，疑似压缩炸弹", "Suspicious ratio: probably a zip bomb"))
    ends = [*(info.header_offset for info in inner[1:]), directory_at]
    for info, end in zip(inner, ends, strict=False):
        if info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size > end:
            raise unsafe(file, info.filename, both("文件数据相互重叠", "Members overlap: a bomb, or damaged"))
