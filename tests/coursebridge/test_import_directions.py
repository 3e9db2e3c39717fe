"""The house keeps its directions: a later issue that takes a short cut is stopped, contract by contract."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

_PACKAGES = ["coursebridge", "competency_xml", "course_templates", "packager", "lms_bridge", "evidence", "foundation"]
_LINT = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command; lint_imports_command()",
    "--no-cache",
]

#: A short cut → the contract that must stop it.
SHORT_CUTS = {
    ("foundation/short.py", "import competency_xml.model"): "Stages import only what is to their left",
    ("competency_xml/short.py", "import course_templates.model"): "Stages import only what is to their left",
    ("packager/short.py", "import coursebridge"): "Stages import only what is to their left",
    ("evidence/short.py", "import lms_bridge.connectors"): "evidence knows lms_bridge.records",
    ("lms_bridge/connectors/short.py", "import lms_bridge.normalise"): "Connectors never touch the store",
    ("lms_bridge/connectors/short.py", "import lms_bridge.connectors.sandbox"): "Connectors do not import each other",
    ("packager/formats/short.py", "import packager.formats.scorm12"): "Package formats do not import each other",
    ("lms_bridge/short.py", "import requests"): "requests stands",
    ("evidence/short.py", "from click import echo"): "click stands",
    ("packager/short.py", "import zipfile"): "zipfile and tarfile stand",
    ("coursebridge/short.py", "import tarfile"): "zipfile and tarfile stand",
    ("lms_bridge/short.py", "import ibis"): "ibis stands",
    ("lms_bridge/short.py", "import duckdb"): "duckdb and pyarrow stand",
    ("coursebridge/cli/short.py", "from pyarrow import parquet"): "duckdb and pyarrow stand",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for package in _PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("_vendor", "__pycache__"))
    return folder


def _broken(folder: Path) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(_LINT, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    broken = re.findall(r"^(.+) BROKEN\b", done.stdout, re.MULTILINE)
    assert done.returncode == (1 if broken else 0)
    return broken


def test_every_import_goes_in_its_direction(house: Path) -> None:
    assert _broken(house) == []


@pytest.mark.parametrize(("short_cut", "contract"), SHORT_CUTS.items(), ids=lambda value: str(value))
def test_a_short_cut_is_stopped(house: Path, short_cut: tuple[str, str], contract: str) -> None:
    path, line = short_cut
    (house / path).write_text(f'"""A short cut."""\n\n{line}\n')
    try:
        assert [name for name in _broken(house) if name.startswith(contract)]
    finally:
        (house / path).unlink()
