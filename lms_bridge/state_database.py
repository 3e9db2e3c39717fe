"""The file `state.db`: opened, checked for its version, its errors explained."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, select
from sqlalchemy.exc import DBAPIError

from foundation.errors import BusyError
from foundation.text import both
from lms_bridge.errors import BridgeError
from lms_bridge.state_schema import SCHEMA_VERSION, bridge, metadata

_BUSY_TIMEOUT_S = 30


class StateDatabase:
    """Connections to a state database."""

    def __init__(self, engine: Engine, file: Path) -> None:
        self._engine = engine
        self._file = file
        self._writing = Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection to read with. Raises as `open_database`."""
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose transaction commits on leaving without an error. Raises as `open_database`."""
        with self._writing, self._explained(), self._engine.begin() as connection:
            yield connection

    def prepare(self) -> None:
        """Make what is missing; refuse a database of another version."""
        with self.write() as connection:
            metadata.create_all(connection)
            version = connection.scalar(select(bridge.c.schema_version))
            if version is None:
                connection.execute(bridge.insert().values(schema_version=SCHEMA_VERSION))
            elif version != SCHEMA_VERSION:
                raise BridgeError(
                    both(f"状态库属于另一版本（{version}）", f"The state is of another version ({version})"),
                    file=self._file,
                    remedy=both(
                        "用写入它的版本打开，或另选 --home", "Use the version that wrote it, or another --home"
                    ),
                )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig)
            if "locked" in reason:
                raise BusyError(
                    both("另一个进程正在写入状态库", "Another process writes to the state"),
                    file=self._file,
                    remedy=both("稍候再试", "Try again in a moment"),
                ) from error
            raise BridgeError(
                both(f"状态库无法使用：{reason}", f"The state cannot be used: {reason}"),
                file=self._file,
                remedy=both(
                    "从备份恢复；没有备份时移走它再收取，记录不会重复",
                    "Restore a backup; without one, move it away and harvest again: records do not double",
                ),
            ) from error


@contextmanager
def open_database(file: Path) -> Iterator[StateDatabase]:
    """Open a state database, making it if need be.

    Raises:
        BridgeError: it is damaged, cannot be written, or is of another version of coursebridge.
        BusyError: another process holds it.
    """
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": _BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _on_connect)
    try:
        database = StateDatabase(engine, file)
        database.prepare()
        yield database
    finally:
        engine.dispose()


def _on_connect(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what is erased leaves no trace in free pages
