"""What a page sends while it is being left: the next session of the attempt begins after it, or is told it is missing.

A browser sends such a commit on its own time, after the page is gone, so the page that comes next may ask first.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable


class LateCommits:
    """Sessions that wait for the last commit of the one before them. All of it runs in the server's event loop."""

    def __init__(self, patience_s: float = 5.0) -> None:
        """Let a session wait for `patience_s` at most."""
        self._patience_s = patience_s
        self._waiting: defaultdict[int, list[asyncio.Event]] = defaultdict(list)

    def arrived(self, attempt_id: int) -> None:
        """Wake the sessions of an attempt that wait: a commit of it was kept."""
        for event in self._waiting.pop(attempt_id, []):
            event.set()

    async def wait(self, attempt_id: int, is_missing: Callable[[], Awaitable[bool]]) -> bool:
        """Wait until a commit is not missing any more; returns whether that came to be in time."""
        try:
            async with asyncio.timeout(self._patience_s):
                await self._wait(attempt_id, is_missing)
        except TimeoutError:
            return not await is_missing()
        return True

    async def _wait(self, attempt_id: int, is_missing: Callable[[], Awaitable[bool]]) -> None:
        while True:
            event = asyncio.Event()
            self._waiting[attempt_id].append(event)  # before looking: what arrives in between wakes it as well
            try:
                if not await is_missing():
                    return
                await event.wait()
            finally:
                self._forget(attempt_id, event)

    def _forget(self, attempt_id: int, event: asyncio.Event) -> None:
        events = self._waiting.get(attempt_id, [])
        if event in events:
            events.remove(event)
        if not events:
            self._waiting.pop(attempt_id, None)
