"""The course's own files in a backup: settings, sections, completion, gradebook, competencies, filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course_templates.disclaimer import disclaimer
from course_templates.model import Course
from course_templates.moodle_text import MAX_FULLNAME_CHARACTERS, block, title
from packager.formats.mbz import identity
from packager.formats.mbz.activity import EVIDENCE, Activity
from packager.formats.mbz.gradebook import gradebook
from packager.formats.mbz.modules import id_field
from packager.formats.mbz.shell import Section
from packager.formats.mbz.tree import Node, document, fields_of, listed, node
from packager.plan import Entry

_BY_ACTIVITY = 4
_ALL = 1


def course_entries(
    course: Course, sections: Sequence[Section], categories: Sequence[int], framework: str | None
) -> Iterator[Entry]:
    """Yield the files below `course/` and `sections/`, and those at the root that are about the course."""
    yield document("course/course.xml", _course(course))
    yield document("course/inforef.xml", _inforef(categories))
    yield document("course/roles.xml", node("roles", node("role_overrides"), node("role_assignments")))
    yield document("course/competencies.xml", _competencies(course, sections, framework))
    yield document("course/filters.xml", _filters(course))
    for section in sections:
        folder = f"sections/section_{identity.section_id(section.number)}"
        yield document(f"{folder}/section.xml", _section(course, section))
        yield document(f"{folder}/inforef.xml", node("inforef"))
    yield document("completion.xml", _completion(sections))
    yield document("gradebook.xml", gradebook([each for section in sections for each in section.activities]))


def fullname(course: Course) -> str:
    """Return the course's full name."""
    return title(course.title, MAX_FULLNAME_CHARACTERS) or course.id


def _course(course: Course) -> Node:
    root = node(
        "course",
        _category(),
        node("tags"),
        node("customfields"),
        listed("courseformatoptions", [_format_option("hiddensections", 1), _format_option("coursedisplay", 0)]),
        id_=identity.COURSE_ID,
        shortname=course.id,
        fullname=fullname(course),
        idnumber=course.id,
        summary=block(course.description),
        summaryformat=1,
        format="topics",
        showgrades=1,
        newsitems=0,
        startdate=identity.start_s(course),
        enddate=0,
        marker=0,
        maxbytes=0,
        legacyfiles=0,
        showreports=0,
        visible=1,
        groupmode=0,
        groupmodeforce=0,
        defaultgroupingid=0,
        lang="",
        theme="",
        timecreated=identity.start_s(course),
        timemodified=identity.start_s(course),
        requested=0,
        showactivitydates=1,
        showcompletionconditions=1,
        pdfexportfont=None,
        enablecompletion=1,
        completionnotify=0,
    )
    root.set("contextid", str(identity.COURSE_CONTEXT))
    return root


def _category() -> Node:
    return node("category", id_=1, name="coursebridge", description=None)


def _format_option(option: str, value: int) -> Node:
    return fields_of("courseformatoption", {"format": "topics", "sectionid": 0, "name": option, "value": value})


def _section(course: Course, section: Section) -> Node:
    """Return a section; the first says what map the course is about, and whether that is a standard."""
    summary = block(course.description) + block(disclaimer(course.map)) if section.number == 0 else ""
    return node(
        "section",
        id_=identity.section_id(section.number),
        number=section.number,
        name=section.title,
        summary=summary,
        summaryformat=1,
        sequence=",".join(str(each.place.module_id) for each in section.activities),
        visible=1,
        availabilityjson=None,
        component=None,
        itemid=None,
        timemodified=0,
    )


def _inforef(categories: Sequence[int]) -> Node:
    references = [node("question_category", id_field(each)) for each in categories]
    return listed("inforef", [listed("question_categoryref", references)] if references else [])


def _filters(course: Course) -> Node:
    """Ask for the multi-language filter, which takes effect where an administrator has made it available."""
    actives = [node("filter_active", filter="multilang", active=1)] if len(course.languages) > 1 else []
    return node("filters", listed("filter_actives", actives), node("filter_configs"))


def _competencies(course: Course, sections: Sequence[Section], framework: str | None) -> Node:
    """Link every item that an activity is about, in the map's order; completing the course is evidence of each."""
    used = {item for section in sections for each in section.activities for item in each.items}
    items = [objective.id for objective in course.objectives if objective.id in used]
    links = [
        node(
            "competency",
            id_=number,
            idnumber=item,
            ruleoutcome=EVIDENCE,
            sortorder=number - 1,
            frameworkid=1,
            frameworkidnumber=framework,
        )
        for number, item in enumerate(items if framework is not None else (), start=1)
    ]
    return node("course_competencies", listed("competencies", links), node("user_competencies"))


def _completion(sections: Sequence[Section]) -> Node:
    """Return the course's criteria: every activity but the survey, all of them."""
    needed = [each for section in sections for each in section.activities if each.kind != "feedback"]
    criteria = (_criterion(number, each) for number, each in enumerate(needed, start=1))
    methods = (
        node(
            "course_completion_aggr_methd", id_=n, course=identity.COURSE_ID, criteriatype=kind, method=_ALL, value=None
        )
        for n, kind in enumerate((None, _BY_ACTIVITY), start=1)
    )
    return node("course_completion", *criteria, *methods)


def _criterion(number: int, activity: Activity) -> Node:
    return node(
        "course_completion_criteria",
        node("course_completion_crit_completions"),
        id_=number,
        course=identity.COURSE_ID,
        criteriatype=_BY_ACTIVITY,
        module=activity.kind,
        moduleinstance=activity.place.module_id,
        courseinstanceshortname=None,
        enrolperiod=None,
        timeend=None,
        gradepass=None,
        role=None,
        roleshortname=None,
    )
