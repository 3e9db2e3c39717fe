"""JSON values → the same without what no map can hold: control characters, and numbers that are none."""

from __future__ import annotations

import math
import re
from typing import Any

from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.text import both

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Characters of one text.
MAX_CHARACTERS = 1_000_000
#: A step to a value: the steps before it, and its name or index.
_Trail = tuple[Any, str | int]


class _NoNumber:
    """Stands for NaN, Infinity and what is too large until it is told where it stood."""


NO_NUMBER = _NoNumber()


def finite(digits: str) -> float | _NoNumber:
    """Return the number that some digits say, or the mark of one that is too large."""
    number = float(digits)
    return number if math.isfinite(number) else NO_NUMBER


def clean(root: Any, notes: FrameworkNotes, max_depth: int) -> bool:
    """Take out in place what no map can hold; return whether nothing is deeper or longer than anything is."""
    stack: list[tuple[Any, int, _Trail | None]] = [(root, 1, None)]
    while stack:
        value, depth, trail = stack.pop()
        if depth > max_depth:
            return False
        if isinstance(value, dict):
            _clean_names(value, trail, notes)
            steps: Any = value.items()
        elif isinstance(value, list):
            steps = enumerate(value)
        else:
            continue
        for name, inner in steps:
            if isinstance(inner, str):
                if len(inner) > MAX_CHARACTERS:
                    return False
                if _UNWRITABLE.search(inner):
                    value[name] = _cleaned(inner, (trail, name), notes)
            elif inner is NO_NUMBER:
                value[name] = None
                _tell_number((trail, name), notes)
            elif isinstance(inner, dict | list):
                stack.append((inner, depth + 1, (trail, name)))
    return True


def place_of(trail: _Trail | None) -> str:
    """Return a place in a file as a JSON path: $.CFItems[3].notes."""
    steps: list[str] = []
    while trail is not None:
        trail, step = trail
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step}")
    return "$" + "".join(reversed(steps))[:150]


def _clean_names(value: dict[str, Any], trail: _Trail | None, notes: FrameworkNotes) -> None:
    for name in [name for name in value if _UNWRITABLE.search(name)]:
        value[_cleaned(name, trail, notes)] = value.pop(name)


def _cleaned(text: str, trail: _Trail | None, notes: FrameworkNotes) -> str:
    message = both("文字含有控制字符，已去掉", "A text holds control characters; they were left out")
    notes.count("character", Remark("MAP-CELL-CHARACTER", message), place_of(trail))
    return _UNWRITABLE.sub("", text)


def _tell_number(trail: _Trail, notes: FrameworkNotes) -> None:
    message = both("NaN、Infinity 不是 JSON 的数，没有导入", "NaN and Infinity are no numbers of JSON; not imported")
    remedy = both("请在原系统中更正", "Correct it where it comes from")
    notes.count("number", Remark("MAP-CASE-VALUE", message, remedy), place_of(trail))
