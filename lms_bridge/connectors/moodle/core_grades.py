"""The gradebook of a course by core functions: in one answer, or, where that would be long, learner by learner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.core_site import CoreSite
from lms_bridge.connectors.moodle.faults import MoodleFatalError

_EVERYBODY = 0
#: Learners times activities of a gradebook that is asked for as a whole: about 14 MB, as Moodle writes it.
_GRADES_AT_ONCE = 20_000


class Gradebook:
    """One course's. `skip` is told what cannot be had of one learner."""

    def __init__(self, site: CoreSite, course: int, skip: Callable[[MoodleFatalError], None]) -> None:
        self._site = site
        self._course = course
        self._skip = skip
        self._asked: Sequence[int] = (_EVERYBODY,)
        self._one = _EVERYBODY

    def choose(self, learners: Sequence[int], active: Sequence[int], activities: int) -> None:
        """Choose how to ask: of a large gradebook only the pages of learners who are `active` are read."""
        if len(learners) * activities > _GRADES_AT_ONCE:
            self._asked, self._one = active, learners[0]

    def items(self) -> Iterator[tuple[int, core.GradeItemRow]]:
        """Yield user and item. Raises SourceError."""
        for learner in self._asked:
            try:
                yield from self._site.grades(self._course, learner)
            except MoodleFatalError as error:
                if learner == _EVERYBODY:
                    raise
                self._skip(error)

    def idnumbers(self) -> dict[int, str]:
        """Return the idnumbers of activities as the gradebook has them, by activity; of one without a grade none.

        The page of one learner has them all. Raises SourceError.
        """
        items = [item for _, item in self._site.grades(self._course, self._one)]
        return {item.cmid: item.idnumber for item in items if item.cmid and item.idnumber}
