"""What no workbook can hold: refused before anything is written, with every text that is too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from competency_xml.errors import UnwritableTextError, UnwritableWorkbookError
from competency_xml.exchange.workbook.texts import unwritable_character
from competency_xml.exchange.workbook.writing.rows import MapRows, SheetRow
from competency_xml.exchange.workbook.writing.saving import too_large, unwritable
from competency_xml.limits import MAX_CELL_CHARACTERS, MAX_WORKBOOK_CHARACTERS
from foundation.findings import Finding
from foundation.text import both

_MAX_TOLD = 100
_LANGUAGE = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def refuse_what_does_not_fit(rows: MapRows) -> None:
    """Raise where a text is longer than a cell, holds what XML cannot hold, or all of it is too much.

    Raises:
        UnwritableWorkbookError, UnwritableTextError: as said.
    """
    problems = [_wrong_language(lang) for lang in rows.languages if not _LANGUAGE.fullmatch(lang)]
    total = 0
    for place, text in _texts(rows):
        total += len(text)
        character = unwritable_character(text)
        if character is not None:
            raise _no_text(place, character)
        if _units(text) > MAX_CELL_CHARACTERS and len(problems) < _MAX_TOLD:
            problems.append(_too_long(place, text))
    if problems:
        raise UnwritableWorkbookError(problems)
    if total > MAX_WORKBOOK_CHARACTERS:
        raise too_large()


def _texts(rows: MapRows) -> Iterator[tuple[str, str]]:
    for table in rows.tables.values():
        for row in table:
            for value in row.values():
                if isinstance(value, str):
                    yield _place(row), value


def _place(row: SheetRow) -> str:
    """Return the id of the part that a row tells of."""
    return next((str(row[key, ""]) for key in ("id", "ref", "parent", "item") if (key, "") in row), "competencyMap")


def _units(text: str) -> int:
    """Return a length as Excel counts it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _too_long(place: str, text: str) -> Finding:
    return unwritable(
        both(
            f"文字有 {_units(text)} 个字符，Excel 单元格最多 {MAX_CELL_CHARACTERS} 个",
            f"A text has {_units(text)} characters; a cell of Excel holds {MAX_CELL_CHARACTERS}",
        ),
        place,
    )


def _wrong_language(lang: str) -> Finding:
    return unwritable(both(f"“{lang}”不是语言标签", f"{lang} is no language tag"))


def _no_text(place: str, character: str) -> UnwritableTextError:
    return UnwritableTextError(
        both(f"文字含有 XML 不允许的字符 {character}", f"A text holds {character}, which XML cannot hold"),
        place=place,
        remedy=both("请删除此字符", "Remove this character"),
    )
