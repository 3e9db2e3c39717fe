"""`coursebridge map` as scripts call it: one JSON object, exit codes by contract, nothing half-written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from competency_xml.maps import starter_maps
from competency_xml.xml import read_map
from coursebridge.cli import root
from tests.competency_xml.workbooks import SOUND_ROWS, workbook_file

COUNT_KEYS = ["levels", "functions", "works", "abilities", "knowledge", "experience", "literacy"]


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(root, ["map", *map(str, arguments)])


def _json(result: Result) -> dict[str, Any]:
    document = json.loads(result.stdout)
    assert isinstance(document, dict)
    assert result.stdout.count("\n") == 1
    return document


def test_import_writes_a_map_and_tells_counts_and_findings(printed_standard: Path, tmp_path: Path) -> None:
    output = tmp_path / "新 文件夹" / "图谱.xml"
    result = _run("import", printed_standard, "-o", output, "--json")
    document = _json(result)
    assert result.exit_code == 0
    assert list(document["counts"]) == COUNT_KEYS
    assert list(document["counts"].values()) == [3, 14, 38, 117, 106, 0, 0]
    assert {"id", "severity", "file", "place", "message", "remedy", "clause"} == set(document["findings"][0])
    assert "工作要求-初级!C6" in result.stderr
    assert len(list(read_map(output).items())) == 223


def test_check_tells_the_same_counts_and_places_by_id(printed_standard: Path, tmp_path: Path) -> None:
    imported = _json(_run("import", printed_standard, "-o", tmp_path / "m.xml", "--json"))
    result = _run("check", tmp_path / "m.xml", "--json")
    checked = _json(result)
    assert result.exit_code == 0
    assert checked["counts"] == imported["counts"]
    assert [one["id"] for one in checked["findings"]] == [one["id"] for one in imported["findings"]]
    assert checked["findings"][0]["place"] == "role-2-02-30-11.junior.a2-2-5"


def test_options_reach_the_map(tmp_path: Path) -> None:
    source = workbook_file(tmp_path / "要求.xlsx", title=None)
    result = _run(
        *("import", source, "-o", tmp_path / "m.xml", "--role", "quality", "--base", "https://example.org/cm/"),
        *("--status", "illustrative", "--inspired-by", "某规范", "--version", "2.1.0"),
    )
    assert result.exit_code == 0
    competency_map = read_map(tmp_path / "m.xml")
    assert (competency_map.base, competency_map.version) == ("https://example.org/cm/", "2.1.0")
    assert (competency_map.status, competency_map.standard) == ("illustrative", None)
    assert (competency_map.roles[0].id, competency_map.roles[0].label.best()) == ("quality", "质量管理人员")
    assert "MAP-TITLE" in result.stderr


def test_human_reader_gets_both_languages(tmp_path: Path) -> None:
    result = _run("import", workbook_file(tmp_path / "要求.xlsx"), "-o", tmp_path / "m.xml")
    assert "工作内容 3" in result.stdout
    assert "3 works" in result.stdout


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "文字".encode()])
def test_broken_source_leaves_the_old_map_alone(tmp_path: Path, content: bytes) -> None:
    source, output = tmp_path / "坏.xlsx", tmp_path / "m.xml"
    source.write_bytes(content)
    output.write_text("旧", encoding="utf-8")
    result = _run("import", source, "-o", output, "--json")
    assert result.exit_code == 1
    assert [one["severity"] for one in _json(result)["findings"]] == ["error"]
    assert output.read_text(encoding="utf-8") == "旧"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.xml", "坏.xlsx"]


def test_map_with_an_error_is_not_written(tmp_path: Path) -> None:
    source = workbook_file(tmp_path / "要求.xlsx")
    result = _run("import", source, "-o", tmp_path / "m.xml", "--base", "没有 冒号")
    assert result.exit_code == 1
    assert not (tmp_path / "m.xml").exists()


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (("import", "没有.xlsx", "-o", "m.xml"), 1),
        (("import", "m.docm", "-o", "m.xml"), 1),
        (("import", "a.xlsx"), 2),
        (("import", "a.xlsx", "-o", "m.xml", "--status", "illustrative"), 2),
        (("import", "a.xlsx", "-o", "m.xml", "--role", "质量"), 2),
        (("import", "a.xlsx", "-o", "m.xml", "--inspired-by", "T/CEAMI 005-2025"), 2),
        (("check", "没有.xml"), 1),
        (("check",), 2),
        (("list",), 0),
    ],
)
def test_exit_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], exit_code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    workbook_file(tmp_path / "a.xlsx")
    (tmp_path / "m.docm").write_bytes(b"x")
    assert _run(*arguments).exit_code == exit_code
    assert not (tmp_path / "m.xml").exists()


def test_every_problem_of_an_invalid_map_is_told(tmp_path: Path) -> None:
    head = (
        '<competencyMap xmlns="urn:x-competency-map:1.0" schemaVersion="1.0" mapVersion="1" status="draft" base="a:b">'
    )
    (tmp_path / "m.xml").write_text(f"{head}\n<role/>\n<role/></competencyMap>", encoding="utf-8")
    result = _run("check", tmp_path / "m.xml", "--json")
    assert result.exit_code == 1
    assert [(one["id"], one["place"]) for one in _json(result)["findings"]] == [("MAP-XSD", "2:1"), ("MAP-XSD", "3:1")]


def test_starter_maps_are_listed() -> None:
    result = _run("list", "--json")
    assert [one["role"] for one in _json(result)["maps"]] == list(starter_maps())


def test_real_process_speaks_utf_8_json_and_shows_no_traceback(tmp_path: Path) -> None:
    source = workbook_file(
        tmp_path / "要求.xlsx", (*SOUND_ROWS, ("3. 改进", "3.1 改进过程", "3.1.1 能在", "3.1.1 方法"))
    )
    done = subprocess.run(
        [sys.executable, "-m", "coursebridge", "map", "import", str(source), "-o", str(tmp_path / "m.xml"), "--json"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    (finding, other) = json.loads(done.stdout.decode())["findings"]
    assert {finding["id"], other["id"]} == {"MAP-TEXT-SHORT"}
    assert b"Traceback" not in done.stderr
