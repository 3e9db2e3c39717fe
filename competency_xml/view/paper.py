"""How a sheet is laid out on A3: which functions go left and right, in how many columns, in which type size.

The browser sets the text; this only foresees, from the number of characters, the largest type with which all of it
fits on one page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from competency_xml.model import Function
from foundation.text import LANGUAGES, LangText

#: A3 landscape inside its margins, what the head takes, and what stands between two columns.
PAGE_WIDTH_MM, PAGE_HEIGHT_MM, HEAD_MM, GAP_MM = 402.0, 279.0, 33.0, 5.0
#: The picture in the middle: with texts below it, and alone; what its legend takes.
CENTRE_MM, CENTRE_ALONE_MM, LEGEND_MM = 116.0, 150.0, 20.0
#: Smallest type that is read on a wall, and the largest that looks well.
SMALLEST_MM, LARGEST_MM, _STEP_MM = 2.1, 4.4, 0.05
#: Smallest type of the texts below the picture, which are read from near.
_ABOUT_SMALLEST_MM = 1.9
#: Columns left and right of the picture that are tried.
_COLUMNS = ((2, 2), (2, 3), (3, 2), (3, 3))
_LINE, _LATIN = 1.38, 0.5
#: Room in a column that its text cannot use (marker, padding), and what headings take more, in units of type size.
_INDENT, _WORK_EXTRA, _FUNCTION_EXTRA, _ITEM_EXTRA = 2.2, 1.9, 3.4, 0.28
#: What the headings and rules below the picture take, in units of type size.
_ABOUT_HEADINGS = 11.0
#: Columns never end alike, and a browser breaks lines otherwise than we count them.
_SLACK = 1.1


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """A layout: the first `left` functions stand left of the picture.

    Columns per side, width of the picture, and by language the type size of items and of the texts below the picture.
    """

    left: int
    left_columns: int
    right_columns: int
    centre_mm: float
    size_mm: dict[str, float]
    about_mm: dict[str, float]


def paper_plan(functions: Sequence[Function], about: Sequence[LangText]) -> PaperPlan:
    """Return the layout that allows the largest type; Chinese decides, English fits in."""
    centre = CENTRE_MM if any(about) else CENTRE_ALONE_MM
    choices = [(left, *columns) for columns in _COLUMNS for left in range(len(functions) + 1)]
    best = max(choices, key=lambda choice: _size(functions, choice, centre, LANGUAGES[0]))
    sizes = {lang: max(_size(functions, best, centre, lang), SMALLEST_MM) for lang in LANGUAGES}
    return PaperPlan(*best, centre, sizes, {lang: _about_size(about, sizes[lang], lang) for lang in LANGUAGES})


def _size(functions: Sequence[Function], choice: tuple[int, int, int], centre_mm: float, lang: str) -> float:
    """Return the largest type size in mm with which both sides fit, 0 when even the smallest does not."""
    left, left_columns, right_columns = choice
    sides = ((functions[:left], left_columns), (functions[left:], right_columns))
    width = (PAGE_WIDTH_MM - centre_mm - 2 * GAP_MM) / (left_columns + right_columns) - GAP_MM
    room = (PAGE_HEIGHT_MM - HEAD_MM) / _SLACK
    return _largest(
        lambda size: all(_height(side, width, size, lang) <= columns * room for side, columns in sides),
        SMALLEST_MM,
        LARGEST_MM,
    )


def _about_size(about: Sequence[LangText], most_mm: float, lang: str) -> float:
    """Return the largest type size, up to that of the items, with which the texts below the picture fit."""
    room = (PAGE_HEIGHT_MM - HEAD_MM - CENTRE_MM - LEGEND_MM) / _SLACK
    size = _largest(lambda size: _about_height(about, size, lang) <= room, _ABOUT_SMALLEST_MM, most_mm)
    return max(size, _ABOUT_SMALLEST_MM)


def _about_height(about: Sequence[LangText], size_mm: float, lang: str) -> float:
    return sum(_lines(text, CENTRE_MM, size_mm, lang) + 0.15 for text in about) * size_mm + _ABOUT_HEADINGS * size_mm


def _largest(fits: Callable[[float], bool], least_mm: float, most_mm: float) -> float:
    """Return the largest size in steps from `least_mm` up to `most_mm` that fits; 0 when none does."""
    low, high = 0, round((most_mm - least_mm) / _STEP_MM) + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if fits(least_mm + middle * _STEP_MM) else (low, middle)
    return 0.0 if low == 0 else round(least_mm + (low - 1) * _STEP_MM, 2)


def _height(functions: Sequence[Function], width_mm: float, size_mm: float, lang: str) -> float:
    """Return what functions need in one column of this width, in mm."""
    height = 0.0
    for function in functions:
        height += _lines(function.label, width_mm, size_mm * 1.2, lang) * 1.2 + _FUNCTION_EXTRA
        for work in function.works:
            height += _lines(work.label, width_mm, size_mm * 1.08, lang) * 1.08 + _WORK_EXTRA
            height += sum(_lines(item.label, width_mm, size_mm, lang) + _ITEM_EXTRA for item in work.items)
    return height * size_mm


def _lines(text: LangText, width_mm: float, size_mm: float, lang: str) -> float:
    """Return how high a text is, in units of its type size."""
    room = width_mm / size_mm - _INDENT
    units = sum(1.0 if character > "\u2e7f" else _LATIN for character in text.best(lang, "zh-CN", "en"))
    return ceil(max(units, 1.0) * 1.04 / max(room, 1.0)) * _LINE
