"""`coursebridge doctor`: what is missing here, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursebridge.cli.frame import Outcome, home_option, reporting
from coursebridge.cli.harvest import settings_option
from foundation.findings import Finding
from foundation.text import both

if TYPE_CHECKING:
    from lms_bridge.connectors.base import Check

CHECK_ID = "BRIDGE-CHECK"
_TARGET = "target"
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
    target_fails = any(check.id.startswith(_TARGET) and not check.ok for check in checks)
    return Outcome(
        payload={"checks": [check.model_dump() for check in checks]},
        findings=[_finding(check) for check in checks if not check.ok],
        text="\n".join(_line(check) for check in checks),
        exit_code=_NETWORK_EXIT if target_fails else None,
    )


def _line(check: Check) -> str:
    if check.ok:
        return f"✓ {check.id}: {check.found}"
    return f"✗ {check.id}: {check.found} → {check.remedy}"


def _finding(check: Check) -> Finding:
    message = both(f"{check.found}；应为：{check.want}", f"{check.found}; wanted: {check.want}")
    return Finding(id=CHECK_ID, severity="error", place=check.id, message=message, remedy=check.remedy)
