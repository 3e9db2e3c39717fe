"""Hold Python's cycle collector while a map is built: a map is a tree, and collecting as it grows doubles the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

#: Collecting everything takes at most one part in so many of the time in pauses.
_SHARE = 20


@dataclass
class _Debt:
    """What pauses owe: readers leave cycles behind, and what is moved to the oldest generation makes none due."""

    paused_s: float = 0.0
    collecting_s: float = 1.0

    def pay(self) -> None:
        """Collect everything once pauses have lasted long enough for that: in no single command, but in a server."""
        if self.paused_s < _SHARE * self.collecting_s:
            return
        start = perf_counter()
        gc.collect()
        self.paused_s, self.collecting_s = 0.0, perf_counter() - start


_debt = _Debt()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cycle collector of the process; where it was off before, it stays off.

    What was made meanwhile joins the oldest generation at once, unless somebody keeps frozen objects: otherwise the
    next collection of young objects would go through all of it.
    """
    if not gc.isenabled():
        yield
        return
    _debt.pay()
    gc.disable()
    start = perf_counter()
    try:
        yield
    finally:
        _debt.paused_s += perf_counter() - start
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        gc.enable()
