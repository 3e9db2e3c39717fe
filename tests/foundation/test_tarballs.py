"""tar.gz files: ours are the same bytes every time and another's tool reads them; hostile ones are refused."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.archive_kinds import kind_of, open_archive, write_archive
from foundation.archive_rules import ArchiveLimits
from foundation.archives import ArchiveEntry
from foundation.errors import UnreadableFileError, UnsafeArchiveError

_LONG = "/".join(["a" * 60] * 5) + "/b.txt"


def _tar(folder: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    path = folder / "别人的.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def _open(path: Path, limits: ArchiveLimits | None = None) -> tuple[str, ...]:
    with open_archive(path, limits) as archive:
        for each in archive.paths:
            archive.read(each)
        return archive.paths


def test_what_is_written_is_the_same_every_time_and_read_by_another(tmp_path: Path) -> None:
    media = tmp_path / "m.bin"
    media.write_bytes(os.urandom(3 << 20))
    entries = [ArchiveEntry(_LONG, b"c" * 999), ArchiveEntry("course/m.bin", media, stored=True)]
    write_archive("tar.gz", tmp_path / "a.tar.gz", entries)
    os.utime(media, (1, 1))
    write_archive("tar.gz", tmp_path / "b.tar.gz", entries)
    assert (tmp_path / "a.tar.gz").read_bytes() == (tmp_path / "b.tar.gz").read_bytes()
    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        assert archive.getnames() == [_LONG, "course/m.bin"]
        assert {(info.mtime, info.uid, info.uname, info.mode) for info in archive} == {(315_532_800, 0, "", 0o644)}
        member = archive.extractfile("course/m.bin")
        assert member is not None
        assert member.read() == media.read_bytes()
    with open_archive(tmp_path / "a.tar.gz") as back:
        assert back.paths == (_LONG, "course/m.bin")
        assert back.size_bytes(_LONG) == 999
        assert "course/m.bin" in back
        assert back.read(_LONG) == b"c" * 999
        with pytest.raises(UnsafeArchiveError):
            back.read(_LONG, max_bytes=998)
        with pytest.raises(UnsafeArchiveError):
            back.read("nowhere")


def test_a_zip_is_told_from_a_tar_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    write_archive("zip", tmp_path / "a.tar.gz", [ArchiveEntry("a.txt", b"a")])
    write_archive("tar.gz", tmp_path / "a.zip", [ArchiveEntry("b.txt", b"b")])
    assert (kind_of(tmp_path / "a.tar.gz"), kind_of(tmp_path / "a.zip")) == ("zip", "tar.gz")
    assert (_open(tmp_path / "a.tar.gz"), _open(tmp_path / "a.zip")) == (("a.txt",), ("b.txt",))


@pytest.mark.parametrize("path", ["图.svg", "/a", "../a", "a/./b"])
def test_a_path_that_some_lms_mangles_is_never_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnsafeArchiveError):
        write_archive("tar.gz", tmp_path / "a.tar.gz", [ArchiveEntry(path, b"")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["/etc/passwd", "../up", "a/../../up", "C:/x", "a\\b"])
def test_a_path_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeArchiveError):
        _open(_tar(tmp_path, (tarfile.TarInfo(name), b"x")))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_devices_and_pipes_are_refused(tmp_path: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("link")
    info.type, info.linkname = kind, "/etc/passwd"
    with pytest.raises(UnsafeArchiveError):
        _open(_tar(tmp_path, (info, b"")))


def test_two_paths_that_meet_on_some_system_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchiveError):
        _open(_tar(tmp_path, (tarfile.TarInfo("a.txt"), b"1"), (tarfile.TarInfo("A.txt"), b"2")))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tar.gz"
    with gzip.open(path, "wb") as stream:
        for _ in range(64):
            stream.write(bytes(1 << 20))
    with pytest.raises(UnsafeArchiveError):
        _open(path)


def test_too_many_members_and_too_large_ones_are_refused(tmp_path: Path) -> None:
    path = _tar(tmp_path, *((tarfile.TarInfo(f"f{number}"), b"x") for number in range(20)))
    assert len(_open(path)) == 20
    for limits in (ArchiveLimits(max_members=19), ArchiveLimits(max_member_bytes=0), ArchiveLimits(max_total_bytes=9)):
        with pytest.raises(UnsafeArchiveError):
            _open(path, limits)


def test_a_size_below_zero_does_not_read_for_ever(tmp_path: Path) -> None:
    block = bytearray(tarfile.TarInfo("a").tobuf(tarfile.GNU_FORMAT))
    block[124:136] = b"\xff" * 10 + b"\xfe\x00"  # -512 in base 256
    block[148:156] = b"%06o\0 " % (sum(block[:148]) + sum(block[156:512]) + 8 * 32)
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(bytes(block) + bytes(1024)))
    with pytest.raises(UnsafeArchiveError):
        _open(path)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        _open(tmp_path / "nowhere.tar.gz")


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 0xFF
    return bytes(changed)


@pytest.mark.parametrize("spoil", [_cut, _flip, lambda _: b"\x1f\x8b", lambda _: gzip.compress(b"no tar at all" * 99)])
def test_damage_gives_nothing_but_a_refusal(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = _tar(tmp_path, (tarfile.TarInfo("a.bin"), os.urandom(9000)))
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(UnsafeArchiveError):
        _open(path)
