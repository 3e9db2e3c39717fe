"""What Moodle takes as ID number and short name, and what it would silently make of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from competency_xml.identity import slug
from foundation.digest import sha256_hex

#: Moodle cuts ID numbers and short names at so many characters.
MAX_CHARACTERS = 100
#: What PHP compares as a number: 1.1 and 1.10 would be one parent.
_NUMERIC = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")
#: A backslash before a quotation mark or at the end: PHP would not see where the cell ends.
ESCAPING = re.compile(r'\\(?=\\*("|$))')
_MISREAD = re.compile(r"<|%2C|[^\S ]|[\x00-\x1f]", re.IGNORECASE)
_SPACE = re.compile(r"\s")
#: What a spreadsheet takes for a formula, and Moodle 5.1 marks with an apostrophe when it exports; a lone dash is none.
_FORMULA = re.compile(r"(?!-\Z)(\s*)([=+\-@])")
_MARKED = re.compile(r"'(?=\s*[=+\-@])")
_FULL_WIDTH = {"=": "＝", "+": "＋", "-": "－", "@": "＠"}


def is_number(text: str) -> bool:
    """Return whether PHP compares a text as a number."""
    return _NUMERIC.fullmatch(text) is not None


def is_taken(text: str) -> bool:
    """Return whether Moodle takes a text as ID number as it is.

    `<` would be read as markup, `%2C` as a comma, a number as equal to others, 0 as nothing, `=` as a formula.
    """
    sound = 0 < len(text) <= MAX_CHARACTERS and text == text.strip() and not is_number(text)
    return sound and not _MISREAD.search(text) and not ESCAPING.search(text) and not _FORMULA.match(text)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula: its sign stands in full width."""
    return _FORMULA.sub(lambda found: found[1] + _FULL_WIDTH[found[2]], cell, count=1) if _FORMULA.match(cell) else cell


def unmarked(cell: str) -> str:
    """Return a cell without the apostrophe that Moodle 5.1 puts before what looks like a formula."""
    return cell[1:] if _MARKED.match(cell) else cell


class IdNumbers:
    """Gives parts ID numbers that Moodle takes, each once: MySQL sites do not tell case apart."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._given: set[str] = set()
        self._reserved = {one.casefold() for one in wanted if is_taken(one)}

    def give(self, wanted: str) -> str:
        """Return the ID number for a part: what is wanted, or else something like it."""
        given = wanted if is_taken(wanted) and wanted.casefold() not in self._given else self._like(wanted)
        self._given.add(given.casefold())
        return given

    def _like(self, wanted: str) -> str:
        stem = slug(wanted) or "id"
        number = 0
        while True:
            given = f"{stem}-{sha256_hex(f'{wanted} {number}'.encode())[:8]}"
            if given.casefold() not in self._given and given.casefold() not in self._reserved:
                return given
            number += 1


def short_name(text: str) -> str:
    """Return a text as short name: one line, no markup, at most 100 characters, and not 0."""
    line = _SPACE.sub(" ", text).strip().replace("<", "＜")
    line = ESCAPING.sub("＼", line)
    if len(line) > MAX_CHARACTERS:
        line = ESCAPING.sub("＼", line[: MAX_CHARACTERS - 1].rstrip()) + "…"
    return "０" if line == "0" else harmless(line)
