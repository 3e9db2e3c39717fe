"""Rows of the three sheets of parts → drafts, each by itself; where they belong is found out later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from competency_xml.exchange.workbook import words
from competency_xml.exchange.workbook.reading.draft import Details, Draft, PartType
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.exchange.workbook.reading.record import Record, records
from competency_xml.exchange.workbook.reading.tables import Table
from competency_xml.exchange.workbook.texts import DASH
from competency_xml.exchange.workbook.words import Vocabulary
from competency_xml.model import ITEM_KINDS, Source

_TYPES: dict[str, PartType] = {"role": "role", "level": "level", "function": "function", "work": "work"}


@dataclass(frozen=True)
class KnownRow:
    """A row whose kind is known; `draft` is the part that it is, None where it is a detail of another (a duty …)."""

    kind: str
    record: Record
    draft: Draft | None


def known_rows(table: Table, kinds: Vocabulary, notes: WorkbookNotes) -> Iterator[KnownRow]:
    """Yield the rows that say what they are, top down."""
    above = ""
    for record in records(table, notes):
        if not record.says_something:
            continue
        kind = record.word("kind", kinds)
        if kind is None and not record.has("kind") and above in ITEM_KINDS:
            kind = above
            notes.kind_inferred(record.place("kind"), kinds.shown(kind))
        if kind is None:
            if not record.has("kind"):
                record.missing("kind")
            continue
        above = kind
        is_part = kind in ITEM_KINDS or kind in _TYPES
        yield KnownRow(kind, record, _draft(kind, record, notes) if is_part else None)


def _draft(kind: str, record: Record, notes: WorkbookNotes) -> Draft:
    code_cell = record.cell("code")
    as_text = code_cell is None or (code_cell.kind == "text" and not code_cell.formula)
    return Draft(
        type=_TYPES.get(kind, "item"),
        kind=kind,
        record=record,
        id=record.part_id() or "",
        uuid=record.uuid(),
        code=record.code() if as_text else None,
        label=record.lang_text("label"),
        fields=_fields(kind, record),
        details=Details() if kind in ("role", "level") else None,
    )


def _fields(kind: str, record: Record) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if record.word("status", words.STATUS) == "retired":
        fields["status"] = "retired"
    description = record.lang_text("description")
    if description.root:
        fields["description"] = description
    source = _source(record)
    if source is not None:
        fields["source"] = source
    if kind == "role":
        fields["category"] = record.token("category")
    elif kind == "level":
        fields["direction"] = record.lang_text("direction")
    elif kind in ITEM_KINDS:
        fields["kind"] = kind
        fields["bloom"] = record.word("bloom", words.BLOOM)
        fields["assess"] = record.token("assess")
        fields["critical"] = record.word("critical", words.CRITICAL) == "yes"
    return fields


def _source(record: Record) -> Source | None:
    cell = record.cell("clause")
    if cell is not None and cell.text.strip() == DASH:
        return Source()
    clause = record.token("clause", (DASH,))
    row, document, place = record.whole("row"), record.token("document"), record.token("place")
    if clause is None and row is None and document is None and place is None:
        return None
    return Source(clause=clause, row=row, document=document, place=place)
