"""Printed codes (1, 1.1, 1.1.1, full-width too, 一、): telling them from the text, and comparing them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DOT = "[.．。·﹒]"
_DIGITS = "[0-9０-９]{1,3}"
_GAP = "[ \t\u00a0\u2002\u2003\u3000]"
_NUMBER = re.compile(rf"\s*({_DIGITS}(?:{_DOT}{_DIGITS})*)(?![0-9０-９])({_DOT}?[、:：]?)({_GAP}*)")
_CHINESE = re.compile(rf"\s*[（(]?([一二三四五六七八九十]{{1,3}})[)）、.．]{_GAP}*")
_ORDINAL = re.compile(rf"\s*(?:[（(]{_DIGITS}[)）]|{_DIGITS}[)）、.．](?![0-9０-９])|[①-⑳])[、.．]?{_GAP}*")
_MAX_CODE_LENGTH = 100
_CHINESE_DIGITS = "一二三四五六七八九"
#: 3D, 5G, 2个, 2025年: a number that belongs to the text.
_COUNTED = re.compile("[A-Za-zＡ-Ｚａ-ｚ%％年月日个种类级维次位步项大小号代期.．]")


@dataclass(frozen=True, slots=True)
class Code:
    """A code: as printed, digits and dots made half-width, and its numbers."""

    printed: str
    parts: tuple[int, ...]

    @property
    def parent(self) -> tuple[int, ...]:
        """Numbers of the code above."""
        return self.parts[:-1]


def split_code(text: str, depth: int) -> tuple[Code | None, str]:
    """Return the code that leads a text, and the text without code and gap, otherwise verbatim.

    `depth` is how many numbers a code should have here. A code of another depth is taken only where something
    (space, dot, 、) divides it from the text, so that 2.0时代 and 3D打印 stay whole.
    """
    found = _NUMBER.match(text)
    if found is None:
        return _split_chinese(text) if depth == 1 else (None, text)
    code = code_of(found[1])
    rest = text[found.end() :]
    divided = bool(found[2] or found[3] or not rest)
    belongs_to_text = _COUNTED.match(rest) is not None
    if len(code.parts) == depth and (divided or depth > 2 or not belongs_to_text):
        return code, rest
    if len(code.parts) > 1 and divided:
        return code, rest
    return None, text


def strip_ordinal(text: str) -> tuple[bool, str]:
    """Return whether a local ordinal (1、 (1) ①) led the text, and the text without it."""
    found = _ORDINAL.match(text)
    return (True, text[found.end() :]) if found else (False, text)


@lru_cache(maxsize=4096)
def code_of(printed: str) -> Code:
    """Return a code of digits and dots, whatever their width."""
    plain = unicodedata.normalize("NFKC", printed)
    parts = re.split(r"[.。·﹒]", plain)
    return Code(".".join(parts), tuple(map(int, parts)))


def parts_of(code: str | None) -> tuple[int, ...] | None:
    """Return the numbers of a stored code, or None where it is not made of numbers."""
    if code is None:
        return None
    if code.isascii() and code.replace(".", "").isdigit() and len(code) <= _MAX_CODE_LENGTH:
        try:
            return tuple(map(int, code.split(".")))
        except ValueError:  # 1..2
            return None
    number = _chinese_number(code)
    return None if number is None else (number,)


def dotted(parts: tuple[int, ...]) -> str:
    """Return numbers as a code."""
    return ".".join(map(str, parts))


def _split_chinese(text: str) -> tuple[Code | None, str]:
    found = _CHINESE.match(text)
    number = _chinese_number(found[1]) if found else None
    if found is None or number is None:
        return None, text
    return Code(found[1], (number,)), text[found.end() :]


def _chinese_number(text: str) -> int | None:
    tens, ten, ones = text.partition("十") if "十" in text else ("", "", text)
    if any(digit not in _CHINESE_DIGITS for digit in tens + ones) or max(len(tens), len(ones)) > 1 or not text:
        return None
    value = (_CHINESE_DIGITS.index(tens) + 1 if tens else 1) * 10 if ten else 0
    return value + (_CHINESE_DIGITS.index(ones) + 1 if ones else 0)
