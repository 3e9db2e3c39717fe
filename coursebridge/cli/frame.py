"""What every command shares: `--json`, findings, exit codes, progress on stderr."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import click

from foundation.errors import CourseBridgeError
from foundation.findings import Finding, has_errors
from foundation.text import both

_QUIET_S = 2.0
_SAME_AGAIN_S = 15.0
#: Controls, line separators, marks without width, directions of writing, and halves of pairs.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Outcome:
    """What a command found out: the JSON object's keys, the findings, and the same for a human reader.

    Where the text tells the findings too, it alone is shown to a human reader.
    """

    payload: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    text: str = ""
    text_tells_findings: bool = False
    exit_code: int | None = None


def reporting(function: Callable[..., Outcome]) -> Callable[..., None]:
    """Make a command of a function that returns an Outcome: adds `--json`, prints, exits by contract."""

    @click.option("--json", "as_json", is_flag=True, help="在标准输出给出一个 JSON 对象 / One JSON object on stdout")
    @wraps(function)
    def command(*args: Any, as_json: bool, **kwargs: Any) -> None:
        try:
            outcome = function(*args, **kwargs)
        except (CourseBridgeError, OSError) as error:
            outcome = failure(error)
        show(outcome, as_json=as_json)
        sys.exit(exit_code_of(outcome))

    return command


def failure(error: CourseBridgeError | OSError) -> Outcome:
    """Return the outcome of a command that an error ended; of a system error, what the system refused."""
    if isinstance(error, CourseBridgeError):
        return Outcome(findings=error.findings(), exit_code=error.exit_code)
    refused = Finding(
        id="CB-SYSTEM",
        severity="error",
        file=None if error.filename is None else str(error.filename),
        message=both(f"系统拒绝：{error.strerror or error}", f"The system refused: {error.strerror or error}"),
        remedy=both("检查权限和磁盘空间", "Check permissions and disk space"),
    )
    return Outcome(findings=[refused])


def show(outcome: Outcome, *, as_json: bool) -> None:
    """Print an outcome: findings to stderr; the text, or one JSON object, to stdout."""
    if as_json or not outcome.text_tells_findings:
        for finding in outcome.findings:
            click.echo(finding_line(finding), err=True)
    if as_json:
        document = {**outcome.payload, "findings": [finding.model_dump() for finding in outcome.findings]}
        click.echo(json.dumps(document, ensure_ascii=False, default=str))
    elif outcome.text:
        click.echo(outcome.text)


def finding_line(finding: Finding) -> str:
    """Return a finding as one line to read: severity, id, where, what, and what to do.

    It may quote somebody's file: what a terminal would obey or hide is shown as its code.
    """
    where = " ".join(part for part in (finding.file, finding.place) if part)
    remedy = f" → {finding.remedy}" if finding.remedy else ""
    line = f"{finding.severity} {finding.id}{' ' if where else ''}{where}: {finding.message}{remedy}"
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def exit_code_of(outcome: Outcome) -> int:
    """Return the exit code of an outcome by contract."""
    if outcome.exit_code is not None:
        return outcome.exit_code
    return 1 if has_errors(outcome.findings) else 0


class StderrProgress:
    """Progress lines on stderr, from two seconds on and then at most once a second; the same line again is rarer."""

    def __init__(self) -> None:
        self._next_at = time.monotonic() + _QUIET_S
        self._last = ""
        self._again_at = 0.0

    def __call__(self, done: int, total: int, what: str) -> None:
        """Print a line if one is due."""
        now, line = time.monotonic(), f"[{done}/{total}] {what}"
        if now < self._next_at or (line == self._last and now < self._again_at):
            return
        self._last, self._next_at, self._again_at = line, now + 1, now + _SAME_AGAIN_S
        click.echo(line, err=True)


home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="COURSEBRIDGE_HOME",
    default=Path(".coursebridge"),
    show_default=True,
    help="状态、原始数据和学习记录的文件夹 / Folder of state, raw data and records",
)
