"""One cell of a printed table → its lines: codes split off, numbers and dates that Excel made of codes noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from competency_xml.codes import Code, code_of, dotted, split_code, strip_ordinal
from competency_xml.exchange.grid import Cell, Grid
from competency_xml.exchange.printed.notes import ReadingNotes

_EDGES = " \t\u00a0\u2002\u2003\u3000"
#: What a printed cell says when it asks for nothing.
_NOTHING = frozenset(("—", "——", "－", "-", "–", "/", "／", "无"))
_BULLET = re.compile(r"^[•·●○■□◆◇▪➢\uf000-\uf0ff][ \t\u00a0\u3000]*")
_DATE = re.compile("[0-9]{4}-([0-9]{2})-([0-9]{2})")
_INNER_CODE = re.compile("(?<=[ \u3000;；。])[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3})+[ \u3000]+")


@dataclass(frozen=True)
class Line:
    """One line of a cell: its code or None, whether a local ordinal led it, and its text without either."""

    code: Code | None
    text: str
    ordinal: bool = False


class CellReader:
    """Reads the cells of one grid; what is wrong with a cell is noted once."""

    def __init__(self, grid: Grid, codes: dict[int, int], notes: ReadingNotes) -> None:
        self._grid = grid
        self._codes = codes
        self._notes = notes

    def line(self, row: int, column: int, depth: int, previous: Code | None) -> Line:
        """Return a cell that holds one name: a function or a work. Line breaks in it are layout and go."""
        cell = self._grid.cell_at(row, column)
        text = "" if cell is None else self._text(cell)
        own_code = self._code_cell(row, column, previous)
        if cell is not None and cell.kind in ("number", "date"):
            return Line(own_code or self._code_of_number(cell, previous, has_own_column=False), "")
        code, rest = split_code(text, depth)
        return Line(own_code or code, _unwrapped(rest))

    def lines(self, row: int, column: int, depth: int, previous: Code | None) -> list[Line]:
        """Return the items of a cell, one per line that has a code; lines without one are joined or noted."""
        cell = self._grid.cell_at(row, column)
        own_code = self._code_cell(row, column, previous)
        text = "" if cell is None else self._text(cell)
        if text.strip() in _NOTHING:
            text = ""
        if cell is not None and cell.kind in ("number", "date"):
            code = self._code_of_number(cell, previous, has_own_column=False)
            return [Line(own_code or code, "")] if own_code or code else []
        raw_lines = [line.strip(_EDGES) for line in text.split("\n")]
        lines = [_line(part, depth) for raw in raw_lines if raw for part in _split_run_on(raw, depth)]
        if own_code is not None and lines:
            first = lines[0] if lines[0].code is None else Line(None, lines[0].text)
            lines[0] = Line(own_code, first.text)
        return self._joined(lines, self._grid.place(*self._grid.anchor(row, column)))

    def _joined(self, lines: list[Line], place: str) -> list[Line]:
        if not any(line.code for line in lines):
            return [line if line.ordinal else _without_bullet(line) for line in lines]
        joined: list[Line] = []
        for line in lines:
            if line.code is None and joined and not line.ordinal:
                self._notes.continued_line(place, line.text)
                joined[-1] = Line(joined[-1].code, f"{joined[-1].text}\n{line.text}")
                continue
            joined.append(line)
        return joined

    def _text(self, cell: Cell) -> str:
        place = self._grid.place(cell.row, cell.column)
        if cell.formula:
            self._notes.formula_cell(place)
        if cell.kind in ("boolean", "error"):
            self._notes.error_cell(place, cell.text)
            return ""
        return cell.text

    def _code_cell(self, row: int, column: int, previous: Code | None) -> Code | None:
        code_column = self._codes.get(column)
        cell = None if code_column is None else self._grid.cell_at(row, code_column)
        if cell is None:
            return None
        if cell.kind in ("number", "date"):
            return self._code_of_number(cell, previous, has_own_column=True)
        code, rest = split_code(self._text(cell), 1)
        return code if not rest.strip() else None

    def _code_of_number(self, cell: Cell, previous: Code | None, *, has_own_column: bool) -> Code | None:
        """Return the code that was typed before Excel made a number or date of it, where the order tells."""
        place = self._grid.place(cell.row, cell.column)
        expected = None if previous is None else Code(*_next(previous))
        if cell.kind == "date":
            self._notes.date_cell(place, cell.text)
            found = _DATE.match(cell.text)
            numbers = None if found is None else (int(found[1]), int(found[2]))
            return expected if expected is not None and numbers == expected.parts else None
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", cell.text):
            self._notes.number_cell(place, cell.text, None)
            return None
        code = code_of(cell.text)
        restored = expected if expected is not None and _same_number(expected, code) else None
        if restored is not None or not has_own_column:
            self._notes.number_cell(place, cell.text, restored.printed if restored else None)
        return restored or code


def _unwrapped(name: str) -> str:
    lines = [line.strip(_EDGES) for line in name.split("\n")]
    joined = "".join(f"{line} " if line[-1:].isascii() else line for line in lines if line)
    return joined.strip(_EDGES)


def _line(raw: str, depth: int) -> Line:
    code, rest = split_code(raw, depth)
    if code is not None:
        return Line(code, rest)
    ordinal, rest = strip_ordinal(raw)
    return Line(None, rest, ordinal)


def _without_bullet(line: Line) -> Line:
    return Line(None, _BULLET.sub("", line.text, count=1))


def _split_run_on(raw: str, depth: int) -> Iterator[str]:
    """Split a line where the very next code follows inside it: two items that lost the break between them."""
    code, _ = split_code(raw, depth)
    start = 0
    if code is not None:
        for found in _INNER_CODE.finditer(raw):
            inner = code_of(found[0].strip(_EDGES))
            if inner.parts == _next(code)[1]:
                yield raw[start : found.start()].strip(_EDGES)
                start, code = found.start(), inner
    yield raw[start:]


def _next(code: Code) -> tuple[str, tuple[int, ...]]:
    parts = (*code.parts[:-1], code.parts[-1] + 1)
    return dotted(parts), parts


def _same_number(expected: Code, code: Code) -> bool:
    """Whether Excel would show both alike: 1.10 and 1.1."""
    if len(expected.parts) != 2 or len(code.parts) != 2 or expected == code:
        return False
    return float(expected.printed) == float(code.printed)
