"""A hostile zip must be refused before it writes outside its folder or fills the disk."""

from __future__ import annotations

import resource
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.archives import ArchiveEntry, ArchiveLimits, open_zip, write_zip
from foundation.errors import UnreadableFileError, UnsafeArchiveError
from tests.foundation.rawzip import ENCRYPTED, UTF8, Member, raw_zip


def _refusal(tmp_path: Path, content: bytes, limits: ArchiveLimits | None = None) -> UnsafeArchiveError:
    """Open and unpack; return the refusal, and see that nothing came of it outside the folder."""
    source, folder = tmp_path / "来件.zip", tmp_path / "解包"
    source.write_bytes(content)
    folder.mkdir(exist_ok=True)
    with pytest.raises(UnsafeArchiveError) as caught, open_zip(source, limits) as archive:
        archive.extract_to(folder)
    assert {path.name for path in tmp_path.iterdir()} == {"来件.zip", "解包"}
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "a/../../evil.txt",
        "/etc/evil",
        "C:/evil.txt",
        "a/b:stream",
        "..\\evil.txt",
        "a\\b.txt",
        "./a.txt",
        "a//b.txt",
        "a\0.txt",
        "a\nb.txt",
        "",
        "名" * 90 + ".txt",
    ],
)
def test_a_path_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    error = _refusal(tmp_path, raw_zip(Member(b"ok.txt"), Member(name.encode())))
    assert error.finding().id == "CB-ARCHIVE"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.txt", "a.txt"),
        ("课件/A.txt", "课件/a.txt"),
        ("é.txt", "e\u0301.txt"),
        ("a.txt", "a.txt."),
        ("a.txt", "a.txt "),
        ("a", "a/b"),
        ("A/b", "a"),
    ],
)
def test_two_paths_that_meet_on_some_system_are_refused(tmp_path: Path, first: str, second: str) -> None:
    _refusal(tmp_path, raw_zip(Member(first.encode()), Member(second.encode())))


def test_a_folder_listed_twice_is_fine(tmp_path: Path) -> None:
    source = tmp_path / "a.zip"
    source.write_bytes(raw_zip(Member(b"a/", b""), Member(b"a/", b""), Member(b"a/b.txt")))
    with open_zip(source) as archive:
        assert archive.paths == ("a/b.txt",)


@pytest.mark.parametrize("mode", [0o120777, 0o020644, 0o010644, 0o060644])
def test_links_devices_and_pipes_are_refused(tmp_path: Path, mode: int) -> None:
    error = _refusal(tmp_path, raw_zip(Member(b"link", b"/etc/passwd", mode=mode)))
    assert error.place == "link"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    error = _refusal(tmp_path, raw_zip(Member(b"secret", flags=UTF8 | ENCRYPTED)))
    assert "加密" in error.message


@pytest.mark.parametrize("method", [1, 9, 12, 14, 99])
def test_a_compression_that_no_lms_reads_is_refused(tmp_path: Path, method: int) -> None:
    assert "压缩方式" in _refusal(tmp_path, raw_zip(Member(b"a", method=method))).message


def test_a_bomb_of_zeros_is_refused_unread(tmp_path: Path) -> None:
    bomb = raw_zip(Member(b"bomb", b"\0" * (8 << 20), deflated=True))
    assert len(bomb) < 20_000
    assert "炸弹" in _refusal(tmp_path, bomb).message


def test_many_members_that_share_one_stream_are_refused(tmp_path: Path) -> None:
    kernel = Member(b"0", bytes(range(256)) * 400, deflated=True)
    others = [Member(str(n).encode(), kernel.content, deflated=True, header_at=0) for n in range(1, 50)]
    assert "重叠" in _refusal(tmp_path, raw_zip(kernel, *others)).message


def test_too_much_in_all_is_refused(tmp_path: Path) -> None:
    members = [Member(str(n).encode(), b"x" * 1000) for n in range(20)]
    assert "总量" in _refusal(tmp_path, raw_zip(*members), ArchiveLimits(max_total_bytes=10_000)).message


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    members = [Member(str(n).encode()) for n in range(20)]
    assert "文件数" in _refusal(tmp_path, raw_zip(*members), ArchiveLimits(max_members=19)).message


@pytest.mark.parametrize("size", [0, 3, 5, 100_000])
def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path, size: int) -> None:
    _refusal(tmp_path, raw_zip(Member(b"a", b"data", deflated=True, size=size)))


def test_a_member_whose_bytes_were_changed_is_refused(tmp_path: Path) -> None:
    content = raw_zip(Member(b"a", b"the whole text"))
    assert "损坏" in _refusal(tmp_path, content.replace(b"whole", b"WHOLE")).message


def test_a_huge_directory_is_refused_without_being_held_in_memory(tmp_path: Path) -> None:
    name = b"n" * 60_000
    content = raw_zip(*(Member(b"%d" % n + name, b"") for n in range(700)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "ZIP" in _refusal(tmp_path, content).message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_directory_of_64_bit_lies_is_refused(tmp_path: Path) -> None:
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 2**63, 2**63, 2**64 - 1, 2**64 - 1)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)
    classic = struct.pack("<4s4H2LH", b"PK\5\6", 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    _refusal(tmp_path, end + locator + classic)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip" * 100, b"PK\5\6" + b"\xff" * 18])
def test_what_is_no_zip_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    assert "ZIP" in _refusal(tmp_path, content).message


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="找不到文件"), open_zip(tmp_path / "无.zip"):
        pass


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_of_old_tools_are_read_as_chinese(tmp_path: Path, encoding: str) -> None:
    source, folder = tmp_path / "a.zip", tmp_path / "out"
    source.write_bytes(raw_zip(Member("课件/第一章.html".encode(encoding), b"<p>", flags=0)))
    folder.mkdir()
    with open_zip(source) as archive:
        archive.extract_to(folder)
    assert (folder / "课件/第一章.html").read_bytes() == b"<p>"


@settings(max_examples=400)
@given(st.data())
def test_no_damage_to_a_zip_gives_anything_but_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    write_zip(folder / "a.zip", [ArchiveEntry("a.txt", b"text " * 50), ArchiveEntry("b/c.bin", b"\1\2\3", stored=True)])
    content = bytearray((folder / "a.zip").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(content) // 2, len(content)))
    (folder / "a.zip").write_bytes(content[:cut])
    with suppress(UnsafeArchiveError), open_zip(folder / "a.zip") as archive:
        for path in archive.paths:
            archive.read(path, max_bytes=1 << 20)
