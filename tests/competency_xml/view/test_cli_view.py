"""`coursebridge map view` as scripts call it: files and folders in, one page out, nothing half-written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from competency_xml.maps import starter_maps
from coursebridge.cli import root


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(root, ["map", "view", *map(str, arguments)])


def test_one_map_makes_one_page(tmp_path: Path) -> None:
    result = _run(starter_maps()["quality"], "-o", tmp_path / "图 谱.html", "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert document["page"] == str(tmp_path / "图 谱.html")
    assert [(sheet["role"], sheet["level"]) for sheet in document["sheets"]] == [("quality", None)]
    assert (document["shared"], document["findings"]) == ([], [])
    assert "data-item" in (tmp_path / "图 谱.html").read_text(encoding="utf-8")


def test_a_folder_stands_for_its_maps_in_the_programmes_order(tmp_path: Path) -> None:
    folder = tmp_path / "图谱"
    folder.mkdir()
    for role in ("ai-application", "decision-maker", "quality"):
        shutil.copy(starter_maps()[role], folder / f"{role}.xml")
    shutil.copy(starter_maps()["finance"], folder / "另一个.xml")
    document = json.loads(_run(folder, "-o", tmp_path / "v.html", "--json").stdout)
    roles = [sheet["role"] for sheet in document["sheets"]]
    assert roles == ["decision-maker", "quality", "ai-application", "finance"]
    assert len(document["shared"]) == 6
    assert set(document["shared"][0]) == {"one", "other", "near", "terms"}


@pytest.mark.parametrize(("arguments", "exit_code"), [(("没有.xml",), 1), (("坏.xml",), 1), (("空",), 1), ((), 2)])
def test_nothing_is_written_where_a_map_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], exit_code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "坏.xml").write_text("<x/>", encoding="utf-8")
    (tmp_path / "空").mkdir()
    result = _run(*arguments, "-o", "v.html")
    assert result.exit_code == exit_code
    assert not (tmp_path / "v.html").exists()
    assert "Traceback" not in result.stderr
