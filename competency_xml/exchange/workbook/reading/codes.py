"""Codes that Excel took for numbers or dates: restored where the order of the rows tells what they were."""

from __future__ import annotations

import re

from competency_xml.codes import dotted, parts_of
from competency_xml.exchange.grid import Cell
from competency_xml.exchange.workbook.reading.draft import Draft, DraftMap
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes

_DATE = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")


def restore_codes(made: DraftMap, notes: WorkbookNotes) -> None:
    """Give every part whose code cell holds a number or date the code that stood there, and note it."""
    _restore_among(made.basic, None, notes)
    _restore_among(made.roles, None, notes)
    for draft in made.parts():
        _restore_among(draft.children, draft.code, notes)


def _restore_among(siblings: list[Draft], above: str | None, notes: WorkbookNotes) -> None:
    last: dict[str, str | None] = {}
    for draft in siblings:
        cell = draft.record.cell("code")
        if cell is not None and cell.kind in ("number", "date"):
            draft.code = _restored(draft, cell, _expected(last.get(draft.kind), above), notes)
        last[draft.kind] = draft.code


def _restored(draft: Draft, cell: Cell, expected: str | None, notes: WorkbookNotes) -> str | None:
    place, shown = draft.record.place("code"), cell.text
    if cell.kind == "date":
        code = expected if expected in _dates(shown) else None
        notes.date_cell(place, shown, code)
        return code
    code = expected if expected is not None and _is_cut(shown, expected) else shown
    if (code != expected and "." in shown) or code != shown:
        notes.number_cell(place, shown, code)
    return code


def _expected(last: str | None, above: str | None) -> str | None:
    """Return the code that follows `last`, or the first one below `above`."""
    numbers = parts_of(last)
    if numbers:
        return dotted((*numbers[:-1], numbers[-1] + 1))
    numbers = parts_of(above)
    return dotted((*numbers, 1)) if numbers else None


def _is_cut(shown: str, expected: str) -> bool:
    """Whether a number is what Excel makes of a code: 1.1 of 1.10."""
    return "." in expected and expected.startswith(shown) and not expected[len(shown) :].strip("0")


def _dates(shown: str) -> set[str]:
    """Return the codes of which Excel may have made a date: 1-2, 1.2, 1/2 and 1.2.3, in any order of day and month."""
    found = _DATE.fullmatch(shown)
    if found is None:
        return set()
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    short = year % 100
    orders = ((month, day), (day, month), (short, month), (month, short), (short, month, day), (day, month, short))
    return {dotted(order) for order in (*orders, (month, day, short))}
