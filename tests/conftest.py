"""What tests of every stage share: the design folder's data, and a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser_sessions import counted
from tests.budgets import (  # noqa: F401  Hooks, called by pytest.
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
_CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that writes golden files anew; review their diff."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether golden files are to be written rather than compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real input; a machine without it skips, CI fails."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        message = "no ../shared on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def printed_standard(shared: Path) -> Path:
    """Return the real printed table of an occupational standard."""
    return shared / "data/occupational-standard-2-02-30-11/requirements-as-printed.xlsx"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a real headless Chromium."""
    path = os.environ.get("COURSEBRIDGE_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_CHROMIUM_ARGUMENTS)
        yield counted(browser)
        browser.close()
