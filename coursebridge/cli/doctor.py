"""`coursebridge doctor`: what is missing here, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursebridge.cli.frame import Outcome, home_option, reporting
from coursebridge.cli.harvest import settings_option
from foundation.findings import Finding, Severity
from foundation.text import both, halves

if TYPE_CHECKING:
    from lms_bridge.connectors.base import Check

CHECK_ID = "BRIDGE-CHECK"
#: Checks whose own errors say how the command ends; of a target that answers and lacks something: 3.
_DECISIVE = ("target", "settings")
_NETWORK_EXIT = 3


@click.command()
@click.option("--target", metavar="NAME", help="同时检查目标平台 [targets.NAME] / Also ask the target NAME")
@settings_option
@home_option
@reporting
def command(target: str | None, settings_file: Path | None, home: Path) -> Outcome:
    """检查这台机器、设置和目标平台缺什么、怎么补。不作任何改动。

    What this machine, its settings and a target lack, and what to do about it. Changes nothing.

    Example: coursebridge doctor --target sandbox
    """
    from coursebridge.doctor import examine

    checks = examine(home, settings_file, target)
    failed = [check for check in checks if not (check.ok or check.advice) and check.id.startswith(_DECISIVE)]
    return Outcome(
        payload={"checks": [check.model_dump() for check in checks]},
        findings=[_finding(check) for check in checks if not check.ok],
        text="\n".join(_line(check) for check in checks),
        text_tells_findings=True,
        exit_code=max((check.exit_code or _NETWORK_EXIT for check in failed), default=None),
    )


def _line(check: Check) -> str:
    """A check that is well takes a line; what is not is told in one language after the other."""
    if check.ok:
        return f"✓ {check.id}: {check.found}"
    told = zip(halves(_message(check)), halves(check.remedy), strict=True)
    lines = [f"    {message}\n    → {remedy}" for message, remedy in told]
    return "\n".join([f"{'!' if check.advice else '✗'} {check.id}", *lines])


def _message(check: Check) -> str:
    (found_zh, found_en), (want_zh, want_en) = halves(check.found), halves(check.want)
    return both(f"{found_zh}；应为：{want_zh}", f"{found_en}; wanted: {want_en}")


def _finding(check: Check) -> Finding:
    severity: Severity = "warning" if check.advice else "error"
    return Finding(id=CHECK_ID, severity=severity, place=check.id, message=_message(check), remedy=check.remedy)
