"""What of a course a format does not carry: said when it is built, not found out by learners."""

from __future__ import annotations

from collections.abc import Mapping

from course_templates.model import Course
from foundation.findings import Finding
from foundation.text import both


def left_out(course: Course, format_name: str, carries: Mapping[str, bool]) -> tuple[Finding, ...]:
    """Return a note per part of this course that the format leaves out."""
    post = course.form("post")
    is_marked = post is not None and post.passing_scaled is not None
    is_ordered = course.form("pre") is not None or post is not None
    there = {"survey": course.survey is not None, "mastery_score": is_marked, "order": is_ordered}
    # A player keeps the order itself; tests that an LMS runs need rules of the LMS.
    is_kept = carries.get("sequencing_by_lms", False) or not carries.get("native_quizzes", False)
    kept = {**carries, "order": is_kept}
    return tuple(
        Finding(
            id="PK-LEFT-OUT",
            severity="note",
            file=format_name,
            place=part,
            message=both(f"{format_name} 带不走{zh}", f"{format_name} does not carry {en}"),
            remedy=remedy,
        )
        for part, zh, en, remedy in _PARTS
        if there[part] and not kept.get(part, False)
    )


_PARTS = (
    (
        "survey",
        "岗位契合度调查",
        "the job-fit survey",
        both("另发问卷，或同时用 scorm12", "Ask it by other means, or build scorm12 as well"),
    ),
    (
        "mastery_score",
        "合格线",
        "the pass mark",
        both("导入后在平台的测验设置里填写", "Set it at the test, in the LMS, after the import"),
    ),
    (
        "order",
        "先前测、学完再后测的次序",
        "the order: pre-test first, post-test after the lessons",
        both("导入后在平台里设置前置条件", "Set prerequisites in the LMS after the import"),
    ),
)
