"""A course without errors is still told where it could mislead: keys, memory questions, critical items, hours."""

from __future__ import annotations

from pathlib import Path

from course_templates.audit.advice import advice
from course_templates.model import Course
from course_templates.moodle_text import MAX_FULLNAME_CHARACTERS, name
from course_templates.skeleton import course_skeleton
from foundation.text import LangText
from tests.course_templates.maps import levelled_map, small_map


def _written(course: Course, **question_changes: object) -> Course:
    """Return a skeleton as if it had been written."""
    text = {"draft": False, "stem": course.title, "choices": tuple(
        choice.model_copy(update={"text": course.title, "feedback": course.title})
        for choice in course.questions[0].choices
    )}  # fmt: skip
    questions = tuple(question.model_copy(update=text | question_changes) for question in course.questions)
    modules = tuple(
        module.model_copy(
            update={
                "lessons": tuple(
                    lesson.model_copy(update={"draft": False, "body": course.title}) for lesson in module.lessons
                )
            }
        )
        for module in course.modules
    )
    return course.model_copy(update={"questions": questions, "modules": modules})


def _ids(course: Course) -> list[str]:
    return [finding.id for finding in advice(course, Path("课程"))]


def test_a_written_skeleton_and_a_draft_get_no_advice() -> None:
    skeleton = course_skeleton(small_map(), "warehousing", None)
    assert _ids(skeleton) == []
    assert _ids(_written(skeleton)) == []


def test_forms_that_ask_for_memory_alone_are_told() -> None:
    course = _written(course_skeleton(small_map(), "warehousing", None), bloom="remember")
    assert _ids(course) == ["CT-REMEMBER"] * 3


def test_one_key_for_all_answers_is_told() -> None:
    course = _written(course_skeleton(small_map(), "warehousing", None), answer=("c",))
    assert _ids(course) == ["CT-KEYS"] * 3


def test_a_critical_item_without_post_question_is_told() -> None:
    course = _written(course_skeleton(small_map(), "warehousing", None), item="wh.a1-1-2")
    (finding,) = advice(course, Path("课程"))
    assert (finding.id, finding.place) == ("CT-CRITICAL", "wh.a1-1-1")


def test_too_few_hours_are_told() -> None:
    course = _written(course_skeleton(levelled_map(), "warehousing", "初级"))
    assert _ids(course) == []
    first = course.modules[0].lessons[0].model_copy(update={"minutes": 1})
    module = course.modules[0].model_copy(update={"lessons": (first,)})
    assert _ids(course.model_copy(update={"modules": (module, *course.modules[1:])})) == ["CT-HOURS"]


def test_a_name_that_moodle_would_cut_is_told_and_one_that_fits_is_not() -> None:
    course = course_skeleton(small_map(), "warehousing", None)
    fits, cut = LangText.of("课" * 125, "C" * 126), LangText.of("课" * 125, "C" * 127)
    assert len(name(fits, MAX_FULLNAME_CHARACTERS)) == MAX_FULLNAME_CHARACTERS
    assert _ids(course.model_copy(update={"title": fits})) == []
    assert _ids(course.model_copy(update={"title": cut})) == ["CT-NAME-LENGTH"]
