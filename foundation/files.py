"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.errors import TargetExistsError, UnreadableFileError, UnwritableFileError
from foundation.text import both

DEFAULT_MAX_BYTES = 64 * 1024 * 1024


@contextmanager
def atomic_path(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a temporary path beside `path`; on leaving without an error it becomes `path`, durably.

    Parent folders are made. On an error the temporary file is removed and `path` is as it was. A `private` file
    is readable by its owner alone, from its first byte on. A process that is killed may leave the temporary file,
    which ends in `.part`.

    Raises:
        UnwritableFileError: the file cannot be made there.
    """
    with _telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:32]}.", suffix=".part", dir=path.parent)
        os.close(descriptor)
    part = Path(name)
    try:
        yield part
        with _telling(path):
            _make_durable(part)
            part.chmod(0o600 if private else 0o666 & ~_UMASK)
            part.replace(path)
            _make_folder_durable(path.parent)
    finally:
        part.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write `content` to `path` atomically; `private` as in `atomic_path`."""
    with atomic_path(path, private=private) as part:
        part.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with LF line ends to `path`, atomically."""
    write_bytes(path, text.encode())


@contextmanager
def atomic_directory(path: Path) -> Iterator[Path]:
    """Give an empty temporary folder beside `path`; on leaving without an error it becomes `path`.

    Raises:
        TargetExistsError: `path` is a file or a folder that is not empty.
        UnwritableFileError: the folder cannot be made there.
    """
    _refuse_existing(path)
    with _telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{path.name[:32]}.", suffix=".part", dir=path.parent))
    try:
        yield part
        _refuse_existing(path)
        with _telling(path):
            part.chmod(0o777 & ~_UMASK)
            if path.is_dir():
                path.rmdir()
            part.replace(path)
            _make_folder_durable(path.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def read_bytes(path: Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        UnreadableFileError: it is missing, is no regular file, may not be read, or is larger than `max_bytes`.
    """
    try:
        if not path.is_file():
            raise UnreadableFileError(
                both("找不到文件", "There is no such file"),
                file=path,
                remedy=both("检查路径是否写对", "Check the path"),
            )
        size_bytes = path.stat().st_size
        if size_bytes > max_bytes:
            raise UnreadableFileError(
                both(f"文件过大：{size_bytes} 字节", f"The file is too large: {size_bytes} bytes"),
                file=path,
                remedy=both(f"上限为 {max_bytes} 字节", f"The limit is {max_bytes} bytes"),
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            both(f"无法读取：{error.strerror}", f"Cannot be read: {error.strerror}"), file=path
        ) from error


def read_text(path: Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> str:
    """Return a file's text: UTF-8, a BOM is dropped, line ends become LF.

    Raises:
        UnreadableFileError: as `read_bytes`, or the file is not UTF-8 (`place` is the byte offset).
    """
    content = read_bytes(path, max_bytes=max_bytes)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            both("文件不是 UTF-8 编码", "The file is not UTF-8"),
            file=path,
            place=f"byte {error.start}",
            remedy=both("请另存为 UTF-8", "Save it as UTF-8"),
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_existing(path: Path) -> None:
    if path.is_file() or path.is_symlink() or (path.is_dir() and any(path.iterdir())):
        raise TargetExistsError(
            both("目标已存在且不为空", "The target exists and is not empty"),
            file=path,
            remedy=both("换一个文件夹，或先移走它", "Choose another folder, or move this one away first"),
        )


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnwritableFileError(
            both(f"无法写入：{error.strerror}", f"Cannot be written: {error.strerror}"),
            file=path,
            remedy=both("检查权限、磁盘空间和路径", "Check permissions, disk space and the path"),
        ) from error


def _make_durable(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _make_folder_durable(folder: Path) -> None:
    """Make a rename in `folder` outlive a power cut, where folders can be opened (not on Windows)."""
    flag = getattr(os, "O_DIRECTORY", None)
    if flag is None:
        return
    descriptor = os.open(folder, os.O_RDONLY | flag)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


#: Read once, when this module is loaded: asking sets it for a moment, which other threads would notice.
_UMASK = _umask()
