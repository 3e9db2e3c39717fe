"""Names by which a course's parts are known on every site, and the numbers that tie a backup's files together.

Idnumbers are those of docs/moodle-protocol.md: a course that was restored by hand and one that the plugin made are the
same to whoever harvests. Numbers hold within one backup; Moodle gives its own at restore.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from course_templates.model import Course, Form, Lesson, Question

#: Length of Moodle's columns for idnumbers, in characters.
MAX_IDNUMBER_CHARACTERS = 100
SYSTEM_CONTEXT = 1
COURSE_ID = 2  # 1 is the front page of every site
COURSE_CONTEXT = 2
COURSE_GRADE_ITEM = 1
COURSE_GRADE_CATEGORY = 1
#: The day on which a course starts that tells none: builds know no clock, and Moodle takes 0 for 1970.
_FIRST_DAY = date(2026, 1, 1)
#: Days begin by Beijing time, wherever the backup is restored.
_BEIJING_AHEAD = timedelta(hours=8)


def module_context(module_id: int) -> int:
    """Return the number of an activity's context."""
    return 1000 + module_id


def grade_item(module_id: int) -> int:
    """Return the number of an activity's grade item."""
    return 1 + module_id


def section_id(number: int) -> int:
    """Return the number by which a section is referred to; sections count from 0."""
    return 1 + number


def page_idnumber(course: Course, lesson: Lesson) -> str:
    """Return the idnumber of a lesson's page."""
    return f"{course.id}.page.{lesson.id}"


def quiz_idnumber(course: Course, form: Form) -> str:
    """Return the idnumber of a form's quiz."""
    return f"{course.id}.{form.phase}.{form.id}"


def scorm_idnumber(course: Course, identifier: str) -> str:
    """Return the idnumber of a SCORM activity by its package's identifier."""
    return f"{course.id}.scorm.{identifier}"


def survey_idnumber(course: Course, survey_id: str) -> str:
    """Return the idnumber of the survey's feedback."""
    return f"{course.id}.survey.{survey_id}"


def question_name(question: Question) -> str:
    """Return the name of a question in the bank: what it is and in which version."""
    return f"{question.id}.{question.version}"


def start_s(course: Course) -> int:
    """Return when the course starts, in seconds since 1970: 0:00 in Beijing on the day of its release.

    Never 0: Moodle then shows 1970, and keeps it even where whoever restores the course has chosen another start.
    """
    day = course.released or _FIRST_DAY
    return int((datetime.combine(day, time(), UTC) - _BEIJING_AHEAD).timestamp())


def stamp(course: Course, *parts: str | int) -> str:
    """Return what Moodle tells questions and categories apart by when the same backup is restored again."""
    return "+".join(["coursebridge", course.id, *map(str, parts)])


def framework_idnumber(course: Course) -> str | None:
    """Return the idnumber of the competency framework that the course's map becomes; None if Moodle has no room."""
    return course.map.iri if len(course.map.iri) <= MAX_IDNUMBER_CHARACTERS else None
