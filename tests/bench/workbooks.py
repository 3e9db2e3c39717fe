"""Row: an authoring workbook of 20,000 items read as a map, with all checks, against openpyxl's bare read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from competency_xml.exchange.workbook import read_authoring, write_authoring
from tests.bench.maps import large_map
from tests.bench.table import Row, best_in_children

_HERE = "tests.bench.workbooks"


def rows() -> Iterator[Row]:
    """Measure, each in a process of its own as a command is."""
    with TemporaryDirectory(prefix="coursebridge-bench-") as name:
        path = Path(name) / "authoring.xlsx"
        write_authoring(large_map(), path)
        bare_s = best_in_children("tests.bench.tables", "read_bare", str(path), runs=3)
        ours_s = best_in_children(_HERE, "read_map", str(path), runs=3)
    yield Row(
        "xlsx: 20,000 items edited, against openpyxl",
        f"{ours_s:.2f} s",
        f"{bare_s:.2f} s",
        ours_s / bare_s,
        2,
    )


def read_map(name: str) -> None:
    """Import the workbook as a map, with all checks."""
    read_authoring(Path(name))
