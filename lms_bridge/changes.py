"""What a push would do and has done: changes object by object, the plan, the receipt."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from foundation.findings import Finding
from foundation.text import both, halves

Op = Literal["create", "update", "unchanged", "decide"]
DECIDE_ID = "BRIDGE-DECIDE"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Change(_Part):
    """One object of a target and what is to be done with it. `why` is bilingual.

    `learners_affected` have data there: it stays on an update, and is what there is to decide about on a decision.
    """

    op: Op
    kind: str
    idnumber: str
    why: str
    learners_affected: int = 0

    @property
    def name(self) -> str:
        """What `--allow` is given: `KIND:IDNUMBER`."""
        return f"{self.kind}:{self.idnumber}"


class PushPlan(_Part):
    """What is to be done at a target, and what was noticed."""

    target: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] = ()


class PushReceipt(_Part):
    """What was done. `exit_code` is that of the error that a change failed with, else 0."""

    target: str
    applied: tuple[Change, ...] = ()
    skipped: tuple[Change, ...] = ()
    failed: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    exit_code: int = 0


def to_decide(change: Change) -> Finding:
    """Return the finding that somebody must decide about a change."""
    why_zh, why_en = halves(change.why)
    return Finding(
        id=DECIDE_ID,
        severity="error",
        place=change.name,
        message=both(
            f"须由人决定（涉及 {change.learners_affected} 名学员）：{why_zh}",
            f"Somebody must decide ({change.learners_affected} learners): {why_en}",
        ),
        remedy=both(f"确认后加 --allow {change.name}", f"To go ahead, add --allow {change.name}"),
    )
