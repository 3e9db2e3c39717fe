"""The SCOs of a package as one learner sees them: what each has come to, which are open, which comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, select

from foundation.text import both
from lms_bridge.sandbox import elements
from lms_bridge.sandbox.errors import ScoLockedError
from lms_bridge.sandbox.model import Sco, StoredPackage
from lms_bridge.sandbox.prerequisites import is_open
from lms_bridge.sandbox.schema import attempts, cmi_values

#: Better states after worse ones: a pass is not undone by a later attempt.
_RANK = ("not attempted", "incomplete", "browsed", "failed", "completed", "passed")
_DONE = frozenset({"passed", "completed", "failed"})
_ELEMENTS = (elements.STATUS, "cmi.completion_status", "cmi.success_status")


class PartLine(BaseModel):
    """One SCO for a learner. `locked` is what its prerequisites say; a 2004 package's sequencing is not in it."""

    model_config = ConfigDict(frozen=True)

    sco: str
    title: str
    status: str
    locked: bool


def lines(connection: Connection, package: StoredPackage, learner_id: int) -> list[PartLine]:
    """Return the package's SCOs in order, as the learner stands."""
    statuses = _statuses(connection, package.id, learner_id)
    return [
        PartLine(
            sco=sco.identifier,
            title=sco.title,
            status=statuses.get(sco.identifier, "not attempted"),
            locked=not is_open(sco.prerequisites, statuses),
        )
        for sco in package.scos
    ]


def choose(connection: Connection, package: StoredPackage, learner_id: int, wanted: Sco | None) -> Sco:
    """Return the SCO to launch: the one that is wanted, else the first that is open and not done, else the first.

    Raises:
        ScoLockedError: what is wanted waits for other SCOs.
    """
    if len(package.scos) == 1:
        return package.scos[0]
    found = lines(connection, package, learner_id)
    if wanted is None:
        next_up = (line.sco for line in found if not line.locked and line.status not in _DONE)
        return package.sco(next(next_up, package.scos[0].identifier)) or package.scos[0]
    if any(line.locked for line in found if line.sco == wanted.identifier):
        raise ScoLockedError(
            both(f"“{wanted.title}”尚未开放", f"{wanted.title!r} is not open yet"),
            place=wanted.identifier,
            remedy=both("先完成前面的部分", "Complete what comes before it first"),
            clause="SCORM 1.2 CAM 2.3.5.3 (prerequisites)",
        )
    return wanted


def _statuses(connection: Connection, package_id: int, learner_id: int) -> dict[str, str]:
    mine = (attempts.c.package_id == package_id) & (attempts.c.learner_id == learner_id) & ~attempts.c.deleted
    query = (
        select(attempts.c.id, attempts.c.sco, cmi_values.c.element, cmi_values.c.value)
        .join(cmi_values, cmi_values.c.attempt_id == attempts.c.id)
        .where(mine, cmi_values.c.element.in_(_ELEMENTS))
    )
    told: dict[tuple[str, int], dict[str, str]] = {}
    for row in connection.execute(query):
        told.setdefault((row.sco, row.id), {})[row.element] = row.value
    best: dict[str, str] = {}
    for (sco, _), values in told.items():
        best[sco] = _better((best.get(sco, _RANK[0]), status_of(values)))
    return best


def status_of(values: Mapping[str, str]) -> str:
    """Return one status of 1.2's words for the values of either data model."""
    success, completion = values.get("cmi.success_status"), values.get("cmi.completion_status")
    if success in ("passed", "failed"):
        return success
    return values.get(elements.STATUS) or completion or _RANK[0]


def _better(statuses: Iterable[str]) -> str:
    return max(statuses, key=lambda status: _RANK.index(status) if status in _RANK else 0)
