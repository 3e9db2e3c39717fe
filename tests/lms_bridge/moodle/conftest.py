"""What all tests on recordings of real Moodles share."""

from __future__ import annotations

import pytest

from lms_bridge.connectors.moodle import options


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that is asked again is asked at once."""
    monkeypatch.setattr(options, "pause", lambda _: None)


@pytest.fixture(params=["45", "51"])
def release(request: pytest.FixtureRequest) -> str:
    """Return the release of Moodle that was recorded, as the names of recordings end."""
    return str(request.param)
