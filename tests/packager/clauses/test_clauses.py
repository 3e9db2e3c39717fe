"""No finding without a package that earns it and a sound neighbour: every rule is watched from both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from packager.check import kinds_web
from packager.check.kind import Kind
from packager.check.kinds import KINDS
from packager.check.report import check_package
from tests.packager.clauses import archives, cartridge, mbz, olx, scorm12, scorm2004, site, xapi
from tests.packager.clauses.table import Clause, write

CLAUSES = tuple(
    clause for table in (archives, scorm12, scorm2004, xapi, cartridge, olx, site, mbz) for clause in table.CLAUSES
)
#: Told of archives and XML by what all stages share.
_SHARED = {"CB-ARCHIVE", "CB-XML"}


def _name(clause: Clause) -> str:
    return f"{clause.form} {clause.id}"


@pytest.mark.parametrize("clause", CLAUSES, ids=_name)
def test_the_invalid_package_earns_the_finding_error(clause: Clause, tmp_path: Path) -> None:
    report = check_package(write(tmp_path / "包.zip", clause.broken))
    assert clause.id in {each.id for each in report.findings}
    assert report.valid == all(each.severity != "error" for each in report.findings) or report.valid is None


@pytest.mark.parametrize("clause", CLAUSES, ids=_name)
def test_its_neighbour_is_sound_valid(clause: Clause, tmp_path: Path) -> None:
    report = check_package(write(tmp_path / "包.zip", clause.sound))
    assert clause.id not in {each.id for each in report.findings}
    assert [each for each in report.findings if each.severity == "error"] == []


def test_every_finding_that_a_check_can_give_has_an_invalid_case() -> None:
    of_builds = {value.id for value in vars(kinds_web).values() if isinstance(value, Kind)}
    assert {clause.id for clause in CLAUSES} == {kind.id for kind in KINDS} - of_builds | _SHARED
