"""Hostile and broken packages are refused with a finding, in bounded time and memory, and nothing is written."""

from __future__ import annotations

import io
import stat
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from packager.check.inspection import inspect_package
from packager.check.report import check_package
from tests.packager.foreign import FILES, MANIFEST, write

ROOT = Path(__file__).resolve().parents[2]


def _zip(*members: tuple[zipfile.ZipInfo | str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compress) as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def _link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("one/index.html")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def _lying_size() -> bytes:
    content = bytearray(_zip(("one/index.html", b"x" * 5000)))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def _encrypted() -> bytes:
    content = bytearray(_zip(("one/index.html", b"x" * 50)))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


_HOSTILE: dict[str, Callable[[], bytes]] = {
    "climbs out": lambda: _zip(("../../evil.html", b"x")),
    "absolute": lambda: _zip(("/etc/evil", b"x")),
    "drive": lambda: _zip(("C:/evil", b"x")),
    "backslashes": lambda: _zip(("..\\evil", b"x")),
    "name twice in other case": lambda: _zip(("a.html", b"x"), ("A.html", b"y")),
    "symbolic link": lambda: _zip((_link(), b"/etc/passwd")),
    "bomb": lambda: _zip(("bomb.bin", bytes(300 << 20))),
    "lying size": _lying_size,
    "encrypted": _encrypted,
    "truncated": lambda: _zip(("a.html", b"x" * 9000))[:-300],
    "no zip": lambda: b"PK\x03\x04 but not really",
    "empty": lambda: b"",
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_archive_is_refused_and_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / "敌意 包.zip"
    path.write_bytes(_HOSTILE[name]())
    report = check_package(path)
    assert report.valid is False
    assert report.will_import is False
    assert report.will_report is False
    assert {each.severity for each in report.findings} == {"error"}
    assert [path.name] == [each.name for each in tmp_path.iterdir()]


_BILLION = '<!DOCTYPE manifest [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "manifest",
    [
        MANIFEST.replace("?>\n", f"?>\n{_BILLION}", 1).replace("仓储安全", "&b;"),
        MANIFEST.replace("?>\n", '?>\n<!DOCTYPE manifest SYSTEM "file:///etc/passwd">', 1),
        MANIFEST[:400],
        "",
        "<manifest>" * 100_000,
    ],
    ids=["entities", "external DTD", "cut off", "empty", "too deep"],
)
def test_a_hostile_manifest_is_refused_and_told(tmp_path: Path, manifest: str) -> None:
    report = check_package(write(tmp_path, manifest))
    assert (report.valid, report.will_import) == (False, False)
    assert [each.severity for each in report.findings] == ["error"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    report = check_package(tmp_path / "没有.zip")
    assert [each.id for each in report.findings] == ["CB-FILE"]
    assert report.valid is False


_ITEMS = "".join(f'<item identifier="I{n}" identifierref="R{n}"><title>t</title></item>' for n in range(20_000))
_RESOURCES = "".join(
    f'<resource identifier="R{n}" type="webcontent"><file href="f{n}.html"/>'
    f'<dependency identifierref="R{(n + 1) % 20000}"/></resource>'
    for n in range(20_000)
)


def _large_manifest() -> str:
    return MANIFEST.replace("</organization>", f"{_ITEMS}</organization>").replace(
        "</resources>", f"{_RESOURCES}</resources>"
    )


def test_a_manifest_of_twenty_thousand_items_is_judged_and_its_findings_are_bounded(tmp_path: Path) -> None:
    report = check_package(write(tmp_path, _large_manifest()))
    assert report.valid is False
    more = [each for each in report.findings if each.id == "PK-MORE"]
    assert more
    assert len(report.findings) < 500


def test_a_manifest_of_twenty_thousand_items_is_shown(tmp_path: Path) -> None:
    assert len(inspect_package(write(tmp_path, _large_manifest())).items) > 20_000


def test_a_manifest_of_more_items_than_any_course_has_is_refused(tmp_path: Path) -> None:
    items = "".join(f'<item identifier="I{number}"/>' for number in range(50_001))
    report = check_package(write(tmp_path, MANIFEST.replace("</organization>", f"{items}</organization>")))
    assert [each.id for each in report.findings] == ["CB-ARCHIVE"]
    assert report.valid is False


@pytest.mark.parametrize(
    ("name", "document", "count"),
    [
        ("imsmanifest.xml", MANIFEST.replace("</resource>", '<file href="x"/>{}</resource>', 1), 300_001),
        (
            "tincan.xml",
            "<tincan xmlns='http://projecttincan.com/tincan.xsd'><activities>{}</activities></tincan>",
            300_001,
        ),
        ("cmi5.xml", "<courseStructure>{}</courseStructure>", 300_001),
    ],
)
def test_a_document_of_more_elements_than_any_archive_has_files_is_refused(
    tmp_path: Path, name: str, document: str, count: int
) -> None:
    path = write(tmp_path, None, {name: document.replace("{}", "<a/>" * count).encode()})
    assert [each.id for each in check_package(path).findings] == ["CB-ARCHIVE"]


def test_a_manifest_of_100_mb_is_refused_within_500_mb(tmp_path: Path) -> None:
    path = write(tmp_path, None)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("imsmanifest.xml", MANIFEST + " " * 100_000_000)
    done = subprocess.run(
        [sys.executable, "-c", _CHECK_AND_MEASURE, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=20
    )
    valid, identifiers, peak_kib = done.stdout.split()
    assert (valid, identifiers) == ("False", "CB-ARCHIVE")
    assert int(peak_kib) < 500_000


#: VmHWM: ru_maxrss would count the memory of the process that forked this one.
_CHECK_AND_MEASURE = """
import re, sys
from pathlib import Path
from packager.check.report import check_package
report = check_package(Path(sys.argv[1]))
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)
print(report.valid, ",".join(each.id for each in report.findings), peak)
"""


def test_damage_in_a_member_is_found_when_it_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, files=FILES | {"shared/api.js": b"LMSInitialize" * 400})
    content = bytearray(path.read_bytes())
    place = content.index(b"LMSInitializeLMSInitialize")
    content[place + 20] ^= 0xFF
    path.write_bytes(bytes(content))
    report = check_package(path)
    assert report.valid is False
    assert [each.id for each in report.findings] == ["CB-ARCHIVE"]
