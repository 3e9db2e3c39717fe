"""Harvest by core functions: what changed since the last run, and at intervals everything.

Core functions have no cursor. Per course the run asks who was there since, and which activities changed
(`core_course_check_updates`), and reads those learners and activities alone. What neither tells (a trainer's
override, a withdrawn completion, somebody unenrolled) is found when everything is read: at first, then at intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from foundation.digest import canonical_json, sha256_hex
from foundation.findings import Finding
from lms_bridge.connectors.base import Batch, Cursor, RawRow
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.core_course import CourseReading
from lms_bridge.connectors.moodle.core_reach import Known, Reach
from lms_bridge.connectors.moodle.core_site import CoreSite
from lms_bridge.connectors.moodle.courses import Courses
from lms_bridge.connectors.moodle.faults import MoodleFatalError, UnknownFunctionError, is_closed, is_refusal
from lms_bridge.connectors.moodle.noticed import (
    course_closed,
    course_gone,
    course_twice,
    idnumbers_hidden,
    without_plugin,
)
from lms_bridge.connectors.moodle.options import MoodleOptions

_DAY_S = 86_400
_ROWS_A_BATCH = 500
#: An attempt at a package holds dozens of elements: so many of them, and a batch is full with fewer rows.
_ELEMENTS_A_BATCH = 5000
#: Kinds of activities that a course of ours has.
_TELLING = frozenset({"scorm", "quiz", "feedback"})
_MARK_DIGITS = 10
_MAX_MARKS = 500


class CorePosition(BaseModel):
    """Per course the last access that was seen, a hash of who was enrolled, and its activities.

    `swept_at` is when everything was read last.

    `marks` are hashes of rows that the next run is likely to be given again.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    via: Literal["core"] = "core"
    since: dict[str, int] = {}
    enrolled: dict[str, str] = {}
    known: dict[str, Known] = {}
    swept_at: float = 0.0
    marks: tuple[str, ...] = ()


class CoreHarvest:
    """One run over one site."""

    def __init__(self, site: CoreSite, options: MoodleOptions, home_page: str, now: Callable[[], datetime]) -> None:
        self._site = site
        self._options = options
        self._home_page = home_page
        self._now = now
        self._courses = Courses()
        self._told_hidden = False
        self._partial = False
        self._read = False
        self._refused: MoodleFatalError | None = None
        self._findings: list[Finding] = [] if options.plugin == "never" else [without_plugin()]

    def batches(self, position: CorePosition) -> Iterator[Batch]:
        """Yield what changed since a position, or everything when that is due. Raises SourceError.

        Where a part could not be read, nothing is taken for deleted.
        """
        at = self._now().timestamp()
        whole = not position.swept_at or at - position.swept_at >= self._options.sweep_days * _DAY_S
        for course in self._chosen():
            try:
                position = yield from self._course(course, position, whole=whole)
                self._read = True
            except MoodleFatalError as error:
                self._leave_out(error, course.idnumber)
        if self._refused is not None and not self._read:
            raise self._refused
        if whole:
            position = position.model_copy(update={"swept_at": at})
        yield self._batch((), position, "end" if whole and not self._partial else "")

    def _course(
        self, course: core.CourseRow, position: CorePosition, *, whole: bool
    ) -> Generator[Batch, None, CorePosition]:
        """Yield a course's batches; return the position after it."""
        key = str(course.id)
        since = 0 if whole else position.since.get(key, 0)
        enrolled, before = position.enrolled.get(key), position.known.get(key)
        reading = CourseReading(self._site, course, self._courses, self._home_page, since, enrolled, before)
        known, marks = set(position.marks), list(position.marks)
        for rows in _portions(reading.rows()):
            self._findings += reading.take_findings()
            new = rows if whole or reading.whole else [row for row in rows if _mark(row) not in known]
            marks += [_mark(row) for row in rows]
            yield self._batch(new, position, "part" if whole else "")
        self._findings += reading.take_findings()
        self._partial = self._partial or reading.partial
        position = position.model_copy(
            update={
                "since": {**position.since, key: max(reading.latest, since)},
                "enrolled": {**position.enrolled, key: reading.enrolled},
                "known": {**position.known, key: reading.known},
                "marks": tuple(dict.fromkeys(reversed(marks)))[:_MAX_MARKS][::-1],
            }
        )
        yield self._batch((), position, "")
        return position

    def _leave_out(self, error: MoodleFatalError, course: str) -> None:
        """Go on without a course that the account may not enter, or that was just deleted.

        Its part of the position stays. If no course at all can be read, that is an error.
        """
        if not is_closed(error) and (is_refusal(error) or isinstance(error, UnknownFunctionError)):
            raise error
        self._refused = self._refused or error
        self._findings.append(course_closed(error, course))
        self._partial = True

    def _chosen(self) -> Iterator[core.CourseRow]:
        """Yield the courses to harvest: those that the settings name, else those that hold our activities."""
        wanted = self._options.course_list
        if not wanted:
            yield from (course for course in self._site.courses("") if course.idnumber and self._is_ours(course))
        for idnumber in wanted:
            found = self._site.courses(idnumber)
            if not found:
                self._findings.append(course_gone(idnumber))
                self._partial = True
            if len(found) > 1:
                self._findings.append(course_twice(idnumber, len(found)))
            yield from found

    def _is_ours(self, course: core.CourseRow) -> bool:
        """Return whether a course holds our activities; of one that cannot be entered nothing is known."""
        try:
            reach = Reach(course.idnumber, self._site.sections(course.id))
            self._read = True
            told = [module for module in reach.modules.values() if module.modname in _TELLING]
            if not told and reach.missed:
                self._findings += reach.findings()
                self._partial = True
            return any(idnumber.startswith(f"{course.idnumber}.") for idnumber in self._idnumbers(course, told))
        except MoodleFatalError as error:
            self._leave_out(error, course.idnumber)
            return False

    def _idnumbers(self, course: core.CourseRow, modules: Sequence[core.ModuleRow]) -> Iterator[str]:
        for module in modules:
            idnumber = self._site.idnumber(module.id)
            if idnumber is None and not self._told_hidden:
                self._findings.append(idnumbers_hidden(course.idnumber, 1))
                self._told_hidden = self._partial = True
            yield idnumber or ""

    def _batch(self, rows: Sequence[RawRow], position: CorePosition, sweep: Literal["", "part", "end"]) -> Batch:
        findings, self._findings = self._findings, []
        named = {str(card) for row in rows if (card := row.payload.get("card"))}
        return Batch(
            rows=tuple(rows),
            cursor=Cursor(position=position.model_dump(mode="json")),
            cards=self._courses.named(named),
            findings=tuple(findings),
            sweep=sweep,
        )


def _portions(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    portion: list[RawRow] = []
    elements = 0
    for row in rows:
        portion.append(row)
        cmi = row.payload.get("cmi")
        elements += len(cmi) if isinstance(cmi, dict) else 0
        if len(portion) >= _ROWS_A_BATCH or elements >= _ELEMENTS_A_BATCH:
            yield portion
            portion, elements = [], 0
    if portion:
        yield portion


def _mark(row: RawRow) -> str:
    return sha256_hex(canonical_json(row.model_dump(mode="json")))[:_MARK_DIGITS]
