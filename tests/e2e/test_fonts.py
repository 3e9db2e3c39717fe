"""Pages are looked at as pictures: without a Chinese font every letter would be an empty box, and nobody would know."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

_DRAW = """(letters) => letters.map((letter) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const context = canvas.getContext("2d");
  context.font = "48px sans-serif";
  context.fillText(letter, 4, 52);
  return canvas.toDataURL();
})"""
_MISSING = "\U0010fffd"  # The last private character: no font has it.


def test_chinese_letters_are_drawn_and_not_as_empty_boxes(chromium: Browser) -> None:
    page = chromium.new_page()
    middle, country, missing = page.evaluate(_DRAW, ["中", "国", _MISSING])
    page.close()
    assert len({middle, country, missing}) == 3
