"""The few SVG elements that charts are made of."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

#: Room at both ends of a strip, in percent of its width, for marks and numbers at the ends of the scale.
_PADDING = 5.0


def tag(name: str, content: str | Markup = "", **attributes: str | float) -> Markup:
    """Return an element; `stroke_width` becomes `stroke-width`, `class_` becomes `class`. Everything is escaped."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _number(value))
        for key, value in attributes.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, content)  # noqa: S704 - `name` is ours


def strip(height: int, title: str, marks: Sequence[Markup]) -> Markup:
    """Return one strip, `height` pixels high. `title` says in words what it shows."""
    body = Markup("").join([tag("title", title), *marks])
    return tag("svg", body, class_="strip", role="img", width="100%", height=height, aria_label=title)


def at(share: float) -> str:
    """Return the horizontal place of a share of the scale, 0 to 1."""
    return f"{_PADDING + min(max(share, 0.0), 1.0) * (100 - 2 * _PADDING):.2f}%"


def width(share: float) -> str:
    """Return the width of a share of the scale."""
    return f"{min(max(share, 0.0), 1.0) * (100 - 2 * _PADDING):.2f}%"


def grid(shares: Sequence[float], height: int) -> list[Markup]:
    """Return thin upright lines at these shares of the scale."""
    return [tag("line", x1=at(share), x2=at(share), y1=0, y2=height, class_="grid") for share in shares]


def axis(ticks: Sequence[tuple[float, str]]) -> Markup:
    """Return the strip of numbers above or below a chart; readers of the table need it not."""
    marks = [tag("text", text, x=at(share), y=12, text_anchor="middle", class_="tick") for share, text in ticks]
    return tag("svg", Markup("").join(marks), class_="strip", width="100%", height=16, aria_hidden="true")


def _number(value: str | float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
