"""The reports of `make live`: every step went well, with the connector and the plugin as they are now."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.live.report import REPORTS, ROOT, connector_sha256

_REPORTS = sorted(REPORTS.glob("moodle-*.json"))
_AGAIN = "run make live again on every site of docs/live, see docs/live/README.md"


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _steps() -> list[str]:
    """Return the names of the steps that there are, in order."""
    names = []
    for file in sorted((ROOT / "tests/live").glob("test_*.py")):
        functions = [
            node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        ]
        names += [node.name for node in functions if node.name.startswith("test_")]
    return [name.removeprefix("test_").replace("_", " ") for name in names]


def test_both_lines_of_moodle_and_both_databases_were_tried() -> None:
    found = [_read(path) for path in _REPORTS]
    assert {report["release"].split(".")[0] for report in found} == {"4", "5"}
    assert {report["database"].split()[0] for report in found} == {"postgres", "mariadb"}


@pytest.mark.parametrize("path", _REPORTS, ids=lambda path: path.stem)
def test_every_step_went_well_on_the_code_that_is_here(path: Path) -> None:
    report = _read(path)
    assert [step["name"] for step in report["steps"]] == _steps()
    assert [step["name"] for step in report["steps"] if not step["ok"]] == []
    assert report["connector_sha256"] == connector_sha256(), _AGAIN
    assert len(report["commit"]) == 40, "the code that ran was not that of a commit"
