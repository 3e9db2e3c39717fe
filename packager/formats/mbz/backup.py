"""`moodle_backup.xml`: what the backup says of itself, what is in it, and which settings it was made with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course_templates.model import Course
from foundation.digest import sha256_hex
from packager.formats.mbz import identity
from packager.formats.mbz.activity import Activity
from packager.formats.mbz.course import fullname
from packager.formats.mbz.shell import Section
from packager.formats.mbz.tree import Node, document, fields_of, listed, node
from packager.plan import Entry

#: The oldest release that restores it: newer ones take it as it is.
BACKUP_VERSION, BACKUP_RELEASE = 2024100700, "4.5"
_GENERAL = 10
#: Nobody's data is in it: `users` 0, and with it `userscompletion`, or Moodle refuses the backup.
_SETTINGS = {
    "users": 0,
    "anonymize": 0,
    "role_assignments": 0,
    "activities": 1,
    "blocks": 0,
    "files": 1,
    "filters": 1,
    "comments": 0,
    "badges": 0,
    "calendarevents": 0,
    "userscompletion": 0,
    "logs": 0,
    "grade_histories": 0,
    "groups": 0,
    "competencies": 1,
    "customfield": 0,
    "contentbankcontent": 0,
    "xapistate": 0,
    "legacyfiles": 0,
}


def backup_entry(course: Course, sections: Sequence[Section], file_name: str) -> Entry:
    """Return `moodle_backup.xml`."""
    activities = [each for section in sections for each in section.activities]
    information = node(
        "information",
        listed("details", [_detail(course)]),
        node(
            "contents",
            listed("activities", map(_activity, activities)),
            listed("sections", map(_section, sections)),
            node("course", courseid=identity.COURSE_ID, title=course.id, directory="course"),
        ),
        listed("settings", _settings(sections, activities, file_name)),
        name=file_name,
        moodle_version=BACKUP_VERSION,
        moodle_release=BACKUP_RELEASE,
        backup_version=BACKUP_VERSION,
        backup_release=BACKUP_RELEASE,
        backup_date=0,
        mnet_remoteusers=0,
        include_files=1,
        include_file_references_to_external_content=0,
        original_wwwroot="",
        original_site_identifier_hash="",
        original_course_id=identity.COURSE_ID,
        original_course_format="topics",
        original_course_fullname=fullname(course),
        original_course_shortname=course.id,
        original_course_startdate=identity.start_s(course),
        original_course_enddate=0,
        original_course_contextid=identity.COURSE_CONTEXT,
        original_system_contextid=identity.SYSTEM_CONTEXT,
    )
    return document("moodle_backup.xml", listed("moodle_backup", [information]))


def _detail(course: Course) -> Node:
    detail = node("detail", type="course", format="moodle2", interactive=0, mode=_GENERAL, execution=1, executiontime=0)
    detail.set("backup_id", sha256_hex(f"{course.id} {course.version}".encode())[:32])
    return detail


def _activity(activity: Activity) -> Node:
    return node(
        "activity",
        moduleid=activity.place.module_id,
        sectionid=identity.section_id(activity.place.section),
        modulename=activity.kind,
        title=activity.title,
        directory=activity.directory,
        insubsection="",
    )


def _section(section: Section) -> Node:
    number = identity.section_id(section.number)
    return node(
        "section",
        sectionid=number,
        title=section.title,
        directory=f"sections/section_{number}",
        parentcmid="",
        modname="",
    )


def _settings(sections: Sequence[Section], activities: Sequence[Activity], file_name: str) -> Iterator[Node]:
    yield node("setting", level="root", name="filename", value=file_name)
    for key, value in _SETTINGS.items():
        yield node("setting", level="root", name=key, value=value)
    for section in sections:
        yield from _included("section", f"section_{identity.section_id(section.number)}")
    for activity in activities:
        yield from _included("activity", f"{activity.kind}_{activity.place.module_id}")


def _included(level: str, part: str) -> Iterator[Node]:
    for key, value in (("included", 1), ("userinfo", 0)):
        yield fields_of("setting", {"level": level, level: part, "name": f"{part}_{key}", "value": value})
