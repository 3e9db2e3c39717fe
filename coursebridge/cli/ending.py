"""Commands that are told to end, by a service manager or a terminal that closes, end as by Ctrl-C: cleanly."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Turn the signals that end a process into KeyboardInterrupt meanwhile; ignored ones (`nohup`) stay ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kinds = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {kind: signal.getsignal(kind) for kind in kinds if signal.getsignal(kind) is not signal.SIG_IGN}
    for kind in before:
        signal.signal(kind, _interrupt)
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
