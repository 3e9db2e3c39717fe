"""The examples in docs/maps.md run as they stand: a reader copies them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from competency_xml.check import check_map
from competency_xml.xml import parse_map
from tests.competency_xml.workbooks import workbook_file

ROOT = Path(__file__).resolve().parents[2]


def _blocks(language: str) -> list[str]:
    page = (ROOT / "docs/maps.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_xml_example_is_a_sound_map() -> None:
    (example,) = _blocks("xml")
    assert check_map(parse_map(example.encode())) == []


def test_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    workbook_file(tmp_path / "要求表.xlsx")
    (example,) = _blocks("python")
    exec(compile(example, "docs/maps.md", "exec"), {})
    assert "1.1 制订质量计划 3" in capsys.readouterr().out
