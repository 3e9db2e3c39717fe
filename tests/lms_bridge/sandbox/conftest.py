"""A store, clients of its application, and a running sandbox, each in a folder of its own with a Chinese name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lms_bridge.sandbox.app import create_app
from lms_bridge.sandbox.desk import Desk
from lms_bridge.sandbox.server import RunningSandbox, running_sandbox
from lms_bridge.sandbox.store import SandboxStore
from tests.lms_bridge.sandbox.samples import AT, ORIGINS, carded_package


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SandboxStore]:
    """Give an empty store."""
    with SandboxStore(tmp_path / "数据") as opened:
        yield opened


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    """Give a real server on loopback, on a free port."""
    with running_sandbox(tmp_path / "数据") as running:
        yield running


@pytest.fixture
def desk(store: SandboxStore) -> Iterator[TestClient]:
    """Give a client of the pages and the API."""
    app = create_app(Desk(store=store, origins=ORIGINS, clock=lambda: AT))
    with TestClient(app, base_url=ORIGINS.desk, follow_redirects=False) as client:
        yield client


@pytest.fixture
def stage(desk: TestClient) -> Iterator[TestClient]:
    """Give a client of the origin under which courses are played."""
    with TestClient(desk.app, base_url=ORIGINS.stage, follow_redirects=False) as client:
        yield client


@pytest.fixture
def played(desk: TestClient) -> str:
    """Give the secret address of the first learner's attempt at the first package."""
    desk.post("/api/packages", content=carded_package())
    desk.post("/api/learners", json={"name": "王小明"})
    location = desk.get("/launch/1?learner=1").headers["location"]
    assert location.startswith(f"{ORIGINS.stage}/play/")
    return str(location).removeprefix(ORIGINS.stage)
