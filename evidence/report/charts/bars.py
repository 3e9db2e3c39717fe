"""Bars from the left: steps of a funnel, kinds of employer. A count that is not told is a hatched stretch."""

from __future__ import annotations

from markupsafe import Markup

from evidence.report.charts.svg import strip, tag

_HEIGHT = 26


def bar(share: float, title: str, *, muted: bool = False) -> Markup:
    """Return the strip of one share, 0 to 1."""
    full = tag("rect", x=0, y=3, width="100%", height=_HEIGHT - 6, rx=3, class_="track")
    own = tag("rect", x=0, y=3, width=_percent(share), height=_HEIGHT - 6, rx=3, class_="bar muted" if muted else "bar")
    return strip(_HEIGHT, title, [full, own])


def between(low: float, high: float, title: str, pattern: str) -> Markup:
    """Return the strip of a share that is told only as lying between two; `pattern` is an id unique to the page."""
    hatch = tag(
        "pattern",
        tag("line", x1=0, y1=0, x2=0, y2=8, class_="hatch"),
        id=pattern, width=8, height=8, patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip
    return strip(
        _HEIGHT,
        title,
        [
            tag("defs", hatch),
            tag("rect", x=0, y=3, width="100%", height=_HEIGHT - 6, rx=3, class_="track"),
            tag("rect", x=0, y=3, width=_percent(high), height=_HEIGHT - 6, rx=3, fill=f"url(#{pattern})"),
            tag("rect", x=0, y=3, width=_percent(low), height=_HEIGHT - 6, rx=3, class_="bar muted"),
        ],
    )


def _percent(share: float) -> str:
    return f"{min(max(share, 0.0), 1.0) * 100:.2f}%"
