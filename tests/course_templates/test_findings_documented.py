"""Every finding of the course stage is explained in the documentation with its severity, and nothing else is."""

from __future__ import annotations

import re

from course_templates.errors import BlueprintError, CourseError, UnknownRoleError
from course_templates.findings import CATALOGUE
from tests.conftest import ROOT

_ROW = re.compile(r"^\| `(CT-[A-Z-]+)` \| (\S+)", re.MULTILINE)
_SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}


def test_every_finding_is_documented_with_its_severity() -> None:
    rows = _ROW.findall((ROOT / "docs/findings/course.md").read_text(encoding="utf-8"))
    expected = [(finding_id, _SEVERITIES[kind[0]]) for finding_id, kind in CATALOGUE.items()]
    errors = [(error.id, str(error.exit_code)) for error in (CourseError, BlueprintError, UnknownRoleError)]
    assert rows == expected + errors


def test_every_finding_that_is_made_is_in_the_catalogue_and_the_other_way_round() -> None:
    sources = [
        path for path in (ROOT / "course_templates").rglob("*.py") if path.name not in ("findings.py", "errors.py")
    ]
    used = {found for path in sources for found in re.findall(r'"(CT-[A-Z-]+)"', path.read_text(encoding="utf-8"))}
    assert used == CATALOGUE.keys()
