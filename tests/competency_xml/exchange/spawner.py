"""Runs the command line once per job in a child of its own, and says what each took.

A long-lived launcher imports the command line once and forks: starting Python anew for every hostile file would take
most of the time. It also keeps the figures true: a child counts the memory of the process that forked it, and a test
run is far larger than the launcher.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.conftest import ROOT

_PAID_FOR_ONCE = ("competency_xml.exchange.registry", "competency_xml.xml", "coursebridge.cli.map")
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Ran:
    """What one run of the command line took: its exit code, processor time and the most memory it held."""

    code: int
    cpu_s: float
    peak_bytes: int


class Spawner:
    """The launcher, for as long as the context lasts."""

    def __enter__(self) -> Self:
        self._launcher = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._launcher.communicate()

    def run(self, arguments: list[str], stdout: Path, stderr: Path) -> Ran:
        """Run `coursebridge` with arguments; its output goes to two files."""
        assert self._launcher.stdin is not None
        assert self._launcher.stdout is not None
        self._launcher.stdin.write(json.dumps([arguments, str(stdout), str(stderr)]) + "\n")
        self._launcher.stdin.flush()
        return Ran(**json.loads(self._launcher.stdout.readline()))


def _launch() -> None:
    for module in _PAID_FOR_ONCE:
        import_module(module)
    for line in sys.stdin:
        arguments, stdout, stderr = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(arguments, stdout, stderr)
        _, status, usage = os.wait4(child, 0)
        ran = Ran(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT)
        sys.stdout.write(json.dumps(asdict(ran)) + "\n")
        sys.stdout.flush()


def _become(arguments: list[str], stdout: str, stderr: str) -> None:
    from coursebridge.cli import main

    for path, stream in ((stdout, 1), (stderr, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    sys.argv = ["coursebridge", *arguments]
    code = 70
    try:
        main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _launch()
