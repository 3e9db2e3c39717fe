"""Attempts, sessions and CMI values in the database: what an LMS does when a SCO starts, commits and finishes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.dialects.sqlite import insert

from foundation.text import both
from lms_bridge.sandbox import elements
from lms_bridge.sandbox.database import next_seq
from lms_bridge.sandbox.datamodel import DataModel
from lms_bridge.sandbox.errors import NoSuchRecordError, SessionClosedError
from lms_bridge.sandbox.model import Attempt, CmiValue, Entry, PlayedAttempt, Session, Turn
from lms_bridge.sandbox.schema import attempts, cmi_values, sequencing_states, sessions

_MAX_IDS = 500


class Placement(BaseModel):
    """Whose attempt at what: a learner, and the SCO of the package version that a new attempt begins with."""

    model_config = ConfigDict(frozen=True)

    package_id: int
    package_version: int
    learner_id: int
    sco: str


def open_attempt(connection: Connection, place: Placement, at: datetime) -> int:
    """Return the id of the attempt that can be continued, else of a new one at the newest version."""
    query = _of(place, select(attempts.c.id)).where(attempts.c.finished_at.is_(None), ~attempts.c.deleted)
    found = connection.execute(query.order_by(attempts.c.number.desc())).scalar()
    if found is not None:
        return int(found)
    last = connection.execute(_of(place, select(func.max(attempts.c.number)))).scalar()
    values = {**place.model_dump(), "number": (last or 0) + 1, "token": secrets.token_urlsafe(24)}
    values |= {"started_at": at, "modified_at": at, "seq": next_seq(connection), "deleted": False}
    return int(connection.execute(attempts.insert().values(values).returning(attempts.c.id)).scalar_one())


def close_open(connection: Connection, place: Placement, at: datetime) -> None:
    """End the attempt that could be continued, so that the next launch begins a new one."""
    query = _of(place, select(attempts.c.id)).where(attempts.c.finished_at.is_(None), ~attempts.c.deleted)
    for attempt_id in connection.execute(query).scalars().all():
        _touch(connection, attempt_id, at, finished_at=at)
    state = sequencing_states.c
    mine = (state.package_id == place.package_id) & (state.learner_id == place.learner_id)
    connection.execute(sequencing_states.delete().where(mine))


def begin_session(connection: Connection, attempt_id: int, at: datetime, model: DataModel) -> Session:
    """Begin a session; an earlier one that is still open may not commit any more."""
    attempt = one_attempt(connection, attempt_id)
    if attempt.finished_at is not None:
        raise _closed(attempt_id)
    last = _last_session(connection, attempt_id)
    number = 1 if last is None else last.number + 1
    connection.execute(sessions.insert().values(attempt_id=attempt_id, number=number, started_at=at))
    total = model.timespan(_total_centiseconds(connection, attempt_id))
    return Session(attempt=attempt, number=number, entry=_entry(connection, attempt_id, last), total_time=total)


@dataclass(frozen=True)
class Committed:
    """What a SCO set since its last commit, by its data model; `finished` says that it ended its session.

    `number` is the commit's in its session: commits of lower ones that arrive later are dropped.
    """

    number: int
    values: Mapping[str, str]
    at: datetime
    finished: bool
    model: DataModel


def keep_commit(connection: Connection, session: Row[Any], sent: Committed) -> None:
    """Keep the values of one commit; a value that is as it was keeps its time, and no change is no change."""
    attempt_id, model, values = session.attempt_id, sent.model, sent.values
    exits = values.get(model.exit, session.exit)
    spent_cs = session.session_time_cs
    if model.session_time in values:
        spent_cs = model.centiseconds(values[model.session_time])
    kept: dict[str, Any] = {"session_time_cs": spent_cs, "exit": exits, "commits": sent.number}
    if sent.finished:
        kept["finished_at"] = sent.at
    this = (sessions.c.attempt_id == attempt_id) & (sessions.c.number == session.number)
    connection.execute(sessions.update().where(this).values(kept))
    total = model.timespan(_total_centiseconds(connection, attempt_id))
    changed = _set(connection, attempt_id, {**values, model.total_time: total}, sent.at)
    if sent.finished and exits != "suspend" and model.over(_values(connection, attempt_id)):
        _touch(connection, attempt_id, sent.at, finished_at=sent.at)
    elif changed:
        _touch(connection, attempt_id, sent.at)


def open_session(connection: Connection, attempt_id: int, number: int | None) -> Row[Any]:
    """Return the attempt's newest session if it is open and, when given, of this `number`.

    Raises:
        NoSuchRecordError: there is no such attempt.
        SessionClosedError: the session was ended, or a newer one took its place.
    """
    token_of(connection, attempt_id)
    last = _last_session(connection, attempt_id)
    if last is None or last.finished_at is not None or (number is not None and number != last.number):
        raise _closed(attempt_id)
    return last


def is_missing(connection: Connection, attempt_id: int, turn: Turn) -> bool:
    """Return whether a commit was not kept and still would be: its session is the newest one and is open."""
    last = _last_session(connection, attempt_id)
    if last is None or last.finished_at is not None or last.number != turn.session:
        return False
    return bool(last.commits < turn.commit)


def one_attempt(connection: Connection, attempt_id: int) -> Attempt:
    """Return one attempt with its CMI values. Raises NoSuchRecordError."""
    found = find_attempts(connection, select(attempts).where(attempts.c.id == attempt_id, ~attempts.c.deleted))
    if not found:
        raise _missing(f"attempt-{attempt_id}")
    return found[0]


def token_of(connection: Connection, attempt_id: int) -> str:
    """Return the secret under which an attempt is played. Raises NoSuchRecordError."""
    query = select(attempts.c.token).where(attempts.c.id == attempt_id, ~attempts.c.deleted)
    token = connection.execute(query).scalar()
    if token is None:
        raise _missing(f"attempt-{attempt_id}")
    return str(token)


def package_of(connection: Connection, attempt_id: int) -> tuple[int, int]:
    """Return the package of an attempt and its version. Raises NoSuchRecordError."""
    query = select(attempts.c.package_id, attempts.c.package_version)
    row = connection.execute(query.where(attempts.c.id == attempt_id, ~attempts.c.deleted)).first()
    if row is None:
        raise _missing(f"attempt-{attempt_id}")
    return row.package_id, row.package_version


def by_token(connection: Connection, token: str) -> PlayedAttempt:
    """Return what is played under a secret. Raises NoSuchRecordError."""
    row = connection.execute(select(attempts).where(attempts.c.token == token, ~attempts.c.deleted)).first()
    if row is None:
        raise _missing(None)
    return PlayedAttempt(
        id=row.id,
        package_id=row.package_id,
        package_version=row.package_version,
        learner_id=row.learner_id,
        sco=row.sco,
    )


def sequencing_state(connection: Connection, attempt: PlayedAttempt) -> str | None:
    """Return the state of a learner's sequencing in a package version."""
    table = sequencing_states
    mine = (table.c.package_id == attempt.package_id) & (table.c.learner_id == attempt.learner_id)
    this = mine & (table.c.package_version == attempt.package_version)
    return connection.execute(select(table.c.state).where(this)).scalar()


def keep_sequencing_state(connection: Connection, attempt: PlayedAttempt, state: str) -> None:
    """Keep the state of a learner's sequencing in the place of the last one."""
    key = {"package_id": attempt.package_id, "learner_id": attempt.learner_id}
    values = {"package_version": attempt.package_version, "state": state}
    fresh = insert(sequencing_states).values(**key, **values)
    connection.execute(fresh.on_conflict_do_update(index_elements=list(key), set_=values))


def find_attempts(connection: Connection, query: Select[Any]) -> list[Attempt]:
    """Return the attempts of a query on the attempts table, in its order, with their CMI values."""
    rows = connection.execute(query).all()
    cmi = cmi_of(connection, [row.id for row in rows])
    return [
        Attempt(
            id=row.id,
            number=row.number,
            package_id=row.package_id,
            package_version=row.package_version,
            learner_id=row.learner_id,
            sco=row.sco,
            started_at=row.started_at,
            finished_at=row.finished_at,
            modified_at=row.modified_at,
            cmi=cmi.get(row.id, {}),
        )
        for row in rows
    ]


def cmi_of(connection: Connection, attempt_ids: Sequence[int]) -> dict[int, dict[str, CmiValue]]:
    """Return the CMI values of some attempts, each attempt's in element order."""
    found: dict[int, dict[str, CmiValue]] = {}
    for start in range(0, len(attempt_ids), _MAX_IDS):
        these = cmi_values.c.attempt_id.in_(attempt_ids[start : start + _MAX_IDS])
        rows = connection.execute(select(cmi_values).where(these)).all()
        for row in sorted(rows, key=lambda row: elements.element_order(row.element)):
            found.setdefault(row.attempt_id, {})[row.element] = CmiValue(value=row.value, set_at=row.set_at)
    return found


def delete_attempt(connection: Connection, attempt_id: int, at: datetime) -> None:
    """Delete an attempt's values and sessions; that it was there is kept, as a deleted row of the feed."""
    one_attempt(connection, attempt_id)
    connection.execute(cmi_values.delete().where(cmi_values.c.attempt_id == attempt_id))
    connection.execute(sessions.delete().where(sessions.c.attempt_id == attempt_id))
    _touch(connection, attempt_id, at, deleted=True)


def _set(connection: Connection, attempt_id: int, values: Mapping[str, str], at: datetime) -> bool:
    rows = [{"attempt_id": attempt_id, "element": name, "value": value, "set_at": at} for name, value in values.items()]
    fresh = insert(cmi_values)
    upsert = fresh.on_conflict_do_update(
        index_elements=["attempt_id", "element"],
        set_={"value": fresh.excluded.value, "set_at": fresh.excluded.set_at},
        where=cmi_values.c.value != fresh.excluded.value,
    )
    before = _changes(connection)
    connection.execute(upsert, rows)
    return _changes(connection) > before


def _changes(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())


def _touch(connection: Connection, attempt_id: int, at: datetime, **values: Any) -> None:
    change = {"modified_at": at, "seq": next_seq(connection), **values}
    connection.execute(attempts.update().where(attempts.c.id == attempt_id).values(change))


def _entry(connection: Connection, attempt_id: int, last: Row[Any] | None) -> Entry:
    if not cmi_of(connection, [attempt_id]):
        return "ab-initio"
    broken_off = last is not None and last.finished_at is None
    return "resume" if last is not None and (broken_off or last.exit == "suspend") else ""


def _last_session(connection: Connection, attempt_id: int) -> Row[Any] | None:
    query = select(sessions).where(sessions.c.attempt_id == attempt_id).order_by(sessions.c.number.desc())
    return connection.execute(query).first()


def _total_centiseconds(connection: Connection, attempt_id: int) -> int:
    spent = select(func.sum(sessions.c.session_time_cs)).where(sessions.c.attempt_id == attempt_id)
    return connection.execute(spent).scalar() or 0


def _values(connection: Connection, attempt_id: int) -> dict[str, str]:
    query = select(cmi_values.c.element, cmi_values.c.value).where(cmi_values.c.attempt_id == attempt_id)
    return {row.element: row.value for row in connection.execute(query)}


def _of(place: Placement, query: Select[Any]) -> Select[Any]:
    return query.where(
        attempts.c.package_id == place.package_id,
        attempts.c.learner_id == place.learner_id,
        attempts.c.sco == place.sco,
    )


def _missing(place: str | None) -> NoSuchRecordError:
    return NoSuchRecordError(both("没有此学习记录", "There is no such attempt"), place=place)


def _closed(attempt_id: int) -> SessionClosedError:
    return SessionClosedError(
        both("本次学习已结束，或已在另一窗口打开", "This session has ended, or the course is open in another window"),
        place=f"attempt-{attempt_id}",
        remedy=both("从课件页重新进入", "Start again from the package's page"),
    )
