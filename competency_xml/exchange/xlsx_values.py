"""What a cell of a workbook shows: shared and rich strings, and numbers and dates by their format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from competency_xml.exchange.grid import CellKind
from foundation.numbers import whole_number

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?![hmsHMS]+\])[^\]]*\]')
_FIXED_DECIMALS = re.compile(r"[0#?]*0\.(0+)(_.|;.*)?")
#: Built-in formats that show dates or times. Spec: ECMA-376 Part 1 s18.8.30, with the East Asian ones.
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENT_FORMATS = ("9", "10")
_BUILT_IN_DECIMALS = {2: 2, 4: 2}
_MAX_SERIAL = 2_958_466


@dataclass(frozen=True)
class NumberFormats:
    """How the workbook's cell styles show numbers: by style index, whether as date or percent, and fixed decimals."""

    is_date: tuple[bool, ...] = ()
    decimals: tuple[int | None, ...] = ()
    is_percent: tuple[bool, ...] = ()
    starts_1904: bool = False

    def shown(self, value: str, style: str | None) -> tuple[str, CellKind]:
        """Return what a number shows, as Excel would: dates as ISO, `1.1` in format 0.00 as `1.10`.

        A percentage is not rounded: what is weighed must still sum.
        """
        try:
            number = float(value)
        except ValueError:
            return value, "number"
        index = int(style) if style and style.isascii() and style.isdigit() and len(style) < 9 else -1
        if 0 <= index < len(self.is_date) and self.is_date[index] and 0 <= number < _MAX_SERIAL:
            return self._date(number), "date"
        if 0 <= index < len(self.is_percent) and self.is_percent[index]:
            return f"{number * 100:.12g}%", "number"
        decimals = self.decimals[index] if 0 <= index < len(self.decimals) else None
        if decimals is not None:
            return f"{number:.{decimals}f}", "number"
        return f"{number:.15g}", "number"

    def _date(self, serial: float) -> str:
        epoch = datetime(1904, 1, 1) if self.starts_1904 else datetime(1899, 12, 30)
        moment = epoch + timedelta(days=serial)
        return moment.date().isoformat() if serial >= 1 else moment.time().isoformat("seconds")


def number_formats(styles: etree._Element | None, workbook: etree._Element) -> NumberFormats:
    """Return the number formats of a workbook; without a styles part every number is general."""
    properties = workbook.find("{*}workbookPr")
    starts_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    if styles is None:
        return NumberFormats(starts_1904=starts_1904)
    custom = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    ids = [style.get("numFmtId", "0") for style in styles.iterfind("{*}cellXfs/{*}xf")]
    return NumberFormats(
        is_date=tuple(_shows_date(format_id, custom) for format_id in ids),
        decimals=tuple(_fixed_decimals(format_id, custom) for format_id in ids),
        is_percent=tuple(_shows_percent(format_id, custom) for format_id in ids),
        starts_1904=starts_1904,
    )


def shared_strings(items: Iterable[etree._Element]) -> list[str]:
    """Return the workbook's shared strings in order, of the elements that hold them."""
    return [string_of(item) for item in items]


def string_of(element: etree._Element, text: str | None = None) -> str:
    """Return the text of a string item: its runs joined, phonetic guides left out, line ends as LF."""
    if text is None:
        text = "".join(_runs(element))
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _runs(element: etree._Element) -> list[str]:
    texts: list[str] = []
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            texts.extend(text.text or "" for text in child.iterfind("{*}t"))
    return texts


def _shows_date(format_id: str, custom: dict[str, str]) -> bool:
    code = custom.get(format_id)
    if code is None:
        return whole_number(format_id) in _DATE_FORMATS
    plain = _QUOTED.sub("", code).lower()
    return "general" not in plain and any(letter in plain for letter in "ymdhs")


def _shows_percent(format_id: str, custom: dict[str, str]) -> bool:
    code = custom.get(format_id)
    return format_id in _PERCENT_FORMATS if code is None else "%" in _QUOTED.sub("", code)


def _fixed_decimals(format_id: str, custom: dict[str, str]) -> int | None:
    code = custom.get(format_id)
    if code is None:
        number = whole_number(format_id)
        return None if number is None else _BUILT_IN_DECIMALS.get(number)
    found = _FIXED_DECIMALS.fullmatch(code)
    return len(found[1]) if found else None
