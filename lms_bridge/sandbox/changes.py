"""The feed of changes: enrolments and attempts as they now are, in the order of one sequence."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, select

from lms_bridge.sandbox.attempts import cmi_of
from lms_bridge.sandbox.model import ChangePage, CmiValue, SandboxChange
from lms_bridge.sandbox.schema import attempts, enrolments, learners, versions


def page_of_changes(connection: Connection, since: int, limit: int) -> ChangePage:
    """Return at most `limit` changes with a `seq` above `since`, oldest first."""
    rows: list[tuple[str, Row[Any]]] = []
    for kind, query in (("enrolment", _query(enrolments)), ("attempt", _query(attempts))):
        table = enrolments if kind == "enrolment" else attempts
        page = query.where(table.c.seq > since).order_by(table.c.seq).limit(limit + 1)
        rows.extend((kind, row) for row in connection.execute(page))
    rows.sort(key=lambda pair: pair[1].seq)
    shown = rows[:limit]
    cmi = cmi_of(connection, [row.id for kind, row in shown if kind == "attempt"])
    return ChangePage(
        rows=tuple(
            _attempt(row, cmi.get(row.id, {})) if kind == "attempt" else SandboxChange(kind="enrolment", **_common(row))
            for kind, row in shown
        ),
        next=shown[-1][1].seq if shown else since,
        more=len(rows) > limit,
    )


def _query(table: Any) -> Select[Any]:
    version = (versions.c.package_id == table.c.package_id) & (versions.c.version == table.c.package_version)
    joined = table.join(learners, learners.c.id == table.c.learner_id).join(versions, version)
    return select(table, learners.c.name, versions.c.course, versions.c.course_version).select_from(joined)


def _attempt(row: Row[Any], cmi: dict[str, CmiValue]) -> SandboxChange:
    return SandboxChange(
        kind="attempt",
        sco=row.sco,
        attempt=row.number,
        started_at=row.started_at,
        finished_at=row.finished_at,
        cmi=cmi,
        **_common(row),
    )


def _common(row: Row[Any]) -> dict[str, Any]:
    kind = "attempt" if "token" in row._fields else "enrolment"
    return {
        "seq": row.seq,
        "native_id": f"{kind}-{row.id}",
        "modified_at": row.modified_at,
        "deleted": row.deleted,
        "learner_id": row.learner_id,
        "learner_name": row.name,
        "package_id": row.package_id,
        "package_version": row.package_version,
        "course": row.course,
        "course_version": row.course_version,
    }
