"""Reading a Moodle by core functions: one method per question that the harvest asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from course_templates.card import CARD_NAME, CourseCard
from lms_bridge.connectors.moodle import core_answers as core
from lms_bridge.connectors.moodle.arguments import chunks
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.errors import FatalSourceError, PageLoopError

_USERS_A_PAGE = 250
_ANALYSES_A_PAGE = 200
_MAX_PAGES = 2000
_NOT_FOUND = 404
_GONE = "filenotfound"
_CLOSED = "nonuservisible"
#: By activity: names of what changed there, and ids.
Changed = dict[int, dict[str, tuple[int, ...]]]


class CoreSite:
    """A Moodle by core functions. Every method raises SourceError."""

    def __init__(self, rest: MoodleRest) -> None:
        self._call = rest.call
        self._download = rest.download

    def courses(self, idnumber: str) -> Sequence[core.CourseRow]:
        """Return the courses with an idnumber; "" means all."""
        asked = {"field": "idnumber", "value": idnumber} if idnumber else {}
        return self._call("core_course_get_courses_by_field", core.COURSES, asked).courses

    def sections(self, course: int) -> Sequence[core.SectionRow]:
        """Return the sections of a course with their activities."""
        options = [{"name": "excludecontents", "value": 1}]
        return self._call("core_course_get_contents", core.CONTENTS, {"courseid": course, "options": options})

    def modules(self, course: int) -> Sequence[core.ModuleRow]:
        """Return the activities of a course."""
        return [module for section in self.sections(course) for module in section.modules]

    def idnumber(self, module: int) -> str | None:
        """Return the idnumber of an activity, "" where it has none; None: the account may not see it."""
        return self._call("core_course_get_course_module", core.COURSE_MODULE, {"cmid": module}).cm.idnumber

    def users(self, course: int) -> Iterator[core.UserRow]:
        """Yield who is enrolled, suspended ones too: ids, roles and last access, no names."""
        asked = {"userfields": "id,lastcourseaccess,roles", "limitnumber": _USERS_A_PAGE, "sortby": "id"}
        for page in range(_MAX_PAGES):
            options = [
                {"name": name, "value": value} for name, value in {**asked, "limitfrom": page * _USERS_A_PAGE}.items()
            ]
            found = self._call("core_enrol_get_enrolled_users", core.USERS, {"courseid": course, "options": options})
            yield from found
            if len(found) < _USERS_A_PAGE:
                return
        raise PageLoopError("users", place=str(course))

    def updates(self, course: int, modules: Sequence[int], since: int) -> tuple[Changed, set[int]]:
        """Return what changed in activities since a time, and which of them the account may not enter."""
        changed: Changed = {}
        closed: set[int] = set()
        for some in chunks(modules, fields_each=3):
            asked = [{"contextlevel": "module", "id": module, "since": since} for module in some]
            found = self._call("core_course_check_updates", core.UPDATES, {"courseid": course, "tocheck": asked})
            for one in found.instances:
                changed[one.id] = {update.name: update.itemids for update in one.updates}
            closed |= {one.itemid for one in found.warnings if one.itemid and one.warningcode == _CLOSED}
        return changed, closed

    def statuses(self, course: int, user: int) -> Sequence[core.StatusRow]:
        """Return the completion of a learner's activities."""
        asked = {"courseid": course, "userid": user}
        return self._call("core_completion_get_activities_completion_status", core.STATUSES, asked).statuses

    def completed_at(self, course: int, user: int) -> int | None:
        """Return when a learner completed a course; None: not yet. Raises MoodleFatalError: it has no criteria."""
        asked = {"courseid": course, "userid": user}
        found = self._call("core_completion_get_course_completion_status", core.COURSE_STATUS, asked).completionstatus
        times = [criterion.timecompleted for criterion in found.completions if criterion.timecompleted]
        return max(times, default=0) or None if found.completed else None

    def grades(self, course: int, learner: int = 0) -> Iterator[tuple[int, core.GradeItemRow]]:
        """Yield every grade of a learner, or of everybody (0): user and item."""
        found = self._call("gradereport_user_get_grade_items", core.GRADES, {"courseid": course, "userid": learner})
        for user in found.usergrades:
            for item in user.gradeitems:
                yield user.userid, item

    def scorms(self, course: int) -> Sequence[core.ScormRow]:
        """Return the SCORM activities of a course."""
        return self._call("mod_scorm_get_scorms_by_courses", core.SCORMS, {"courseids": [course]}).scorms

    def scos(self, scorm: int) -> Sequence[core.ScoRow]:
        """Return the SCOs of a package."""
        found = self._call("mod_scorm_get_scorm_scoes", core.SCOES, {"scormid": scorm}).scoes
        return [sco for sco in found if sco.scormtype == "sco" and sco.launch]

    def manifest(self, scorm: int) -> str:
        """Return the identifier of a package's manifest."""
        found = self._call("mod_scorm_get_scorm_scoes", core.SCOES, {"scormid": scorm}).scoes
        return next((sco.manifest for sco in found if sco.manifest), "")

    def attempt_count(self, scorm: int, user: int) -> int:
        """Return how many attempts a learner made at a package."""
        asked = {"scormid": scorm, "userid": user}
        return self._call("mod_scorm_get_scorm_attempt_count", core.ATTEMPT_COUNT, asked).attemptscount

    def tracks(self, sco: int, user: int, attempt: int) -> dict[str, str]:
        """Return the elements of an attempt at a SCO, Moodle's own among them (`timemodified`)."""
        asked = {"scoid": sco, "userid": user, "attempt": attempt}
        found = self._call("mod_scorm_get_scorm_sco_tracks", core.TRACKS, asked).data
        return {track.element: str(track.value) for track in found.tracks if track.value is not None}

    def review(self, attempt: int) -> core.ReviewAnswer:
        """Return a finished attempt. Raises MoodleFatalError: it is not finished, or gone."""
        return self._call("mod_quiz_get_attempt_review", core.REVIEW, {"attemptid": attempt})

    def feedbacks(self, course: int) -> Sequence[core.FeedbackRow]:
        """Return the feedback activities of a course that tell who answered."""
        found = self._call("mod_feedback_get_feedbacks_by_courses", core.FEEDBACKS, {"courseids": [course]})
        return [feedback for feedback in found.feedbacks if feedback.anonymous != 1]

    def items(self, feedback: int) -> dict[int, core.ItemRow]:
        """Return the items of a feedback by id."""
        found = self._call("mod_feedback_get_items", core.ITEMS, {"feedbackid": feedback})
        return {item.id: item for item in found.items}

    def analysis(self, feedback: int) -> Iterator[core.CompletedRow]:
        """Yield everybody's answers to a feedback."""
        for page in range(_MAX_PAGES):
            asked = {"feedbackid": feedback, "page": page, "perpage": _ANALYSES_A_PAGE}
            found = self._call("mod_feedback_get_responses_analysis", core.ANALYSIS, asked)
            yield from found.attempts
            if (page + 1) * _ANALYSES_A_PAGE >= found.totalattempts:
                return
        raise PageLoopError("analysis", place=str(feedback))

    def card(self, context: int, revision: int) -> CourseCard | None:
        """Return the course card of a SCORM activity's package; None: it has none, or somebody else's."""
        path = f"/{context}/mod_scorm/content/{revision}/{CARD_NAME}"
        try:
            return self._download(path, _card)
        except FatalSourceError as error:
            if error.status == _NOT_FOUND or getattr(error, "code", None) == _GONE:
                return None
            raise


def _card(body: bytes) -> CourseCard | None:
    try:
        return CourseCard.model_validate_json(body)
    except ValidationError:
        return None
