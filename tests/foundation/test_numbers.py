"""A number from outside is read, or is none; it never ends the work it was met in."""

from __future__ import annotations

import pytest

from foundation.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("042", 42), ("9" * 15, 10**15 - 1)])
def test_a_whole_number_is_read(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "１", "-1", "1.0", " 1", "1_0", "9" * 5000])
def test_what_is_none_is_none(text: str) -> None:
    assert whole_number(text) is None
