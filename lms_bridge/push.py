"""Push: what a target should have, less what it has, is a plan; applying it again changes nothing.

A change that would part learners from their data is a decision: it is refused unless a person allows it by name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from competency_xml.model import CompetencyMap
from foundation.errors import CourseBridgeError
from foundation.findings import Finding
from foundation.progress import Progress, silent
from foundation.text import both
from lms_bridge.catalogue import write_card
from lms_bridge.changes import DECIDE_ID, Change, Op, PushPlan, PushReceipt, to_decide
from lms_bridge.connectors.base import CompetencyPusher, CoursePusher, Deployed, Desired, PackageFile, SitePlanner
from lms_bridge.connectors.registry import connected, incapable
from lms_bridge.endpoints import Target

SAME_VERSION_ID = "BRIDGE-SAME-VERSION"


def plan_push(package: PackageFile | CompetencyMap, target: Target) -> PushPlan:
    """Return what pushing a package, a course or a map to a target would do.

    Raises:
        SourceError: the target failed.
        UnknownNameError, SettingsError: the target's settings are wrong.
    """
    with connected(target) as connector:
        if isinstance(connector, SitePlanner):
            return connector.plan_site(package)
        return _plan(_pusher(connector, target), _packaged(package, target), target.name)


def apply_push(
    package: PackageFile | CompetencyMap,
    target: Target,
    at: datetime,
    *,
    allow: Collection[str] = (),
    home: Path | None = None,
    progress: Progress = silent,
) -> PushReceipt:
    """Do what `plan_push` says; decisions only where `allow` names them (`KIND:IDNUMBER`).

    `at` is the time that a target in this process is told. The course card goes to the catalogue of `home`.
    Raises as `plan_push`; an error of one change is told in the receipt, and the others are done.
    """
    with connected(target) as connector:
        if isinstance(connector, SitePlanner):
            return _kept(connector.apply_site(package, allow, progress), package, home)
        package = _packaged(package, target)
        pusher = _pusher(connector, target)
        plan = _plan(pusher, package, target.name)
        receipt = _Receipt(plan)
        wanted = {(one.kind, one.idnumber): one for one in pusher.desired(package)}
        for number, change in enumerate(plan.changes):
            progress(number, len(plan.changes), both(f"推送 {change.name}", f"pushing {change.name}"))
            if change.op == "unchanged" or (change.op == "decide" and change.name not in allow):
                receipt.skip(change)
                continue
            try:
                pusher.deploy(package, wanted[change.kind, change.idnumber], at)
            except CourseBridgeError as error:
                receipt.fail(change, error)
            else:
                receipt.applied.append(change)
    return _kept(receipt.told(), package, home)


def _kept(receipt: PushReceipt, package: PackageFile | CompetencyMap, home: Path | None) -> PushReceipt:
    """Keep the card of a course that was pushed whole."""
    card = None if isinstance(package, CompetencyMap) else package.card
    if home is not None and card is not None and not receipt.failed:
        write_card(home, card)
    return receipt


def _packaged(package: PackageFile | CompetencyMap, target: Target) -> PackageFile:
    if isinstance(package, CompetencyMap):
        raise incapable(target, CompetencyPusher)
    return package


class _Receipt:
    """A receipt in the making."""

    def __init__(self, plan: PushPlan) -> None:
        self._plan = plan
        self._findings = [finding for finding in plan.findings if finding.id != DECIDE_ID]
        self._skipped: list[Change] = []
        self._exit_code = 0
        self.applied: list[Change] = []
        self.failed: list[Change] = []

    def skip(self, change: Change) -> None:
        """Note a change that was not done."""
        self._skipped.append(change)
        if change.op == "decide":
            self._findings.append(to_decide(change))

    def fail(self, change: Change, error: CourseBridgeError) -> None:
        """Note a change that failed."""
        self.failed.append(change)
        self._findings.extend(error.findings())
        self._exit_code = max(self._exit_code, error.exit_code)

    def told(self) -> PushReceipt:
        """Return the receipt."""
        return PushReceipt(
            target=self._plan.target,
            applied=tuple(self.applied),
            skipped=tuple(self._skipped),
            failed=tuple(self.failed),
            findings=tuple(self._findings),
            exit_code=self._exit_code,
        )


def _pusher(connector: object, target: Target) -> CoursePusher:
    if isinstance(connector, CoursePusher):
        return connector
    raise incapable(target, CoursePusher)


def _plan(pusher: CoursePusher, package: PackageFile, target: str) -> PushPlan:
    deployed = pusher.deployed()
    wanted = pusher.desired(package)
    changes = tuple(_change(one, deployed) for one in wanted)
    findings = [to_decide(change) for change in changes if change.op == "decide"]
    findings += [_same_version(one) for one in wanted if _is_other_text_of_same_version(one, deployed)]
    return PushPlan(target=target, changes=changes, findings=tuple(findings))


def _change(wanted: Desired, deployed: Sequence[Deployed]) -> Change:
    there = _same(wanted, deployed)
    if there is None:
        return _new(wanted, deployed)
    learners = there.learners
    if there.sha256 == wanted.sha256:
        return _op("unchanged", wanted, both("内容相同", "the bytes are the same"))
    lost = sorted(set(there.parts) - set(wanted.parts))
    if lost and learners:
        parts = ", ".join(lost)
        why = both(f"不再有 {parts}，平台会失去其学习记录", f"{parts} would go, and with it the attempts at it")
        return _op("decide", wanted, why, learners)
    why = both("内容已变，学习记录保留", "the bytes differ; attempts are kept")
    return _op("update", wanted, why, learners)


def _new(wanted: Desired, deployed: Sequence[Deployed]) -> Change:
    rivals = [
        one
        for one in deployed
        if wanted.course is not None and (one.kind, one.course) == (wanted.kind, wanted.course) and one.learners
    ]
    if not rivals:
        return _op("create", wanted, both("平台上还没有", "it is not there yet"))
    names = ", ".join(one.idnumber for one in rivals)
    why = both(
        f"同一课程已以 {names} 存在，新标识不会带上其学习记录",
        f"the course is there as {names}; under another identifier its attempts do not go on",
    )
    return _op("decide", wanted, why, sum(one.learners for one in rivals))


def _op(op: Op, wanted: Desired, why: str, learners: int = 0) -> Change:
    return Change(op=op, kind=wanted.kind, idnumber=wanted.idnumber, why=why, learners_affected=learners)


def _same(wanted: Desired, deployed: Sequence[Deployed]) -> Deployed | None:
    return next((one for one in deployed if (one.kind, one.idnumber) == (wanted.kind, wanted.idnumber)), None)


def _is_other_text_of_same_version(wanted: Desired, deployed: Sequence[Deployed]) -> bool:
    there = _same(wanted, deployed)
    if there is None or wanted.course_version is None:
        return False
    same_version = (there.course, there.course_version) == (wanted.course, wanted.course_version)
    return same_version and there.sha256 != wanted.sha256


def _same_version(wanted: Desired) -> Finding:
    return Finding(
        id=SAME_VERSION_ID,
        severity="warning",
        place=f"{wanted.kind}:{wanted.idnumber}",
        message=both(
            f"内容已变而课程版本仍是 {wanted.course_version}",
            f"The content differs, but the course is still at version {wanted.course_version}",
        ),
        remedy=both("在 course.yaml 中提高 version 再打包", "Raise `version` in course.yaml and build again"),
    )
