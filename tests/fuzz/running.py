"""One execution: a spoiled file is read; anything but a map, findings or a CourseBridgeError is a failure."""

from __future__ import annotations

import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from tests.fuzz.targets import ROOT, Target

_OWN = tuple(f"{ROOT}/{package}/" for package in ("competency_xml", "foundation", "packager"))
#: Seconds of CPU that reading a file of some kilobytes may take; a hostile one of any size has 20.
MAX_CPU_S = 5.0


@dataclass(frozen=True)
class Outcome:
    """What reading a file came to: `map`, or the id of the error that refused it; `failure` says what went wrong."""

    came_to: str
    cpu_s: float
    failure: str | None = None

    @property
    def key(self) -> str:
        """The failure without what differs from file to file."""
        return (self.failure or "").partition("\n")[0]


def outcome_of(target: Target, path: Path) -> Outcome:
    """Read a file as its target does."""
    beside = set(path.parent.iterdir())
    start = time.process_time()
    failure = None
    came_to = "map"
    try:
        with _limited():
            failure = _unsound(target.read(path))
    except CourseBridgeError as error:
        came_to = error.id
        failure = _unsound(error.findings())
    except _TooLong:
        failure = f"takes over {MAX_CPU_S:g} s: {_place()}"
    except Exception as error:  # noqa: BLE001  Whatever it is, it should not have come out.
        failure = f"{type(error).__name__} {_place()}\n{traceback.format_exc()}"
    cpu_s = time.process_time() - start
    if failure is None and cpu_s > MAX_CPU_S:
        failure = f"takes over {MAX_CPU_S:g} s"
    left = {one.name for one in path.parent.iterdir() if one not in beside}
    if failure is None and left:
        failure = f"leaves files: {sorted(left)}"
    return Outcome("failure" if failure else came_to, cpu_s, failure)


def _unsound(findings: object) -> str | None:
    """Return what is wrong with findings, or None."""
    if not isinstance(findings, list | tuple) or not all(isinstance(one, Finding) for one in findings):
        return "gives no findings"
    silent = next((one.id for one in findings if not one.id or not one.message.strip()), None)
    return None if silent is None else f"finding without a message: {silent}"


class _TooLong(BaseException):
    """Raised in the middle of reading, when the time is over."""


@contextmanager
def _limited() -> Iterator[None]:
    """End what takes too long, where the system can (not on Windows, where the time is only measured)."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def over(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, MAX_CPU_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _place() -> str:
    """Return the innermost line of our own code that the exception in flight went through."""
    frames = traceback.extract_tb(sys.exc_info()[2])
    own = [frame for frame in frames if frame.filename.startswith(_OWN)]
    if not own:
        return "?"
    return f"{Path(own[-1].filename).relative_to(ROOT).as_posix()}:{own[-1].lineno}"
