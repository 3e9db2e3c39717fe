"""A hostile JSON file → plain values: bounded in size, depth and number, and free of what XML cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.case.cleaning import NO_NUMBER, clean, finite
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.files import read_bytes
from foundation.text import both

#: A framework of 10,000 items takes about 20 MB.
MAX_BYTES = 40 << 20
#: Commas, brackets and braces: a bound on the values, and so on the memory (about 100 bytes each).
MAX_MARKS = 1_500_000
MAX_DEPTH = 60


def load_json(path: Path, notes: FrameworkNotes) -> Any:
    """Return the value in a JSON file.

    Raises:
        UnreadableFileError: missing, unreadable or too large.
        UnreadableFrameworkError: no JSON, or deeper or fuller than any framework.
    """
    content = read_bytes(path, max_bytes=MAX_BYTES)
    if sum(content.count(mark) for mark in (b",", b"[", b"{")) > MAX_MARKS:
        raise _unreadable(path, "JSON 的内容多得不合理", "The JSON holds absurdly many values")
    value = _parsed(_decoded(content, path, notes), path, notes)
    if not clean(value, notes, MAX_DEPTH):
        raise _unreadable(path, f"JSON 嵌套超过 {MAX_DEPTH} 层", f"The JSON is nested over {MAX_DEPTH} deep")
    return value


def _decoded(content: bytes, path: Path, notes: FrameworkNotes) -> str:
    """Return the text: in the encoding that JSON may have or, where it is in none of them, in GB 18030."""
    try:
        return content.decode(json.detect_encoding(content), "surrogatepass")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _unreadable(path, "既不是 UTF-8，也不是 GB 18030", "It is neither UTF-8 nor GB 18030") from error
    message = both("不是 UTF-8，已按 GB 18030 读入", "It is no UTF-8 and was read as GB 18030")
    remedy = both("请核对文字，并另存为 UTF-8", "Check the texts, and save it as UTF-8")
    notes.add(Remark("MAP-CASE-ENCODING", message, remedy), None)
    return text


def _parsed(text: str, path: Path, notes: FrameworkNotes) -> Any:
    try:
        return json.loads(
            text, parse_constant=lambda _: NO_NUMBER, parse_float=finite, object_pairs_hook=_objects(notes)
        )
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        raise _unreadable(path, f"JSON 格式错误：{error.msg}", f"Not well-formed JSON: {error.msg}", place) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "不是有效的 JSON", "It is no sound JSON") from error


def _objects(notes: FrameworkNotes) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Return what makes an object of names and values; a name that comes again is told, and lists under it joined."""

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        return fields if len(fields) == len(pairs) else joined(pairs)

    def joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, value in pairs:
            if name in fields:
                message = both(
                    f"字段 {name[:40]} 在同一对象里出现两次", f"The field {name[:40]} is twice in one object"
                )
                remedy = both("列表已合并，其他以最后一个为准", "Lists were joined; of others the last counts")
                notes.count(name, Remark("MAP-CASE-KEY", message, remedy), str(fields.get("identifier") or name)[:100])
            before = fields.get(name)
            fields[name] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
        return fields

    return made


def _unreadable(path: Path, zh: str, en: str, place: str | None = None) -> UnreadableFrameworkError:
    remedy = both("请在原系统中重新导出", "Export it again where it comes from")
    return UnreadableFrameworkError(both(zh, en), file=path, place=place, remedy=remedy)
