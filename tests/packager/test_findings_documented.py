"""Every finding and error of this stage stands in its documentation, with its severity, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

from packager import errors
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
