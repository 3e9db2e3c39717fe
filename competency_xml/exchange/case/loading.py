"""A hostile JSON file → plain values: bounded in size, depth and number, and free of what XML cannot hold."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.case.cleaning import MAX_CHARACTERS, NO_NUMBER, clean, finite
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.files import read_bytes
from foundation.text import both

#: A map of 20,000 items in two languages takes 70 to 90 MB. Other encodings than UTF-8 take more memory to read.
MAX_BYTES = 96_000_000
MAX_BYTES_OTHERWISE = 24_000_000
#: Bounds on the values, and so on the memory: an object takes some 230 bytes, another value some 80.
MARKS = (b",", b"[", b"{")
MAX_MARKS = 2_500_000
MAX_OBJECTS = 600_000
#: Memory of texts with a character beyond U+FFFF, which take four bytes for every one.
MAX_WIDE_BYTES = 100_000_000
MAX_DEPTH = 60
#: Shorter texts take little memory, however wide.
_LONG = 200
_ASTRAL = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")


def load_json(path: Path, notes: FrameworkNotes) -> Any:
    """Return the value in a JSON file.

    Raises:
        UnreadableFileError: missing, unreadable or too large.
        UnreadableFrameworkError: no JSON, or deeper or fuller than any framework.
    """
    value = _parsed(_text(path, notes), path, notes)
    if not clean(value, notes, MAX_DEPTH):
        raise _unreadable(
            path,
            f"JSON 嵌套超过 {MAX_DEPTH} 层，或一段文字超过 {MAX_CHARACTERS} 个字符",
            f"The JSON is nested over {MAX_DEPTH} deep, or a text is over {MAX_CHARACTERS} characters long",
        )
    return value


def _text(path: Path, notes: FrameworkNotes) -> str:
    content = read_bytes(path, max_bytes=MAX_BYTES)
    if is_too_full(sum(map(content.count, MARKS)), content.count(b"{")):
        raise _unreadable(path, "JSON 的内容多得不合理", "The JSON holds absurdly many values")
    return _decoded(content, path, notes)


def is_too_full(marks: int, objects: int) -> bool:
    """Whether a file with so many commas and brackets, among them so many of objects, is more than is read."""
    return marks > MAX_MARKS or objects > MAX_OBJECTS


def _decoded(content: bytes, path: Path, notes: FrameworkNotes) -> str:
    """Return the text: in the encoding that JSON may have or, where it is in none of them, in GB 18030."""
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8") and len(content) > MAX_BYTES_OTHERWISE:
        raise _too_large(path)
    try:
        narrow = _narrowed(content) if encoding.startswith("utf-8") else content
        return narrow.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        pass
    if len(content) > MAX_BYTES_OTHERWISE:
        raise _too_large(path)
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _unreadable(path, "既不是 UTF-8，也不是 GB 18030", "It is neither UTF-8 nor GB 18030") from error
    message = both("不是 UTF-8，已按 GB 18030 读入", "It is no UTF-8 and was read as GB 18030")
    remedy = both("请核对文字，并另存为 UTF-8", "Check the texts, and save it as UTF-8")
    notes.add(Remark("MAP-CASE-ENCODING", message, remedy), None)
    return text


def _narrowed(content: bytes) -> bytes:
    """Return a JSON text with characters beyond U+FFFF escaped: a single one doubles the memory of all others."""
    if content.count(b"\xf0") < len(content) // 100:
        return _ASTRAL.sub(_escaped, content)
    return content


def _escaped(character: re.Match[bytes]) -> bytes:
    try:
        return json.dumps(character[0].decode())[1:-1].encode()
    except UnicodeDecodeError:
        return character[0]


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
    """Return what makes an object of names and values; a name that comes again is told, and lists under it joined.

    Equal texts become one: a framework says each identifier, title and time many times.
    """

    texts: dict[str, str] = {}
    wide = 0

    def kept(text: str) -> str:
        nonlocal wide
        known = texts.setdefault(text, text)
        if known is text and len(text) > _LONG and (size_bytes := sys.getsizeof(text)) > 3 * len(text):
            wide += size_bytes
            if wide > MAX_WIDE_BYTES:
                raise ValueError("too many wide texts")
        return known

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = {name: kept(one) if type(one) is str else one for name, one in pairs}
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


def _too_large(path: Path) -> UnreadableFrameworkError:
    limit = MAX_BYTES_OTHERWISE // 1_000_000
    return _unreadable(path, f"不是 UTF-8 的文件不能超过 {limit} MB", f"A file in no UTF-8 is to be below {limit} MB")


def _unreadable(path: Path, zh: str, en: str, place: str | None = None) -> UnreadableFrameworkError:
    remedy = both("请在原系统中重新导出", "Export it again where it comes from")
    return UnreadableFrameworkError(both(zh, en), file=path, place=place, remedy=remedy)
