"""What the plugin answers to `plan`, `deploy`, `retire` and `get_state`. Spec: docs/moodle-protocol.md 5 to 8."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from lms_bridge.changes import Change, Op
from lms_bridge.connectors.moodle.reasons import why
from lms_bridge.connectors.moodle.wired import Wired


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PlannedObject(_Answer):
    """What `deploy` would do with one object."""

    op: Op
    kind: str
    idnumber: str
    reason: str = ""
    detail: str = ""
    learners: int = 0

    @property
    def change(self) -> Change:
        """The change in our words."""
        return Change(
            op=self.op,
            kind=self.kind,
            idnumber=self.idnumber,
            why=why(self.reason, self.detail, self.learners),
            learners_affected=self.learners,
        )


class PlanAnswer(_Answer):
    """Spec: docs/moodle-protocol.md 5."""

    changes: tuple[PlannedObject, ...]

    @classmethod
    def of_new(cls, objects: Iterable[Wired]) -> PlanAnswer:
        """Return what a site that has none of these objects answers: it makes them all."""
        return cls(
            changes=tuple(
                PlannedObject(op="create", kind=one.kind, idnumber=one.idnumber, reason="new") for one in objects
            )
        )


class ObjectResult(_Answer):
    """What `deploy` did with one object."""

    kind: str
    idnumber: str
    op: Literal["created", "updated", "unchanged", "retired", "skipped", "failed"]
    reason: str = ""
    detail: str = ""
    learners: int = 0
    errorcode: str | None = None
    message: str | None = None


class DeployAnswer(_Answer):
    """Spec: docs/moodle-protocol.md 6."""

    results: tuple[ObjectResult, ...]
    complete: bool
    remaining: int = 0


class UnpackAnswer(_Answer):
    """Spec: docs/moodle-protocol.md 6."""

    files: int


class StateObject(_Answer):
    """An object that the site has."""

    kind: str
    idnumber: str
    status: str = ""
    learners: int = 0
    visible: bool = True


class StateCourse(_Answer):
    """A course that the site has."""

    idnumber: str


class StateAnswer(_Answer):
    """Spec: docs/moodle-protocol.md 8."""

    courses: tuple[StateCourse, ...] = ()
    objects: tuple[StateObject, ...] = ()


PLAN = TypeAdapter(PlanAnswer)
DEPLOY = TypeAdapter(DeployAnswer)
UNPACKED = TypeAdapter(UnpackAnswer)
STATE = TypeAdapter(StateAnswer)
RETIRE = TypeAdapter(ObjectResult)
