"""Every pair of text and ground that the player uses can be read: WCAG 2.2 AA, light and dark."""

from __future__ import annotations

import re

import pytest

from packager.player import RUNTIME

_TOKENS = (RUNTIME / "style" / "tokens.css").read_text(encoding="utf-8")
_TEXT = 4.5
_EDGE = 3.0
#: Foreground, background, least contrast.
_PAIRS = (
    *((ink, ground, _TEXT) for ink in ("ink", "soft", "accent") for ground in ("ground", "surface", "sunken")),
    *((ink, "accent-soft", _TEXT) for ink in ("ink", "soft", "accent")),
    ("accent-ink", "accent", _TEXT),
    ("right", "right-soft", _TEXT),
    ("right", "surface", _TEXT),
    ("right", "ground", _TEXT),
    ("ink", "right-soft", _TEXT),
    ("wrong", "wrong-soft", _TEXT),
    ("wrong", "surface", _TEXT),
    ("wrong", "ground", _TEXT),
    ("ink", "wrong-soft", _TEXT),
    ("warn", "warn-soft", _TEXT),
    ("edge", "surface", _EDGE),
    ("before", "sunken", 1.8),
)


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--cb-([\w-]+): (#[0-9a-f]{6});", block))


_LIGHT_BLOCK, _DARK_BLOCK = _TOKENS.split("@media (prefers-color-scheme: dark)", 1)
_SCHEMES = {"light": _colours(_LIGHT_BLOCK), "dark": _colours(_LIGHT_BLOCK) | _colours(_DARK_BLOCK)}


def _luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), _PAIRS, ids=lambda value: str(value))
def test_contrast_is_enough(scheme: str, ink: str, ground: str, least: float) -> None:
    colours = _SCHEMES[scheme]
    assert _contrast(colours[ink], colours[ground]) >= least


def test_the_measure_itself_is_right() -> None:
    assert round(_contrast("#000000", "#ffffff"), 6) == 21
    assert _contrast("#777777", "#ffffff") < 4.5 < _contrast("#767676", "#ffffff")
