"""Harvest by the plugin: pages of changes since a cursor, then at intervals a sweep of everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from course_templates.card import CourseCard
from foundation.digest import sha256_hex
from foundation.findings import Finding
from lms_bridge.connectors.base import Batch, Cursor, RawRow
from lms_bridge.connectors.moodle.courses import Courses
from lms_bridge.connectors.moodle.faults import MoodleFatalError
from lms_bridge.connectors.moodle.noticed import (
    CLOCK_ID,
    COURSE_GONE_ID,
    COURSE_TWICE_ID,
    clock,
    course_gone,
    course_twice,
    more_unreadable,
    unreadable,
)
from lms_bridge.connectors.moodle.options import MoodleOptions
from lms_bridge.connectors.moodle.plugin_pages import PAGE, Card, Page, lines_of, pages_repeat
from lms_bridge.connectors.moodle.plugin_rows import UnreadableRowError, raw_row, wire_rows
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.connectors.moodle.site import MAX_SKEW_S, PLUGIN_PREFIX, PROTOCOL
from lms_bridge.pseudonym import Account

Mode = Literal["changes", "sweep"]

#: Pages of one run; a site that still says `more` after these is lying.
_MAX_PAGES = 10_000
#: Rows of a page that are held as rows at once, as bytes of its lines; plain rows of a whole page are less.
_PORTION_BYTES = 1 << 19
_DAY_S = 86_400
#: Rows that the next run will be given again are remembered by this many digits of their hash.
_MARK_DIGITS = 10
_MAX_MARKS = 500
#: Rows that cannot be used are told one by one up to here.
_MAX_UNREADABLE = 50
_MODIFIED = re.compile(rb'"modified": ?(\d+)')
_STALE = frozenset({"cursorinvalid", "cursorexpired"})


class Position(BaseModel):
    """Where to go on: the plugin's cursors, when everything was swept last, and what will be given again.

    `sweep` is None unless a sweep was begun. All times are the site's.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    via: Literal["plugin"] = "plugin"
    cursor: str = ""
    sweep: str | None = None
    swept_at: int = 0
    marks: tuple[str, ...] = ()


class _Lines(NamedTuple):
    rows: list[RawRow]
    marks: dict[str, int]
    erased: list[Account]
    findings: list[Finding]


class PluginHarvest:
    """One run over one site."""

    def __init__(self, rest: MoodleRest, options: MoodleOptions, home_page: str, now: Callable[[], datetime]) -> None:
        self._rest = rest
        self._options = options
        self._home_page = home_page
        self._now = now
        self._courses = Courses()
        self._told: set[str] = set()
        self._seen: dict[str, int] = {}
        self._unreadable = 0

    def batches(self, position: Position) -> Iterator[Batch]:
        """Yield what changed since a position, then what a sweep finds when one is due. Raises SourceError."""
        known, at = set(position.marks), 0
        for page in self._pages("changes", position.cursor):
            if not position.swept_at:
                position = position.model_copy(update={"swept_at": page.now})
            for read, is_last in self._portions(page, known):
                position = self._after(page, position, read, is_last=is_last)
                yield self._batch(page, read, position)
            at = page.now
        if position.sweep is None and at - position.swept_at < self._options.sweep_days * _DAY_S:
            return
        for page in self._pages("sweep", position.sweep or ""):
            after = {"sweep": page.cursor} if page.more else {"sweep": None, "swept_at": at}
            for read, is_last in self._portions(page, None):
                position = position.model_copy(update=after) if is_last else position
                yield self._batch(page, read, position)

    def _after(self, page: Page, position: Position, read: _Lines, *, is_last: bool) -> Position:
        """Return the position once a portion of a page is stored: moved by the page's last alone."""
        seen = {**self._seen, **read.marks}
        latest = sorted(seen, key=lambda mark: (seen[mark], mark))[-_MAX_MARKS:]
        self._seen = {mark: seen[mark] for mark in latest}
        if not is_last:
            return position
        marks = (*position.marks, *latest)[-_MAX_MARKS:] if page.more else tuple(latest) or position.marks
        return position.model_copy(update={"cursor": page.cursor, "marks": marks})

    def _portions(self, page: Page, known: set[str] | None) -> Iterator[tuple[_Lines, bool]]:
        """Yield what a page holds, and whether it is its last: a page is small as it comes, not as rows in memory."""
        lines = BytesIO(lines_of(page))
        portion = lines.readlines(_PORTION_BYTES)
        while True:
            following = lines.readlines(_PORTION_BYTES)
            yield self._lines([line.rstrip(b"\r\n") for line in portion], known), not following
            if not following:
                return
            portion = following

    def _batch(self, page: Page, read: _Lines, position: Position) -> Batch:
        named = {str(card) for row in read.rows if (card := row.payload.get("card"))}
        return Batch(
            rows=tuple(read.rows),
            cursor=Cursor(position=position.model_dump(mode="json")),
            cards=self._courses.named(named),
            findings=(*read.findings, *self._noticed(page)),
            erased=tuple(read.erased),
        )

    def _pages(self, mode: Mode, cursor: str) -> Iterator[Page]:
        seen, given = {cursor}, set[str]()
        for _ in range(_MAX_PAGES):
            page = self._page(mode, cursor)
            rows = sha256_hex(page.rows.encode())
            if page.rows and rows in given:
                break
            given.add(rows)
            for course in page.courses:
                self._courses.idnumbers[course.id] = course.idnumber
            for card in page.cards:
                self._keep_card(card)
            yield page
            if not page.more:
                return
            if page.cursor in seen:
                break
            seen.add(page.cursor)
            cursor = page.cursor
        raise pages_repeat(mode)

    def _page(self, mode: Mode, cursor: str) -> Page:
        try:
            return self._ask(mode, cursor)
        except MoodleFatalError as error:
            if error.code in _STALE and cursor:
                return self._ask(mode, "")
            raise

    def _ask(self, mode: Mode, cursor: str) -> Page:
        return self._rest.call(
            f"{PLUGIN_PREFIX}harvest",
            PAGE,
            {
                "protocol": PROTOCOL,
                "cursor": cursor,
                "mode": mode,
                "courses": list(self._options.course_list),
                "kinds": [],
                "maxrows": self._options.page_rows,
                "encoding": "gzip",
                "knowncards": [one.sha256 for known in self._courses.cards.values() for one in known],
            },
        )

    def _keep_card(self, card: Card) -> None:
        idnumber = self._courses.idnumbers.get(card.course)
        if not idnumber:
            return
        try:
            self._courses.add_card(idnumber, card.since, CourseCard.model_validate_json(card.json_))
        except ValidationError:
            return  # somebody else's: its rows have no items

    def _lines(self, lines: list[bytes], known: set[str] | None) -> _Lines:
        read = _Lines([], {}, [], [])
        for line in lines:
            mark = sha256_hex(line)[:_MARK_DIGITS]
            modified = _MODIFIED.search(line)
            read.marks[mark] = int(modified[1]) if modified else 0
            if known is not None and mark in known:
                continue
            try:
                row = raw_row(line, self._courses, self._home_page)
            except UnreadableRowError as error:
                self._note_unreadable(error.native_id, read.findings)
                continue
            if row is not None:
                read.rows.append(row)
        for erasure in wire_rows(lines, "erasure"):
            if erasure.userid is not None and not erasure.course:
                read.erased.append(Account(home_page=self._home_page, name=str(erasure.userid)))
        return read

    def _note_unreadable(self, native_id: str, findings: list[Finding]) -> None:
        """Tell a row that cannot be used; of a site that gives nothing else the first ones, and that there are more."""
        self._unreadable += 1
        if self._unreadable <= _MAX_UNREADABLE:
            findings.append(unreadable(native_id))
        elif self._unreadable == _MAX_UNREADABLE + 1:
            findings.append(more_unreadable())

    def _noticed(self, page: Page) -> Iterator[Finding]:
        skew_s = page.now - self._now().timestamp()
        if abs(skew_s) > MAX_SKEW_S and self._tell(CLOCK_ID):
            yield clock(skew_s)
        elif page.future_rows and self._tell(CLOCK_ID):
            yield clock(None)
        for course, count in Counter(one.idnumber for one in page.courses).items():
            if count > 1 and self._tell(f"{COURSE_TWICE_ID} {course}"):
                yield course_twice(course, count)
        for course in page.missing:
            if self._tell(f"{COURSE_GONE_ID} {course}"):
                yield course_gone(course)

    def _tell(self, what: str) -> bool:
        if what in self._told:
            return False
        self._told.add(what)
        return True
