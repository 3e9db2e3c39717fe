"""The receipt of a push by the plugin: what was done, though answers were lost or the site broke off."""

from __future__ import annotations

from collections.abc import Iterable

from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from lms_bridge.changes import Change, Op, PushReceipt, to_decide
from lms_bridge.connectors.moodle.deploy_answers import ObjectResult, PlannedObject
from lms_bridge.connectors.moodle.noticed import push_failed
from lms_bridge.connectors.moodle.reasons import why
from lms_bridge.errors import FatalSourceError

_OPS: dict[str, Op] = {
    "created": "create",
    "updated": "update",
    "retired": "update",
    "unchanged": "unchanged",
    "skipped": "decide",
    "failed": "update",
}


class DeployReceipt:
    """A receipt in the making."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._findings: list[Finding] = []
        self._exit_code = 0
        self.applied: list[Change] = []
        self.skipped: list[Change] = []
        self.failed: list[Change] = []

    def add(self, results: Iterable[ObjectResult], planned: Iterable[PlannedObject]) -> None:
        """Note what became of objects.

        One that was planned to change and now is as wanted was made by a call whose answer was lost: it is applied.
        """
        plans = {(one.kind, one.idnumber): one for one in planned}
        for result in results:
            plan = plans.get((result.kind, result.idnumber))
            if result.op == "unchanged" and plan is not None and plan.op in ("create", "update"):
                self.applied.append(plan.change)
            else:
                self._add(result, plan)

    def _add(self, result: ObjectResult, plan: PlannedObject | None) -> None:
        op = plan.op if plan is not None and result.op == "failed" else _OPS[result.op]
        change = Change(
            op=op,
            kind=result.kind,
            idnumber=result.idnumber,
            why=why(result.reason, result.detail),
            learners_affected=result.learners,
        )
        if result.op == "failed":
            self.failed.append(change)
            self._findings.append(push_failed(change, result.errorcode or "unknown"))
            self._exit_code = FatalSourceError.exit_code
        elif result.op in ("unchanged", "skipped"):
            self.skipped.append(change)
            self._findings += [to_decide(change)] if result.op == "skipped" else []
        else:
            self.applied.append(change)

    def break_off(self, error: CourseBridgeError, planned: Iterable[PlannedObject]) -> None:
        """Note that the site failed before it had answered for these: they count as failed, with the site's error."""
        told = {change.name for change in (*self.applied, *self.skipped, *self.failed)}
        left = [one.change for one in planned if one.change.name not in told]
        self.failed += [change for change in left if change.op in ("create", "update")]
        self.skipped += [change for change in left if change.op not in ("create", "update")]
        self._findings += error.findings()
        self._exit_code = error.exit_code

    def told(self) -> PushReceipt:
        """Return the receipt."""
        return PushReceipt(
            target=self._target,
            applied=tuple(self.applied),
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            findings=tuple(self._findings),
            exit_code=self._exit_code,
        )
