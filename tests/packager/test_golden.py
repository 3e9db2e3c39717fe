"""Exactly these files, with exactly these bytes: a change of a package is seen by a person before it is shipped."""

from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from foundation.digest import sha256_hex
from packager.build import build_package
from packager.options import BuildOptions, Division
from tests.packager.courses import asset, make_course

_GOLDEN = Path(__file__).parent / "golden"
_LISTING = "files.json"
#: What describes a package.
_DESCRIBING = {"imsmanifest.xml", "cmi5.xml", "tincan.xml", "contents.html"}
#: Of a Moodle backup: what it says of itself, one activity of each kind, the question bank, what completes the course.
_DESCRIBING |= {"moodle_backup.xml", "course/course.xml", "completion.xml", "questions.xml", "files.xml"}
_DESCRIBING |= {f"activities/{each}.xml" for each in ("quiz_1/quiz", "page_2/page", "scorm_3/scorm", "scorm_3/module")}
_DESCRIBING |= {"activities/quiz_1/grades.xml", "activities/quiz_4/module.xml", "activities/feedback_5/feedback.xml"}
#: Compared by hash alone: their source is beside, in packager/runtime.
_BY_HASH = ("player/player.js", "player/player.css")


def _members(path: Path) -> dict[str, bytes]:
    if path.name.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            return {info.name: archive.extractfile(info).read() for info in archive}  # type: ignore[union-attr]
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


#: Folder → format, division, and whether every file is kept there; of the others the manifest alone, the rest by hash.
_CASES: dict[str, tuple[str, Division, bool]] = {
    "scorm12": ("scorm12", "single", True),
    "imscc": ("imscc", "single", True),
    "imscc13": ("imscc13", "single", True),
    "html": ("html", "single", False),
    "olx": ("olx", "single", True),
    "scorm12-multi": ("scorm12", "multi", False),
    "scorm2004": ("scorm2004", "single", False),
    "scorm2004-multi": ("scorm2004", "multi", False),
    "scorm2004-3rd-multi": ("scorm2004-3rd", "multi", False),
    "mbz": ("mbz", "single", False),
    "cmi5": ("cmi5", "single", False),
    "cmi5-multi": ("cmi5", "multi", False),
    "xapi": ("xapi", "single", False),
}


@pytest.mark.parametrize("name", _CASES)
def test_a_tiny_package_is_exactly_the_golden_one(name: str, tmp_path: Path, update_golden: bool) -> None:
    form, division, is_kept = _CASES[name]
    picture = tmp_path / "图.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>\n")
    course = make_course(works=1, per_work=1, assets=(asset("assets/fig.svg", picture),))
    built = build_package(course, form, tmp_path, options=BuildOptions(division=division))
    members = _members(built.path)
    listing = {path: sha256_hex(content) for path, content in members.items()}
    kept = set(members) - set(_BY_HASH) if is_kept else _DESCRIBING & set(members)
    golden = _GOLDEN / name
    if update_golden:
        _write(golden, {path: members[path] for path in kept}, listing)
    assert list(listing.items()) == list(json.loads((golden / _LISTING).read_text()).items())
    there = {str(path.relative_to(golden).as_posix()) for path in golden.rglob("*") if path.is_file()}
    assert there == {_LISTING, *kept}
    for path in kept:
        assert members[path] == (golden / path).read_bytes(), path


def _write(golden: Path, kept: dict[str, bytes], listing: dict[str, str]) -> None:
    for old in [path for path in golden.rglob("*") if path.is_file()]:
        old.unlink()
    for path, content in kept.items():
        (golden / path).parent.mkdir(parents=True, exist_ok=True)
        (golden / path).write_bytes(content)
    (golden / _LISTING).write_text(json.dumps(listing, indent=1) + "\n")


def test_members_carry_no_time_owner_or_platform(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"\x00" * 5000)
    course = make_course(works=1, per_work=1, assets=(asset("assets/clip.mp4", clip),))
    with zipfile.ZipFile(build_package(course, "scorm12", tmp_path / "out").path) as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {(info.create_system, info.external_attr, info.extra, info.comment) for info in infos} == {
        (3, 0o100644 << 16, b"", b"")
    }
    stored = {info.filename for info in infos if info.compress_type == zipfile.ZIP_STORED}
    assert stored == {"assets/clip.mp4"}
    assert infos[0].filename == "imsmanifest.xml"
