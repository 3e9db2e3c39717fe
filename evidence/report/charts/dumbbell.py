"""Before and after on one line: a hollow mark, a full mark, and the way between."""

from __future__ import annotations

from markupsafe import Markup

from evidence.report.charts.svg import at, grid, strip, tag

TICKS = tuple((tenth / 10, str(tenth * 10)) for tenth in range(0, 11, 2))
_HEIGHT, _MIDDLE = 40, 20
_RADIUS = 7


def dumbbell(pre: float, post: float, title: str) -> Markup:
    """Return the strip of one pair of means, 0 to 1; numbers are points out of 100."""
    rises = post >= pre
    return strip(
        _HEIGHT,
        title,
        [
            *grid([share for share, _ in TICKS], _HEIGHT),
            tag("line", x1=at(pre), x2=at(post), y1=_MIDDLE, y2=_MIDDLE, class_="way" if rises else "way falls"),
            tag("circle", cx=at(pre), cy=_MIDDLE, r=_RADIUS - 1, class_="pre"),
            tag("circle", cx=at(post), cy=_MIDDLE, r=_RADIUS, class_="post"),
            _label(pre, left=rises, class_="number pre-number"),
            _label(post, left=not rises, class_="number post-number"),
        ],
    )


def _label(share: float, *, left: bool, class_: str) -> Markup:
    return tag(
        "text",
        f"{share * 100:.1f}",
        x=at(share),
        dx=-12 if left else 12,
        y=_MIDDLE + 5,
        text_anchor="end" if left else "start",
        class_=class_,
    )
