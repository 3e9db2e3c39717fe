"""How far every source is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from foundation.text import both
from lms_bridge.connectors.base import Cursor
from lms_bridge.home import Home
from lms_bridge.state import RunEnd, State, open_state


class SourceStatus(BaseModel):
    """A source. `lag_s`: seconds since the last harvest began that went well; None: there was none.

    `last_error` and `remedy` are None when the last harvest went well.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    lag_s: float | None = None
    last_error: str | None = None
    remedy: str | None = None
    cursor: Cursor | None = None


def harvest_status(home: Path, sources: Sequence[str], now: datetime) -> list[SourceStatus]:
    """Return the status of sources; a home folder that is not there yet stays so."""
    place = Home(home)
    if not place.state_file.is_file():
        return [SourceStatus(name=name) for name in sources]
    with open_state(place.state_file) as state:
        return [_status(state, name, now) for name in sources]


def _status(state: State, name: str, now: datetime) -> SourceStatus:
    good = state.last_run(name, only_good=True)
    error, remedy = _trouble(state.last_run(name))
    return SourceStatus(
        name=name,
        lag_s=None if good is None else (now - good.started_at).total_seconds(),
        last_error=error,
        remedy=remedy,
        cursor=state.cursor(name),
    )


def _trouble(last: RunEnd | None) -> tuple[str | None, str | None]:
    if last is None:
        return None, None
    if last.finished_at is None:
        return (
            both("上次收取没有结束", "The last harvest did not end"),
            both(
                "若没有在运行，请再运行 coursebridge harvest run",
                "Unless it still runs, use coursebridge harvest run again",
            ),
        )
    return last.error, last.remedy
