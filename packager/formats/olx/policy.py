"""What Open edX keeps beside the tree: course settings and how grades are made. Spec: OLX, policies."""

from __future__ import annotations

import json
from typing import Any

from course_templates.card import CARD_NAME
from course_templates.model import Course
from foundation.text import EN, ZH
from packager.formats.olx.cover import COVER

#: The course run that packages are made for; Open edX puts the run of the course that it is imported into.
RUN = "course"
POST_TEST = "后测 Post-test"
#: A course without a start opens in 2030; this one is open from the import on.
_START = "2020-01-01T00:00:00Z"
_END = "2099-12-31T00:00:00Z"
_NO_PASS_MARK = 0.5
#: Open edX lets nobody pass by a cutoff of 0.
_LEAST_CUTOFF = 0.01


def policy(course: Course) -> bytes:
    """Return `policy.json`: settings, and the map's items as what one will learn."""
    taught = dict.fromkeys(item for lesson in course.lessons() for item in lesson.items)
    learned = [objective.label.best(ZH, EN) for objective in course.objectives if objective.id in taught]
    settings: dict[str, Any] = {
        "start": _START,
        "end": _END,
        "course_image": COVER,
        "learning_info": learned,
        "enable_subsection_gating": True,
        "showanswer": "never",
        "rerandomize": "never",
        "other_course_settings": {
            "coursebridge": {
                "course": course.id,
                "version": course.version,
                "map": course.map.iri,
                "map_version": course.map.version,
                "card": f"/static/{CARD_NAME}",
            }
        },
    }
    return _document({f"course/{RUN}": settings})


def grading_policy(course: Course) -> bytes:
    """Return `grading_policy.json`: the post-test is the grade, its pass mark the course's; empty is not allowed."""
    form = course.form("post")
    grader = {"type": POST_TEST, "short_label": "后测", "min_count": 1, "drop_count": 0, "weight": 1.0}
    mark = None if form is None else form.passing_scaled
    cutoff = _NO_PASS_MARK if mark is None else float(mark) or _LEAST_CUTOFF
    return _document({"GRADER": [grader], "GRADE_CUTOFFS": {"Pass": cutoff}})


def _document(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
