"""A learner gets into an SCO when, and only when, its prerequisites say so; a script nobody can read locks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms_bridge.sandbox.errors import ScoLockedError
from lms_bridge.sandbox.prerequisites import is_open
from lms_bridge.sandbox.store import SandboxStore
from packager.build import build_package
from packager.options import BuildOptions
from tests.lms_bridge.sandbox.samples import AT
from tests.packager.courses import make_course

_STATUSES = {"A": "completed", "B": "passed", "C": "failed", "D": "incomplete"}


@pytest.mark.parametrize(
    ("script", "opens"),
    [
        (None, True),
        ("A", True),
        ("A&B", True),
        ("A & C", False),
        ("C|B", True),
        ("C|D", False),
        ("~C", True),
        ("~(A&B)", False),
        ('C="failed"', True),
        ("C=f", True),
        ('A="passed"', False),
        ("A<>p", True),
        ("2*{A, B, C}", True),
        ("3*{A,B,C}", False),
        ("²*{A,B,C}", True),
        (f"{'9' * 5000}*{{A}}", True),
        ("D|A&C", False),
        ("(D|A)&B", True),
        ("E", False),
        ('E="not attempted"', True),
        ("A&", True),
        ("((((", True),
        ("(" * 5000 + "C", True),
        ("~" * 200 + "C", True),
    ],
)
def test_a_script_is_read_as_aicc_has_it(script: str | None, opens: bool) -> None:
    assert is_open(script, _STATUSES) is opens


@pytest.fixture
def store(tmp_path: Path) -> SandboxStore:
    built = build_package(make_course(), "scorm12", tmp_path, options=BuildOptions(division="multi"))
    store = SandboxStore(tmp_path / "平台")
    store.add_package(built.path, AT)
    store.add_learner("王小明", AT)
    return store


def _do(store: SandboxStore, part: str, status: str) -> None:
    attempt = store.open_attempt(1, 1, AT, sco=f"CB-quality-ITEM-{part}")
    store.begin_session(attempt.id, AT)
    store.commit(attempt.id, {"cmi.core.lesson_status": status}, AT, finished=True)


def test_what_is_locked_is_not_launched_and_leaves_no_attempt(store: SandboxStore) -> None:
    _do(store, "pre", "completed")
    _do(store, "module-m1", "completed")
    with pytest.raises(ScoLockedError):
        store.open_attempt(1, 1, AT, sco="CB-quality-ITEM-post")
    assert len(store.attempts(1, 1)) == 2
    _do(store, "module-m2", "completed")
    _do(store, "post", "failed")
    assert [(line.status, line.locked) for line in store.parts(1, 1)] == [
        *[("completed", False)] * 3,
        ("failed", False),
        ("not attempted", False),
    ]


def test_without_a_choice_the_first_sco_that_is_open_and_not_done_is_launched(store: SandboxStore) -> None:
    launched = []
    for status in ("completed", "completed", "completed", "failed", "completed", "completed"):
        part = store.open_attempt(1, 1, AT).sco.rpartition("-ITEM-")[2]
        launched.append(part)
        _do(store, part, status)
    assert launched == ["pre", "module-m1", "module-m2", "post", "survey", "pre"]
