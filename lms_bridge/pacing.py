"""How fast a site may be asked: one pace per site, shared by all that speak to it in this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_lock = threading.Lock()
_paces: dict[str, Pace] = {}


class Pace:
    """Lets a call begin at most every `interval_s` seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0.0

    def wait_s(self, interval_s: float, now: float) -> float:
        """Return how long the caller must wait before its call, and book that moment."""
        with self._lock:
            begin = max(self._next, now)
            self._next = begin + interval_s
        return begin - now


def pace_of(site: str) -> Pace:
    """Return the pace of a site; sources on one site share it."""
    with _lock:
        return _paces.setdefault(site, Pace())


def keep_pace(
    site: str, interval_s: float, sleep: Callable[[float], None], clock: Callable[[], float] = time.monotonic
) -> None:
    """Wait until a site may be asked again; an interval of 0 never waits."""
    if interval_s > 0:
        wait_s = pace_of(site).wait_s(interval_s, clock())
        if wait_s > 0:
            sleep(wait_s)
