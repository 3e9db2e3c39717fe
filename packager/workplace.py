"""The hidden folder in which a package is written before it takes its place; what killed builds left is removed."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from foundation.text import both
from packager.errors import OutputError

#: A folder as young as this may be one that another build has made and not yet locked.
_YOUNG_S = 60


@contextmanager
def workplace(path: Path) -> Iterator[Path]:
    """Give an empty folder beside `path` that is removed in the end; parent folders are made.

    Raises:
        OutputError: `path` is a folder, or lies in what is a file.
    """
    _refuse_misfit(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{path.name[:32]}."
    _remove_abandoned(path.parent, prefix)
    with TemporaryDirectory(prefix=prefix, dir=path.parent) as name:
        folder = Path(name)
        lock = _locked(folder)
        try:
            yield folder
        finally:
            if lock is not None:
                os.close(lock)


def _refuse_misfit(path: Path) -> None:
    blocking = next((each for each in path.parents if each.exists() and not each.is_dir()), None)
    if blocking is None and not path.is_dir():
        return
    zh, en = ("这里已有文件夹", "There is a folder here") if blocking is None else ("这是文件", "This is a file")
    remedy = both("-o 换一个文件夹，或先移走它", "Name another folder with -o, or move this one away first")
    raise OutputError(both(zh, en), file=blocking or path, remedy=remedy)


def _remove_abandoned(parent: Path, prefix: str) -> None:
    """Remove folders of builds that were killed: no process holds their lock, which ends with its process."""
    for folder in parent.glob(f"{prefix}*"):
        if folder.is_symlink() or not folder.is_dir() or time.time() - folder.stat().st_mtime < _YOUNG_S:
            continue
        lock = _locked(folder)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _locked(folder: Path) -> int | None:
    """Return a descriptor that holds a folder's lock, or None: somebody else's, or the system has none."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
