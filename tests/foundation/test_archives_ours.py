"""Our own zip files: the same entries are the same bytes, and another's tool can read them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from foundation.archives import ArchiveEntry, open_zip, write_zip
from foundation.errors import UnsafeArchiveError

_WRITE = """
import sys
from pathlib import Path
from foundation.archives import ArchiveEntry, write_zip
folder = Path(sys.argv[1])
entries = [ArchiveEntry("a.html", "<p>课</p>".encode()), ArchiveEntry("m.bin", folder / "m.bin", stored=True)]
write_zip(folder / "out.zip", entries)
"""


def test_time_zone_locale_hash_seed_and_file_times_leave_no_trace(tmp_path: Path) -> None:
    written = []
    for number, zone in enumerate(("Asia/Shanghai", "America/New_York")):
        folder = tmp_path / f"处{number}"
        folder.mkdir()
        (folder / "m.bin").write_bytes(bytes(range(256)) * 100)
        os.utime(folder / "m.bin", (10**9 * (number + 1),) * 2)
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number), "LC_ALL": ("C", "C.UTF-8")[number]}
        subprocess.run([sys.executable, "-c", _WRITE, str(folder)], check=True, env=environment)
        written.append((folder / "out.zip").read_bytes())
    assert written[0] == written[1]


def test_what_is_written_is_read_back_by_another_reader(tmp_path: Path) -> None:
    media = tmp_path / "m.bin"
    media.write_bytes(os.urandom(3 << 20))
    write_zip(tmp_path / "a.zip", [ArchiveEntry("b/c.txt", b"c" * 999), ArchiveEntry("m.bin", media, stored=True)])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert archive.read("m.bin") == media.read_bytes()
        assert [info.compress_type for info in archive.infolist()] == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]
    with open_zip(tmp_path / "a.zip") as archive:
        assert archive.paths == ("b/c.txt", "m.bin")
        assert archive.size_bytes("b/c.txt") == 999
        assert "b/c.txt" in archive
        assert archive.read("b/c.txt") == b"c" * 999


@pytest.mark.parametrize("path", ["图.svg", "a b\t.txt", "/a", "../a", "a/./b", "C:a"])
def test_a_path_that_some_lms_mangles_is_never_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnsafeArchiveError):
        write_zip(tmp_path / "a.zip", [ArchiveEntry(path, b"")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("paths", [("a", "a"), ("a", "A"), ("a", "a/b")])
def test_two_entries_with_one_path_are_never_written(tmp_path: Path, paths: tuple[str, str]) -> None:
    (tmp_path / "a.zip").write_bytes(b"old")
    with pytest.raises(UnsafeArchiveError):
        write_zip(tmp_path / "a.zip", [ArchiveEntry(path, b"") for path in paths])
    assert (tmp_path / "a.zip").read_bytes() == b"old"


def test_a_member_above_the_callers_limit_is_not_read(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", [ArchiveEntry("a", b"12345")])
    with open_zip(tmp_path / "a.zip") as archive:
        assert archive.read("a", max_bytes=5) == b"12345"
        with pytest.raises(UnsafeArchiveError, match="超过 4 字节"):
            archive.read("a", max_bytes=4)
        with pytest.raises(UnsafeArchiveError, match="没有此文件"):
            archive.read("b")
