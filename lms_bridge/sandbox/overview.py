"""What the desk's pages list: attempts with their outcome, without their answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Row, func, select

from lms_bridge.sandbox import elements
from lms_bridge.sandbox.as12 import as_12
from lms_bridge.sandbox.database import Database
from lms_bridge.sandbox.model import CmiValue
from lms_bridge.sandbox.parts import status_of
from lms_bridge.sandbox.schema import attempts, cmi_values, learners, sessions

#: What is shown of an attempt, in the words of either data model.
_SHOWN = (
    *(elements.STATUS, elements.SCORE_RAW, elements.TOTAL_TIME),
    *("cmi.completion_status", "cmi.success_status", "cmi.score.raw", "cmi.total_time"),
)


class AttemptLine(BaseModel):
    """One attempt in a list. `score_raw` and `total_time` are as the SCO and the LMS keep them."""

    model_config = ConfigDict(frozen=True)

    id: int
    number: int
    package_id: int
    package_version: int
    learner_id: int
    learner_name: str
    status: str | None
    score_raw: str | None
    total_time: str | None
    modified_at: datetime
    finished_at: datetime | None


class Counts(BaseModel):
    """How many people began a package, and how many attempts there are in each state."""

    model_config = ConfigDict(frozen=True)

    learners: int = 0
    attempts: int = 0
    passed: int = 0
    failed: int = 0


class Overview:
    """Reads the lists of the desk's pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def attempts(self, package_id: int | None, limit: int) -> list[AttemptLine]:
        """Return the attempts that changed last, newest first, of one package where given."""
        query = (
            select(attempts, learners.c.name)
            .join(learners, learners.c.id == attempts.c.learner_id)
            .where(~attempts.c.deleted)
            .order_by(attempts.c.seq.desc())
            .limit(limit)
        )
        if package_id is not None:
            query = query.where(attempts.c.package_id == package_id)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            shown = _shown(connection, [row.id for row in rows])
        return [_line(row, shown) for row in rows]

    def counts(self) -> dict[int, Counts]:
        """Return the counts of every package that anybody began, by package id."""
        query = select(attempts.c.id, attempts.c.package_id, attempts.c.learner_id).where(~attempts.c.deleted)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            statuses = _statuses(connection)
        found: dict[int, list[Any]] = {}
        for row in rows:
            found.setdefault(row.package_id, []).append(row)
        return {package_id: _counted(mine, statuses) for package_id, mine in found.items()}

    def sessions(self, attempt_id: int) -> int:
        """Return how often an attempt was launched."""
        query = select(func.count()).select_from(sessions).where(sessions.c.attempt_id == attempt_id)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())


def _line(row: Row[Any], shown: Mapping[tuple[int, str], str]) -> AttemptLine:
    return AttemptLine(
        id=row.id,
        number=row.number,
        package_id=row.package_id,
        package_version=row.package_version,
        learner_id=row.learner_id,
        learner_name=row.name,
        status=shown.get((row.id, elements.STATUS)),
        score_raw=shown.get((row.id, elements.SCORE_RAW)),
        total_time=shown.get((row.id, elements.TOTAL_TIME)),
        modified_at=row.modified_at,
        finished_at=row.finished_at,
    )


def _shown(connection: Connection, ids: list[int]) -> dict[tuple[int, str], str]:
    """Return what is shown of each attempt, under the names of SCORM 1.2."""
    query = select(cmi_values).where(cmi_values.c.attempt_id.in_(ids), cmi_values.c.element.in_(_SHOWN))
    by_attempt: dict[int, dict[str, CmiValue]] = {}
    for row in connection.execute(query):
        by_attempt.setdefault(row.attempt_id, {})[row.element] = CmiValue(value=row.value, set_at=row.set_at)
    return {
        (attempt_id, element): found.value
        for attempt_id, values in by_attempt.items()
        for element, found in as_12(values).items()
    }


def _statuses(connection: Connection) -> dict[int, str]:
    wanted = (elements.STATUS, "cmi.completion_status", "cmi.success_status")
    query = select(cmi_values.c.attempt_id, cmi_values.c.element, cmi_values.c.value)
    told: dict[int, dict[str, str]] = {}
    for row in connection.execute(query.where(cmi_values.c.element.in_(wanted))):
        told.setdefault(row.attempt_id, {})[row.element] = row.value
    return {attempt_id: status_of(values) for attempt_id, values in told.items()}


def _counted(rows: list[Any], statuses: Mapping[int, str]) -> Counts:
    mine = [statuses.get(row.id, "") for row in rows]
    return Counts(
        learners=len({row.learner_id for row in rows}),
        attempts=len(rows),
        passed=sum(status in ("passed", "completed") for status in mine),
        failed=mine.count("failed"),
    )
