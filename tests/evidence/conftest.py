"""What the tests of evidence share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pytest

from evidence.engines.base import Engine
from evidence.engines.registry import open_engine
from evidence.store import open_store
from lms_bridge.records import LearningRecord
from tests.evidence.rows import write_store

Run = Callable[[Iterable[LearningRecord], Callable[[ir.Table], ir.Table]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


@pytest.fixture(scope="session")
def run(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that stores records, opens the store, and works a measure out."""

    def work_out(records: Iterable[LearningRecord], measure: Callable[[ir.Table], ir.Table]) -> list[dict[str, Any]]:
        home = write_store(tmp_path_factory.mktemp("home"), records)
        return rows_of(engine, measure(open_store(engine, home).records))

    return work_out


def rows_of(engine: Engine, expression: ir.Table) -> list[dict[str, Any]]:
    rows: Sequence[dict[str, Any]] = engine.execute(expression).to_pylist()
    return sorted(rows, key=lambda found: [str(value) for value in found.values()])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "学习证据"
