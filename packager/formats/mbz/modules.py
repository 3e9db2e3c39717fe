"""The files that every activity has in a backup, whatever its kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from packager.formats.mbz import identity
from packager.formats.mbz.activity import Activity, GradeItem
from packager.formats.mbz.tree import Node, document, listed, node
from packager.plan import Entry

#: Version of the modules whose backups these are: Moodle 4.5.0.
MODULE_VERSION = 2024100700
_AUTOMATIC = 2
_COMPLETE = 1


def activity_entries(activity: Activity, framework: str | None) -> Iterator[Entry]:
    """Yield the files of an activity; `framework` is the idnumber of the competency framework, if there can be one."""
    folder = activity.directory
    yield document(f"{folder}/module.xml", _module(activity))
    own = listed("activity", [activity.body])
    for key, value in (
        ("id", activity.place.module_id),
        ("moduleid", activity.place.module_id),
        ("modulename", activity.kind),
        ("contextid", activity.context),
    ):
        own.set(key, str(value))
    yield document(f"{folder}/{activity.kind}.xml", own, refers=True)
    yield document(f"{folder}/grades.xml", _grades(activity))
    yield document(f"{folder}/inforef.xml", _inforef(activity))
    yield document(f"{folder}/roles.xml", node("roles", node("role_overrides"), node("role_assignments")))
    yield document(f"{folder}/filters.xml", node("filters", node("filter_actives"), node("filter_configs")))
    yield document(f"{folder}/competencies.xml", _competencies(activity, framework))


def _module(activity: Activity) -> Node:
    done = activity.completion
    module = node(
        "module",
        node("tags"),
        id_=activity.place.module_id,
        modulename=activity.kind,
        sectionid=identity.section_id(activity.place.section),
        sectionnumber=activity.place.section,
        idnumber=activity.idnumber,
        added=0,
        score=0,
        indent=0,
        visible=1,
        visibleoncoursepage=1,
        visibleold=1,
        groupmode=0,
        groupingid=0,
        completion=_AUTOMATIC,
        completiongradeitemnumber=0 if done.on_grade else None,
        completionpassgrade=done.on_pass,
        completionview=done.on_view,
        completionexpected=0,
        availability=_availability(activity.requires),
        showdescription=0,
        downloadcontent=1,
        lang=None,
    )
    module.set("version", str(MODULE_VERSION))
    return module


def _availability(requires: tuple[int, ...]) -> str | None:
    """Return the condition that these activities are complete, as Moodle keeps it: JSON. None where there is none."""
    if not requires:
        return None
    conditions = [{"type": "completion", "cm": each, "e": _COMPLETE} for each in requires]
    return json.dumps({"op": "&", "c": conditions, "showc": [True] * len(requires)}, separators=(",", ":"))


def _grades(activity: Activity) -> Node:
    items = [] if activity.grade is None else [_grade_item(activity, activity.grade)]
    return node("activity_gradebook", listed("grade_items", items), node("grade_letters"))


def _grade_item(activity: Activity, grade: GradeItem) -> Node:
    return node(
        "grade_item",
        node("grade_grades"),
        id_=identity.grade_item(activity.place.module_id),
        categoryid=identity.COURSE_GRADE_CATEGORY,
        itemname=activity.title,
        itemtype="mod",
        itemmodule=activity.kind,
        iteminstance=activity.place.module_id,
        itemnumber=0,
        iteminfo=None,
        idnumber=activity.idnumber,
        calculation=None,
        gradetype=1,
        grademax=grade.maximum,
        grademin=Decimal(0),
        scaleid=None,
        outcomeid=None,
        gradepass=grade.passing,
        multfactor=Decimal(1),
        plusfactor=Decimal(0),
        aggregationcoef=Decimal(0),
        aggregationcoef2=Decimal(int(grade.counts)),
        weightoverride=not grade.counts,  # a weight of 0 keeps it out of the course's total
        sortorder=identity.grade_item(activity.place.module_id),
        display=0,
        decimals=None,
        hidden=0,
        locked=0,
        locktime=0,
        needsupdate=1,
        timecreated=0,
        timemodified=0,
    )


def _inforef(activity: Activity) -> Node:
    """Say what the activity needs of the rest of the backup: Moodle leaves out files that are not named here."""
    parts = []
    if activity.files:
        parts.append(listed("fileref", (node("file", id_field(file.number)) for file in activity.files)))
    if activity.grade is not None:
        parts.append(
            listed("grade_itemref", [node("grade_item", id_field(identity.grade_item(activity.place.module_id)))])
        )
    if activity.categories:
        parts.append(
            listed("question_categoryref", (node("question_category", id_field(each)) for each in activity.categories))
        )
    return listed("inforef", parts)


def id_field(number: int) -> Node:
    """Return `<id>` as an element, which is how a reference gives a number."""
    element = node("id")
    element.text = str(number)
    return element


def _competencies(activity: Activity, framework: str | None) -> Node:
    links = [
        node(
            "competency",
            idnumber=item,
            ruleoutcome=activity.outcome,
            sortorder=order,
            frameworkidnumber=framework,
            overridegrade=0,
        )
        for order, item in enumerate(activity.items if framework is not None else ())
    ]
    return node("course_module_competencies", listed("competencies", links))
