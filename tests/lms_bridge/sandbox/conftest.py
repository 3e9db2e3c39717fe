"""A store and a running sandbox, each in a folder of its own with a Chinese name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms_bridge.sandbox.server import RunningSandbox, running_sandbox
from lms_bridge.sandbox.store import SandboxStore


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
