"""`map import --onto` as scripts call it: JSON keys, exit codes, files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from competency_xml.xml import read_map
from coursebridge.cli import root
from tests.competency_xml.onto.maps import item
from tests.competency_xml.workbooks import SOUND_ROWS, workbook_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a table, its map, and the table's next edition, in which a code stands before another text."""
    workbook_file(tmp_path / "要求.xlsx")
    run("import", tmp_path / "要求.xlsx", "-o", tmp_path / "旧.xml")
    first, *rest = SOUND_ROWS
    replaced = first[2].replace("能分解质量目标", "能驾驶叉车搬运托盘")
    workbook_file(tmp_path / "新要求.xlsx", [(*first[:2], replaced, first[3]), *rest])
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(root, ["map", *map(str, arguments)])


def document(result: Result) -> dict[str, Any]:
    assert result.stdout.count("\n") == 1
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def onto(folder: Path, source: str, *more: str | Path) -> Result:
    return run("import", folder / source, "--onto", folder / "旧.xml", "-o", folder / "新.xml", *more, "--json")


def test_json_of_an_import_that_runs_through(folder: Path) -> None:
    result = onto(folder, "要求.xlsx")
    found = document(result)
    assert result.exit_code == 0
    assert found["matched"] == {"by_key": 14 + 2, "by_text": 0, "decided": 0, "new": 0, "retired": 0}
    assert (found["doubtful"], found["pairs"], found["map"]) == ([], None, str(folder / "新.xml"))
    assert list(found["counts"].values()) == [0, 2, 3, 5, 4, 0, 0]
    assert (folder / "新.xml").read_bytes() == (folder / "旧.xml").read_bytes()


def test_doubtful_pairs_exit_with_1_and_write_a_sheet_and_no_map(folder: Path) -> None:
    result = onto(folder, "新要求.xlsx")
    found = document(result)
    assert result.exit_code == 1
    assert found["doubtful"] == [
        {
            "type": "item",
            "old": {"id": "quality.a1-1-2", "code": "1.1.2", "text": "能分解质量目标"},
            "new": {"id": "quality.a1-1-2", "code": "1.1.2", "text": "能驾驶叉车搬运托盘", "place": "要求!C3"},
            "score": 0.0,
        }
    ]
    assert (found["pairs"], found["map"]) == (str(folder / "新.对照.xlsx"), None)
    assert not (folder / "新.xml").exists()
    assert [one["id"] for one in found["findings"] if one["severity"] == "error"] == ["MAP-ONTO-DOUBTFUL"]


def test_sheet_goes_where_it_is_wanted_and_comes_back_from_there(folder: Path) -> None:
    sheet = folder / "交给编辑" / "请填.xlsx"
    assert document(onto(folder, "新要求.xlsx", "--pairs", sheet))["pairs"] == str(sheet)
    workbook = load_workbook(sheet)
    workbook["对照"]["I7"] = "同一项 same"
    workbook.save(sheet)
    result = onto(folder, "新要求.xlsx", "--pairs", sheet)
    assert (result.exit_code, document(result)["matched"]["decided"]) == (0, 1)
    assert item(read_map(folder / "新.xml"), "quality.a1-1-2").label.best() == "能驾驶叉车搬运托盘"


def test_doubtful_new_asks_nobody(folder: Path) -> None:
    result = onto(folder, "新要求.xlsx", "--doubtful", "new", "--version", "2.0.0", "--status", "published")
    found = document(result)
    assert (result.exit_code, found["matched"]["new"], found["matched"]["retired"]) == (0, 1, 1)
    assert (read_map(folder / "新.xml").version, read_map(folder / "新.xml").status) == ("2.0.0", "published")
    assert not (folder / "新.对照.xlsx").exists()


def test_map_may_be_written_over_the_old_one(folder: Path) -> None:
    old = folder / "旧.xml"
    result = run("import", folder / "新要求.xlsx", "--onto", old, "-o", old, "--doubtful", "new")
    assert result.exit_code == 0
    assert read_map(old).version == "1.1.0"


def test_human_reader_is_told_in_both_languages_what_to_do(folder: Path) -> None:
    result = run("import", folder / "新要求.xlsx", "--onto", folder / "旧.xml", "-o", folder / "新.xml")
    assert "1 对存疑" in result.stdout
    assert "1 pairs are doubtful" in result.stdout
    assert "新.对照.xlsx" in result.stdout


def test_error_in_the_source_leaves_everything_alone(folder: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    assert onto(folder, "坏.xlsx").exit_code == 1
    assert not (folder / "新.xml").exists()
    assert not (folder / "新.对照.xlsx").exists()


@pytest.mark.parametrize(
    ("more", "exit_code"),
    [
        (("--onto", "没有.xml"), 1),
        (("--onto", "旧.xml", "--base", "https://example.org/"), 2),
        (("--onto", "旧.xml", "--pairs", "要求.xlsx"), 1),
        (("--onto", "旧.xml", "--doubtful", "maybe"), 2),
        (("--onto", "旧.xml", "--inspired-by", "某规范"), 1),
        (("--pairs", "表.xlsx"), 2),
    ],
)
def test_exit_codes(folder: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], exit_code: int) -> None:
    monkeypatch.chdir(folder)
    assert run("import", "要求.xlsx", "-o", "新.xml", *more).exit_code == exit_code
    assert not Path("新.xml").exists()
