"""What the desk's routes share: the store, the two origins, the clock, and whether all of it is simulated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.requests import Request

from lms_bridge.sandbox.guard import Origins
from lms_bridge.sandbox.leaving import LateCommits
from lms_bridge.sandbox.store import SandboxStore


def utc_now() -> datetime:
    """Return the time now, aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """The parts of a running sandbox. `simulated` marks every page 模拟数据 / Simulated."""

    store: SandboxStore
    origins: Origins
    simulated: bool = False
    clock: Callable[[], datetime] = utc_now
    late: LateCommits = field(default_factory=LateCommits)


def desk_of(request: Request) -> Desk:
    """Return the sandbox that a request came to."""
    desk: Desk = request.app.state.desk
    return desk
