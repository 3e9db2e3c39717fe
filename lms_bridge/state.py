"""The state that needs transactions: which batches have landed, how far each source is, what went wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from foundation.errors import CourseBridgeError
from lms_bridge.connectors.base import Cursor
from lms_bridge.pseudonym import Pseudonym
from lms_bridge.state_database import StateDatabase, open_database
from lms_bridge.state_schema import batches, erasures, learners, runs, sources
from lms_bridge.steps import reached


@dataclass(frozen=True)
class LandedBatch:
    """A raw segment that is on disk. `serial` counts from 1 per source."""

    source: str
    serial: int
    sha256: str
    rows: int


@dataclass(frozen=True)
class BatchOutcome:
    """What a batch gave: records that were new, refused rows, and the months (`YYYY-MM`) it has files in."""

    records: int
    refused: int
    months: tuple[str, ...]


@dataclass(frozen=True)
class RunEnd:
    """How the last run of a source began and ended; `error` and `remedy` are None when it went well."""

    started_at: datetime
    finished_at: datetime | None
    error: str | None
    remedy: str | None


class State:
    """The state of a home folder."""

    def __init__(self, database: StateDatabase) -> None:
        self._read = database.read
        self._write = database.write

    # Landing

    def cursor(self, source: str) -> Cursor | None:
        """Return where to go on with a source; None: at its beginning."""
        with self._read() as connection:
            found = connection.scalar(select(sources.c.cursor).where(sources.c.name == source))
        return None if found is None else Cursor.model_validate_json(found)

    def next_serial(self, source: str) -> int:
        """Return the serial of the source's next batch."""
        with self._read() as connection:
            last = connection.scalar(select(sources.c.last_serial).where(sources.c.name == source))
        return (last or 0) + 1

    def land(
        self, batch: LandedBatch, cursor: Cursor, centre: str, pseudonyms: Iterable[Pseudonym], at: datetime
    ) -> None:
        """Record a batch, move the source's cursor and note new learners: all of it or nothing."""
        with self._write() as connection:
            _record_batch(connection, batch, at)
            _set_source(connection, batch.source, cursor=cursor.model_dump_json(), last_serial=batch.serial)
            _note_learners(connection, centre, pseudonyms)
            reached("batch-recorded")
        reached("cursor-moved")

    def move_cursor(self, source: str, cursor: Cursor) -> None:
        """Move a source's cursor past a page that gave nothing to land."""
        with self._write() as connection:
            _set_source(connection, source, cursor=cursor.model_dump_json())

    def adopt(self, batch: LandedBatch, centre: str, pseudonyms: Iterable[Pseudonym], at: datetime) -> None:
        """Record a segment that no cursor knows of: left by a killed harvest, or older than this database."""
        with self._write() as connection:
            last = connection.scalar(select(sources.c.last_serial).where(sources.c.name == batch.source))
            _record_batch(connection, batch, at)
            _set_source(connection, batch.source, last_serial=max(last or 0, batch.serial))
            _note_learners(connection, centre, pseudonyms)

    def is_known(self, centre: str, learner: str) -> bool:
        """Return whether a pseudonym is in use in a centre."""
        query = select(learners.c.learner).where(learners.c.centre == centre, learners.c.learner == learner)
        with self._read() as connection:
            return connection.scalar(query) is not None

    # Normalising

    def pending(self, source: str) -> list[LandedBatch]:
        """Return the batches of a source that have no records yet, in order."""
        query = select(batches).where(
            batches.c.source == source, batches.c.records.is_(None), batches.c.abandoned.is_(False)
        )
        with self._read() as connection:
            return [_batch(row) for row in connection.execute(query.order_by(batches.c.serial))]

    def normalised(self, source: str) -> list[tuple[LandedBatch, tuple[str, ...]]]:
        """Return the batches of a source that have records, with the months of their files, in order."""
        query = select(batches).where(batches.c.source == source, batches.c.records.is_not(None))
        with self._read() as connection:
            rows = connection.execute(query.order_by(batches.c.serial)).all()
        return [(_batch(row), tuple(filter(None, row.months.split(",")))) for row in rows]

    def mark_normalised(self, batch: LandedBatch, outcome: BatchOutcome) -> None:
        """Record what a batch gave."""
        self._update_batch(batch, records=outcome.records, refused=outcome.refused, months=",".join(outcome.months))
        reached("batch-normalised")

    def mark_pending(self, batch: LandedBatch) -> None:
        """Have a batch normalised again."""
        self._update_batch(batch, records=None, refused=None, months=None)

    def abandon(self, batch: LandedBatch) -> None:
        """Give up a batch whose segment is damaged, because everything was fetched again."""
        self._update_batch(batch, abandoned=True)

    def mark_rewritten(self, batch: LandedBatch) -> None:
        """Record the hash and rows of a segment that was rewritten to erase somebody."""
        self._update_batch(batch, sha256=batch.sha256, rows=batch.rows)

    def serials(self, source: str) -> frozenset[int]:
        """Return the serials of a source's batches, those that were given up included."""
        with self._read() as connection:
            return frozenset(connection.scalars(select(batches.c.serial).where(batches.c.source == source)))

    # Runs

    def begin_run(self, source: str, at: datetime) -> int:
        """Record that a harvest of a source begins; return the run's id."""
        with self._write() as connection:
            key = connection.execute(runs.insert().values(source=source, started_at=at)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def end_run(self, run: int, at: datetime, error: CourseBridgeError | None) -> None:
        """Record how a harvest ended."""
        values = {"error_id": error.id, "error": error.message, "remedy": error.remedy} if error else {}
        with self._write() as connection:
            connection.execute(runs.update().where(runs.c.id == run).values(finished_at=at, **values))

    def last_run(self, source: str, *, only_good: bool = False) -> RunEnd | None:
        """Return a source's last run; `only_good`: the last that ended without an error."""
        query = select(runs).where(runs.c.source == source).order_by(runs.c.id.desc())
        if only_good:
            query = query.where(runs.c.finished_at.is_not(None), runs.c.error_id.is_(None))
        with self._read() as connection:
            row = connection.execute(query.limit(1)).first()
        return None if row is None else RunEnd(row.started_at, row.finished_at, row.error, row.remedy)

    # Erasure

    def ask_erasure(self, pseudonyms: Collection[str], at: datetime) -> None:
        """Note that learners are to be erased, for good; from now on nothing of them lands."""
        with self._write() as connection:
            connection.execute(erasures.delete().where(erasures.c.learner.in_(pseudonyms)))
            connection.execute(
                erasures.insert(), [{"learner": learner, "asked_at": at, "done": False} for learner in pseudonyms]
            )
            connection.execute(learners.delete().where(learners.c.learner.in_(pseudonyms)))

    def mark_erased(self, pseudonyms: Collection[str]) -> None:
        """Note that no file holds these learners any more."""
        with self._write() as connection:
            connection.execute(erasures.update().where(erasures.c.learner.in_(pseudonyms)).values(done=True))

    def erased(self, *, unfinished: bool = False) -> frozenset[str]:
        """Return the learners that were erased; `unfinished`: those whose erasure was interrupted."""
        query = select(erasures.c.learner)
        if unfinished:
            query = query.where(erasures.c.done.is_(False))
        with self._read() as connection:
            return frozenset(connection.scalars(query))

    def _update_batch(self, batch: LandedBatch, **values: Any) -> None:
        here = (batches.c.source == batch.source, batches.c.serial == batch.serial)
        with self._write() as connection:
            connection.execute(batches.update().where(*here).values(**values))


@contextmanager
def open_state(file: Path) -> Iterator[State]:
    """Open a state database, making it if need be. Raises as `open_database`."""
    with open_database(file) as database:
        yield State(database)


def _record_batch(connection: Connection, batch: LandedBatch, at: datetime) -> None:
    values = {"source": batch.source, "serial": batch.serial, "sha256": batch.sha256, "rows": batch.rows}
    connection.execute(batches.insert().values(landed_at=at, **values))


def _set_source(connection: Connection, name: str, **values: Any) -> None:
    changed = connection.execute(sources.update().where(sources.c.name == name).values(**values))
    if changed.rowcount == 0:
        connection.execute(sources.insert().values(name=name, **values))


def _note_learners(connection: Connection, centre: str, pseudonyms: Iterable[Pseudonym]) -> None:
    wanted = {given.learner: given.key_id for given in pseudonyms}
    for chunk in _chunks(list(wanted)):
        query = select(learners.c.learner).where(learners.c.centre == centre, learners.c.learner.in_(chunk))
        known = set(connection.scalars(query))
        new = [{"centre": centre, "learner": one, "key_id": wanted[one]} for one in chunk if one not in known]
        if new:
            connection.execute(learners.insert(), new)


def _chunks(values: list[str], size: int = 500) -> Iterator[list[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _batch(row: Row[Any]) -> LandedBatch:
    return LandedBatch(row.source, row.serial, row.sha256, row.rows)
