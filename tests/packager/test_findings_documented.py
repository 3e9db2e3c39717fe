"""Every finding and error of this stage stands in its documentation, with its severity, and nothing else does."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

from packager import check, errors
from packager.check.kind import Kind
from packager.check.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
_ROW = re.compile(r"^\| `(PK-[A-Z0-9-]+)` \| \S+ / (\w+) \| ", re.MULTILINE)


def test_findings_and_their_documentation_agree() -> None:
    rows = _ROW.findall((ROOT / "docs/findings/package.md").read_text(encoding="utf-8"))
    raised = {
        value.id: "error" for value in vars(errors).values() if isinstance(value, type) and hasattr(value, "exit_code")
    }
    told = {"PK-DRAFT": "error", "PK-DIVISION": "note", "PK-LEFT-OUT": "note", "PK-PRESET": "note"}
    expected = {kind.id: str(kind.severity) for kind in KINDS} | told | raised
    del expected["CB-ERROR"]
    assert dict(rows) == expected
    assert [name for name, _ in rows] == sorted(expected)


def _constants() -> dict[str, str]:
    """Return `kinds_cmi5.ROOT` → its id, for every kind of finding."""
    modules = [importlib.import_module(f"packager.check.{each.name}") for each in pkgutil.iter_modules(check.__path__)]
    return {
        f"{module.__name__.rsplit('.', 1)[1]}.{name}": value.id
        for module in modules
        if ".kinds_" in module.__name__
        for name, value in vars(module).items()
        if isinstance(value, Kind)
    }


def test_every_finding_about_a_package_has_a_case_that_breaks_its_rule() -> None:
    constants = _constants()
    assert {kind.id for kind in KINDS} == set(constants.values())
    named: set[str] = set()
    for path in (ROOT / "tests").rglob("*.py"):
        if path != Path(__file__):
            text = path.read_text(encoding="utf-8")
            named.update(re.findall(r'"(PK-[A-Z0-9-]+)"', text))
            named.update(
                constants[each] for each in re.findall(r"\bkinds_\w+\.[A-Z_0-9]+\b", text) if each in constants
            )
    assert {kind.id for kind in KINDS} - named == set()
