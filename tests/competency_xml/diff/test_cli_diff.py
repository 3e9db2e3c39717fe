"""`coursebridge map diff` as scripts call it: exit 1 iff there is a difference, one JSON object, a page on request."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from competency_xml.xml import write_map
from coursebridge.cli import root
from tests.competency_xml.diff.editing import Edited, plain_map, reword, without_ids

LISTS = ["added", "retired", "moved", "renumbered", "reworded", "reweighted"]


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(root, ["map", "diff", *map(str, arguments)])


@pytest.fixture
def maps(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "旧 图谱.xml", tmp_path / "新 图谱.xml"
    edited = Edited.of(plain_map())
    work = edited.works()[0]
    reword(edited, work, work["items"][0])
    write_map(plain_map(), old)
    write_map(edited.map(), new)
    return old, new


def test_json_has_the_contracts_keys(maps: tuple[Path, Path]) -> None:
    result = _run(*maps, "--json")
    document: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == 1
    assert set(LISTS) <= set(document)
    (change,) = document["reworded"]
    assert {"id", "uuid", "old", "new"} <= set(change)
    assert change["id"] == "quality.L0.a1-1-1"
    assert (change["old"], change["new"]) == (change["texts"][0]["old"], change["texts"][0]["new"])
    assert [document[name] for name in LISTS if name != "reworded"] == [[]] * 5
    assert document["findings"] == []


def test_equal_maps_exit_0(maps: tuple[Path, Path]) -> None:
    result = _run(maps[0], maps[0], "--json")
    assert result.exit_code == 0
    assert all(json.loads(result.stdout)[name] == [] for name in LISTS)


def test_a_page_is_written(maps: tuple[Path, Path], tmp_path: Path) -> None:
    result = _run(*maps, "-o", tmp_path / "差 异.html")
    assert result.exit_code == 1
    assert "<ins>" in (tmp_path / "差 异.html").read_text(encoding="utf-8")
    assert "改文字 1" in result.stdout


def test_ids_can_be_ignored_and_the_threshold_set(maps: tuple[Path, Path], tmp_path: Path) -> None:
    write_map(without_ids(plain_map()), tmp_path / "别.xml")
    document = json.loads(
        _run(maps[1], tmp_path / "别.xml", "--ids", "ignored", "--threshold", "0.99", "--json").stdout
    )
    assert (document["identity_believed"], document["threshold"]) == (False, 0.99)
    assert document["findings"][0]["id"] == "MAP-DIFF-IDENTITY"


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(("没有.xml", "没有.xml"), 1), (("x.xml",), 2), (("x.xml", "x.xml", "--threshold", "2"), 2)],
)
def test_exit_codes_of_what_cannot_be_compared(tmp_path: Path, arguments: tuple[str, ...], exit_code: int) -> None:
    result = _run(*arguments, "-o", tmp_path / "d.html")
    assert result.exit_code == exit_code
    assert not (tmp_path / "d.html").exists()
    assert "Traceback" not in result.stderr
