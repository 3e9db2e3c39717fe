"""The number formats of Word's lists: 1, 01, A, iv, 一, ①, 甲 …  Spec: ECMA-376 Part 1 s17.18.59 (ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MAX_ROMAN = 32_767
_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_TEN_STEMS = "甲乙丙丁戊己庚辛壬癸"
_TWELVE_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH_ZERO = 0xFF10
_MAX_REPEATS = 40


def numeral(number: int, number_format: str) -> str:
    """Return a list number as Word writes it; a format that is unknown here is written in digits."""
    write = _FORMATS.get(number_format)
    return str(number) if write is None or number < 0 else write(number)


def _roman(number: int) -> str:
    if not 0 < number <= _MAX_ROMAN:
        return str(number)
    text = ""
    for amount, letters in _ROMAN:
        while number >= amount:
            text += letters
            number -= amount
    return text


def _letter(number: int) -> str:
    """Return a, b … z, aa, bb … as Word counts."""
    if number < 1:
        return ""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, _MAX_REPEATS)


def _counted(number: int, digits: str, units: Sequence[str], *, drop_one: bool) -> str:
    """Return a Chinese number up to 9,999: 十一, 二十, 一百零五."""
    if not 0 < number < 10_000:
        return _each_digit(number, digits)
    text, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + units[power]
        gap = digit == 0
    return text[1:] if drop_one and 10 <= number < 20 else text


def _each_digit(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _from_row(first: str, last: int) -> Callable[[int], str]:
    """Return a writer for signs that stand in a row in Unicode, such as ① to ⑳."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _from_set(signs: str) -> Callable[[int], str]:
    """Return a writer for a set of signs; beyond them, digits."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _chinese(number: int) -> str:
    return _counted(number, _DIGITS, ("", "十", "百", "千"), drop_one=True)


def _legal(number: int) -> str:
    return _counted(number, _LEGAL_DIGITS, ("", "拾", "佰", "仟"), drop_one=False)


def _full_width(number: int) -> str:
    return "".join(chr(_FULL_WIDTH_ZERO + int(digit)) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _from_row("①", 20),
    "decimalEnclosedCircleChinese": _from_row("①", 20),
    "decimalEnclosedParen": _from_row("⑴", 20),
    "decimalEnclosedFullstop": _from_row("⒈", 20),
    "ideographEnclosedCircle": _from_row("㊀", 10),
    "ideographDigital": lambda number: _each_digit(number, _DIGITS),
    "japaneseDigitalTenThousand": lambda number: _each_digit(number, _DIGITS),
    "taiwaneseDigital": lambda number: _each_digit(number, _DIGITS),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _from_set(_TEN_STEMS),
    "ideographZodiac": _from_set(_TWELVE_BRANCHES),
}
