"""The course's gradebook: its total in points, to which post-test and final exam add; all else is shown beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from packager.formats.mbz import identity
from packager.formats.mbz.activity import Activity
from packager.formats.mbz.tree import Node, listed, node

_NATURAL = 13


def gradebook(activities: Sequence[Activity]) -> Node:
    """Return `gradebook.xml`."""
    grades = [each.grade for each in activities if each.grade is not None]
    total = sum((grade.maximum for grade in grades if grade.counts), Decimal(0))
    setting = node("grade_setting", name="minmaxtouse", value=1)
    setting.set("id", "")
    return node(
        "gradebook",
        node("attributes"),
        listed("grade_categories", [_grade_category()]),
        listed("grade_items", [_course_total(total)]),
        node("grade_letters"),
        listed("grade_settings", [setting]),
    )


def _grade_category() -> Node:
    return node(
        "grade_category",
        id_=identity.COURSE_GRADE_CATEGORY,
        parent=None,
        depth=1,
        path=f"/{identity.COURSE_GRADE_CATEGORY}/",
        fullname="?",  # Moodle's own word for the category of a whole course
        aggregation=_NATURAL,
        keephigh=0,
        droplow=0,
        aggregateonlygraded=1,
        aggregateoutcomes=0,
        timecreated=0,
        timemodified=0,
        hidden=0,
    )


def _course_total(total: Decimal) -> Node:
    return node(
        "grade_item",
        node("grade_grades"),
        id_=identity.COURSE_GRADE_ITEM,
        categoryid=None,
        itemname=None,
        itemtype="course",
        itemmodule=None,
        iteminstance=identity.COURSE_GRADE_CATEGORY,
        itemnumber=None,
        iteminfo=None,
        idnumber=None,
        calculation=None,
        gradetype=1,
        grademax=total,
        grademin=Decimal(0),
        scaleid=None,
        outcomeid=None,
        gradepass=Decimal(0),
        multfactor=Decimal(1),
        plusfactor=Decimal(0),
        aggregationcoef=Decimal(0),
        aggregationcoef2=Decimal(0),
        weightoverride=0,
        sortorder=1,
        display=0,
        decimals=None,
        hidden=0,
        locked=0,
        locktime=0,
        needsupdate=1,
        timecreated=0,
        timemodified=0,
    )
