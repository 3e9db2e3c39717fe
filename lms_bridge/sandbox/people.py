"""Learners and enrolments in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from foundation.text import both
from lms_bridge.sandbox.database import next_seq
from lms_bridge.sandbox.errors import NoSuchRecordError, SandboxInputError
from lms_bridge.sandbox.model import Learner, StoredPackage
from lms_bridge.sandbox.schema import enrolments, learners

_MAX_NAME_CHARS = 100


def clean_name(name: str) -> str:
    """Return a name with outer spaces dropped.

    Raises:
        SandboxInputError: it is empty, too long, or holds control characters.
    """
    cleaned = name.strip()
    if not 0 < len(cleaned) <= _MAX_NAME_CHARS or not cleaned.isprintable():
        raise SandboxInputError(
            both(f"姓名应为 1 至 {_MAX_NAME_CHARS} 个字符", f"A name has 1 to {_MAX_NAME_CHARS} characters"),
            place="name",
        )
    return cleaned


def add(connection: Connection, name: str, at: datetime) -> int:
    """Return the id of a new learner."""
    statement = learners.insert().values(name=name, added_at=at).returning(learners.c.id)
    return int(connection.execute(statement).scalar_one())


def one(connection: Connection, learner_id: int) -> Learner:
    """Return a learner. Raises NoSuchRecordError."""
    row = connection.execute(select(learners).where(learners.c.id == learner_id)).first()
    if row is None:
        raise NoSuchRecordError(
            both(f"没有此学员：{learner_id}", f"There is no such learner: {learner_id}"),
            remedy=both("先登记学员", "Add the learner first"),
        )
    return Learner(id=row.id, name=row.name, added_at=row.added_at)


def everyone(connection: Connection) -> list[Learner]:
    """Return all learners, newest first."""
    rows = connection.execute(select(learners).order_by(learners.c.id.desc()))
    return [Learner(id=row.id, name=row.name, added_at=row.added_at) for row in rows]


def enrol(connection: Connection, package: StoredPackage, learner_id: int, at: datetime) -> None:
    """Enrol a learner in a package at its newest version; one who is enrolled stays so unchanged."""
    one(connection, learner_id)
    this = (enrolments.c.package_id == package.id) & (enrolments.c.learner_id == learner_id)
    row = connection.execute(select(enrolments).where(this)).first()
    if row is not None and not row.deleted:
        return
    values = {"package_version": package.version, "modified_at": at, "seq": next_seq(connection), "deleted": False}
    if row is None:
        connection.execute(enrolments.insert().values(package_id=package.id, learner_id=learner_id, **values))
    else:
        connection.execute(enrolments.update().where(this).values(values))


def withdraw(connection: Connection, package_id: int, learner_id: int, at: datetime) -> None:
    """End an enrolment. Raises NoSuchRecordError when there is none."""
    this = (enrolments.c.package_id == package_id) & (enrolments.c.learner_id == learner_id) & ~enrolments.c.deleted
    values = {"modified_at": at, "seq": next_seq(connection), "deleted": True}
    if connection.execute(enrolments.update().where(this).values(values)).rowcount == 0:
        raise NoSuchRecordError(both("没有此选课记录", "There is no such enrolment"))
