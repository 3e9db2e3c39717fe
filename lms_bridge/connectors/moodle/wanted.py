"""The core functions that the bridge calls, by what it needs them for: what a site without them does not give."""

from __future__ import annotations

from typing import NamedTuple

from foundation.text import both


class Wanted(NamedTuple):
    """Functions that belong together: `id` of the check, what they are for (bilingual)."""

    id: str
    purpose: str
    functions: tuple[str, ...]


COURSE = Wanted(
    "target:functions-course",
    both("推送课程外壳", "pushing the course's shell"),
    (
        "core_course_get_courses_by_field",
        "core_course_create_courses",
        "core_course_update_courses",
        "core_course_get_contents",
    ),
)
ENROLMENT = Wanted(
    "target:functions-enrolment",
    both("按名单选课", "enrolling a roster"),
    ("core_enrol_get_enrolled_users", "core_user_get_users_by_field", "enrol_manual_enrol_users"),
)
COMPETENCIES = Wanted(
    "target:functions-competency",
    both("推送能力框架，与课程关联", "pushing competency frameworks, linking courses to them"),
    (
        "core_competency_create_competency_framework",
        "core_competency_update_competency_framework",
        "core_competency_list_competency_frameworks",
        "core_competency_create_competency",
        "core_competency_update_competency",
        "core_competency_list_competencies",
        "core_competency_set_parent_competency",
        "core_competency_get_scale_values",
        "core_competency_list_course_competencies",
        "core_competency_add_competency_to_course",
    ),
)
HARVEST = Wanted(
    "target:functions-harvest",
    both("收取选课、完成情况与成绩", "harvesting enrolments, completion and grades"),
    (
        "core_course_get_courses_by_field",
        "core_course_get_contents",
        "core_course_get_course_module",
        "core_course_check_updates",
        "core_enrol_get_enrolled_users",
        "core_completion_get_activities_completion_status",
        "core_completion_get_course_completion_status",
        "gradereport_user_get_grade_items",
    ),
)
SCORM = Wanted(
    "target:functions-scorm",
    both("收取 SCORM 课件的学习过程", "harvesting what learners did in SCORM packages"),
    (
        "mod_scorm_get_scorms_by_courses",
        "mod_scorm_get_scorm_scoes",
        "mod_scorm_get_scorm_attempt_count",
        "mod_scorm_get_scorm_sco_tracks",
    ),
)
QUIZ = Wanted(
    "target:functions-quiz",
    both("收取测验的作答", "harvesting answers to tests"),
    ("mod_quiz_get_attempt_review",),
)
FEEDBACK = Wanted(
    "target:functions-feedback",
    both("收取问卷的回答", "harvesting answers to surveys"),
    ("mod_feedback_get_feedbacks_by_courses", "mod_feedback_get_items", "mod_feedback_get_responses_analysis"),
)
ALL = (COURSE, ENROLMENT, COMPETENCIES, HARVEST, SCORM, QUIZ, FEEDBACK)
