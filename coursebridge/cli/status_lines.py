"""How far every source is, as people read it: a line for what is well, one language after the other for what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from foundation.text import both, halves

if TYPE_CHECKING:
    from lms_bridge.status import SourceStatus

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
#: A unit is used from so many of it on.
_FEWEST = 2


def status_text(states: Sequence[SourceStatus], addresses: Mapping[str, str]) -> str:
    """Return what a person is told about all sources; `addresses` of their sites by name. The last line counts them."""
    lines = [status_line(one, addresses.get(one.name, "")) for one in states]
    failing = sum(one.last_error is not None for one in states)
    if failing:
        zh = f"{len(states)} 个来源中有 {failing} 个要处理：照箭头后的话做，再运行 coursebridge harvest run"
        en = f"{failing} of {len(states)} sources need you: do what the arrow says, then coursebridge harvest run"
        lines.append(both(zh, en))
    return "\n".join(lines)


def status_line(status: SourceStatus, address: str = "") -> str:
    """Return what a person is told about a source; `address` of its site is told where something is wrong."""
    when = _when(status.lag_s)
    if status.last_error is None:
        todo = "" if status.lag_s is not None else f" → coursebridge harvest run {status.name}"
        return f"{'·' if todo else '✓'} {status.name}: {when}{todo}"
    (zh, en), (error_zh, error_en) = halves(when), halves(status.last_error)
    todo_zh, todo_en = halves(status.remedy or "")
    lines = (
        f"✗ {status.name}: {address}" if address else f"✗ {status.name}",
        f"    {zh}；{error_zh}",
        f"    → {todo_zh}",
        f"    {en}; {error_en}",
        f"    → {todo_en}",
    )
    return "\n".join(lines)


def _when(lag_s: float | None) -> str:
    if lag_s is None:
        return both("还没有成功收取过", "never harvested to the end")
    zh, en = halves(ago(lag_s))
    return both(f"数据截至 {zh}前", f"complete as of {en} ago")


def ago(lag_s: float) -> str:
    """Return how long ago something was, in a unit that reads well.

    >>> ago(7), ago(600), ago(7200), ago(400_000)
    ('7 秒 / 7 s', '10 分钟 / 10 min', '2 小时 / 2 h', '5 天 / 5 days')
    """
    for unit, zh, en in ((_DAY, "天", "days"), (_HOUR, "小时", "h"), (_MINUTE, "分钟", "min")):
        if lag_s >= _FEWEST * unit:
            return both(f"{lag_s / unit:.0f} {zh}", f"{lag_s / unit:.0f} {en}")
    return both(f"{lag_s:.0f} 秒", f"{lag_s:.0f} s")
