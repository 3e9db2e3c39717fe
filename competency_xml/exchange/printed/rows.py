"""Data rows of one printed table → functions, works and items. Merged cells fill down; so does a blank cell,
unless the codes say that something else begins there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from competency_xml.codes import Code, dotted, split_code
from competency_xml.exchange.printed.draft import DraftFunction, DraftItem, DraftLevel, DraftWork
from competency_xml.exchange.printed.lines import CellReader, Line
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.tables import Table
from competency_xml.model import ItemKind

_BLANK = Line(None, "")


@dataclass(frozen=True)
class _LineCell:
    """An item cell as its lines: its kind, its place, and the rows that it covers."""

    kind: ItemKind
    place: str
    rows: range
    lines: list[Line]


@dataclass(frozen=True)
class _LastItem:
    """The item of a kind that was read last, and whether its cell held several."""

    item: DraftItem
    is_list: bool


@dataclass(frozen=True)
class _ItemCell:
    """An item cell that was read: its items, and the rows that it covers."""

    items: list[DraftItem]
    rows: range


class RowReader:
    """Reads rows of one table into one level after another; remembers what the row before left open."""

    def __init__(self, table: Table, notes: ReadingNotes) -> None:
        self._grid = table.grid
        self._columns = table.columns
        self._notes = notes
        self._cells = CellReader(table.grid, table.columns.codes, notes)
        self._level: DraftLevel | None = None
        self._function: DraftFunction | None = None
        self._function_anchor: tuple[int, int] | None = None
        self._work: DraftWork | None = None
        self._last_items: dict[ItemKind, _LastItem] = {}
        self._resumes = False
        self._work_of_row: dict[int, DraftWork] = {}
        self._item_cells: list[_ItemCell] = []

    def continue_with(self, level: DraftLevel) -> None:
        """Go on where another table of the same level ended: a table that a page break cut."""
        self._level = level
        self._function = level.functions[-1] if level.functions else None
        self._work = self._function.works[-1] if self._function is not None and self._function.works else None
        self._resumes = self._work is not None
        for item in self._work.items if self._work is not None else ():
            self._last_items[item.kind] = _LastItem(item, is_list=True)

    def read_row(self, row: int, level: DraftLevel) -> int:
        """Read one row into `level`, and return how many items it has; `finish` hands them to their works."""
        if level is not self._level:
            self._level, self._function, self._function_anchor, self._work = level, None, None, None
        work_line = self._work_line(row)
        cells = self._read_items(row, work_line)
        codes = [item.code for cell in cells for item in cell.items if item.code is not None]
        self._take_work(row, level, work_line, codes[0] if codes else None, has_items=bool(cells))
        if self._work is not None:
            self._work_of_row[row] = self._work
        self._item_cells.extend(cells)
        return sum(len(cell.items) for cell in cells)

    def finish(self) -> None:
        """Give every item to its work: of the works that its cell spans, the one whose code leads its own.

        Items of a work stand kind by kind, in the order of the columns.
        """
        for cell in self._item_cells:
            works = [self._work_of_row[row] for row in cell.rows if row in self._work_of_row]
            for item in cell.items:
                _owner(item, works).items.append(item)
        kinds = [kind for kind, _ in self._columns.item_columns]
        for work in self._work_of_row.values():
            work.items.sort(key=lambda item: kinds.index(item.kind) if item.kind in kinds else -1)

    def _work_line(self, row: int) -> Line | None:
        """Return the work that starts in a row; None inside a merged work cell."""
        column = self._columns.by_kind["work"]
        if not self._starts_here(row, column):
            return None
        return self._cells.line(row, column, 2, None if self._work is None else self._work.code)

    def _read_items(self, row: int, work_line: Line | None) -> list[_ItemCell]:
        same_work = work_line is None or work_line == _BLANK or self._is_same_work(work_line)
        if not same_work:
            self._last_items = {}
        work_code = work_line.code if work_line and work_line != _BLANK else self._work.code if self._work else None
        depth = 3 if work_code is None else len(work_code.parts) + 1
        read = list(self._lines_of_row(row, depth))
        codes = [line.code for cell in read for line in cell.lines if line.code is not None]
        may_be_rest = same_work and self._work is not None and not self._names_function(row)
        if may_be_rest and (not codes or _leads(self._work_code(), codes[0])):
            read = [self._without_rest(cell) for cell in read]
        self._resumes = False
        return [self._item_cell(cell) for cell in read if cell.lines]

    def _lines_of_row(self, row: int, depth: int) -> Iterator[_LineCell]:
        for kind, column in self._columns.item_columns:
            if self._starts_here(row, column):
                last = self._last_items.get(kind)
                lines = self._cells.lines(row, column, depth, None if last is None else last.item.code)
                merge = self._grid.merge_at(row, column)
                rows = range(row, (merge.bottom if merge else row) + 1)
                yield _LineCell(kind, self._grid.place(row, column), rows, lines)

    def _without_rest(self, cell: _LineCell) -> _LineCell:
        """Join a first line without code to the item above, where a page break cut a cell of several items there."""
        last = self._last_items.get(cell.kind)
        if last is None or last.item.code is None or not cell.lines or not (self._resumes or last.is_list):
            return cell
        first = cell.lines[0]
        if first.code is not None or first.ordinal:
            return cell
        self._notes.continued_line(cell.place, first.text)
        last.item.text = f"{last.item.text}\n{first.text}"
        return replace(cell, lines=cell.lines[1:])

    def _item_cell(self, cell: _LineCell) -> _ItemCell:
        items = [DraftItem(cell.kind, line.code, line.text, cell.place) for line in cell.lines]
        self._last_items[cell.kind] = _LastItem(items[-1], is_list=len(items) > 1)
        return _ItemCell(items, cell.rows)

    def _work_code(self) -> Code | None:
        return None if self._work is None else self._work.code

    def _take_work(
        self, row: int, level: DraftLevel, line: Line | None, item_code: Code | None, *, has_items: bool
    ) -> None:
        """Make the row's work the current one: a new one, or the one above that goes on."""
        if line is None and self._work is not None:
            return
        line = line or _BLANK
        if line == _BLANK:
            goes_on = item_code is None or self._work is None or _leads(self._work.code, item_code)
            if self._work is not None and goes_on and not self._names_function(row):
                return
            if not has_items:
                self._take_function(row, level, None)
                return
            line = Line(_parent_code(item_code), "")
        elif self._work is not None and self._is_same_work(line):
            return
        self._take_function(row, level, line.code)
        assert self._function is not None
        self._work = DraftWork(line.code, line.text, self._grid.place(*self._anchor(row, "work")))
        self._function.works.append(self._work)

    def _names_function(self, row: int) -> bool:
        """Whether a function other than the current one begins in a row."""
        column = self._columns.by_kind.get("function")
        if column is None or not self._starts_here(row, column):
            return False
        name = split_code(self._grid.text_at(row, column), 1)[1].strip()
        return bool(name) and (self._function is None or name != self._function.text)

    def _is_same_work(self, line: Line) -> bool:
        """Whether an unmerged cell repeats the work above it, as in one row per item."""
        return (
            self._work is not None and bool(line.text) and (self._work.code, self._work.text) == (line.code, line.text)
        )

    def _take_function(self, row: int, level: DraftLevel, work_code: Code | None) -> None:
        """Make the function that the row stands under the current one."""
        if "function" not in self._columns.by_kind:
            self._take_unprinted_function(row, level, work_code)
            return
        anchor = self._anchor(row, "function")
        if self._function is not None and anchor == self._function_anchor:
            return
        line = self._cells.line(row, anchor[1], 1, None)
        self._function_anchor = anchor
        if self._function is not None and self._goes_on(
            line, work_code, merged=self._grid.merge_at(*anchor) is not None
        ):
            return
        code = line.code if line != _BLANK else _parent_code(work_code)
        self._function = DraftFunction(code, line.text, self._grid.place(*anchor))
        level.functions.append(self._function)

    def _goes_on(self, line: Line, work_code: Code | None, *, merged: bool) -> bool:
        """Whether a function cell repeats the function above it, or is blank because that one goes on."""
        assert self._function is not None
        if line != _BLANK:
            return (line.code, line.text) == (self._function.code, self._function.text)
        number = self._function.number
        if work_code is None or number is None or len(work_code.parts) < 2:
            return not merged
        return work_code.parent == number

    def _take_unprinted_function(self, row: int, level: DraftLevel, work_code: Code | None) -> None:
        number = None if work_code is None else work_code.parent
        if self._function is not None and (not number or self._function.number == number):
            return
        place = self._grid.place(*self._anchor(row, "work"))
        self._function = DraftFunction(_parent_code(work_code), "", place)
        level.functions.append(self._function)

    def _anchor(self, row: int, kind: str) -> tuple[int, int]:
        column = self._columns.by_kind["function" if kind == "function" else "work"]
        return self._grid.anchor(row, column)

    def _starts_here(self, row: int, column: int) -> bool:
        merge = self._grid.merge_at(row, column)
        if merge is None:
            return True
        first_row = next((r for r in self._grid.rows if r >= merge.top), merge.top)
        return row == first_row and column == merge.left


def _leads(work_code: Code | None, item_code: Code) -> bool:
    return work_code is None or item_code.parent == work_code.parts


def _parent_code(code: Code | None) -> Code | None:
    if code is None or not code.parent:
        return None
    return Code(dotted(code.parent), code.parent)


def _owner(item: DraftItem, works: list[DraftWork]) -> DraftWork:
    if item.code is not None:
        for work in works:
            if work.code is not None and work.code.parts == item.code.parent:
                return work
    return works[0]
