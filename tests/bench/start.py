"""Row: how long `coursebridge --help` takes, against an empty click group."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tests.bench.table import Row, best_s

_EMPTY = """
import click
@click.group()
def root():
    \"\"\"Nothing.\"\"\"
root()
"""
_RUNS = 20


def rows() -> Iterator[Row]:
    """Measure, in fresh processes."""
    ours_s = best_s(lambda: _run("from coursebridge.cli import main; main()"), _RUNS)
    empty_s = best_s(lambda: _run(_EMPTY), _RUNS)
    yield Row(
        "start: --help, against an empty click group",
        f"{ours_s * 1000:.0f} ms",
        f"{empty_s * 1000:.0f} ms",
        ours_s / empty_s,
        1.5,
    )


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code, "--help"], check=True, stdout=subprocess.DEVNULL)
