"""Roles and levels: which duty belongs to which role, which level to which role, and what stands below a level."""

from __future__ import annotations

from collections.abc import Iterable

from competency_xml.exchange.workbook.reading.draft import Details, Draft, DraftMap, PartType
from competency_xml.exchange.workbook.reading.index import PartIndex
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.exchange.workbook.reading.record import Record
from competency_xml.exchange.workbook.reading.rows import KnownRow
from competency_xml.model import Entry, ExamPart, Hours


class FrameReader:
    """Builds the roles of a map, and their levels."""

    def __init__(self, made: DraftMap, index: PartIndex, notes: WorkbookNotes) -> None:
        self._made = made
        self._index = index
        self._notes = notes

    def read_roles(self, rows: Iterable[KnownRow]) -> None:
        """Take the rows of 岗位角色: roles, and their duties."""
        above: Draft | None = None
        for row in rows:
            if row.draft is not None:
                above = row.draft
                self._made.roles.append(row.draft)
                row.record.words_of("parent")
                continue
            role = self._owner(row.record, "role", above)
            if role is not None and role.details is not None:
                role.details.duty.append(row.record.lang_text("label"))

    def read_levels(self, rows: Iterable[KnownRow]) -> None:
        """Take the rows of 等级: levels, and their entry conditions, hours and exam parts."""
        above: Draft | None = None
        role: Draft | None = self._made.roles[0] if len(self._made.roles) == 1 else None
        for row in rows:
            if row.draft is not None:
                above = row.draft
                role = self._owner(row.record, "role", role, may_differ=True)
                if role is not None:
                    role.take(row.draft)
                continue
            level = self._owner(row.record, "level", above)
            if level is not None and level.details is not None:
                _take_detail(row.kind, row.record, level.details)

    def _owner(
        self, record: Record, wanted: PartType, above: Draft | None, *, may_differ: bool = False
    ) -> Draft | None:
        """Return the part that a row names as its own, else the one above it; what cannot be told is noted."""
        place, word = record.place("parent"), record.words_of("parent")
        if not word:
            if above is None:
                self._notes.parent(place, "没有写明属于谁", "It is not said what this row belongs to")
            return above
        named = self._index.meant(word, frozenset((wanted,)))
        if named is None:
            self._notes.parent(place, f"找不到“{word}”，或不止一个", f"{word} is not there, or more than once")
        elif above is not None and above is not named and not may_differ:
            self._notes.moved(place, named.told_as, above.told_as)
        return named


def _take_detail(kind: str, record: Record, details: Details) -> None:
    if kind == "entry":
        details.entry.append(Entry(code=record.code(), text=record.lang_text("label")))
        return
    part = record.token("part")
    if part is None:
        record.missing("part")
    if kind == "hours":
        hours = record.number("hours")
        if hours is not None and part is not None:
            details.hours.append(Hours(component=part, value=hours))
        elif not record.has("hours"):
            record.missing("hours")
    elif part is not None:
        details.exams.append(_exam(part, record))


def _exam(part: str, record: Record) -> ExamPart:
    return ExamPart(
        part=part,
        label=record.lang_text("label"),
        minutes=record.whole("minutes"),
        maximum=record.number("maximum"),
        passing=record.number("passing"),
    )
