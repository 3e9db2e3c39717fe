"""The same course gives the same bytes, wherever and whenever it is built: a centre can verify what it was sent."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from packager.build import build_package
from tests.packager.courses import asset, make_course

ROOT = Path(__file__).resolve().parents[2]
_BUILD = """
import sys
from pathlib import Path
from packager.build import build_package
from tests.packager.courses import asset, make_course
folder, out = map(Path, sys.argv[1:])
assets = tuple(asset(f"assets/{path.name}", path) for path in sorted(folder.iterdir()))
print(build_package(make_course(assets=assets), "scorm12", out).sha256)
"""
_LOCALES = ("C", "C.UTF-8", "POSIX")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "素材"
    folder.mkdir()
    (folder / "fig.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>" * 40)
    (folder / "clip.mp4").write_bytes(bytes(range(256)) * 400)
    return folder


def _sha256_in_child(folder: Path, out: Path, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder), str(out)],
        cwd=out.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    written = next(out.glob("*.zip")).read_bytes()
    assert hashlib.sha256(written).hexdigest() == done.stdout.strip()
    return done.stdout.strip()


def test_time_zone_hash_seed_locale_place_and_file_times_do_not_matter(media: Path, tmp_path: Path) -> None:
    first = _sha256_in_child(media, tmp_path / "a", TZ="UTC", PYTHONHASHSEED="0", LC_ALL=_LOCALES[0])
    elsewhere = tmp_path / "别处" / "更深"
    shutil.copytree(media, elsewhere / "media")
    for path in (elsewhere / "media").iterdir():
        os.utime(path, (86_400, 86_400))
        path.chmod(0o600)
    second = _sha256_in_child(
        elsewhere / "media", elsewhere / "out", TZ="Asia/Shanghai", PYTHONHASHSEED="4711", LC_ALL=_LOCALES[1]
    )
    third = _sha256_in_child(
        media, tmp_path / "c", TZ="America/St_Johns", PYTHONHASHSEED="1", LC_ALL=_LOCALES[2], PYTHONOPTIMIZE="1"
    )
    assert first == second == third


def test_another_text_gives_other_bytes(tmp_path: Path) -> None:
    one = build_package(make_course(), "scorm12", tmp_path / "a")
    other = build_package(make_course(simulated=True), "scorm12", tmp_path / "b")
    assert one.sha256 != other.sha256


def test_building_again_leaves_the_file_alone_and_says_so(media: Path, tmp_path: Path) -> None:
    course = make_course(assets=(asset("assets/clip.mp4", media / "clip.mp4"),))
    first = build_package(course, "scorm12", tmp_path / "out")
    os.utime(first.path, ns=(10**9, 10**9))
    again = build_package(course, "scorm12", tmp_path / "out")
    assert (first.reused, again.reused) == (False, True)
    assert first.path.stat().st_mtime_ns == 10**9
    assert again.model_copy(update={"reused": False}) == first


def test_a_damaged_file_is_not_reused(tmp_path: Path) -> None:
    first = build_package(make_course(), "scorm12", tmp_path)
    content = bytearray(first.path.read_bytes())
    content[-30] ^= 1
    first.path.write_bytes(bytes(content))
    again = build_package(make_course(), "scorm12", tmp_path)
    assert not again.reused
    assert hashlib.sha256(again.path.read_bytes()).hexdigest() == first.sha256
