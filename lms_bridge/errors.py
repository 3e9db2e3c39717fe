"""Errors of the bridge: the type says whether to give up, to try again later, or to go on without one record."""

from __future__ import annotations

from typing import ClassVar

from foundation.errors import CourseBridgeError
from foundation.text import both


class BridgeError(CourseBridgeError):
    """The bridge cannot go on."""

    id = "BRIDGE-ERROR"


class UnknownNameError(BridgeError):
    """A source, target, centre or connector that nobody has defined."""

    id = "BRIDGE-NAME"
    exit_code = 2


class MissingKeyError(BridgeError):
    """A centre has no key, so nothing of it may be stored."""

    id = "BRIDGE-KEY-MISSING"
    exit_code = 2


class KeyInUseError(BridgeError):
    """A centre has a key already, or keeps it where `keys` does not write."""

    id = "BRIDGE-KEY-EXISTS"


class DamagedKeyError(BridgeError):
    """A key file or key variable is not what `keys new` writes."""

    id = "BRIDGE-KEY-DAMAGED"
    exit_code = 2


class SourceError(BridgeError):
    """An LMS or the network failed. `status` is the HTTP status, or None.

    `usual_remedy` is what is told where who raises it knows nothing better.
    """

    id = "BRIDGE-SOURCE"
    exit_code = 3
    usual_remedy: ClassVar[str] = both(
        "运行 coursebridge doctor --target 检查平台，照它说的做，再运行一次",
        "Run coursebridge doctor --target to examine the site, do what it says, and run this again",
    )

    def __init__(self, message: str, *, remedy: str = "", place: str | None = None, status: int | None = None) -> None:
        super().__init__(message, remedy=remedy or self.usual_remedy, place=place)
        self.status = status


class FatalSourceError(SourceError):
    """Trying again will not help: wrong address, refused token, an answer that is not what was asked for."""

    id = "BRIDGE-SOURCE-FATAL"


class RetriableSourceError(SourceError):
    """The LMS is busy or down: the same call may succeed after `retry_after_s` seconds (None: it did not say)."""

    id = "BRIDGE-SOURCE-DOWN"
    usual_remedy = both("稍后重新运行；已收到的数据不会丢失", "Run it again later; what has arrived is kept")

    def __init__(
        self,
        message: str,
        *,
        place: str | None = None,
        status: int | None = None,
        retry_after_s: float | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message, remedy=remedy, place=place, status=status)
        self.retry_after_s = retry_after_s


class PageLoopError(FatalSourceError):
    """An LMS gives the same page again and again."""

    id = "BRIDGE-SOURCE-LOOP"
    usual_remedy = both(
        "请报告给平台管理员；已收到的数据有效", "Tell the site's administrator; what has arrived is good"
    )


class SkippableRecordError(BridgeError):
    """One row of an LMS cannot be understood; the others can. `place` is its native id."""

    id = "BRIDGE-ROW"


class DamagedSegmentError(BridgeError):
    """A file of the home folder is missing, cut short, or not what was written."""

    id = "BRIDGE-SEGMENT"
