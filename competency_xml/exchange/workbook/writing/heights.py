"""How high rows must be for their texts: spreadsheets measure a row when it is edited, not when a file is opened."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Any

from openpyxl.worksheet.dimensions import RowDimension

from competency_xml.exchange.workbook.form import Column
from competency_xml.exchange.workbook.writing.rows import SheetRow

_LINE_PT, _PADDING_PT, _MAX_PT = 14.5, 4.0, 405.0
#: Latin letters are narrower than the digits by which columns are measured.
_LATIN = 0.88
#: A long text right of what is printed does not stretch its row further.
_MAX_LINES_ASIDE = 4
_FULL_WIDTH = ("W", "F", "A")


class MeasuredRow(RowDimension):
    """A row whose height is what its text needs now, not what a person set: it grows when more is typed."""

    customHeight = False  # noqa: N815  openpyxl's name


def set_height(page: Any, number: int, columns: Sequence[Column], row: SheetRow) -> None:
    """Give row `number` of a page the height that its texts need, where one line is not enough."""
    lines = max((_lines(row, column) for column in columns if not column.field.hidden), default=1)
    height = min(lines * _LINE_PT + _PADDING_PT, _MAX_PT)
    page.row_dimensions[number] = MeasuredRow(page, index=number, ht=height)


def _lines(row: SheetRow, column: Column) -> int:
    value = row.get((column.field.key, column.lang))
    if not isinstance(value, str):
        return 1
    room = max(column.field.width - 1, 1)
    lines = sum(max(math.ceil(_width(line) / room), 1) for line in value.split("\n"))
    return lines if column.field.printed else min(lines, _MAX_LINES_ASIDE)


def _width(text: str) -> float:
    """Return a width in characters of a column: Han and full-width characters count two."""
    if text.isascii():
        return len(text) * _LATIN
    return sum(2 if unicodedata.east_asian_width(character) in _FULL_WIDTH else _LATIN for character in text)
