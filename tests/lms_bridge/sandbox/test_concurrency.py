"""Learners at the same time, and other processes on the same folder, lose nothing and wait no longer than told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lms_bridge.sandbox.errors import SandboxBusyError
from lms_bridge.sandbox.store import SandboxStore
from tests.lms_bridge.sandbox.samples import AT, carded_package, later, package_bytes, write

COMMITS = 15
_OTHER_PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from lms_bridge.sandbox.store import SandboxStore
at = datetime(2026, 5, 1, tzinfo=UTC)
with SandboxStore(Path(sys.argv[1])) as store:
    learner = store.add_learner("另一进程", at)
    attempt = store.launch(1, learner, at)
    for n in range(int(sys.argv[2])):
        store.commit(attempt.id, {f"cmi.interactions.{n}.id": f"q{n}"}, at, False)
"""


def study(store: SandboxStore, name: str) -> int:
    learner_id = store.add_learner(name, AT)
    attempt = store.launch(1, learner_id, AT)
    for n in range(COMMITS):
        store.commit(attempt.id, {f"cmi.interactions.{n}.id": f"q{n}"}, later(n), False)
    return attempt.id


def test_threads_and_processes_together_keep_every_value_and_number(store: SandboxStore, tmp_path: Path) -> None:
    store.add_package(write(tmp_path, package_bytes()), AT)
    command = [sys.executable, "-c", _OTHER_PROCESS, str(store.data), str(COMMITS)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as other, ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(lambda n: study(store, f"学员{n}"), range(6)))
        _, said = other.communicate()
    assert other.returncode == 0, said.decode()
    attempts = store.attempts()
    assert len({*ids}) == 6
    assert len(attempts) == 7
    assert all(sum("interactions" in element for element in attempt.cmi) == COMMITS for attempt in attempts)
    rows = store.changes(0).rows
    assert len({row.seq for row in rows}) == len(rows) == 14


def test_two_uploads_of_the_same_package_at_once_make_one_version(store: SandboxStore, tmp_path: Path) -> None:
    files = [write(tmp_path, carded_package(), f"包{n}.zip") for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        added = list(pool.map(lambda file: store.add_package(file, AT), files))
    assert sum(package.changed for package in added) == 1
    assert {(package.id, package.version) for package in added} == {(1, 1)}
    assert sorted(path.name for path in (store.data / "packages").iterdir()) == ["1"]


def test_one_learner_launched_twice_at_once_has_one_attempt(store: SandboxStore, tmp_path: Path) -> None:
    store.add_package(write(tmp_path, package_bytes()), AT)
    learner_id = store.add_learner("王小明", AT)
    with ThreadPoolExecutor(6) as pool:
        attempts = list(pool.map(lambda _: store.open_attempt(1, learner_id, AT), range(6)))
    assert {(attempt.id, attempt.number) for attempt in attempts} == {(1, 1)}


def test_a_folder_that_another_process_holds_is_said_to_be_busy(store: SandboxStore) -> None:
    holder = sqlite3.connect(store.data / "sandbox.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(SandboxBusyError) as caught:
            SandboxStore(store.data, busy_timeout_s=0.05)
        assert caught.value.remedy
        assert store.learners() == []  # readers are not held up
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert SandboxStore(store.data, busy_timeout_s=0.05).learners() == []


def test_files_left_by_a_crash_do_not_get_into_the_next_version(store: SandboxStore, tmp_path: Path) -> None:
    stale = store.content_folder(1, 1)
    stale.mkdir(parents=True)
    (stale / "stale.html").write_text("x")
    store.add_package(write(tmp_path, package_bytes()), AT)
    assert sorted(path.name for path in stale.iterdir()) == ["imsmanifest.xml", "index.html"]
