"""The examples in docs/maps-workbook.md run as they stand, and its tables name what there is."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from competency_xml.exchange.workbook.sheets import TABLES
from competency_xml.exchange.workbook.statement import STATEMENT, WORDS
from competency_xml.maps import starter_maps
from competency_xml.xml import map_bytes, read_map
from tests.competency_xml.exchange.workbook.editor import Desk, edited
from tests.conftest import ROOT

PAGE = (ROOT / "docs/maps-workbook.md").read_text(encoding="utf-8")


def _run(line: str, *more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", *shlex.split(line), *more]
    return subprocess.run(command, capture_output=True, check=False, timeout=60)


def test_the_commands_of_the_page_take_a_map_out_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    original = starter_maps()["quality"].read_bytes()
    Path("map.xml").write_bytes(original)
    lines = re.findall(r"^\$ (coursebridge .*)$", PAGE, re.MULTILINE)
    assert len(lines) == 3
    for line in lines[:2]:
        done = _run(line, "--json")
        assert done.returncode == 0, done.stderr.decode()
        assert json.loads(done.stdout)["findings"] == []
    assert Path("map-new.xml").read_bytes() == original
    assert _run(lines[2]).returncode == 0
    assert Path("map-new.xml").is_file()


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(example, "docs/maps-workbook.md", "exec"), {})
    assert (tmp_path / "图谱.xlsx").is_file()


def test_every_sheet_is_in_the_page() -> None:
    for sheet in (STATEMENT, *TABLES, WORDS):
        assert f"| {sheet.zh} |" in PAGE


def test_a_workbook_with_errors_writes_no_map_and_tells_every_cell(tmp_path: Path) -> None:
    def change(desk: Desk) -> None:
        desk.cell("能力要求", "q.j.a1-1-1", "认知层次").value = "熟练"
        desk.cell("能力要求", "q.s.a1-1-1", "关键").value = "也许"

    path = edited(tmp_path, change)
    done = _run("coursebridge map import", str(path), "-o", str(tmp_path / "m.xml"), "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    places = [one["place"] for one in found["findings"] if one["severity"] == "error"]
    assert places == ["能力要求!H10", "能力要求!J21"]
    assert found["map"] is None
    assert not (tmp_path / "m.xml").exists()


def test_status_and_version_of_the_workbook_stand_when_no_option_is_given(tmp_path: Path) -> None:
    competency_map = read_map(starter_maps()["finance"]).model_copy(update={"version": "3.1.0"})
    (tmp_path / "a.xml").write_bytes(map_bytes(competency_map))
    assert _run(f"coursebridge map export {tmp_path}/a.xml --to xlsx -o {tmp_path}/a.xlsx").returncode == 0
    assert _run(f"coursebridge map import {tmp_path}/a.xlsx -o {tmp_path}/b.xml").returncode == 0
    assert read_map(tmp_path / "b.xml") == competency_map
