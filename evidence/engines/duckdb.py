"""DuckDB, the default engine: one machine, in process, spilling to disk.

Ibis only compiles; DuckDB executes. Ibis 12's own DuckDB back end breaks on DuckDB 2.0 (to_pyarrow_batches, list_tables
and drop_table raise), its compiler does not.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evidence.engines.base import EngineSettings
from evidence.errors import EngineError
from foundation.files import atomic_path
from foundation.text import both


class DuckDbEngine:
    """A DuckDB database in a temporary folder of its own: kept tables are compressed there, not held in memory."""

    name = "duckdb"

    def __init__(self, settings: EngineSettings) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="coursebridge-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        self._connection = duckdb.connect(str(folder / "evidence.duckdb"), config=_config(settings, folder))
        # Without this, timestamps come back in the machine's own time zone.
        self._connection.execute("SET TimeZone = 'UTC'")

    def read_parquet(self, table: str, files: Sequence[Path], schema: ir.Schema) -> ir.Table:
        """See `Engine.read_parquet`."""
        with _translated():
            dataset = self._connection.read_parquet([str(path) for path in files], hive_partitioning=False)
            dataset.create_view(table, replace=True)
        return ibis.table(schema, name=table)

    def keep(self, table: str, expression: ir.Table) -> ir.Table:
        """See `Engine.keep`."""
        with _translated():
            self._connection.execute(f'CREATE OR REPLACE TABLE "{table}" AS {_sql(expression)}')
        return ibis.table(expression.schema(), name=table)

    def execute(self, expression: ir.Table) -> pa.Table:
        """See `Engine.execute`."""
        with _translated():
            return self._connection.sql(_sql(expression)).to_arrow_table()

    def write_parquet(self, expression: ir.Table, path: Path) -> None:
        """See `Engine.write_parquet`."""
        with atomic_path(path) as part, _translated():
            target = _quoted(part.as_posix())
            self._connection.execute(f"COPY ({_sql(expression)}) TO {target} (FORMAT parquet, COMPRESSION zstd)")

    def close(self) -> None:
        """See `Engine.close`."""
        self._connection.close()
        self._folder.cleanup()

    def __enter__(self) -> DuckDbEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _config(settings: EngineSettings, folder: Path) -> dict[str, str | bool | int | float | list[str]]:
    config: dict[str, str | bool | int | float | list[str]] = {
        # Nothing is fetched from the network; an expression that would need an extension fails instead.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(folder / "spill"),
    }
    if settings.memory_limit is not None:
        config["memory_limit"] = settings.memory_limit
    if settings.threads is not None:
        config["threads"] = settings.threads
    return config


def _sql(expression: ir.Table) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _quoted(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise EngineError(
            both(f"DuckDB 无法完成计算：{_first_line(error)}", f"DuckDB could not finish: {_first_line(error)}"),
            remedy=both(
                "放宽 --memory，或清出临时文件夹的磁盘空间", "Allow more --memory, or free space for temporary files"
            ),
        ) from error


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().partition("\n")[0]
