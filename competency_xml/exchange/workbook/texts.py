"""Texts in cells, to the letter: what a spreadsheet would not keep stands there as a string in quotation marks.

A text is shown as it is wherever a cell gives it back. An empty text, one of spaces alone, one with a line break
other than LF, with `_x000D_`, or with what a person would write otherwise (a code in full-width digits) is shown
quoted, as JSON writes strings: `""`, `"１．１"`. A cell in quotation marks is read so only where the text in them
needs it; any other keeps its quotation marks, so that "5S" in a text needs no care.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable

from foundation.text import LangText

Plain = Callable[[str], str]

#: Stands where something is there that says nothing (a source without clause, row, document and place), and for —.
DASH = "—"
#: Follows an id that no part of the map has. Ids are ASCII, so that no id ends like this.
MISSING = "（不存在）"

_UNKEPT = re.compile("[\r\x7f\x85\u2028\u2029]|_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME_CHARACTERS = 60
_CODE = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_CODE_DOTS = str.maketrans("。·﹒、", "....")
_ID_GAPS = re.compile("[\\s,，、;；]+")
_FULL_WIDTH_GAPS = re.compile("[\\s，、；]+")


def verbatim(text: str) -> str:
    """Return a text as it is: how a person's wording is taken."""
    return text


def trimmed(text: str) -> str:
    """Return a text without spaces around it: how a word, a number of a standard or an address is taken."""
    return text.strip()


def plain_code(text: str) -> str:
    """Return a code as maps write it: `１．１` and `1.1.` give `1.1`; what is no such code keeps its characters."""
    text = text.strip()
    half_width = unicodedata.normalize("NFKC", text.translate(_CODE_DOTS)).rstrip(".")
    return half_width if _CODE.fullmatch(half_width) else text


def shown(text: str, plain: Plain = verbatim, reserved: Collection[str] = ()) -> str:
    """Return what a cell holds for a text, so that `meant` gives the text back.

    Args:
        text: the text.
        plain: how a person's cell is taken.
        reserved: cells that mean something else.
    """
    if _NO_XML.search(text):
        return text  # refused before it is written
    return _quoted(text) if _needs_quotes(text, plain, reserved) else text


def meant(cell: str, plain: Plain = verbatim, reserved: Collection[str] = ()) -> str:
    """Return the text that a cell, which is not blank, stands for."""
    inner = unquoted(cell)
    if inner is not None and _needs_quotes(inner, plain, reserved):
        return inner
    return plain(cell)


def unquoted(cell: str) -> str | None:
    """Return what a JSON string in a cell holds; None where it is none, or holds what no map can."""
    cell = cell.strip()
    if len(cell) < 2 or cell[0] != '"' or cell[-1] != '"':
        return None
    try:
        inner = json.loads(cell, strict=False)
    except ValueError:
        return None
    return inner if isinstance(inner, str) and not _NO_XML.search(inner) else None


def unwritable_character(text: str) -> str | None:
    """Return the first character that no map's XML can hold, as U+XXXX, or None."""
    found = _NO_XML.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def id_shown(part_id: str, known: Collection[str]) -> str:
    """Return what a cell holds for the id of a part; that of no part is marked as missing."""
    return shown(part_id, trimmed) + ("" if part_id in known else MISSING)


def ids_shown(ids: Iterable[str], known: Collection[str]) -> str:
    """Return what a cell holds for several ids: a space between two."""
    return " ".join(id_shown(part_id, known) for part_id in ids)


def id_meant(word: str) -> tuple[str, bool]:
    """Return the id that a word may be, and whether it is marked as missing, so that it can be nothing else."""
    is_missing = word.endswith(MISSING)
    return meant(word.removesuffix(MISSING), trimmed), is_missing


def id_words(cell: str, known: Collection[str]) -> list[str]:
    """Return the ids, codes or names in a cell, with whatever between them; ids may hold commas, names may not."""
    words: list[str] = []
    for word in filter(None, _FULL_WIDTH_GAPS.split(cell)):
        part_id, is_missing = id_meant(word)
        words.extend([word] if is_missing or part_id in known else filter(None, _ID_GAPS.split(word)))
    return words


def folded(text: str) -> str:
    """Return a name, heading or word as two that mean the same are equal: width, case and spaces aside."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def reference_name(label: LangText) -> str:
    """Return a part's name as it stands beside its id for reference: its first line, or the beginning of that."""
    first_line = label.best().strip().partition("\n")[0]
    return shown(first_line if len(first_line) <= _NAME_CHARACTERS else first_line[:_NAME_CHARACTERS] + "…")


def _needs_quotes(text: str, plain: Plain, reserved: Collection[str]) -> bool:
    if not text.strip() or text in reserved or _UNKEPT.search(text) or plain(text) != text:
        return True
    inner = unquoted(text)
    return inner is not None and _needs_quotes(inner, plain, reserved)


def _quoted(text: str) -> str:
    return _UNKEPT.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
