"""The same course gives the same bytes, wherever and whenever it is built: a centre can verify what it was sent."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import competency_xml
from packager.build import build_package
from packager.formats.registry import package_formats
from packager.web.existing import build_aligned
from tests.packager import foreign
from tests.packager.courses import asset, make_course

ROOT = Path(__file__).resolve().parents[2]
#: Builds every format, in one unit and in several; an hour that it is given is the one that it takes it for.
_BUILD = """
import json, sys, time
from pathlib import Path
from packager.build import build_package
from packager.formats.registry import package_formats
from packager.options import BuildOptions
from tests.packager.courses import asset, make_course
folder, out, time_s = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
time.time, time.time_ns = lambda: time_s, lambda: int(time_s * 1e9)
course = make_course(assets=tuple(asset(f"assets/{path.name}", path) for path in sorted(folder.iterdir())))
built = {
    f"{form.name} {division}": build_package(course, form.name, out / division, options=BuildOptions(division=division))
    for form in package_formats() for division in ("single", "multi")
}
print(json.dumps({name: [each.sha256, each.path.name, each.size_bytes] for name, each in built.items()}))
"""
_LOCALES = ("C", "C.UTF-8", "POSIX")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return _media(tmp_path / "素材")


def _media(folder: Path) -> Path:
    folder.mkdir()
    (folder / "fig.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>" * 40)
    (folder / "clip.mp4").write_bytes(bytes(range(256)) * 400)
    return folder


def _built_in_child(folder: Path, out: Path, *, time_s: int, **variables: str) -> dict[str, list[str]]:
    """Return hash, name and size of every package that another process builds."""
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder), str(out), str(time_s)],
        cwd=out.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    built: dict[str, list[str]] = json.loads(done.stdout)
    for name, (sha256, file, _) in built.items():
        written = (out / name.split()[1] / file).read_bytes()
        assert hashlib.sha256(written).hexdigest() == sha256
    return built


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, list[str]]]:
    """Return three builds of one course in other places, at other times, in other surroundings."""
    root = tmp_path_factory.mktemp("builds")
    media = _media(root / "素材")
    first = _built_in_child(media, root / "a", time_s=86_400, TZ="UTC", PYTHONHASHSEED="0", LC_ALL=_LOCALES[0])
    elsewhere = root / "别处" / "更深"
    shutil.copytree(media, elsewhere / "media")
    for path in (elsewhere / "media").iterdir():
        os.utime(path, (86_400, 86_400))
        path.chmod(0o600)
    second = _built_in_child(
        elsewhere / "media",
        elsewhere / "out",
        time_s=4_000_000_000,
        TZ="Asia/Shanghai",
        PYTHONHASHSEED="4711",
        LC_ALL=_LOCALES[1],
    )
    third = _built_in_child(
        media,
        root / "c",
        time_s=1_700_000_000,
        TZ="America/St_Johns",
        PYTHONHASHSEED="1",
        LC_ALL=_LOCALES[2],
        PYTHONOPTIMIZE="1",
    )
    return [first, second, third]


@pytest.mark.parametrize("form", [form.name for form in package_formats()])
@pytest.mark.parametrize("division", ["single", "multi"])
def test_time_zone_hash_seed_locale_place_and_file_times_do_not_matter(
    form: str, division: str, builds: list[dict[str, list[str]]]
) -> None:
    first, second, third = (built[f"{form} {division}"] for built in builds)
    assert first == second == third


def test_a_package_aligned_elsewhere_has_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for place in ("一", "b"):
        (tmp_path / place).mkdir()
        package = foreign.write(tmp_path / place)
        package.with_suffix(".yaml").write_text("id: w\nmap: m.xml\nrole: quality\npages:\n  - page: ITEM-1\n")
        shutil.copyfile(Path(competency_xml.__file__).parent / "maps" / "quality.xml", tmp_path / place / "m.xml")
        os.utime(package, (86_400 * len(place), 86_400))
        built, _ = build_aligned(package, package.with_suffix(".yaml"), ["scorm12"], tmp_path / place / "out")
        made.append((built.sha256, built.path.read_bytes()))
    assert made[0] == made[1]


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
