"""Hold Python's cycle collector while a map is built: a map is a tree, and collecting as it grows doubles the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cycle collector of the process; where it was off before, it stays off.

    What was made meanwhile joins the oldest generation at once, unless somebody keeps frozen objects: otherwise the
    next collection of young objects would go through all of it.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        gc.enable()
