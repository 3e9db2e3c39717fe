"""What a page sent while it was being left: the next session begins after it, or says that it did not arrive."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient

from lms_bridge.sandbox.app import create_app
from lms_bridge.sandbox.desk import Desk
from lms_bridge.sandbox.leaving import LateCommits
from lms_bridge.sandbox.model import Turn
from lms_bridge.sandbox.store import SandboxStore
from tests.lms_bridge.sandbox.samples import AT, ORIGINS

PLACE = "cmi.core.lesson_location"
LAST = {"session": 1, "number": 2, "values": {PLACE: "page-7"}}
AFTER_LAST = {"after": {"session": 1, "commit": 2}}


@contextmanager
def stage_waiting(store: SandboxStore, patience_s: float) -> Iterator[TestClient]:
    """Give a client of a stage that waits for a late commit so long."""
    app = create_app(Desk(store=store, origins=ORIGINS, clock=lambda: AT, late=LateCommits(patience_s)))
    with TestClient(app, base_url=ORIGINS.stage) as client:
        yield client


@pytest.fixture
def hasty(store: SandboxStore) -> Iterator[TestClient]:
    """Give a client of a stage that waits for nothing that is not there."""
    with stage_waiting(store, 0) as client:
        yield client


@pytest.fixture
def patient(store: SandboxStore) -> Iterator[TestClient]:
    """Give a client of a stage that goes on because a commit arrived, or not within this test."""
    with stage_waiting(store, 3600) as client:
        yield client


def test_a_session_begins_with_a_commit_that_arrives_after_it_was_asked_for(
    patient: TestClient, played: str, store: SandboxStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient.post(f"{played}/session")
    looked = threading.Event()
    looks = store.is_missing

    def look(attempt_id: int, turn: Turn) -> bool:
        found = looks(attempt_id, turn)
        looked.set()
        return found

    monkeypatch.setattr(store, "is_missing", look)
    late = threading.Thread(target=lambda: (looked.wait(), patient.post(f"{played}/commit", json=LAST)))
    late.start()
    begun = patient.post(f"{played}/session", json=AFTER_LAST).json()
    late.join()
    assert (begun["session"], begun["cmi"].get(PLACE), begun["lost"]) == (2, "page-7", False)


def test_a_commit_that_never_arrives_does_not_lock_the_learner_out_and_is_told(hasty: TestClient, played: str) -> None:
    hasty.post(f"{played}/session")
    begun = hasty.post(f"{played}/session", json=AFTER_LAST).json()
    assert (begun["session"], PLACE in begun["cmi"], begun["lost"]) == (2, False, True)
    assert hasty.post(f"{played}/commit", json=LAST).status_code == 409  # or it would undo what was set since


def test_nothing_is_awaited_that_has_arrived_or_cannot_arrive_any_more(hasty: TestClient, played: str) -> None:
    hasty.post(f"{played}/session")
    hasty.post(f"{played}/commit", json=LAST)
    assert hasty.post(f"{played}/session", json=AFTER_LAST).json()["lost"] is False
    of_a_replaced_session = {"after": {"session": 1, "commit": 99}}
    assert hasty.post(f"{played}/session", json=of_a_replaced_session).json()["lost"] is False
    of_no_session = {"after": {"session": 99, "commit": 1}}
    assert hasty.post(f"{played}/session", json=of_no_session).json()["lost"] is False


@pytest.mark.parametrize("body", ["[]", "{", '{"after":{"session":"x","commit":1}}', '{"after":1}', '{"since":1}'])
def test_a_session_asked_for_in_a_wrong_way_is_refused_and_replaces_none(
    stage: TestClient, played: str, body: str
) -> None:
    stage.post(f"{played}/session")
    refused = stage.post(f"{played}/session", content=body)
    assert (refused.status_code, refused.json()["findings"][0]["id"]) == (422, "SBX-INPUT")
    assert stage.post(f"{played}/commit", json=LAST).status_code == 200
