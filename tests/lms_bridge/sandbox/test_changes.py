"""Whoever follows the feed of changes sees every enrolment and attempt as it last was, and misses none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms_bridge.sandbox.model import SandboxChange
from lms_bridge.sandbox.store import SandboxStore
from tests.lms_bridge.sandbox.samples import AT, carded_package, later, package_bytes, write

STATUS = "cmi.core.lesson_status"


@pytest.fixture
def busy(store: SandboxStore, tmp_path: Path) -> SandboxStore:
    """Give a store with two packages and three learners, none enrolled."""
    store.add_package(write(tmp_path, carded_package()), AT)
    store.add_package(write(tmp_path, package_bytes("foreign")), AT)
    for name in ("王小明", "李雷", "韩梅梅"):
        store.add_learner(name, AT)
    return store


def followed(store: SandboxStore, since: int, limit: int) -> list[SandboxChange]:
    rows: list[SandboxChange] = []
    more = True
    while more:
        page = store.changes(since, limit)
        rows.extend(page.rows)
        more, since = page.more, page.next
    return rows


def test_a_row_says_whose_what_and_when(busy: SandboxStore) -> None:
    attempt = busy.launch(1, 2, later(10))
    busy.commit(attempt.id, {STATUS: "incomplete"}, later(20), False)
    enrolment, row = busy.changes(0).rows
    assert (enrolment.kind, enrolment.learner_name, enrolment.modified_at, enrolment.attempt) == (
        "enrolment",
        "李雷",
        later(10),
        None,
    )
    assert (row.kind, row.native_id, row.learner_id, row.learner_name) == ("attempt", "attempt-1", 2, "李雷")
    assert (row.package_id, row.package_version, row.course, row.course_version) == (1, 1, "quality-course", "1.0.0")
    assert (row.attempt, row.sco, row.started_at, row.finished_at) == (1, "sco-1", later(10), None)
    assert (row.modified_at, row.deleted, row.cmi[STATUS].value) == (later(20), False, "incomplete")


def test_names_of_learners_stay_out_of_the_values(busy: SandboxStore) -> None:
    attempt = busy.launch(1, 1, AT)
    busy.commit(attempt.id, {STATUS: "incomplete"}, later(1), False)
    assert all("王小明" not in change.model_dump_json(include={"cmi"}) for change in busy.changes(0).rows)


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_following_page_by_page_meets_every_row_once_and_in_order(busy: SandboxStore, limit: int) -> None:
    for learner in (1, 2, 3):
        for package in (1, 2):
            busy.launch(package, learner, later(learner))
    rows = followed(busy, 0, limit)
    assert len(rows) == len({row.native_id for row in rows}) == 12
    assert [row.seq for row in rows] == sorted(row.seq for row in rows)


def test_a_row_that_changes_comes_again_and_only_it(busy: SandboxStore) -> None:
    first, _ = (busy.launch(1, learner, AT) for learner in (1, 2))
    seen = busy.changes(0).next
    busy.commit(first.id, {STATUS: "incomplete"}, later(5), False)
    (row,) = busy.changes(seen).rows
    assert (row.native_id, row.seq > seen) == (f"attempt-{first.id}", True)
    assert busy.changes(row.seq).rows == ()


def test_what_changes_nothing_is_not_told_again(busy: SandboxStore) -> None:
    attempt = busy.launch(1, 1, AT)
    busy.commit(attempt.id, {STATUS: "incomplete"}, later(1), False)
    seen = busy.changes(0).next
    busy.commit(attempt.id, {STATUS: "incomplete"}, later(2), False)
    busy.enrol(1, 1, later(3))
    page = busy.changes(seen)
    assert (page.rows, page.next, page.more) == ((), seen, False)


def test_withdrawing_and_enrolling_again_are_changes_of_one_row(busy: SandboxStore) -> None:
    busy.enrol(1, 1, AT)
    busy.withdraw(1, 1, later(1))
    (row,) = busy.changes(0).rows
    assert (row.native_id, row.deleted, row.modified_at) == ("enrolment-1", True, later(1))
    busy.enrol(1, 1, later(2))
    (row,) = busy.changes(0).rows
    assert (row.native_id, row.deleted, row.modified_at) == ("enrolment-1", False, later(2))
