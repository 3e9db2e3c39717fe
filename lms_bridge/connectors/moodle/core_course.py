"""One course by core functions: who was there since, which activities changed, and what they did."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.digest import canonical_json, sha256_hex
from foundation.findings import Finding
from lms_bridge.connectors.base import RawRow
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.core_rows import CoreRows
from lms_bridge.connectors.moodle.core_site import CoreSite
from lms_bridge.connectors.moodle.courses import Courses
from lms_bridge.connectors.moodle.faults import MoodleFatalError, is_refusal
from lms_bridge.connectors.moodle.noticed import idnumbers_hidden, skipped

#: Moodle notes somebody's last access at most once a minute, and clocks of web servers differ.
_MARGIN_S = 600
_NO_CRITERIA = "nocriteriaset"
_ATTEMPTS, _TRACKS, _ANSWERS = "userattempts", "usertracks", "userattemptsfinished"


class CourseReading:
    """Reads one course. After `rows`: `latest` is the last access there, `enrolled` a hash of who is enrolled."""

    def __init__(
        self,
        site: CoreSite,
        course: core.CourseRow,
        courses: Courses,
        home_page: str,
        since: int,
        enrolled: str | None,
    ) -> None:
        self._site = site
        self._course = course
        self._courses = courses
        self._home_page = home_page
        self._since = max(0, since - _MARGIN_S)
        self._before = None if since == 0 else enrolled
        self._findings: list[Finding] = []
        self._hidden: set[int] = set()
        self.latest = 0
        self.enrolled = ""

    def take_findings(self) -> list[Finding]:
        """Return what was noticed since the last call."""
        found, self._findings = self._findings, []
        return found

    def rows(self) -> Iterator[RawRow]:
        """Yield what changed. Raises SourceError; what cannot be had of one learner or attempt is a finding."""
        yield from (row for row in self._all_rows() if row.payload["cm"] not in self._hidden)

    def _all_rows(self) -> Iterator[RawRow]:
        users = list(self._site.users(self._course.id))
        learners = [user for user in users if user.is_learner]
        self.latest = max((user.lastcourseaccess for user in users), default=0)
        self.enrolled = sha256_hex(canonical_json(sorted(user.id for user in learners)))[:16]
        active = [user.id for user in learners if not self._since or user.lastcourseaccess >= self._since]
        modules = {module.id: module for module in self._site.modules(self._course.id)}
        changed = self._site.updates(self._course.id, list(modules), self._since)
        changed = {cm: names for cm, names in changed.items() if {_ATTEMPTS, _TRACKS, _ANSWERS} & set(names)}
        if not active and not changed and self.enrolled == self._before:
            return
        make = self._maker(modules)
        if self.enrolled != self._before:
            yield from (make.enrolment(user.id) for user in learners)
        yield from self._completions(make, active)
        yield from self._grades(make)
        teaching = {user.id for user in users if not user.is_learner}
        yield from self._scorms(make, changed, active)
        yield from self._quizzes(make, changed, teaching)
        yield from self._feedbacks(make, changed, teaching)

    def _maker(self, modules: dict[int, core.ModuleRow]) -> CoreRows:
        told = [module for module in modules.values() if module.completion or module.modname in ("scorm", "quiz")]
        activities = self._named({module.id: self._site.idnumber(module.id) for module in told})
        self._courses.idnumbers[self._course.id] = self._course.idnumber
        for scorm in self._site.scorms(self._course.id):
            module = modules.get(scorm.coursemodule)
            card = self._site.card(module.contextid, scorm.revision) if module else None
            if card is not None and self._course.idnumber:
                self._courses.add_card(self._course.idnumber, 0, card)
        return CoreRows(self._course, self._courses, activities, self._home_page)

    def _named(self, told: dict[int, str | None]) -> dict[int, str]:
        """Return idnumbers by activity. Those that the account may not see are taken from the gradebook.

        What that does not name either is left out: under a name of its own it would come twice once it is seen.
        """
        if None in told.values():
            graded = self._site.graded_idnumbers(self._course.id)
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
                self._skip(error, f"course {self._course.id}")
                continue
            yield from (row for status in statuses if (row := make.module(user, status)) is not None)
            if not has_criteria:
                continue
            try:
                at = self._site.completed_at(self._course.id, user)
            except MoodleFatalError as error:
                has_criteria = error.code != _NO_CRITERIA
                if has_criteria:
                    self._skip(error, f"course {self._course.id}")
                continue
            if at is not None:
                yield make.course_completion(user, at)

    def _grades(self, make: CoreRows) -> Iterator[RawRow]:
        for user, item in self._site.grades(self._course.id):
            if max(item.gradedategraded or 0, item.gradedatesubmitted or 0) >= self._since:
                row = make.grade(user, item)
                if row is not None:
                    yield row

    def _scorms(
        self, make: CoreRows, changed: dict[int, dict[str, tuple[int, ...]]], active: list[int]
    ) -> Iterator[RawRow]:
        for scorm in self._site.scorms(self._course.id):
            if _TRACKS not in changed.get(scorm.coursemodule, {}):
                continue
            scos = self._site.scos(scorm.id)
            for user in active:
                for number in range(1, self._site.attempt_count(scorm.id, user) + 1):
                    for sco in scos:
                        tracks = {**self._site.tracks(sco.id, user, number), "attempt": str(number)}
                        row = make.scorm(user, scorm.coursemodule, sco, len(scos) > 1, tracks)
                        if row is not None:
                            yield row

    def _quizzes(
        self, make: CoreRows, changed: dict[int, dict[str, tuple[int, ...]]], teaching: set[int]
    ) -> Iterator[RawRow]:
        for cm, names in changed.items():
            for attempt in names.get(_ATTEMPTS, ()):
                try:
                    review = self._site.review(attempt)
                except MoodleFatalError as error:
                    self._skip(error, f"quiz_attempt.{attempt}", tell=False)  # most often: it is still going on
                    continue
                if not review.attempt.preview and review.attempt.userid not in teaching:
                    yield make.quiz(cm, review)

    def _feedbacks(
        self, make: CoreRows, changed: dict[int, dict[str, tuple[int, ...]]], teaching: set[int]
    ) -> Iterator[RawRow]:
        for feedback in self._site.feedbacks(self._course.id):
            if _ANSWERS not in changed.get(feedback.coursemodule, {}):
                continue
            items = self._site.items(feedback.id)
            for done in self._site.analysis(feedback.id):
                if done.userid not in teaching and done.timemodified >= self._since:
                    yield from make.feedback(feedback.coursemodule, done, items)

    def _skip(self, error: MoodleFatalError, what: str, *, tell: bool = True) -> None:
        """Go on without one learner's part, unless the site refuses us altogether."""
        if is_refusal(error):
            raise error
        if tell:
            self._findings.append(skipped(error, what))
