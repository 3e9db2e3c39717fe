"""The alignment audit tells where each item is taught, practised and tested, and what the plan lacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from course_templates.coverage import coverage, hours
from course_templates.coverage.report import coverage_page, write_coverage
from course_templates.model import Course
from course_templates.overview import overview
from course_templates.skeleton import course_skeleton
from course_templates.source import read_course
from tests.course_templates.folders import CourseFolder
from tests.course_templates.maps import levelled_map, small_map


@pytest.fixture
def course(sound: CourseFolder) -> Course:
    return read_course(sound.root)


def test_each_item_is_traced_to_its_lessons_and_questions(course: Course) -> None:
    rows = {row.objective.id: (row.taught, row.practised, row.pre, row.post, row.exam) for row in coverage(course)}
    assert rows == {
        "wh.a1-1-1": (("receiving",), (), ("pre-1",), ("post-1",), ()),
        "wh.a1-1-2": (("receiving",), ("pr-1",), (), (), ()),
        "wh.k1-1-1": (("receiving",), (), (), (), ()),
        "wh.a1-2-1": (("counting",), ("pr-2",), ("pre-2",), ("post-2",), ()),
        "wh.k1-2-1": (("counting",), (), (), (), ()),
    }


def test_hours_are_training_hours_of_45_minutes(course: Course) -> None:
    assert (hours(course).required, hours(course).planned) == (None, 1)
    junior = overview(course_skeleton(levelled_map(), "warehousing", "初级"))
    assert (junior.hours.required, junior.hours.planned) == (40.0, 40.0)


def test_the_overview_shows_how_far_a_form_is_from_its_blueprint(sound: CourseFolder) -> None:
    sound.change("forms.yaml", "questions: [pre-1, pre-2]", "questions: [pre-1]")
    from course_templates.source import load_course

    course, _ = load_course(sound.root)
    assert course is not None
    blueprint = overview(course).blueprint["pre"]
    assert blueprint.total == 2
    assert [(cell.item, cell.count, cell.have) for cell in blueprint.cells] == [("wh.w1-1", 1, 1), ("wh.w1-2", 1, 0)]


def test_the_workbook_has_a_row_per_item_and_no_formulas(sound: CourseFolder, tmp_path: Path) -> None:
    course = read_course(sound.root)
    label = course.objectives[0].label.model_validate("=HYPERLINK(1)")
    evil = course.objectives[0].model_copy(update={"label": label})
    course = course.model_copy(update={"objectives": (evil, *course.objectives[1:])})
    workbook_path, page_path = write_coverage(course, tmp_path / "审查")
    assert (workbook_path.name, page_path.name) == ("coverage.xlsx", "coverage.html")
    sheet = load_workbook(workbook_path).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[10].value for row in rows] == [objective.id for objective in course.objectives]
    assert rows[0][3].value == "=HYPERLINK(1)"
    assert rows[0][3].data_type == "s"
    assert [cell.value for cell in rows[0][4:9]] == ["★", "receiving", "—", "pre-1", "post-1"]


def test_the_page_escapes_what_maps_say_and_needs_no_network(course: Course) -> None:
    label = course.objectives[0].label.model_validate("<script>alert(1)</script>")
    evil = course.objectives[0].model_copy(update={"label": label})
    page = coverage_page(course.model_copy(update={"objectives": (evil, *course.objectives[1:])}))
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "http" not in page.replace("https://example.org", "")


def test_the_page_of_an_illustrative_course_says_so(course: Course) -> None:
    assert "不是任何标准的内容" in coverage_page(course)
    assert "not the text of any standard" in coverage_page(course)


def test_the_page_of_an_unfinished_skeleton_lists_its_drafts() -> None:
    skeleton = course_skeleton(small_map(), "warehousing", None)
    page = coverage_page(skeleton)
    assert all(f"<li>questions/{question.id}</li>" in page for question in skeleton.questions)


@pytest.mark.browser
def test_the_page_is_readable_on_a_phone(course: Course, tmp_path: Path, chromium: Browser) -> None:
    _, page_path = write_coverage(course, tmp_path)
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: problems.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(page_path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("[data-item='wh.a1-1-1'] summary").first.click()
    assert page.locator("[data-item='wh.a1-1-1'] li", has_text="receiving").is_visible()
    assert problems == []
    page.close()
