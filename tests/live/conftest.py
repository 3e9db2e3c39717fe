"""The site, the working folder, the browser; and the report that every run writes."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from course_templates.model import Course
from tests.live.course import write_live_course
from tests.live.report import Report, Step
from tests.live.site import Learner, LiveSite
from tests.live.workplace import Workplace

_figures: dict[str, str] = {}
_reports: list[Report] = []


@dataclass
class Run:
    """One run: a course of its own on the site, its folder, and the learners."""

    site: LiveSite
    work: Workplace
    name: str
    folder: Path
    course: Course
    learners: dict[str, Learner] = field(default_factory=dict)
    #: What the browser answered: learner → question → keys.
    answered: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def live() -> LiveSite:
    """Return the site."""
    if not os.environ.get("MOODLE_URL"):
        pytest.skip("no MOODLE_URL")
    site = LiveSite.from_environment()
    database = site.plugin.database
    _reports.append(Report(site.release, f"{database.vendor} {database.version.split()[0].split('-')[0]}"))
    return site


@pytest.fixture(scope="session")
def run(live: LiveSite, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Give a working folder with a course that the site has never seen."""
    root = tmp_path_factory.mktemp("真实平台")
    name = f"live-{secrets.token_hex(4)}"
    course = write_live_course(name, root / "course")
    return Run(live, Workplace(root, live, name, f"{name}-p"), name, root / "course", course)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return what tells the report what a step counted."""

    def told(text: str) -> None:
        _figures[request.node.nodeid] = text

    return told


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Note a step once it has been called, or could not be."""
    outcome = yield
    if _reports and (outcome.when == "call" or (outcome.when == "setup" and outcome.failed)):
        name = item.name.removeprefix("test_").replace("_", " ")
        step = Step(name, outcome.passed, round(outcome.duration, 1), _figures.get(item.nodeid, ""))
        _reports[0].steps.append(step)
    return outcome


def pytest_sessionfinish() -> None:
    """Write the report."""
    if _reports and _reports[0].steps:
        _reports[0].write()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the steps."""
    for report in _reports:
        terminalreporter.section(f"Moodle {report.release}, {report.database}")
        for step in report.steps:
            terminalreporter.write_line(f"{'✓' if step.ok else '✗'} {step.name}  {step.seconds} s  {step.figure}")
