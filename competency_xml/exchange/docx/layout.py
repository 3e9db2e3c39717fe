"""Where the cells of a Word table stand: rows and columns through merged cells, and without slivers of columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from competency_xml.exchange.docx.elements import attribute, child, children, local, value, whole

#: Columns of one table, twice what Word allows.
MAX_COLUMNS = 126
#: A column narrower than this (twips, 7 mm) that no cell fills alone is where borders were dragged apart.
_SLIVER_TWIPS = 400
_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


@dataclass(slots=True)
class Slot:
    """A cell: its rows (from 1, `bottom` in it) and columns (edges from 0), and its element.

    `hidden` are elements that a merge covers: Word shows nothing of them.
    """

    element: etree._Element
    top: int
    bottom: int
    left: int
    right: int
    hidden: list[etree._Element]


@dataclass(frozen=True)
class Layout:
    """The cells of a table in reading order; `tracked`: rows or cells of it were deleted or inserted."""

    slots: tuple[Slot, ...]
    tracked: bool


class TooManyColumnsError(ValueError):
    """A table claims more columns than anybody prints."""


def layout_of(table: etree._Element) -> Layout:
    """Return the cells of a table, deleted rows and cells left out, merged cells joined.

    Raises:
        TooManyColumnsError: it claims over `MAX_COLUMNS` columns.
    """
    placer = _Placer()
    for row in _within(table, "tr"):
        placer.row(row)
    _drop_slivers(placer.slots, _widths(table))
    return Layout(tuple(placer.slots), placer.tracked)


class _Placer:
    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.tracked = False
        self._row = 0
        self._open: dict[int, Slot] = {}

    def row(self, row: etree._Element) -> None:
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            self.tracked = True
            return
        self.tracked = self.tracked or child(properties, "ins") is not None
        self._row += 1
        left = _count(value(properties, "gridBefore"), least=0)
        last: Slot | None = None
        for cell in _within(row, "tc"):
            left, last = self._cell(cell, left, last)

    def _cell(self, cell: etree._Element, left: int, last: Slot | None) -> tuple[int, Slot | None]:
        """Place one cell, and return the edge at its right and the slot that holds it."""
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            self.tracked = True
            return left, last
        right = left + _count(value(properties, "gridSpan"), least=1)
        if right > MAX_COLUMNS:
            raise TooManyColumnsError
        if _merge(properties, "hMerge") == "continue" and last is not None:
            last.right = right
            last.hidden.append(cell)
            return right, last
        vertical = _merge(properties, "vMerge")
        above = self._open.get(left)
        for edge in [edge for edge in self._open if left <= edge < right]:
            del self._open[edge]
        if vertical == "continue" and above is not None:
            above.bottom = self._row
            above.hidden.append(cell)
            self._open[left] = above
            return right, above
        slot = Slot(cell, self._row, self._row, left, right, [])
        self.slots.append(slot)
        if vertical is not None:
            self._open[left] = slot
        return right, slot


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, through content controls and the like."""
    for one in element:
        found = local(one)
        if found == name:
            yield one
        elif found in _WRAPPERS:
            yield from _within(one, name)


def _merge(properties: etree._Element | None, name: str) -> str | None:
    """Return `restart`, `continue` or None. A merge without a value continues."""
    found = value(properties, name)
    return None if found is None else "restart" if found == "restart" else "continue"


def _count(text: str | None, *, least: int) -> int:
    number = whole(text)
    return least if number is None else max(number, least)


def _widths(table: etree._Element) -> list[int | None]:
    """Return the width of each column of a table in twips, None where it is not said."""
    grid = child(table, "tblGrid")
    columns = [] if grid is None else children(grid, "gridCol")
    return [whole((attribute(column, "w") or "").partition(".")[0]) for column in columns]


def _drop_slivers(slots: Sequence[Slot], widths: Sequence[int | None]) -> None:
    """Renumber the columns so that borders a few millimetres apart in different rows are one border."""
    spans = {(slot.left, slot.right) for slot in slots}
    slivers = {index for index, width in enumerate(widths) if width is not None and 0 <= width < _SLIVER_TWIPS}
    for left, right in sorted(spans):
        if slivers.issuperset(range(left, right)):
            slivers.discard(left)
    edges = _edges(slivers, max((right for _, right in spans), default=0))
    for slot in slots:
        slot.left, slot.right = edges[slot.left], edges[slot.right]


def _edges(slivers: Collection[int], last: int) -> list[int]:
    edges = [0]
    for column in range(last):
        edges.append(edges[-1] + (column not in slivers))
    return edges
