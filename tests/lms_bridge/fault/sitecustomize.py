"""Kills the process that it is loaded into, where COURSEBRIDGE_FAULT says; put on PYTHONPATH by the kill tests.

`STEP:kill` or `STEP:kill:N`: at the first or N-th time a harvest reaches a named step.
`call:kill:N`: at the N-th call of a function of the bridge or of the ground floor, wherever that is.
`write:kill:N`: likewise, counting only calls in those modules that write to the home folder.
`call:count`: no kill; the last line on stderr is the number of calls of both sorts.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import sys
from types import FrameType

_OURS = (f"{os.sep}lms_bridge{os.sep}", f"{os.sep}foundation{os.sep}")
_WRITERS = ("landing.py", "segments.py", "cards.py", "catalogue.py", "state.py", "store.py", "pending.py", "files.py")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _StepKiller(logging.Handler):
    def __init__(self, step: str, nth: int) -> None:
        super().__init__()
        self._step = step
        self._left = nth

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() == self._step:
            self._left -= 1
            if self._left == 0:
                _die()


class _CallCounter:
    def __init__(self, counted: str, kill_at: int) -> None:
        self.calls = {"call": 0, "write": 0}
        self._counted = counted
        self._kill_at = kill_at

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event != "call" or code.co_name == "<module>" or not any(part in code.co_filename for part in _OURS):
            return
        self.calls["call"] += 1
        self.calls["write"] += code.co_filename.endswith(_WRITERS)
        if self.calls[self._counted] == self._kill_at:
            _die()


def _install(fault: str) -> None:
    site, _, *nth = fault.split(":")
    if site in ("call", "write"):
        counter = _CallCounter(site, int(nth[0]) if nth else -1)
        atexit.register(lambda: sys.stderr.write("{call} {write}\n".format(**counter.calls)))
        sys.setprofile(counter)
        return
    logger = logging.getLogger("lms_bridge.steps")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(_StepKiller(site, int(nth[0]) if nth else 1))


if os.environ.get("COURSEBRIDGE_FAULT"):
    _install(os.environ["COURSEBRIDGE_FAULT"])
