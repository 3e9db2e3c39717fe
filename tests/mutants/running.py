"""Runs tests in a copy of the tree with one fix switched off, and says whether they failed for the right reason."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.mutants.model import Mutant

#: What a copy needs not: environments, caches, builds, other people's results.
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".boot", ".*_cache", ".hypothesis", "__pycache__", "node_modules", "dist", "build", "demo-out*"
)
_TIMEOUT_S = 900
_PACKAGES = ("packager", "foundation", "course_templates")


class CopyError(Exception):
    """The copy is not what runs."""


@dataclass(frozen=True)
class Outcome:
    """What became of one test: `kind` is passed, failed (an assertion) or broken (anything else)."""

    test: str
    kind: str
    message: str = ""


def copy_tree(target: Path) -> Path:
    """Copy the tree, scorm-again included, and make sure that its own packages are imported there.

    Raises:
        CopyError: another place's packages are, as those of an editable install.
    """
    shutil.copytree(ROOT, target, ignore=_LEFT_OUT)
    script = f"import importlib; print(*(importlib.import_module(name).__file__ for name in {_PACKAGES}), sep='\\n')"
    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=target, env=_environment(target), capture_output=True, text=True, check=True
    )
    foreign = [place for place in shown.stdout.split() if not Path(place).is_relative_to(target)]
    if foreign:
        raise CopyError(f"not in the copy: {foreign}")
    return target


def run_tests(root: Path, tests: Sequence[str]) -> list[Outcome]:
    """Run tests of a copy and return what became of each; what could not even be run is broken."""
    report = root / "mutants-report.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", f"--junitxml={report}", *tests]
    done = subprocess.run(
        command, cwd=root, env=_environment(root), capture_output=True, text=True, errors="replace", timeout=_TIMEOUT_S
    )
    if done.returncode not in (0, 1) or not report.is_file():
        return [Outcome(test, "broken", done.stdout[-400:] + done.stderr[-400:]) for test in tests]
    return list(outcomes(report))


def outcomes(report: Path) -> Iterable[Outcome]:
    """Yield the outcome of every test of a JUnit report."""
    for case in ET.parse(report).iter("testcase"):
        name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
        trouble = next((each for each in case if each.tag in ("failure", "error", "skipped")), None)
        if trouble is None:
            yield Outcome(name, "passed")
            continue
        message = trouble.get("message", "")
        is_assertion = trouble.tag == "failure" and message.startswith(("AssertionError", "assert "))
        yield Outcome(name, "failed" if is_assertion else "broken", message)


def verdict(tests: Sequence[str], found: Sequence[Outcome]) -> str:
    """Return "" if every test of a mutant failed by an assertion and nothing broke, else what is not so."""
    broken = [outcome for outcome in found if outcome.kind == "broken"]
    if broken:
        return f"broken: {broken[0].test.rpartition('::')[2]}: {' '.join(broken[0].message.split())[:200]}"
    failed = {outcome.test for outcome in found if outcome.kind == "failed"}
    return "".join(f"survives {test.rpartition('::')[2]}" for test in tests if test not in failed)


def judge(mutant: Mutant, root: Path) -> str:
    """Switch a mutant's fix off in a copy, run its tests, put the files back. Returns as `verdict`."""
    originals = {root / edit.file: (root / edit.file).read_bytes() for edit in mutant.edits}
    try:
        for edit in mutant.edits:
            edit.apply(root)
        return verdict(mutant.tests, run_tests(root, mutant.tests))
    finally:
        for path, content in originals.items():
            path.write_bytes(content)


def _environment(root: Path) -> dict[str, str]:
    """Return an environment in which the copy comes before an editable install, and leaves no bytecode behind."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return {**kept, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
