"""The folder of a report: written whole beside its place, then put there; an earlier report is replaced."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence.errors import OutputBusyError
from foundation.errors import TargetExistsError
from foundation.files import atomic_directory
from foundation.text import both

#: What a report's folder may hold; a folder with anything else in it is somebody's and is left alone.
KNOWN = frozenset({"index.html", "figures.json", "tables.xlsx", "open", "report.zh.docx"})


@contextmanager
def report_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder; on leaving without an error it stands at `path`, in place of an earlier report.

    Raises:
        TargetExistsError: `path` is a file, or a folder that holds something else than a report.
        OutputBusyError: a program has a file of the earlier report open (on Windows).
    """
    _refuse_foreign(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    name = f".{path.name[:32]}."
    # On Windows, a file of the old report that a program holds open cannot be removed: it stays behind.
    with tempfile.TemporaryDirectory(
        prefix=name, suffix=".part", dir=path.parent, ignore_cleanup_errors=True
    ) as beside:
        made = Path(beside) / "new"
        with atomic_directory(made) as part:
            yield part
        _put(made, path, Path(beside) / "old")


def _refuse_foreign(path: Path) -> None:
    if not path.exists() and not path.is_symlink():
        return
    names = {found.name for found in path.iterdir()} if path.is_dir() and not path.is_symlink() else {""}
    if not names or ("index.html" in names and names <= KNOWN):
        return
    raise TargetExistsError(
        both("此文件夹里有别的文件，不覆盖", "This folder holds other files and is not overwritten"),
        file=path,
        remedy=both("用 -o 另选一个文件夹", "Choose another folder with -o"),
    )


def _put(made: Path, path: Path, old: Path) -> None:
    try:
        if path.exists():
            path.rename(old)
        made.rename(path)
    except OSError as error:
        if old.exists() and not path.exists():
            old.rename(path)
        raise OutputBusyError(
            both("无法替换上次的报告", "The earlier report cannot be replaced"),
            file=path,
            remedy=both(
                "关闭打开着它的程序（浏览器、Excel）再试", "Close the programs that have it open, and try again"
            ),
        ) from error
    shutil.rmtree(old, ignore_errors=True)
