"""The fuzzer of packages reaches into them, and would notice a check that contradicts itself."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from foundation.findings import Finding
from packager.check.report import PackageReport
from tests.fuzz.mutators.package import members_of, mutated_package
from tests.fuzz.package_targets import CODE, package_seeds, read_package
from tests.fuzz.running import outcome_of
from tests.fuzz.targets import Target


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[bytes, ...]]:
    """Return valid packages."""
    return package_seeds(tmp_path_factory.mktemp("packages"))


@pytest.mark.parametrize("kind", [("package-scorm12", ".zip"), ("package-olx", ".tgz")])
def test_documents_within_a_package_are_changed_and_the_package_stays_one(
    kind: tuple[str, str], seeds: dict[tuple[str, str], tuple[bytes, ...]]
) -> None:
    seed = seeds[kind][-1]
    before = members_of(seed)
    after = [members_of(mutated_package(seed, Random(number), seed)) for number in range(60)]
    whole = [members for members in after if members]
    assert len(whole) > 45
    assert sum(members != before for members in whole) > 40
    assert sum(set(members) != set(before) for members in whole) >= 3


_ERROR = Finding(id="X", severity="error", message="x")


@pytest.mark.parametrize(
    ("report", "failure"),
    [
        (PackageReport(format="xapi", valid=True, will_import=True, will_report=True, findings=(_ERROR,)), "errors"),
        (PackageReport(format="xapi", valid=True, will_import=False, will_report=True, findings=()), "imported"),
        (PackageReport(format="xapi", valid=False, will_import=True, will_report=True, findings=()), "finding"),
        (PackageReport(format="xapi", valid=False, will_import=True, will_report=True, findings=(_ERROR,) * 60), "end"),
    ],
)
def test_a_report_that_contradicts_itself_is_noticed(
    report: PackageReport,
    failure: str,
    seeds: dict[tuple[str, str], tuple[bytes, ...]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = Target("package-xapi", ".zip", seeds["package-xapi", ".zip"], read_package, CODE)
    path = tmp_path / target.title
    path.write_bytes(target.seeds[0])
    assert outcome_of(target, path).failure is None
    monkeypatch.setattr("tests.fuzz.package_targets.check_package", lambda path: report)
    assert failure in (outcome_of(target, path).failure or "")
