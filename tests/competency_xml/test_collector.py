"""A server that reads maps all day keeps its memory; a command that reads one does not stop to tidy up."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from competency_xml import collector
from competency_xml.collector import collector_paused


class _Circle:
    """An object that only the collector of cycles can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Seconds by which the time goes on whenever it is asked."""
    step, now = [0.0], [0.0]

    def later() -> float:
        now[0] += step[0]
        return now[0]

    monkeypatch.setattr(collector, "perf_counter", later)
    monkeypatch.setattr(collector, "_debt", collector._Debt())
    return step


def _left_behind() -> weakref.ref[_Circle]:
    with collector_paused():
        return weakref.ref(_Circle())


def test_what_many_reads_leave_behind_is_freed(clock: list[float]) -> None:
    clock[0] = 30.0
    left = _left_behind()
    with collector_paused():
        assert left() is None


def test_short_reads_are_not_held_up(clock: list[float]) -> None:
    clock[0] = 0.1
    left = _left_behind()
    with collector_paused():
        assert left() is not None


def test_collector_is_on_again_after_an_error_and_stays_off_where_it_was_off(clock: list[float]) -> None:
    with pytest.raises(ValueError, match="no"), collector_paused():
        assert not gc.isenabled()
        raise ValueError("no")
    assert gc.isenabled()
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
