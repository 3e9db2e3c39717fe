"""Whole numbers in text from outside: `str.isdigit` also holds of `²`, and `int` refuses it, or thousands of digits."""

from __future__ import annotations

_MAX_DIGITS = 15


def whole_number(text: str) -> int | None:
    """Return the number that a text is, written in ASCII digits alone, at most 15 of them; None: it is none.

    >>> whole_number("042"), whole_number("²"), whole_number("-1"), whole_number("")
    (42, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None
