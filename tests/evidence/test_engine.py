"""An engine that misbehaves would lose a report, or a machine."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError

from evidence.engines import registry
from evidence.engines.base import Engine, EngineSettings
from evidence.engines.duckdb import DuckDbEngine
from evidence.errors import EngineError, UnknownEngineError


def test_an_unknown_engine_names_those_there_are() -> None:
    with pytest.raises(UnknownEngineError) as raised:
        registry.open_engine("spork")
    assert "duckdb" in raised.value.remedy
    assert raised.value.exit_code == 2


def test_an_engine_of_a_third_party_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("third", "evidence.engines.duckdb:DuckDbEngine", registry.GROUP)
    found = lambda group, name=None: [point] if name in (None, point.name) else []  # noqa: E731
    monkeypatch.setattr(registry, "entry_points", found)
    assert registry.engine_names() == ["duckdb", "third"]
    with registry.open_engine("third") as opened:
        assert isinstance(opened, DuckDbEngine)


def test_an_engine_whose_package_is_missing_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_BUILT_IN", (("spark", "pyspark_is_not_here:Engine"),))
    with pytest.raises(UnknownEngineError) as raised:
        registry.open_engine("spark")
    assert "pyspark_is_not_here" in raised.value.message


@pytest.mark.parametrize("limit", ["lots", "3", "-1GB", "1GB; DROP TABLE x"])
def test_a_memory_limit_is_a_number_with_a_unit(limit: str) -> None:
    with pytest.raises(ValidationError):
        EngineSettings(memory_limit=limit)


def test_a_sort_larger_than_the_memory_limit_goes_to_disk() -> None:
    with registry.open_engine(settings=EngineSettings(memory_limit="200MB", threads=1)) as engine:
        # Two values of 40 bytes on a million rows, sorted: more than the limit holds.
        rows = ibis.range(1_500_000).unnest().name("x").as_table()
        wide = rows.mutate(a=rows.x.cast("string").lpad(40, "0"), b=(-rows.x).cast("string").lpad(40, "0"))
        kept = engine.keep("wide", wide.order_by(wide.b))
        assert engine.execute(kept.count().as_table())[0][0].as_py() == 1_500_000


def test_what_the_engine_refuses_is_told_with_a_remedy(engine: Engine) -> None:
    broken = ibis.table({"x": "int64"}, name="no_such_table")
    with pytest.raises(EngineError) as raised:
        engine.execute(broken)
    assert "--memory" in raised.value.remedy


def test_parquet_is_written_whole(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "导出'一'.parquet"
    engine.write_parquet(_numbers(), path)
    assert pq.read_table(path)["x"].to_pylist() == [0, 1, 2]
    with pytest.raises(EngineError):
        engine.write_parquet(ibis.table({"x": "int64"}, name="no_such_table"), tmp_path / "none.parquet")
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def _numbers() -> ibis.Table:
    return ibis.range(3).unnest().name("x").as_table()


def test_temporary_files_go_with_the_engine() -> None:
    engine = DuckDbEngine(EngineSettings())
    folder = Path(engine._folder.name)
    assert folder.is_dir()
    engine.close()
    engine.close()
    assert not folder.exists()
