"""How many browser sessions the tests open: a session is what one learner's browser remembers, a context of Chromium.

Every file has one and cleans it after each test; more are opened only where a test needs another kind of browser.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

#: More than these in a whole run fail CI.
MOST_SESSIONS = 60
_PATIENCE_MS = 15_000

_opened: Counter[str] = Counter()


def counted(browser: Browser) -> Browser:
    """Return a browser whose sessions are counted."""
    for name in ("new_context", "new_page"):
        setattr(browser, name, _counting(getattr(browser, name)))
    return browser


def _counting(open_session: Any) -> Any:
    def opening(*args: Any, **kwargs: Any) -> Any:
        _opened["sessions"] += 1
        return open_session(*args, **kwargs)

    return opening


def opened() -> int:
    """Return how many sessions were opened, those of other processes included once they have ended."""
    return _opened["sessions"]


def is_over() -> bool:
    """Return whether there were too many."""
    return opened() > MOST_SESSIONS


def hand_over(config: pytest.Config) -> bool:
    """Leave the count for the process that called this one; False where nobody did."""
    if not hasattr(config, "workeroutput"):
        return False
    config.workeroutput["browser_sessions"] = opened()
    return True


def take_over(node: Any) -> None:
    """Add what a process counted that has ended; one that crashed counted nothing."""
    _opened["sessions"] += getattr(node, "workeroutput", {}).get("browser_sessions", 0)


def of_a_learner(browser: Browser) -> BrowserContext:
    """Open the session of a learner who reads Chinese."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(_PATIENCE_MS)
    return context


def forget(context: BrowserContext) -> None:
    """Make a session as good as new: no page, no route, no cookie, nothing stored by any site."""
    for page in context.pages:
        page.close()
    context.unroute_all(behavior="ignoreErrors")
    context.set_offline(False)
    context.clear_cookies()
    page = context.new_page()
    everything = {"origin": "*", "storageTypes": "all"}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", everything)
    page.close()
