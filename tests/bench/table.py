"""What every row of the bench shares: best of some runs, child processes, and the printed table."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: VmHWM is this process's own peak; getrusage would also count its parent's, from before exec.
_PEAK = """
import json, re, sys, time
from pathlib import Path
from {module} import {function} as work
start = time.perf_counter()
work(*sys.argv[1:])
seconds = time.perf_counter() - start
peak_kib = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(json.dumps([seconds, peak_kib / 1024]))
"""


@dataclass(frozen=True)
class Row:
    """One measured ratio. `bar` is the most it may be."""

    what: str
    ours: str
    reference: str
    ratio: float
    bar: float

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its bar."""
        return self.ratio <= self.bar


def best_s(work: Callable[[], object], runs: int = 5) -> float:
    """Return the shortest of some runs in seconds: the one least disturbed."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def in_child(module: str, function: str, *arguments: str) -> tuple[float, float]:
    """Run a function in a fresh interpreter; return its seconds, and the process's peak memory in MiB."""
    code = _PEAK.format(module=module, function=function)
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    seconds, peak_mib = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak_mib


def best_in_children(module: str, function: str, *arguments: str, runs: int = 5) -> float:
    """Run a function in some fresh interpreters; return the shortest time in seconds, imports left out."""
    return min(in_child(module, function, *arguments)[0] for _ in range(runs))


def print_table(rows: Sequence[Row]) -> None:
    """Print all rows."""
    print(f"{'what':<58} {'ours':>12} {'reference':>12} {'ratio':>8} {'bar':>6}")
    for row in rows:
        print(
            f"{row.what:<58} {row.ours:>12} {row.reference:>12} {row.ratio:>8.2f} {row.bar:>6g}"
            f"  {'ok' if row.holds else 'OVER'}"
        )
