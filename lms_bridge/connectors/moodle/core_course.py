"""One course by core functions: who was there since, which activities changed, and what they did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foundation.digest import canonical_json, sha256_hex
from foundation.findings import Finding
from lms_bridge.connectors.base import RawRow
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.core_attempts import SEEN, Attempts
from lms_bridge.connectors.moodle.core_grades import Gradebook
from lms_bridge.connectors.moodle.core_numbers import Numbers
from lms_bridge.connectors.moodle.core_reach import Known, Reach
from lms_bridge.connectors.moodle.core_rows import CoreRows
from lms_bridge.connectors.moodle.core_site import Changed, CoreSite
from lms_bridge.connectors.moodle.courses import Courses
from lms_bridge.connectors.moodle.faults import MoodleFatalError, is_closed, is_refusal
from lms_bridge.connectors.moodle.noticed import idnumbers_hidden, skipped

#: Moodle notes somebody's last access at most once a minute, and clocks of web servers differ.
_MARGIN_S = 600
#: Kinds in which nobody has a grade who has no attempt; an override apart.
_GRADED = frozenset({"scorm", "quiz"})
_NO_CRITERIA = "nocriteriaset"


class CourseReading:
    """Reads one course, whole once there is an activity to read that could not be `read` before.

    After `rows`: `latest` is the last access there, `enrolled` a hash of who is enrolled, `known` the activities;
    `whole` says whether all had to be read again, `partial` whether a part was left out.
    """

    def __init__(
        self,
        site: CoreSite,
        course: core.CourseRow,
        courses: Courses,
        home_page: str,
        since: int,
        enrolled: str | None,
        before: Known | None,
    ) -> None:
        self._site = site
        self._course = course
        self._courses = courses
        self._home_page = home_page
        self._since = max(0, since - _MARGIN_S)
        self._before = None if since == 0 else enrolled
        self._known = before
        self._findings: list[Finding] = []
        self._hidden: set[int] = set()
        self.latest = 0
        self.enrolled = ""
        self.known = Known()
        self.partial = False
        self.whole = False
        self._done_in: set[int] = set()
        self._numbers = Numbers(site, course, before.numbers if before else {})
        self._gradebook = Gradebook(site, course.id, self._skip)

    def take_findings(self) -> list[Finding]:
        """Return what was noticed since the last call."""
        found, self._findings = self._findings, []
        return found

    def rows(self) -> Iterator[RawRow]:
        """Yield what changed. Raises SourceError; what cannot be had of one learner or attempt is a finding."""
        reach = Reach(self._course.idnumber, self._site.sections(self._course.id))
        if self._known is not None:
            for cm in reach.unlisted(self._known):
                self._look_for(reach, cm)
            if reach.new(self._known) or self._sees_now(self._known.blind):
                self._since, self._before, self.whole = 0, None, True
            else:
                reach.blind(self._known.blind)
        yield from (row for row in self._all_rows(reach) if row.payload["cm"] not in self._hidden)
        self._findings += reach.findings()
        self.known = reach.known.model_copy(update={"numbers": self._numbers.ours})
        self.partial = self.partial or reach.missed or bool(self._hidden)

    def _sees_now(self, blind: Sequence[int]) -> bool:
        changed = self._site.updates(self._course.id, blind, 0)[0] if blind else {}
        return any(SEEN & set(names) for names in changed.values())

    def _look_for(self, reach: Reach, cm: int) -> None:
        """See whether an activity that is no longer listed is deleted, or only hidden from the account."""
        try:
            self._site.idnumber(cm)
        except MoodleFatalError as error:
            if not is_closed(error):
                return
        reach.close(cm)

    def _all_rows(self, reach: Reach) -> Iterator[RawRow]:
        users = list(self._site.users(self._course.id))
        learners = [user for user in users if user.is_learner]
        self.latest = max((user.lastcourseaccess for user in users), default=0)
        self.enrolled = sha256_hex(canonical_json(sorted(user.id for user in learners)))[:16]
        active = [user.id for user in learners if not self._since or user.lastcourseaccess >= self._since]
        changed, closed = self._site.updates(self._course.id, list(reach.modules), self._since)
        for cm in closed:
            reach.close(cm)
        changed = {cm: names for cm, names in changed.items() if SEEN & set(names)}
        if not active and not changed and self.enrolled == self._before:
            return
        self._gradebook.choose([user.id for user in learners], active, len(reach.modules))
        make = self._maker(reach, changed)
        if self.enrolled != self._before:
            yield from (make.enrolment(user.id) for user in learners)
        yield from self._completions(make, active)
        yield from self._grades(make)
        teaching = {user.id for user in users if not user.is_learner}
        for cm, rows in Attempts(self._site, self._course.id, self._since, teaching).rows(make, changed, active):
            if reach.hides_packages and make.is_ours(cm) and not make.has_card:
                reach.wait(cm)
            else:
                yield from self._entered(reach, cm, rows)
        if not self._since:
            reach.blind(self._done_in - set(changed))

    def _entered(self, reach: Reach, cm: int, rows: Iterator[RawRow]) -> Iterator[RawRow]:
        """Yield an activity's rows as far as they can be had: what the account may not see is left out and told."""
        try:
            yield from rows
        except MoodleFatalError as error:
            if not is_closed(error):
                raise
            reach.close(cm)

    def _maker(self, reach: Reach, changed: Changed) -> CoreRows:
        modules = reach.modules
        told = [module for module in modules.values() if module.completion or module.modname in ("scorm", "quiz")]
        activities = self._named(dict(self._idnumbers(reach, told)))
        self._courses.idnumbers[self._course.id] = self._course.idnumber
        cards = {}
        for scorm in self._site.scorms(self._course.id):
            module = modules.get(scorm.coursemodule)
            card = self._site.card(module.contextid, scorm.revision) if module else None
            if card is not None and self._course.idnumber:
                self._courses.add_card(self._course.idnumber, 0, card)
                cards[scorm.coursemodule] = card
        if self._course.idnumber:
            seen = {cm: number for cm, number in activities.items() if cm not in self._hidden}
            activities |= self._numbers.named(seen, modules, cards, changed)
            self._findings += self._numbers.findings()
            self._hidden |= self._numbers.unknown
        return CoreRows(self._course, self._courses, activities, self._home_page)

    def _idnumbers(self, reach: Reach, modules: Sequence[core.ModuleRow]) -> Iterator[tuple[int, str | None]]:
        for module in modules:
            try:
                yield module.id, self._site.idnumber(module.id)
            except MoodleFatalError as error:
                if not is_closed(error):
                    raise
                reach.close(module.id)

    def _named(self, told: dict[int, str | None]) -> dict[int, str]:
        """Return idnumbers by activity. Those that the account may not see are taken from the gradebook.

        What that does not name either is left out: under a name of its own it would come twice once it is seen.
        """
        if None in told.values():
            graded = self._gradebook.idnumbers()
            told = {cm: graded.get(cm) if idnumber is None else idnumber for cm, idnumber in told.items()}
        self._hidden = {cm for cm, idnumber in told.items() if idnumber is None}
        if self._hidden:
            self._findings.append(idnumbers_hidden(self._course.idnumber, len(self._hidden)))
        return {cm: idnumber or "" for cm, idnumber in told.items()}

    def _completions(self, make: CoreRows, active: list[int]) -> Iterator[RawRow]:
        has_criteria = True
        for user in active:
            try:
                statuses = self._site.statuses(self._course.id, user)
            except MoodleFatalError as error:
                self._skip(error)
                continue
            yield from (row for status in statuses if (row := make.module(user, status)) is not None)
            self._done_in |= {one.cmid for one in statuses if _is_answered(one) and make.is_ours(one.cmid)}
            if not has_criteria:
                continue
            try:
                at = self._site.completed_at(self._course.id, user)
            except MoodleFatalError as error:
                has_criteria = error.code != _NO_CRITERIA
                if has_criteria:
                    self._skip(error)
                continue
            if at is not None:
                yield make.course_completion(user, at)

    def _grades(self, make: CoreRows) -> Iterator[RawRow]:
        for user, item in self._gradebook.items():
            if max(item.gradedategraded or 0, item.gradedatesubmitted or 0) >= self._since:
                row = make.grade(user, item)
                if row is not None:
                    yield row
                if row is not None and item.cmid and item.itemmodule in _GRADED and not item.gradeisoverridden:
                    self._done_in.add(item.cmid)

    def _skip(self, error: MoodleFatalError) -> None:
        """Go on without one learner's part, unless the site refuses us altogether."""
        if is_refusal(error):
            raise error
        self._findings.append(skipped(error, f"course {self._course.id}"))
        self.partial = True


def _is_answered(status: core.StatusRow) -> bool:
    """Our surveys are complete once they are answered."""
    return status.modname == "feedback" and status.state > 0 and not status.overrideby
