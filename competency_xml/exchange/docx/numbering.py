"""Numbers that Word computes: a list's 1.1.1 stands in no text, but follows from the lists and all paragraphs before.

Spec: ECMA-376 Part 1 s17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from competency_xml.exchange.docx.elements import attribute, child, children, is_on, value, whole
from competency_xml.exchange.docx.numerals import numeral
from competency_xml.exchange.docx.styles import ListPlace, Styles

_LEVELS = 9
_PLACEHOLDER = re.compile("%([1-9])")
_BULLET = "•"
_GAPS = {"nothing": "", "space": " ", "tab": " "}


@dataclass(frozen=True)
class ListLevel:
    """One level of a list. `restart` is the level above it (from 1) after which it begins anew, 0 for never."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    gap: str = " "
    all_decimal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass
class _List:
    """A list's definition (abstractNum) and how far it has counted; several lists may share one."""

    levels: dict[int, ListLevel]
    counted: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass
class _Instance:
    """A list as paragraphs name it (num): its definition, its own levels, and levels that it starts anew."""

    definition: _List
    own_levels: dict[int, ListLevel]
    starts: dict[int, int]

    def level(self, number: int) -> ListLevel:
        return self.own_levels.get(number) or self.definition.levels.get(number) or ListLevel()


class Numbering:
    """Counts the lists of a file. `label` is called once per paragraph, in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._instances: dict[str, _Instance] = {}
        if root is None:
            return
        abstract = {attribute(one, "abstractNumId") or "": one for one in children(root, "abstractNum")}
        used = {attribute(one, "numId") or "": value(one, "abstractNumId") or "" for one in children(root, "num")}
        lists: dict[str, _List] = {}
        for element in children(root, "num"):
            number = attribute(element, "numId") or ""
            target = _linked(abstract, used, used[number], styles)
            if target not in lists:
                lists[target] = _List(_levels(abstract.get(target)))
            self._instances.setdefault(number, _instance(element, lists[target]))

    def label(self, place: ListPlace, style: str) -> str:
        """Return the number of the next paragraph at a place in a list, with the gap after it; '' for no list.

        `style` is the paragraph style that gave the list, '' where the paragraph itself did.
        """
        instance = self._instances.get(place.number or "")
        if instance is None:
            return ""
        index = place.level
        if index is None:
            index = _level_of_style(instance, style) if style else 0
        if not 0 <= index < _LEVELS:
            return ""
        _count(instance, index)
        return _written(instance, index)


def _count(instance: _Instance, index: int) -> None:
    """Advance a list at one level: levels above that were not counted yet start, levels below begin anew."""
    counted = instance.definition.counted
    if index in instance.starts:
        counted[index] = instance.starts.pop(index)
    elif (now := counted[index]) is None:
        counted[index] = instance.level(index).start
    else:
        counted[index] = now + 1
    for above in range(index):
        if counted[above] is None:
            counted[above] = instance.definition.levels.get(above, ListLevel()).start
    for below in range(index + 1, _LEVELS):
        restart = instance.level(below).restart
        if restart is None or index < restart:
            counted[below] = None


def _written(instance: _Instance, index: int) -> str:
    level = instance.level(index)
    if level.number_format == "bullet":
        return _BULLET + level.gap
    counted = instance.definition.counted

    def number_of(found: re.Match[str]) -> str:
        shown = int(found[1]) - 1
        other = instance.level(shown)
        number = counted[shown] if counted[shown] is not None else other.start
        return numeral(number or 0, "decimal" if level.all_decimal else other.number_format)

    text = _PLACEHOLDER.sub(number_of, level.text)
    return text + level.gap if text else ""


def _instance(element: etree._Element, definition: _List) -> _Instance:
    own: dict[int, ListLevel] = {}
    starts: dict[int, int] = {}
    for override in children(element, "lvlOverride"):
        index = whole(attribute(override, "ilvl"))
        if index is None or not 0 <= index < _LEVELS:
            continue
        level = child(override, "lvl")
        if level is not None:
            own[index] = _level(level)
        start = whole(value(override, "startOverride"))
        if start is not None:
            starts[index] = start
            own[index] = replace(own.get(index) or definition.levels.get(index) or ListLevel(), start=start)
    return _Instance(definition, own, starts)


def _levels(element: etree._Element | None) -> dict[int, ListLevel]:
    if element is None:
        return {}
    found = {whole(attribute(one, "ilvl")): _level(one) for one in children(element, "lvl")}
    return {index: level for index, level in found.items() if index is not None and 0 <= index < _LEVELS}


def _level(element: etree._Element) -> ListLevel:
    start = whole(value(element, "start"))
    return ListLevel(
        start=1 if start is None else start,
        number_format=_format(element),
        text=value(element, "lvlText") or "",
        gap=_GAPS.get(value(element, "suff") or "tab", " "),
        all_decimal=is_on(element, "isLgl"),
        restart=whole(value(element, "lvlRestart")),
        style=value(element, "pStyle") or "",
    )


def _format(element: etree._Element) -> str:
    """Return a level's number format; one newer than Word 2007 stands in mc:AlternateContent, digits are near it."""
    return value(element, "numFmt") or "decimal"


def _level_of_style(instance: _Instance, style: str) -> int:
    return next((index for index in range(_LEVELS) if instance.level(index).style == style), 0)


def _linked(abstract: dict[str, etree._Element], used: dict[str, str], target: str, styles: Styles) -> str:
    """Return the definition that a list has: its own, or that of the list style which it names."""
    style = value(abstract.get(target), "numStyleLink")
    number = styles.named(style).list_place.number if style else None
    return target if number is None else used.get(number, target)
