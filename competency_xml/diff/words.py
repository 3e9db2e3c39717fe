"""What changed inside a text: runs of characters that stayed, went and came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel, ConfigDict

Op = Literal["same", "old", "new"]

#: A Latin word or number, a run of spaces, or any one character: Chinese is compared character by character.
_TOKEN = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ɏ]+|\s+|.", re.DOTALL)
#: Two texts longer than this, multiplied, are compared by their common start and end alone.
_MAX_STEPS = 1_000_000


class Segment(BaseModel):
    """A run of characters in both texts (`same`), only in the old one, or only in the new one."""

    model_config = ConfigDict(frozen=True)

    op: Op
    text: str


def word_changes(old: str, new: str) -> tuple[Segment, ...]:
    """Return the segments of two texts; `same` and `old` join to the old text, `same` and `new` to the new one.

    What stays between two changes and is too short to read is taken as changed: 编[制质→写检]验 is worse than
    编[制质量→写检验].
    """
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[tuple[bool, str, str]] = []
    for equal, before, after in _runs(olds, news):
        _append(runs, equal, before, after)
    return tuple(segment for run in _readable(runs) for segment in _segments(*run))


def _runs(olds: Sequence[str], news: Sequence[str]) -> list[tuple[bool, str, str]]:
    if len(olds) * len(news) > _MAX_STEPS:
        return _framed(olds, news)
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    return [(tag == "equal", "".join(olds[a:b]), "".join(news[c:d])) for tag, a, b, c, d in matcher.get_opcodes()]


def _framed(olds: Sequence[str], news: Sequence[str]) -> list[tuple[bool, str, str]]:
    """Return the common start, what differs between, and the common end."""
    most = min(len(olds), len(news))
    start = next((n for n in range(most) if olds[n] != news[n]), most)
    end = next((n for n in range(most - start) if olds[-1 - n] != news[-1 - n]), most - start)
    head, tail = "".join(olds[:start]), "".join(olds[len(olds) - end :])
    middle = "".join(olds[start : len(olds) - end]), "".join(news[start : len(news) - end])
    return [run for run in ((True, head, head), (False, *middle), (True, tail, tail)) if run[1] or run[2]]


def _readable(runs: list[tuple[bool, str, str]]) -> list[tuple[bool, str, str]]:
    """Turn islands between two changes into change: one character, or less than half of what changes around it."""
    read: list[tuple[bool, str, str]] = []
    for number, (equal, before, after) in enumerate(runs):
        between = 0 < number < len(runs) - 1
        island = equal and between and (len(before) == 1 or _is_small(before, runs[number - 1], runs[number + 1]))
        _append(read, equal and not island, before, after)
    return read


def _is_small(island: str, left: tuple[bool, str, str], right: tuple[bool, str, str]) -> bool:
    around = min(max(len(left[1]), len(left[2])), max(len(right[1]), len(right[2])))
    return 2 * len(island) < around


def _append(runs: list[tuple[bool, str, str]], equal: bool, before: str, after: str) -> None:
    """Append a run, joined to the one before if both are the same or both are not."""
    if runs and runs[-1][0] == equal:
        _, last_before, last_after = runs.pop()
        before, after = last_before + before, last_after + after
    runs.append((equal, before, after))


def _segments(equal: bool, before: str, after: str) -> list[Segment]:
    if equal:
        return [Segment(op="same", text=before)]
    pairs: list[tuple[Op, str]] = [("old", before), ("new", after)]
    return [Segment(op=op, text=text) for op, text in pairs if text]
