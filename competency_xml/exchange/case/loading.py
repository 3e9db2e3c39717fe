"""A hostile JSON file → plain values: bounded in size, depth and number, and free of what XML cannot hold."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any, NoReturn

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.files import read_bytes
from foundation.text import both

#: A framework of 10,000 items takes about 20 MB.
MAX_BYTES = 40 << 20
#: Commas, brackets and braces: a bound on the values, and so on the memory (about 100 bytes each).
MAX_MARKS = 1_500_000
MAX_DEPTH = 60
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def load_json(path: Path, notes: FrameworkNotes) -> Any:
    """Return the value in a JSON file.

    Raises:
        UnreadableFileError: missing, unreadable or too large.
        UnreadableFrameworkError: no JSON, or deeper or fuller than any framework.
    """
    content = read_bytes(path, max_bytes=MAX_BYTES)
    if sum(content.count(mark) for mark in (b",", b"[", b"{")) > MAX_MARKS:
        raise _unreadable(path, "JSON 的内容多得不合理", "The JSON holds absurdly many values")
    try:
        value = json.loads(content, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        raise _unreadable(path, f"JSON 格式错误：{error.msg}", f"Not well-formed JSON: {error.msg}", place) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "不是有效的 JSON", "It is no sound JSON") from error
    _clean(value, path, notes)
    return value


def _clean(root: Any, path: Path, notes: FrameworkNotes) -> None:
    """Take out of every text in place what XML cannot hold, and refuse what is nested too deeply."""
    stack: list[tuple[Any, int]] = [(root, 1)]
    while stack:
        value, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise _unreadable(path, f"JSON 嵌套超过 {MAX_DEPTH} 层", f"The JSON is nested over {MAX_DEPTH} deep")
        if isinstance(value, dict):
            _clean_object(value, notes)
            stack.extend((inner, depth + 1) for inner in value.values() if isinstance(inner, dict | list))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                if isinstance(inner, str):
                    value[index] = _cleaned(inner, notes)
            stack.extend((inner, depth + 1) for inner in value if isinstance(inner, dict | list))


def _clean_object(value: dict[str, Any], notes: FrameworkNotes) -> None:
    for name in [name for name in value if _UNWRITABLE.search(name)]:
        value[_cleaned(name, notes)] = value.pop(name)
    for name, inner in value.items():
        if isinstance(inner, str) and _UNWRITABLE.search(inner):
            value[name] = _cleaned(inner, notes)


def _cleaned(text: str, notes: FrameworkNotes) -> str:
    cleaned = _UNWRITABLE.sub("", text)
    if cleaned != text:
        message = both("文字含有控制字符，已去掉", "A text holds control characters; they were left out")
        notes.count("character", Remark("MAP-CELL-CHARACTER", message), cleaned[:30] or None)
    return cleaned


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is too large")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _unreadable(path: Path, zh: str, en: str, place: str | None = None) -> UnreadableFrameworkError:
    remedy = both("请在原系统中重新导出", "Export it again where it comes from")
    return UnreadableFrameworkError(both(zh, en), file=path, place=place, remedy=remedy)
