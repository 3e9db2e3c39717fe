"""docs/maps-python.md and the examples in docstrings run as they stand, and the page names all there is."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import competency_xml
from tests.competency_xml.workbooks import workbook_file

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/maps-python.md"


def test_examples_of_the_page_run_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    workbook_file(tmp_path / "要求表.xlsx")
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8")
    assert result.attempted > 40
    assert result.failed == 0


@pytest.mark.parametrize(
    "module", ["competency_xml.check.duplicates", "competency_xml.similarity", "foundation.text", "competency_xml.onto"]
)
def test_examples_in_docstrings_run(module: str) -> None:
    result = doctest.testmod(import_module(module))
    assert result.attempted > 0
    assert result.failed == 0


def test_page_and_package_name_the_same() -> None:
    head = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    table = [line for line in head.splitlines() if line.startswith("| ")]
    assert set(re.findall(r"`(\w+)`", "\n".join(table))) == set(competency_xml.__all__) - {"MapDiff"}


def test_every_name_of_the_package_is_there() -> None:
    for name in competency_xml.__all__:
        assert getattr(competency_xml, name).__doc__ or name == "MapPart"
    assert set(competency_xml.__all__) <= set(dir(competency_xml))
    with pytest.raises(AttributeError):
        _ = competency_xml.nothing_of_the_kind


def test_importing_the_package_alone_loads_no_library() -> None:
    code = "import competency_xml, sys; print(sorted({'lxml', 'pydantic', 'openpyxl'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_reading_a_map_loads_no_workbook_library() -> None:
    code = (
        "import competency_xml, sys; competency_xml.read_map; competency_xml.add_item; print('openpyxl' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "False"
