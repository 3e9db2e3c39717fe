"""What of a Moodle's rows lands: courses, activities, times, answers; neither account ids nor names.

Rows of the plugin and rows made of core functions have the same payloads: records do not depend on the path.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from lms_bridge.sandbox.model import CmiValue

Kind = Literal[
    "enrolment",
    "module_completion",
    "course_completion",
    "grade",
    "scorm_attempt",
    "quiz_attempt",
    "feedback_answer",
    "competency_rating",
]
State = Literal["incomplete", "complete", "pass", "fail"]

#: Elements that may hold anything, names among it, and of which nothing is made.
_DROPPED = re.compile(
    r"cmi\.(suspend_data|comments.*|launch_data|location|core\.lesson_location|learner_(id|name|preference.*)|"
    r"core\.student_.*|student_.*)"
)
_UNDERSCORED = re.compile(r"_(\d+)(?=\.|$)")
#: An activity that holds a form. With `~1` at its end the plugin put it aside: another took its place, its data stay.
_FORM = re.compile(r"(pre|practice|post|exam|survey)\.([A-Za-z0-9_-]{1,40})(?:~\d+)?")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Where(_Part):
    """The course a row is about, by Moodle's id and its idnumber; the activity by its idnumber less the course's.

    `card` is the SHA-256 of the course's card, `cm` the id of the course module.
    """

    course_id: int
    course: str | None
    course_version: str | None = None
    card: str | None = None
    activity: str | None = None
    cm: int | None = None


class EnrolmentPayload(Where):
    """A learner is enrolled; `active` is False while the enrolment is suspended."""

    active: bool
    enrolled_at: AwareDatetime | None


class ModulePayload(Where):
    """Moodle's own state of an activity for a learner; `forced`: a trainer set it."""

    module: str
    state: State
    forced: bool = False


class CourseCompletionPayload(Where):
    """Moodle's own state of a course for a learner."""

    completed_at: AwareDatetime | None


class GradePayload(Where):
    """A grade. `module` is "" for the course total; `overridden`: a trainer set it."""

    module: str
    grade: float | None
    grade_min: float
    grade_max: float
    overridden: bool = False


class ScormPayload(Where):
    """An attempt at a SCO, as the run-time left it. `sco` is its identifier where the package has several."""

    number: int
    sco: str | None = None
    started_at: AwareDatetime
    cmi: dict[str, CmiValue]


class Answered(_Part):
    """One question of an attempt. `response` are keys joined by commas, or open text; `right` None: not marked."""

    question: str
    version: int
    response: str
    right: bool | None = None
    answered_at: AwareDatetime
    stored_at: AwareDatetime


class AnswersPayload(Where):
    """A try at a form: a quiz attempt, or the answers to a survey."""

    phase: str
    form: str
    number: int
    started_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    answers: tuple[Answered, ...]


class CompetencyPayload(Where):
    """A trainer's rating of a competency: the position on its scale, and whether that is proficient."""

    framework: str
    item: str
    grade: int | None
    proficient: bool | None


PAYLOADS: dict[str, type[Where]] = {
    "enrolment": EnrolmentPayload,
    "module_completion": ModulePayload,
    "course_completion": CourseCompletionPayload,
    "grade": GradePayload,
    "scorm_attempt": ScormPayload,
    "quiz_attempt": AnswersPayload,
    "feedback_answer": AnswersPayload,
    "competency_rating": CompetencyPayload,
}


def element_name(stored: str) -> str:
    """Return the name of a data model element as SCORM spells it: Moodle keeps `interactions.0.id` as `_0.id`."""
    return _UNDERSCORED.sub(r".\1", stored)


def is_kept(element: str) -> bool:
    """Return whether an element lands."""
    return element.startswith("cmi.") and _DROPPED.fullmatch(element) is None


def activity_of(course: str | None, idnumber: str) -> str | None:
    """Return an activity's idnumber less its course's: `q.scorm.cb-q` in course `q` is `scorm.cb-q`."""
    if not idnumber:
        return None
    return idnumber.removeprefix(f"{course}.") if course else idnumber


def form_of(activity: str | None) -> tuple[str, str]:
    """Return phase and id of the form that an activity holds: `post.b` is `("post", "b")`; both empty: none."""
    found = _FORM.fullmatch(activity or "")
    return (found[1], found[2]) if found else ("", "")
