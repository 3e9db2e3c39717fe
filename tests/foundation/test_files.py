"""A file is written whole or not at all: a clerk who pulls the plug keeps the old one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from foundation.errors import TargetExistsError, UnreadableFileError, UnwritableFileError
from foundation.files import (
    atomic_directory,
    atomic_path,
    read_bytes,
    read_text,
    write_bytes,
    write_text,
)

_DIE_IN_THE_MIDDLE = """
import os, signal, sys
from pathlib import Path
from foundation import files
with getattr(files, sys.argv[2])(Path(sys.argv[1])) as part:
    (part if part.is_file() else part / "a").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("writer", ["atomic_path", "atomic_directory"])
def test_a_kill_in_the_middle_leaves_what_was_there(tmp_path: Path, writer: str) -> None:
    target = tmp_path / "课程"
    if writer == "atomic_path":
        target.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", _DIE_IN_THE_MIDDLE, str(target), writer], check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old" if writer == "atomic_path" else not target.exists()
    rest = [path for path in tmp_path.iterdir() if path != target]
    assert all(path.name.startswith(".") and path.suffix == ".part" for path in rest)


def test_an_error_in_the_middle_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "报告.html"
    write_text(target, "旧")
    with pytest.raises(ZeroDivisionError), atomic_path(target) as part:
        part.write_bytes(b"half")
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), atomic_directory(tmp_path / "课程") as folder:
        (folder / "a").write_bytes(b"half")
        raise ZeroDivisionError
    assert read_text(target) == "旧"
    assert list(tmp_path.iterdir()) == [target]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    target = tmp_path / "a"
    write_bytes(target, b"0" * 100_000)
    seen: set[bytes] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(target.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for digit in b"123456789":
        write_bytes(target, bytes([digit]) * 100_000)
    stop.set()
    reader.join()
    assert all(len(content) == 100_000 and len(set(content)) == 1 for content in seen)


def test_permissions_follow_the_umask_and_secrets_are_the_owners_alone(tmp_path: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    write_bytes(tmp_path / "open", b"")
    write_bytes(tmp_path / "key", b"", private=True)
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o666 & ~mask
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_text(tmp_path / "甲/乙/丙.txt", "文")
    with atomic_directory(tmp_path / "甲/丁/戊") as folder:
        (folder / "a").touch()
    assert read_text(tmp_path / "甲/乙/丙.txt") == "文"
    assert (tmp_path / "甲/丁/戊/a").is_file()


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_a_folder_that_is_there_is_never_overwritten(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "课程"
    if kind == "file":
        target.write_bytes(b"mine")
    elif kind == "folder":
        target.mkdir()
        (target / "mine").touch()
    else:
        target.symlink_to(tmp_path)
    with pytest.raises(TargetExistsError), atomic_directory(target):
        pytest.fail("nothing is made")
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_filled_by_another_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "课程"
    with pytest.raises(TargetExistsError), atomic_directory(target):
        target.mkdir()
        (target / "theirs").touch()
    assert [path.name for path in target.iterdir()] == ["theirs"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "课程").mkdir()
    with atomic_directory(tmp_path / "课程") as folder:
        (folder / "a").touch()
    assert (tmp_path / "课程/a").is_file()


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    (tmp_path / "文件夹").mkdir()
    for target in (tmp_path / "文件/下面/a.txt", tmp_path / "文件夹"):
        with pytest.raises(UnwritableFileError) as caught:
            write_bytes(target, b"")
        assert caught.value.file == str(target)
        assert caught.value.remedy
    with pytest.raises(UnwritableFileError), atomic_directory(tmp_path / "文件/下面"):
        pytest.fail("nothing is made")


@pytest.mark.parametrize("kind", ["missing", "folder", "large"])
def test_what_cannot_be_read_is_told_with_a_remedy(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "表.xlsx"
    if kind == "folder":
        path.mkdir()
    elif kind == "large":
        path.write_bytes(b"12345")
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(path, max_bytes=4)
    assert caught.value.finding().remedy
    assert caught.value.finding().file == str(path)


def test_text_of_windows_editors_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("\ufeff标题: 一\r\n二\r三\n".encode())
    assert read_text(tmp_path / "a.yaml") == "标题: 一\n二\n三\n"


def test_text_in_gbk_is_refused_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("id: 质量".encode("gbk"))
    with pytest.raises(UnreadableFileError) as caught:
        read_text(tmp_path / "a.yaml")
    assert caught.value.place == "byte 4"
    assert "UTF-8" in caught.value.remedy
