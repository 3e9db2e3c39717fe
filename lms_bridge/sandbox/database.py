"""SQLite for the sandbox: write-ahead log, one writer at a time, errors that say what to do."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from foundation.text import both
from lms_bridge.sandbox.errors import SandboxBusyError, SandboxDataError
from lms_bridge.sandbox.schema import SCHEMA_VERSION, metadata, sequence

DATABASE_NAME = "sandbox.db"
_BUSY_TIMEOUT_S = 30.0


class Database:
    """The database of one data folder, for all threads of this process. Other processes may use it as well."""

    def __init__(self, data: Path, *, busy_timeout_s: float = _BUSY_TIMEOUT_S) -> None:
        """Open the database below `data`, making both if need be.

        Raises:
            SandboxDataError: the folder cannot be made or written, or the file is not of this sandbox.
            SandboxBusyError: another process holds it for longer than `busy_timeout_s`.
        """
        self._data = data
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(data, error.strerror or "") from error
        self._engine = _engine(data / DATABASE_NAME, busy_timeout_s)
        self._writer = threading.Lock()
        with self.write() as connection:
            self._prepare(connection)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database. Raises as `write`."""
        with self._explained(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the one connection that may write now; commits on leaving without an error, else rolls back.

        Raises:
            SandboxBusyError: another process holds the database for too long.
            SandboxDataError: the database is damaged, full or read-only.
        """
        with self._writer, self._explained(), self._engine.connect() as connection:
            writer = connection.execution_options(sandbox_writes=True)
            with writer.begin():
                yield writer

    def _prepare(self, connection: Connection) -> None:
        found = connection.execute(text("PRAGMA user_version")).scalar_one()
        if found not in (0, SCHEMA_VERSION):
            raise SandboxDataError(
                both(f"数据文件夹属于另一版本（{found}）", f"The data folder is of another version ({found})"),
                file=self._data,
                remedy=both("换一个数据文件夹", "Use another data folder"),
            )
        metadata.create_all(connection)
        if connection.execute(sequence.select()).first() is None:
            connection.execute(sequence.insert().values(last=0))
        connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeoutError as error:
            raise _busy(self._data) from error
        except IntegrityError:
            raise
        except DBAPIError as error:
            reason = str(error.orig)
            if "locked" in reason or "busy" in reason:
                raise _busy(self._data) from error
            raise _unusable(self._data, reason) from error


def next_seq(connection: Connection) -> int:
    """Return the next number of the sequence of changes; it grows in commit order, as there is one writer."""
    statement = sequence.update().values(last=sequence.c.last + 1).returning(sequence.c.last)
    return int(connection.execute(statement).scalar_one())


def _engine(path: Path, busy_timeout_s: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_timeout_s, "check_same_thread": False},
        pool_size=10,
        max_overflow=50,
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _on_begin, not by the driver
    with suppress(sqlite3.OperationalError):  # another process may be setting it at this very moment
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("sandbox_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _busy(data: Path) -> SandboxBusyError:
    return SandboxBusyError(
        both("数据文件夹正被另一进程占用", "Another process holds the data folder"),
        file=data,
        remedy=both("稍候再试，或关闭另一程序", "Try again, or end the other program"),
    )


def _unusable(data: Path, reason: str) -> SandboxDataError:
    return SandboxDataError(
        both(f"数据文件夹无法使用：{reason}", f"The data folder cannot be used: {reason}"),
        file=data,
        remedy=both("换一个可写的文件夹", "Use another folder that can be written"),
    )
