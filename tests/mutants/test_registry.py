"""The registry of mutants does not rot, and the runner tells a test that sees a mutant from one that only breaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.mutants.model import PAINS, Edit
from tests.mutants.registry import MUTANTS
from tests.mutants.running import Outcome, outcomes, verdict

_TEST = re.compile(r"^def (test_pain_(\d\d)_\w+)\(", re.MULTILINE)
_FILES = {
    f"tests/pains/{path.name}": path.read_text(encoding="utf-8")
    for path in (ROOT / "tests/pains").glob("test_pain_*.py")
}
_TESTS = {f"{file}::{name}": int(pain) for file, text in _FILES.items() for name, pain in _TEST.findall(text)}


def test_every_pain_has_a_test_and_a_mutant() -> None:
    assert set(_TESTS.values()) == set(PAINS)
    assert {_TESTS[test] for mutant in MUTANTS for test in mutant.tests if test in _TESTS} == set(PAINS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.pain:02}-{mutant.wrong}")
def test_a_mutant_still_finds_its_place_and_its_tests_and_none_of_another_pain(mutant: object) -> None:
    from tests.mutants.model import Mutant

    assert isinstance(mutant, Mutant)
    for edit in mutant.edits:
        text = (ROOT / edit.file).read_text(encoding="utf-8")
        assert (edit.file, text.count(edit.before)) == (edit.file, 1), (
            f"bring tests/mutants up to date: {edit.before!r}"
        )
        assert edit.before != edit.after
    assert mutant.tests
    assert {_TESTS.get(test, mutant.pain) for test in mutant.tests} == {mutant.pain}
    assert [test for test in mutant.tests if not _is_there(test)] == []


def _is_there(test: str) -> bool:
    file, _, name = test.partition("::")
    return f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_an_edit_that_does_not_find_its_place_is_no_mutant(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("one one")
    with pytest.raises(ValueError, match="2 times"):
        Edit("a.js", "one", "two").apply(tmp_path)


_REPORT = """<testsuites><testsuite>
<testcase classname="tests.pains.a" name="test_x[1]"/>
<testcase classname="tests.pains.a" name="test_x[2]"><failure message="AssertionError: assert 1 == 2"/></testcase>
<testcase classname="tests.pains.a" name="test_y"><failure message="KeyError: 1"/></testcase>
<testcase classname="tests.pains.a" name="test_z"><error message="AssertionError: in set-up"/></testcase>
</testsuite></testsuites>"""


def test_only_a_failed_assertion_of_a_test_counts(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(_REPORT)
    found = list(outcomes(tmp_path / "report.xml"))
    assert [(each.test, each.kind) for each in found] == [
        ("tests/pains/a.py::test_x", "passed"),
        ("tests/pains/a.py::test_x", "failed"),
        ("tests/pains/a.py::test_y", "broken"),
        ("tests/pains/a.py::test_z", "broken"),
    ]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([Outcome("a::x", "passed"), Outcome("a::x", "failed"), Outcome("a::y", "failed")], ""),
        ([Outcome("a::x", "failed"), Outcome("a::y", "passed")], "survives y"),
        ([Outcome("a::x", "failed")], "survives y"),
        ([Outcome("a::x", "failed"), Outcome("a::y", "broken", "KeyError: 1")], "broken: y: KeyError: 1"),
    ],
)
def test_a_mutant_is_seen_if_each_of_its_tests_fails_by_an_assertion_and_none_breaks(
    found: list[Outcome], words: str
) -> None:
    assert verdict(["a::x", "a::y"], found) == words
