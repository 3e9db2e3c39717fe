"""`adlcp:prerequisites` of SCORM 1.2: an AICC script over what the other SCOs have come to.

Spec: SCORM 1.2 CAM 2.3.5.3, AICC CMI 5.3: `&` and, `|` or, `~` not, `=` and `<>` with a status, `n*{a, b}` at least n
of a set, brackets. An identifier alone is true when that item is completed or passed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from foundation.numbers import whole_number

_TOKEN = re.compile(r'\s*(<>|[&|~=(){},*]|"[^"]*"|[^\s&|~=<>(){}",*]+)')
_DONE = frozenset({"completed", "passed"})
_WORDS = ("passed", "completed", "browsed", "failed", "not attempted", "incomplete")
_MAX_CHARS = 4000
_MAX_DEPTH = 50


class _UnreadableError(Exception):
    """The script is none."""


def is_open(script: str | None, statuses: Mapping[str, str]) -> bool:
    """Return whether an item may be launched, given the status of every item that was begun.

    A script that cannot be read locks nothing: an LMS that cannot read it would let the learner in as well.
    """
    if not script or len(script) > _MAX_CHARS:
        return True
    try:
        return _Reading(_TOKEN.findall(script), statuses).whole()
    except _UnreadableError:
        return True


@dataclass
class _Reading:
    """A recursive descent over the tokens."""

    tokens: list[str]
    statuses: Mapping[str, str]
    at: int = 0
    depth: int = field(default=0)

    def whole(self) -> bool:
        value = self._any()
        if self.at != len(self.tokens):
            raise _UnreadableError
        return value

    def _any(self) -> bool:
        value = self._all()
        while self._take("|"):
            value = self._all() or value
        return value

    def _all(self) -> bool:
        value = self._one()
        while self._take("&"):
            value = self._one() and value
        return value

    def _one(self) -> bool:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _UnreadableError
        try:
            if self._take("~"):
                return not self._one()
            if self._take("("):
                return self._closed(self._any(), ")")
            return self._item(self._next())
        finally:
            self.depth -= 1

    def _item(self, name: str) -> bool:
        least = whole_number(name)
        if least is not None and self._take("*"):
            return self._set(least)
        status = self.statuses.get(name, "not attempted")
        for sign in ("=", "<>"):
            if self._take(sign):
                return (status == _status(self._next())) == (sign == "=")
        return status in _DONE

    def _set(self, least: int) -> bool:
        if not self._take("{"):
            raise _UnreadableError
        met = [self._any()]
        while self._take(","):
            met.append(self._any())
        return self._closed(sum(met) >= least, "}")

    def _closed(self, value: bool, sign: str) -> bool:
        if not self._take(sign):
            raise _UnreadableError
        return value

    def _take(self, sign: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == sign:
            self.at += 1
            return True
        return False

    def _next(self) -> str:
        if self.at >= len(self.tokens) or self.tokens[self.at] in "&|~=<>(){},*":
            raise _UnreadableError
        self.at += 1
        return self.tokens[self.at - 1]


def _status(word: str) -> str:
    """Return the status that a word, or its first letter, stands for."""
    given = word.strip('"').strip().lower()
    return next((each for each in _WORDS if given and each.startswith(given)), given)
