"""Ratings of one work in three lanes: importance, frequency, own ability, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evidence.report.charts.svg import at, grid, strip, tag

LOWEST, HIGHEST = 1.0, 5.0
TICKS = tuple(((value - LOWEST) / (HIGHEST - LOWEST), f"{value:g}") for value in (1.0, 2.0, 3.0, 4.0, 5.0))
_LANE = 22


@dataclass(frozen=True)
class Lane:
    """The mean of one aspect, 1 to 5, and its 95 % interval. `kind` chooses colour and shape."""

    kind: str
    mean: float
    low: float | None
    high: float | None


def lanes(rows: Sequence[Lane], title: str) -> Markup:
    """Return the strip of one work."""
    height = _LANE * len(rows)
    marks = grid([share for share, _ in TICKS], height)
    for place, lane in enumerate(rows):
        marks += _lane(lane, _LANE * place + _LANE // 2)
    return strip(height, title, marks)


def _lane(lane: Lane, y: int) -> list[Markup]:
    x = at(_share(lane.mean))
    marks = []
    if lane.low is not None and lane.high is not None:
        ends = (at(_share(lane.low)), at(_share(lane.high)))
        marks.append(tag("line", x1=ends[0], x2=ends[1], y1=y, y2=y, class_=f"whisker {lane.kind}"))
    end = lane.mean if lane.high is None else min(lane.high, HIGHEST)
    marks.append(_shape(lane.kind, x, y))
    if _share(end) > 0.9:  # no room to the right of the interval
        start = lane.mean if lane.low is None else lane.low
        marks.append(
            tag("text", f"{lane.mean:.1f}", x=at(_share(start)), dx=-9, y=y + 5, text_anchor="end", class_="number")
        )
    else:
        marks.append(tag("text", f"{lane.mean:.1f}", x=at(_share(end)), dx=9, y=y + 5, class_="number"))
    return marks


def _shape(kind: str, x: str, y: int) -> Markup:
    """Shapes differ as well as colours, for those who cannot tell the colours."""
    if kind == "importance":
        return tag(
            "svg", tag("path", d=f"M0 {y - 7} L7 {y} L0 {y + 7} L-7 {y} Z", class_=kind), x=x, overflow="visible"
        )
    if kind == "frequency":
        return tag("svg", tag("path", d=f"M0 {y - 7} L7 {y + 6} L-7 {y + 6} Z", class_=kind), x=x, overflow="visible")
    return tag("circle", cx=x, cy=y, r=6, class_=kind)


def _share(value: float) -> float:
    return (value - LOWEST) / (HIGHEST - LOWEST)
