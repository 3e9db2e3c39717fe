"""The wheel: everything a user needs is in it, nothing else, and it is the same wheel every time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.wheel, pytest.mark.timeout(300)]
_PACKAGES = ("coursebridge", "competency_xml", "course_templates", "packager", "lms_bridge", "evidence", "foundation")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(ROOT, tmp_path_factory.mktemp("dist"))


def _build(source: Path, out: Path) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_everything_a_user_needs_is_in_the_wheel(wheel: Path) -> None:
    shipped = {
        path.relative_to(ROOT).as_posix()
        for package in _PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    npm = {name for name in shipped if name.startswith("lms_bridge/sandbox/npm/")}
    assert _names(wheel) == shipped - npm
    assert "lms_bridge/sandbox/_vendor/scorm12.min.js" in shipped
    assert "course_templates/examples/quality/requirements.xlsx" in shipped
    assert {f"{package}/py.typed" for package in _PACKAGES} <= shipped


def test_the_wheel_names_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        (entry_points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "License-Expression: Apache-2.0" in archive.read(metadata).decode()
        assert "coursebridge = coursebridge.cli:main" in archive.read(entry_points).decode()
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_another_place_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    copy = tmp_path / "别处"
    left_out = shutil.ignore_patterns(".git", ".venv", ".boot", "__pycache__", ".*_cache", "demo-out*", "dist", "build")
    shutil.copytree(ROOT, copy, ignore=left_out)
    assert _build(copy, tmp_path / "dist").read_bytes() == wheel.read_bytes()
