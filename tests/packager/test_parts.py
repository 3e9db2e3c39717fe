"""A divided course loses nothing, asks nothing twice, and keeps its identifiers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from course_templates.model import Course
from packager.build import build_packages
from packager.options import BuildOptions, unmet_division
from packager.parts import asked_items, course_parts
from packager.player_course import player_course
from tests.packager.courses import make_course


def _asked(course: Course) -> list[str]:
    tests = [question for form in course.forms if form.phase in ("pre", "post") for question in form.questions]
    practice = [question for lesson in course.lessons() for question in lesson.practice]
    form = course.form("practice")
    return tests + practice + [each for each in (form.questions if form else ()) if each not in practice]


def test_every_question_and_lesson_is_in_exactly_one_part() -> None:
    course = make_course(works=3)
    parts = course_parts(course, "multi")
    assert [part.key for part in parts] == ["pre", "module-m1", "module-m2", "module-m3", "post", "survey"]
    assert sorted(each for part in parts for each in _asked(part.course)) == sorted(_asked(course))
    assert [lesson.id for part in parts for lesson in part.course.lessons()] == [each.id for each in course.lessons()]
    assert [part.course.survey is not None for part in parts] == [False] * 5 + [True]
    assert [(part.number, part.of) for part in parts] == [(n, 6) for n in range(1, 7)]


def test_one_unit_is_the_course_as_it_is() -> None:
    course = make_course()
    for division in ("single", None):
        (whole,) = course_parts(course, division)  # type: ignore[arg-type]
        assert whole.course == course
        assert (whole.launch, whole.script, whole.is_whole) == ("index.html", "player/course.js", True)


def test_practice_shared_by_two_modules_is_asked_in_the_first_and_unnamed_practice_in_the_last() -> None:
    course = make_course(works=2, per_work=2)
    first, second = course.modules
    shared = second.lessons[0].model_copy(update={"practice": ("pra1-1", "pra2-1")})
    course = course.model_copy(update={"modules": (first, second.model_copy(update={"lessons": (shared,)}))})
    modules = [part.course for part in course_parts(course, "multi") if part.kind == "module"]
    assert [_asked(each) for each in modules] == [["pra1-1", "pra1-2"], ["pra2-1", "pra2-2"]]


def test_a_course_without_tests_or_survey_has_modules_alone() -> None:
    bare = make_course(with_survey=False).model_copy(update={"forms": ()})
    assert [part.key for part in course_parts(bare, "multi")] == ["module-m1", "module-m2"]
    nothing = bare.model_copy(update={"modules": ()})
    assert [part.kind for part in course_parts(nothing, "multi")] == ["whole"]


def test_a_module_without_lessons_and_an_exam_are_no_parts() -> None:
    course = make_course(works=1)
    empty = course.modules[0].model_copy(update={"id": "empty", "lessons": ()})
    exam = course.forms[0].model_copy(update={"phase": "exam", "id": "exam"})
    course = course.model_copy(update={"modules": (empty, *course.modules), "forms": (*course.forms, exam)})
    parts = course_parts(course, "multi")
    assert [part.key for part in parts] == ["pre", "module-m1", "post", "survey"]
    assert all(form.phase != "exam" for part in parts for form in part.course.forms)


def test_keys_do_not_depend_on_version_or_order_of_modules() -> None:
    course = make_course(works=2)
    turned = course.model_copy(update={"version": "2", "modules": course.modules[::-1]})
    assert {part.key for part in course_parts(course, "multi")} == {part.key for part in course_parts(turned, "multi")}


def test_a_part_carries_no_answer_of_another_part() -> None:
    for part in course_parts(make_course(), "multi"):
        text = json.dumps(player_course(part.course, part).model_dump(mode="json"))
        assert ("pos1-1" in text) == (part.kind == "post"), part.key


def test_objectives_are_judged_alike_however_the_course_is_divided() -> None:
    assert {part.passing for part in course_parts(make_course(passing="0.625"), "multi")} == {0.625}


def test_items_of_a_phase_are_those_its_questions_ask() -> None:
    course = make_course(works=2)
    assert asked_items(course, "pre") == ("quality.a1-1-1", "quality.a1-2-1")
    pre = course_parts(course, "multi")[0].course
    assert asked_items(pre, "post") == ()


@pytest.mark.parametrize(
    ("division", "scos", "possible", "is_told"),
    [
        ("multi", 1, 5, True),
        ("multi", 5, 5, False),
        ("multi", 1, 1, False),
        ("single", 1, 5, False),
        ("single", 5, 5, True),
    ],
)
def test_a_wish_that_a_format_cannot_fulfil_is_told(division: str, scos: int, possible: int, is_told: bool) -> None:
    options = BuildOptions(division=division)  # type: ignore[arg-type]
    assert [each.id for each in unmet_division(options, "html", scos, possible)] == ["PK-DIVISION"] * is_told
    assert unmet_division(BuildOptions(), "html", scos, possible) == ()


def test_the_same_division_gives_the_same_bytes(tmp_path: Path) -> None:
    options = BuildOptions(division="multi")
    (first,) = build_packages(make_course(), ["scorm12"], tmp_path, options=options)
    (again,) = build_packages(make_course(), ["scorm12"], tmp_path, options=options)
    assert (first.scos, again.reused, again.sha256) == (5, True, first.sha256)
