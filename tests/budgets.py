"""How long each group of tests took against its budget; in CI a group over its budget fails the run.

Budgets are seconds on 2 cores, both at work: what tests took, one by one, is shared out among the processes that ran
them. A test's group follows from its marker, else from its path.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests import browser_sessions

BUDGETS_S = {"unit": 300, "browser": 900, "conformance": 300, "demo and wheel": 600, "engines": 300}

_spent_s: Counter[str] = Counter()
_tests: Counter[str] = Counter()


def group_of(nodeid: str, keywords: object) -> str:
    """Return the group of a test by its markers and path."""
    marks = keywords if isinstance(keywords, dict) else {}
    if "browser" in marks:
        return "browser"
    if "wheel" in marks or nodeid.startswith("tests/wheel/") or "demo" in nodeid.split("::")[0]:
        return "demo and wheel"
    if "conformance" in nodeid or nodeid.startswith("tests/lms_bridge/moodle/"):  # held against real sites' answers
        return "conformance"
    return "engines" if "engine" in nodeid.split("::")[0] else "unit"


def over_budget(processes: int) -> list[str]:
    """Return the groups that took longer than they may."""
    return [group for group, budget_s in BUDGETS_S.items() if _spent_s[group] / processes > budget_s]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up set-up, call and tear-down."""
    group = group_of(report.nodeid, report.keywords)
    _spent_s[group] += report.duration
    _tests[group] += report.when == "call"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run of CI that was too slow, or opened too many browser sessions."""
    if browser_sessions.hand_over(session.config):
        return  # The process that called it adds up.
    is_over = bool(over_budget(_processes(session.config))) or browser_sessions.is_over()
    if os.environ.get("CI") == "true" and is_over and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Add up what a process of several counted."""
    browser_sessions.take_over(node)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    processes = _processes(terminalreporter.config)
    terminalreporter.section(f"time per group, {processes} at a time / 各组用时")
    for group, budget_s in BUDGETS_S.items():
        over = "  OVER" if group in over_budget(processes) else ""
        terminalreporter.write_line(
            f"{group:<16}{_tests[group]:>6} tests {_spent_s[group] / processes:>8.1f} s of {budget_s} s{over}"
        )
    over = "  OVER" if browser_sessions.is_over() else ""
    sessions = f"{browser_sessions.opened():>6} of {browser_sessions.MOST_SESSIONS}"
    terminalreporter.write_line(f"{'browser sessions':<16}{sessions}{over}")


def _processes(config: pytest.Config) -> int:
    """Return how many processes run tests side by side."""
    return int(getattr(config.option, "numprocesses", None) or 1)
