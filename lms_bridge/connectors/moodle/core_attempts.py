"""What learners did in the packages, tests and surveys of a course, by core functions: one activity after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lms_bridge.connectors.base import RawRow
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.core_rows import CoreRows
from lms_bridge.connectors.moodle.core_site import Changed, CoreSite
from lms_bridge.connectors.moodle.faults import MoodleFatalError, is_closed, is_refusal

_ATTEMPTS, _TRACKS, _ANSWERS = "userattempts", "usertracks", "userattemptsfinished"
#: What Moodle calls a change of what people did, to accounts that may see it.
SEEN = frozenset({_ATTEMPTS, _TRACKS, _ANSWERS})
_Parts = Iterator[tuple[int, Iterator[RawRow]]]


def attempts_of(changed: Changed, module: int) -> Sequence[int]:
    """Return the attempts at a test that changed."""
    return changed.get(module, {}).get(_ATTEMPTS, ())


class Attempts:
    """Reads what was done since a time, in seconds, by anybody but who is `teaching`."""

    def __init__(self, site: CoreSite, course: int, since: int, teaching: set[int]) -> None:
        self._site = site
        self._course = course
        self._since = since
        self._teaching = teaching

    def rows(self, make: CoreRows, changed: Changed, active: Sequence[int]) -> _Parts:
        """Yield course modules and their rows, which are asked for as they are taken. Raises SourceError, they too."""
        yield from self._scorms(make, changed, active)
        yield from self._quizzes(make, changed)
        yield from self._feedbacks(make, changed)

    def _scorms(self, make: CoreRows, changed: Changed, active: Sequence[int]) -> _Parts:
        for scorm in self._site.scorms(self._course):
            if _TRACKS in changed.get(scorm.coursemodule, {}):
                yield scorm.coursemodule, self._scorm(make, scorm, active)

    def _scorm(self, make: CoreRows, scorm: core.ScormRow, active: Sequence[int]) -> Iterator[RawRow]:
        scos = self._site.scos(scorm.id)
        for user in active:
            for number in range(1, self._site.attempt_count(scorm.id, user) + 1):
                for sco in scos:
                    tracks = {**self._site.tracks(sco.id, user, number), "attempt": str(number)}
                    row = make.scorm(user, scorm.coursemodule, sco, len(scos) > 1, tracks)
                    if row is not None:
                        yield row

    def _quizzes(self, make: CoreRows, changed: Changed) -> _Parts:
        for cm, names in changed.items():
            yield cm, self._quiz(make, cm, names.get(_ATTEMPTS, ()))

    def _quiz(self, make: CoreRows, cm: int, attempts: Sequence[int]) -> Iterator[RawRow]:
        for attempt in attempts:
            try:
                review = self._site.review(attempt)
            except MoodleFatalError as error:
                if is_refusal(error) or is_closed(error):
                    raise
                continue  # most often: it is still going on
            if not review.attempt.preview and review.attempt.userid not in self._teaching:
                yield make.quiz(cm, review)

    def _feedbacks(self, make: CoreRows, changed: Changed) -> _Parts:
        for feedback in self._site.feedbacks(self._course):
            if _ANSWERS in changed.get(feedback.coursemodule, {}):
                yield feedback.coursemodule, self._feedback(make, feedback)

    def _feedback(self, make: CoreRows, feedback: core.FeedbackRow) -> Iterator[RawRow]:
        items = self._site.items(feedback.id)
        for done in self._site.analysis(feedback.id):
            if done.userid not in self._teaching and done.timemodified >= self._since:
                yield from make.feedback(feedback.coursemodule, done, items)
