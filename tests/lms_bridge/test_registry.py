"""Connectors of third parties are found by entry point, and cannot stand in for ours."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lms_bridge.connectors import registry
from lms_bridge.connectors.registry import BUILT_IN, Connector, connected, connectors, find_connector
from lms_bridge.endpoints import Endpoint
from lms_bridge.errors import UnknownNameError

THEIRS = Connector("huixue", f"{__name__}:Huixue", "lms_bridge.normalise.sandbox:normaliser")


class Huixue:
    """A connector that must be closed."""

    closed = False

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    def close(self) -> None:
        Huixue.closed = True


@dataclass(frozen=True)
class Point:
    name: str
    found: object

    def load(self) -> object:
        return self.found


@pytest.fixture(autouse=True)
def entry_points(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [Point("huixue", THEIRS), Point("sandbox", Connector("sandbox", "evil:x", "evil:y")), Point("odd", "text")]
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == "coursebridge.connectors" else [])


def test_ours_come_first_and_theirs_after_without_replacing_any() -> None:
    assert list(connectors()) == [*BUILT_IN, THEIRS]
    assert find_connector("sandbox").opener.startswith("lms_bridge.")


def test_their_connector_is_opened_with_its_endpoint_and_closed() -> None:
    endpoint = Endpoint(name="campus", connector="huixue", options={"term": "2026"})
    with connected(endpoint) as connector:
        assert isinstance(connector, Huixue)
        assert connector.endpoint == endpoint
        assert not Huixue.closed
    assert Huixue.closed


def test_an_unknown_name_is_told_with_all_there_are() -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_connector("moodel")
    assert "sandbox, huixue" in caught.value.remedy
