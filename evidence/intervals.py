"""95 % intervals, without scipy: Student's t for means, the delta method for ⟨g⟩, a normal approximation for d_z."""

from __future__ import annotations

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95
_UPPER_TAIL = 1 - (1 - CONFIDENCE) / 2
_NORMAL = NormalDist().inv_cdf(_UPPER_TAIL)
#: Above as many degrees of freedom the expansion is exact to more digits than anyone prints.
_MANY = 200


class Interval(NamedTuple):
    """Two ends; both None where there are too few values, or none that differ."""

    low: float | None = None
    high: float | None = None


def mean_interval(n: int, mean: float, sd: float | None) -> Interval:
    """Return the t interval of a mean: mean ± t · sd / √n with n − 1 degrees of freedom."""
    if n < 2 or sd is None:
        return Interval()
    half = t_quantile(n - 1) * sd / sqrt(n)
    return Interval(mean - half, mean + half)


def gain_interval(n: int, pre_mean: float, gain: float, variances: tuple[float, float, float]) -> Interval:
    """Return the interval of ⟨g⟩ on class means of the same n learners, by the delta method.

    1 − ⟨g⟩ is the ratio R of the means of what is missing after (1 − post) and before (1 − pre); its variance is
    (s²post + R² s²pre − 2 R cov) / (n (1 − pre)²). `variances` are those of pre, post, and post − pre, which hold cov.
    """
    if n < 2 or pre_mean >= 1:
        return Interval()
    pre, post, change = variances
    ratio = 1 - gain
    covariance = (pre + post - change) / 2
    variance = (post + ratio**2 * pre - 2 * ratio * covariance) / (n * (1 - pre_mean) ** 2)
    half = t_quantile(n - 1) * sqrt(max(variance, 0.0))
    return Interval(gain - half, gain + half)


def standardised_interval(n: int, effect: float) -> Interval:
    """Return the interval of d_z: effect ± 1.96 √(1/n + effect²/2n), the large-sample normal approximation."""
    if n < 2:
        return Interval()
    half = _NORMAL * sqrt(1 / n + effect**2 / (2 * n))
    return Interval(effect - half, effect + half)


@lru_cache(maxsize=1024)
def t_quantile(degrees: int) -> float:
    """Return the 97.5 % quantile of Student's t. Source: Abramowitz & Stegun 26.7.3, 26.7.4, 26.7.5."""
    if degrees > _MANY:
        return _expanded(degrees)
    low, high = 0.0, 13.0
    for _ in range(60):
        middle = (low + high) / 2
        if _central(middle, degrees) < CONFIDENCE:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _central(t: float, degrees: int) -> float:
    """Return P(−t < T < t) by the finite series for whole degrees of freedom."""
    angle = atan(t / sqrt(degrees))
    square = cos(angle) ** 2
    odd = degrees % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for k in range(1 + odd, degrees, 2):
        total += term
        term *= square * k / (k + 1)
    if odd:
        return 2 / pi * (angle + sin(angle) * total)
    return sin(angle) * total


def _expanded(degrees: int) -> float:
    x = _NORMAL
    return (
        x
        + (x**3 + x) / (4 * degrees)
        + (5 * x**5 + 16 * x**3 + 3 * x) / (96 * degrees**2)
        + (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * degrees**3)
    )
