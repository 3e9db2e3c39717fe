"""CSV as Moodle's PHP reads and writes it ⇄ records of cells; hostile files are bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.moodle_csv.takes import ESCAPING
from foundation.files import read_bytes
from foundation.text import both

#: A framework of 10,000 competencies with descriptions takes about 5 MB.
MAX_BYTES = 16 << 20
#: Delimiters and line ends: a bound on the cells.
MAX_CELLS = 1_000_000
_DELIMITERS = (",", ";", "\t", ":")
_MIN_COLUMNS = 12
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEEDS_QUOTES = re.compile(r'[,"\\\r\n\t ;]')
#: PHP does not double a quotation mark behind a backslash.
_QUOTED_BY_PHP = r'"(?:[^"\\]++|\\"?+|"")*+"'
_QUOTED = r'"(?:[^"]++|"")*+"'


def read_records(path: Path, notes: FrameworkNotes) -> list[tuple[str, ...]]:
    """Return the records of a CSV file in UTF-8, UTF-16 with a mark, or GB 18030; the delimiter is told by the heading.

    Blank lines are left out. Line ends in cells are LF.

    Raises:
        UnreadableFileError: missing, unreadable or too large.
        UnreadableFrameworkError: no text, no table, or more cells than any framework has.
    """
    text = _decoded(read_bytes(path, max_bytes=MAX_BYTES), path)
    cleaned = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(cleaned) < len(text) and _UNWRITABLE.search(text):
        message = both("文字含有控制字符，已去掉", "A text holds control characters; they were left out")
        notes.count("character", Remark("MAP-CELL-CHARACTER", message), None)
    delimiter = _delimiter(cleaned, path)
    if cleaned.count(delimiter) + cleaned.count("\n") > MAX_CELLS:
        raise _unreadable(path, "表格大得不合理", "The table is absurdly large")
    return _consistent(cleaned.strip("\n "), delimiter)


def csv_text(records: Iterable[tuple[str, ...]]) -> str:
    """Return records as CSV that PHP reads as they are."""
    return "".join(",".join(map(_cell, record)) + "\n" for record in records)


def _decoded(content: bytes, path: Path) -> str:
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    for one in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            return content.decode(one)
        except UnicodeDecodeError:
            continue
    raise _unreadable(path, "文件既不是 UTF-8 也不是 GB 18030 编码", "The file is neither UTF-8 nor GB 18030")


def _delimiter(text: str, path: Path) -> str:
    """Return the delimiter that makes the first record as wide as a framework's."""
    widths: dict[str, int] = {}
    for delimiter in _DELIMITERS:
        records = _parsed(text, delimiter, _QUOTED, most=1).records
        widths[delimiter] = len(records[0]) if records else 0
    best = max(_DELIMITERS, key=lambda one: widths[one])
    if widths[best] < _MIN_COLUMNS:
        raise _unreadable(path, "不是 Moodle 能力框架的 CSV（应有 14 列）", "No framework of Moodle: it has 14 columns")
    return best


@dataclass
class _Parse:
    """Records, and whether every quotation mark was where it belongs and all records are as wide as the first."""

    records: list[tuple[str, ...]]
    sound: bool


def _consistent(text: str, delimiter: str) -> list[tuple[str, ...]]:
    """Read as everybody does, unless only PHP's way of reading makes sense of the quotation marks."""
    usual = _parsed(text, delimiter, _QUOTED)
    if usual.sound or '\\"' not in text:
        return usual.records
    as_php = _parsed(text, delimiter, _QUOTED_BY_PHP)
    return as_php.records if as_php.sound else usual.records


def _parsed(text: str, delimiter: str, quoted: str, most: int | None = None) -> _Parse:
    """Return up to `most` records; `quoted` is the pattern of a cell in quotation marks."""
    cell = re.compile(rf"({quoted})?([^{re.escape(delimiter)}\n]*)({re.escape(delimiter)}|\n|\Z)", re.DOTALL)
    php = quoted is _QUOTED_BY_PHP
    parse = _Parse([], sound=True)
    record: list[str] = []
    at = 0
    while at < len(text) and (most is None or len(parse.records) < most):
        found = cell.match(text, at)
        if found is None:  # cannot be: the pattern matches the rest of a line as it stands
            break
        if found[1] and found[2]:
            parse.sound = False
        record.append((_unquoted(found[1], php=php) if found[1] else "") + found[2])
        at = found.end()
        ends = found[3] != delimiter
        if not ends and at == len(text):
            record.append("")
            ends = True
        if ends and any(record):
            parse.records.append(tuple(record))
            parse.sound = parse.sound and len(record) == len(parse.records[0])
        if ends:
            record = []
    return parse


def _unquoted(cell: str, *, php: bool) -> str:
    inner = cell[1:-1]
    if not php:
        return inner.replace('""', '"')
    return re.sub(r'(\\")|""', lambda found: found[1] or '"', inner)


def _cell(text: str) -> str:
    """Return a cell, in quotation marks where it needs them; none of its backslashes hides a mark from PHP."""
    safe = ESCAPING.sub("＼", text)
    return '"' + safe.replace('"', '""') + '"' if _NEEDS_QUOTES.search(safe) else safe


def _unreadable(path: Path, zh: str, en: str) -> UnreadableFrameworkError:
    remedy = both(
        "请从 Moodle 重新导出能力框架；要求表请另存为 .xlsx",
        "Export the framework from Moodle again; save a table of requirements as .xlsx",
    )
    return UnreadableFrameworkError(both(zh, en), file=path, remedy=remedy)
