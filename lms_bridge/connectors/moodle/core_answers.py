"""What Moodle's core functions answer, as models of what the harvest reads of it.

Lists have no default: an answer without them is not taken for an empty one.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, TypeAdapter

_TEACHING = frozenset({"editingteacher", "teacher", "manager", "coursecreator"})


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CourseRow(_Answer):
    """Spec: core_course_get_courses_by_field."""

    id: int
    idnumber: str = ""
    shortname: str = ""
    fullname: str = ""
    summary: str = ""
    timecreated: int = 0


class _Courses(_Answer):
    courses: tuple[CourseRow, ...]


class ModuleRow(_Answer):
    """Spec: core_course_get_contents, module. `completion`: 0 is not tracked; `uservisible`: we may enter it."""

    id: int
    name: str = ""
    uservisible: bool = True
    modname: str
    instance: int = 0
    contextid: int = 0
    completion: int = 0


class SectionRow(_Answer):
    """Spec: core_course_get_contents, section; of one that we may not enter no module is listed."""

    id: int
    name: str = ""
    uservisible: bool = True
    modules: tuple[ModuleRow, ...] = ()


class _CourseModule(_Answer):
    id: int
    idnumber: str | None = None


class CourseModuleAnswer(_Answer):
    """Spec: core_course_get_course_module. It has no `idnumber` for who may not manage the activity."""

    cm: _CourseModule


class _Role(_Answer):
    shortname: str = ""


class UserRow(_Answer):
    """Spec: core_enrol_get_enrolled_users, asked for these fields alone."""

    id: int
    lastcourseaccess: int = 0
    roles: tuple[_Role, ...] = ()

    @property
    def is_learner(self) -> bool:
        """Whether this is nobody who teaches or manages."""
        return not any(role.shortname in _TEACHING for role in self.roles)


class _Update(_Answer):
    name: str
    itemids: tuple[int, ...] = ()


class _Instance(_Answer):
    id: int
    updates: tuple[_Update, ...] = ()


class _Warning(_Answer):
    itemid: int | None = None
    warningcode: str = ""


class UpdatesAnswer(_Answer):
    """Spec: core_course_check_updates."""

    instances: tuple[_Instance, ...]
    warnings: tuple[_Warning, ...] = ()


class StatusRow(_Answer):
    """Spec: core_completion_get_activities_completion_status. State: 0 not, 1 complete, 2 passed, 3 failed."""

    cmid: int
    modname: str = ""
    state: int = 0
    timecompleted: int = 0
    overrideby: int | None = None


class StatusesAnswer(_Answer):
    """A learner's activities."""

    statuses: tuple[StatusRow, ...]


class _Criterion(_Answer):
    timecompleted: int | None = None


class _CourseStatus(_Answer):
    completed: bool
    completions: tuple[_Criterion, ...] = ()


class CourseStatusAnswer(_Answer):
    """Spec: core_completion_get_course_completion_status."""

    completionstatus: _CourseStatus


class GradeItemRow(_Answer):
    """Spec: gradereport_user_get_grade_items."""

    id: int
    itemtype: str = ""
    itemmodule: str | None = None
    idnumber: str | None = None
    cmid: int | None = None
    graderaw: float | None = None
    gradedatesubmitted: int | None = None
    gradedategraded: int | None = None
    gradeisoverridden: bool | None = False
    grademin: float = 0.0
    grademax: float = 100.0


class _UserGrades(_Answer):
    userid: int
    gradeitems: tuple[GradeItemRow, ...]


class GradesAnswer(_Answer):
    """Grades of everybody in a course."""

    usergrades: tuple[_UserGrades, ...]


class ScormRow(_Answer):
    """Spec: mod_scorm_get_scorms_by_courses."""

    id: int
    coursemodule: int
    revision: int = 0


class ScormsAnswer(_Answer):
    """SCORM activities of a course."""

    scorms: tuple[ScormRow, ...]


class ScoRow(_Answer):
    """Spec: mod_scorm_get_scorm_scoes. `launch` is empty for what is no SCO or asset; `manifest` is an identifier."""

    id: int
    manifest: str = ""
    identifier: str = ""
    scormtype: str = ""
    launch: str = ""


class ScoesAnswer(_Answer):
    """Items of a package."""

    scoes: tuple[ScoRow, ...]


class AttemptCount(_Answer):
    """Spec: mod_scorm_get_scorm_attempt_count."""

    attemptscount: int


class _Track(_Answer):
    element: str
    value: str | int | float | None = None


class _Tracks(_Answer):
    attempt: int
    tracks: tuple[_Track, ...]


class TracksAnswer(_Answer):
    """Spec: mod_scorm_get_scorm_sco_tracks."""

    data: _Tracks


class AttemptRow(_Answer):
    """Spec: mod_quiz_get_attempt_review, attempt."""

    id: int
    userid: int
    attempt: int
    preview: int = 0
    state: str = ""
    timestart: int = 0
    timefinish: int = 0
    timemodified: int = 0


class QuestionRow(_Answer):
    """Spec: mod_quiz_get_attempt_review, question. `mark` is text, empty when it is not marked."""

    slot: int
    type: str = ""
    html: str = ""
    lastactiontime: int = 0
    mark: str | float | None = None
    maxmark: float | None = None


class ReviewAnswer(_Answer):
    """A finished attempt with its questions as pages."""

    attempt: AttemptRow
    questions: tuple[QuestionRow, ...]


class FeedbackRow(_Answer):
    """Spec: mod_feedback_get_feedbacks_by_courses. `anonymous`: 1 yes, 2 no."""

    id: int
    coursemodule: int
    anonymous: int = 2


class FeedbacksAnswer(_Answer):
    """Feedback activities of a course."""

    feedbacks: tuple[FeedbackRow, ...]


class ItemRow(_Answer):
    """Spec: mod_feedback_get_items."""

    id: int
    label: str = ""
    typ: str = ""


class ItemsAnswer(_Answer):
    """Items of a feedback."""

    items: tuple[ItemRow, ...]


class _Response(_Answer):
    id: int
    rawval: str = ""


class CompletedRow(_Answer):
    """One learner's answers to a feedback."""

    id: int
    userid: int
    timemodified: int = 0
    responses: tuple[_Response, ...] = ()


class AnalysisAnswer(_Answer):
    """Spec: mod_feedback_get_responses_analysis."""

    attempts: tuple[CompletedRow, ...]
    totalattempts: int


COURSES = TypeAdapter(_Courses)
CONTENTS = TypeAdapter(tuple[SectionRow, ...])
COURSE_MODULE = TypeAdapter(CourseModuleAnswer)
USERS = TypeAdapter(tuple[UserRow, ...])
UPDATES = TypeAdapter(UpdatesAnswer)
STATUSES = TypeAdapter(StatusesAnswer)
COURSE_STATUS = TypeAdapter(CourseStatusAnswer)
GRADES = TypeAdapter(GradesAnswer)
SCORMS = TypeAdapter(ScormsAnswer)
SCOES = TypeAdapter(ScoesAnswer)
ATTEMPT_COUNT = TypeAdapter(AttemptCount)
TRACKS = TypeAdapter(TracksAnswer)
REVIEW = TypeAdapter(ReviewAnswer)
FEEDBACKS = TypeAdapter(FeedbacksAnswer)
ITEMS = TypeAdapter(ItemsAnswer)
ANALYSIS = TypeAdapter(AnalysisAnswer)
