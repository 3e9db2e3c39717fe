"""The example in docs/maps-onto.md runs as it stands: a reader copies it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from competency_xml.xml import read_map, write_map
from tests.competency_xml.onto.maps import item, read_rows, with_cell
from tests.competency_xml.workbooks import workbook_file

PAGE = Path(__file__).resolve().parents[3] / "docs" / "maps-onto.md"


def test_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_map(read_rows(tmp_path), Path("map.xml"))
    workbook_file(tmp_path / "新要求表.xlsx", with_cell(0, 2, "能分解质量目标", "能驾驶叉车搬运托盘"))
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, "docs/maps-onto.md", "exec"), {})
    assert "'decided': 0, 'new': 1, 'retired': 1" in capsys.readouterr().out
    assert item(read_map(Path("map-new.xml")), "quality.a1-1-2").status == "retired"
