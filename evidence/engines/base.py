"""What an engine must be able to do: read the Parquet dataset, run Ibis expressions, write Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


class EngineSettings(BaseModel):
    """How much of the machine an engine may use.

    `memory_limit` is a number with a unit (`3GB`, `512MiB`), None for the engine's own default; what does not fit
    goes to disk. `threads` None means every core.
    """

    model_config = ConfigDict(frozen=True)

    memory_limit: str | None = Field(default=None, pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$")
    threads: int | None = Field(default=None, ge=1)


class Engine(Protocol):
    """One open connection to an engine; a context manager that gives back what it took.

    Every measure is an Ibis expression over tables that the engine handed out. Ibis compiles, the engine
    executes, so no back end of Ibis is needed at run time and no measure knows which engine runs it.
    """

    name: str

    def read_parquet(self, table: str, files: Sequence[Path], schema: ir.Schema) -> ir.Table:
        """Make one table of Parquet files that all have `schema`; nothing is read yet. Raises as `execute`."""
        ...

    def keep(self, table: str, expression: ir.Table) -> ir.Table:
        """Work `expression` out once and return the table that holds the result. Raises as `execute`."""
        ...

    def execute(self, expression: ir.Table) -> pa.Table:
        """Return the rows of `expression`.

        Raises:
            EngineError: a file cannot be read, out of memory or disk, or the expression is beyond the engine.
        """
        ...

    def write_parquet(self, expression: ir.Table, path: Path) -> None:
        """Write the rows of `expression` to one Parquet file, atomically. Raises as `execute`."""
        ...

    def close(self) -> None:
        """Give back memory, temporary files and connections; a second call does nothing."""
        ...

    def __enter__(self) -> Engine:
        """Return the engine itself."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        ...
