"""suspend_data as the player packs it (packager/runtime/core/resume.js): a person can resume a simulated attempt."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_LIMIT_BYTES = 4096
_FIRST = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_REST = _FIRST + "abcdefghijklmnopqrstuvwxyz0123456789_-"
#: What is left out, step by step, until the rest fits: phases whose answers go, and whether open texts stay.
_LEVELS: tuple[tuple[tuple[str, ...], bool], ...] = (
    ((), True),
    ((), False),
    (("practice",), False),
    (("practice", "survey"), False),
    (("practice", "survey", "pre"), False),
)


@dataclass(frozen=True)
class Answer:
    """What was answered: keys in choice order, or the text of an open question."""

    keys: tuple[str, ...] = ()
    text: str | None = None


@dataclass
class PlayerState:
    """Where a learner is. `answers` are kept under `phase/question/version`, `totals` hold points (won, max)."""

    version: str
    bookmark: str = "welcome"
    written: int = 0
    revision: int = 0
    post_try: int = 1
    seen: list[str] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)
    finished: bool = False


def tag_table(names: Iterable[str]) -> dict[str, str]:
    """Return a four-letter tag for each name; on a collision the later name is hashed again."""
    tags: dict[str, str] = {}
    for name in names:
        tag, salt = _tag_of(name), 1
        while tag in tags.values():
            tag, salt = _tag_of(f"{name}#{salt}"), salt + 1
        tags[name] = tag
    return tags


def pack(state: PlayerState, tags: dict[str, str]) -> str:
    """Return a state as JSON of at most 4,096 bytes, leaving out what can best be spared."""
    for drop, texts in _LEVELS:
        text = _json(_document(state, tags, drop, texts))
        if len(text.encode()) <= _LIMIT_BYTES:
            return text
    return _json({"v": 1, "c": state.version, "b": state.bookmark, "n": state.written, "r": state.revision})


def _document(state: PlayerState, tags: dict[str, str], drop: tuple[str, ...], texts: bool) -> dict[str, Any]:
    kept = {name: answer for name, answer in state.answers.items() if name.split("/")[0] not in drop}
    open_texts = [[tags[name], answer.text] for name, answer in kept.items() if answer.text is not None]
    document: dict[str, Any] = {
        "v": 1,
        "c": state.version,
        "b": state.bookmark,
        "n": state.written,
        "r": state.revision,
        "t": state.post_try,
        "s": "".join(tags[f"lesson/{lesson}"] for lesson in state.seen),
        "a": "".join(tags[name] + ("".join(answer.keys) or "0") for name, answer in kept.items()),
        "p": state.totals,
    }
    if texts and open_texts:
        document["x"] = open_texts
    if drop:
        document["d"] = drop
    if state.finished:
        document["f"] = 1
    return document


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _tag_of(text: str) -> str:
    value = _hash(text)
    rest, tag = value // len(_FIRST), _FIRST[value % len(_FIRST)]
    for _ in range(3):
        tag += _REST[rest % len(_REST)]
        rest //= len(_REST)
    return tag


def _hash(text: str) -> int:
    """Return FNV-1a of a text's code points, 32 bits."""
    value = 0x811C9DC5
    for letter in text:
        value = ((value ^ ord(letter)) * 0x01000193) & 0xFFFFFFFF
    return value
