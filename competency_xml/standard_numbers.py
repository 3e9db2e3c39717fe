"""Numbers of standards (T/CEAMI 005-2025, GB/T 1.1-2020) and codes of occupations (2-02-30-11) in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STANDARD = re.compile(
    r"(?<![A-Za-z])(?:T\s?/\s?[A-Z]{2,12}|[A-Z]{2,5}(?:\s?/\s?[A-Z])?)\s?[0-9]{1,6}(?:\.[0-9]{1,3})?\s?[-—–]{1,2}\s?"
    r"(?:19|20)[0-9]{2}(?![0-9])"
)
_OCCUPATION = re.compile(r"(?<![0-9-])[0-9]-[0-9]{2}-[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?(?![0-9-])")
_EMPTY_BRACKETS = re.compile(r"[（(【\[]\s*[)）】\]]")
#: Full-width letters, digits and signs, one for one; brackets, commas and colons of Chinese text stay.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "（），：；！？｜"}


@dataclass(frozen=True)
class CitedNumbers:
    """The first standard number and occupation code in a text, and the text without any of them."""

    standard: str | None
    occupation: str | None
    rest: str


def cited_numbers(text: str) -> CitedNumbers:
    """Return what a text cites. Letters and digits of `rest` are half-width."""
    plain = text.translate(_HALF_WIDTH)
    standard, occupation = _STANDARD.search(plain), _OCCUPATION.search(plain)
    rest = _OCCUPATION.sub(" ", _STANDARD.sub(" ", plain))
    return CitedNumbers(
        standard=None if standard is None else _tidy(standard[0]),
        occupation=None if occupation is None else occupation[0],
        rest=_EMPTY_BRACKETS.sub(" ", rest),
    )


def cites_number(text: str) -> bool:
    """Return whether a text holds a standard number or an occupation code."""
    plain = text.translate(_HALF_WIDTH)
    return bool(_STANDARD.search(plain) or _OCCUPATION.search(plain))


def _tidy(number: str) -> str:
    """Return a number as standards print it: T/CEAMI 005-2025."""
    body = re.sub(r"\s*[-—–]+\s*", "-", re.sub(r"\s*/\s*", "/", number))
    return re.sub(r"(?<=[A-Z])\s*(?=[0-9])", " ", body)
