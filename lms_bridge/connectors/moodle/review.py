"""A question on Moodle's review page: which question it is, and what was answered.

Core functions give pages, not answers. Our courses mark the question (`data-cb-question`) and each choice
(`data-cb-choice`) in their HTML; where the marks are missing, positions from 1 stand for keys. A native true/false
question shows words of its own: its stem names the keys of true and false (`data-cb-choices`), `t` and `f` if not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_QUESTION = "data-cb-question"
_CHOICE = "data-cb-choice"
_TRUTH = "data-cb-choices"
#: Keys of true and false where nothing names them, and the values of Moodle's buttons.
TRUTH_KEYS = ("t", "f")
_TRUTH_VALUES = ("1", "0")
TRUE_FALSE = "truefalse"
_ANSWER_FIELD = re.compile(r"q\d+:\d+_(answer|choice\d+)")
_BUTTONS = frozenset({"radio", "checkbox"})
#: Moodle's radio button that takes an answer back.
_NO_ANSWER = "-1"
_NAMED = re.compile(r"([A-Za-z0-9_-]{1,40})\.(\d{1,9})")


@dataclass(frozen=True)
class Reviewed:
    """A reviewed question: its id and version where the page says so, and the keys that were chosen."""

    question: str | None
    version: int | None
    response: tuple[str, ...]


@dataclass
class _Option:
    chosen: bool
    position: int
    value: str
    key: str | None = None


@dataclass
class _Page(HTMLParser):
    question: str | None = None
    options: list[_Option] = field(default_factory=list)
    text: str | None = None
    truth: tuple[str, ...] = TRUTH_KEYS

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get(_QUESTION) and self.question is None:
            self.question = given[_QUESTION]
        if len(keys := (given.get(_TRUTH) or "").split()) == len(TRUTH_KEYS):
            self.truth = tuple(keys)
        if tag == "input" and _ANSWER_FIELD.fullmatch(given.get("name") or ""):
            self._input(given)
        elif given.get(_CHOICE) and self.options and self.options[-1].key is None:
            self.options[-1].key = given[_CHOICE]

    def _input(self, given: dict[str, str | None]) -> None:
        value = given.get("value") or ""
        if given.get("type") in _BUTTONS and value != _NO_ANSWER:
            self.options.append(_Option("checked" in given, len(self.options) + 1, value))
        elif given.get("type") == "text":
            self.text = given.get("value") or None


def read_review(html: str, kind: str = "") -> Reviewed:
    """Return what a question's page says; a page that is none of ours or damaged says nothing.

    `kind` is Moodle's name of the question's type.
    """
    page = _Page()
    page.feed(html)
    page.close()
    if kind == TRUE_FALSE:
        keys = dict(zip(_TRUTH_VALUES, page.truth, strict=True))
        chosen = [keys.get(option.value, option.value) for option in page.options if option.chosen]
    else:
        chosen = [option.key or str(option.position) for option in page.options if option.chosen]
    if not page.options and page.text is not None:
        chosen = [page.text]
    named = _NAMED.fullmatch(page.question or "")
    return Reviewed(named[1] if named else None, int(named[2]) if named else None, tuple(sorted(chosen)))
