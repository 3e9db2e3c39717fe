"""How the pages word states, results and times: Chinese first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from foundation.text import both
from lms_bridge.sandbox.elements import centiseconds
from lms_bridge.sandbox.errors import SandboxInputError

_STATES = MappingProxyType(
    {
        "passed": both("通过", "Passed"),
        "failed": both("未通过", "Failed"),
        "completed": both("完成", "Completed"),
        "incomplete": both("学习中", "In progress"),
        "browsed": both("已浏览", "Browsed"),
        "not attempted": both("未开始", "Not begun"),
    }
)
_RESULTS = MappingProxyType(
    {"correct": both("对", "Right"), "wrong": both("错", "Wrong"), "neutral": both("不计分", "Not scored")}
)
_CS_PER_S = 100


def state(status: str | None) -> str:
    """Return a lesson status in words; None is an attempt that has said nothing yet."""
    return _STATES["not attempted"] if status is None else _STATES.get(status, status)


def result(value: str) -> str:
    """Return an interaction's result in words."""
    return _RESULTS.get(value, value)


def spent(timespan: str | None) -> str:
    """Return a CMITimespan for readers of both languages: `7.5 s` below a minute, else `1:02:05`."""
    if not timespan:
        return "—"
    seconds, centis = divmod(centiseconds(timespan), _CS_PER_S)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if minutes else f"{second}.{centis // 10} s"


def latency(value: str) -> str:
    """Return an interaction's latency for a reader; what is no CMITimespan stays as its author wrote it."""
    try:
        return spent(value) if value else ""
    except SandboxInputError:
        return value


def moment(at: datetime) -> Markup:
    """Return a time element: UTC, which the page's script puts into the reader's zone."""
    utc = at.astimezone(UTC)
    return Markup('<time datetime="{}">{}</time>').format(
        utc.isoformat(timespec="seconds"), utc.strftime("%Y-%m-%d %H:%M UTC")
    )


def in_two(text: str) -> Markup:
    """Return a bilingual text with its English part set apart, so that a style sheet can quieten it."""
    zh, separator, en = text.partition(" / ")
    return Markup('{} <span class="en" lang="en">{}</span>').format(zh, en) if separator else Markup.escape(zh)


FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"state": state, "result": result, "spent": spent, "latency": latency, "moment": moment, "two": in_two}
)
