"""Run every row and print one table. It gates nothing: a ratio over its bar is marked OVER."""

from __future__ import annotations

import sys
from importlib import import_module

from tests.bench.table import print_table

_MODULES = ("start", "maps", "tables", "workbooks", "packages", "peers", "fleet", "rebuild", "moodle")


def main() -> None:
    """Measure what is named on the command line, else everything."""
    names = sys.argv[1:] or _MODULES
    rows = [row for name in names for row in import_module(f"tests.bench.{name}").rows()]
    print_table(rows)


if __name__ == "__main__":
    main()
