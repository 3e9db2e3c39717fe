"""Several SCOs in SCORM 1.2: the LMS keeps the order, and finds its attempts again after a rebuild."""

from __future__ import annotations

from course_templates.model import Course
from foundation.text import LangText
from foundation.xml import parse_xml
from packager.check.manifest import Item, read_manifest
from packager.formats.scorm12 import MANIFEST, Scorm12
from packager.options import BuildOptions
from tests.packager.courses import make_course
from tests.packager.official import errors

_MULTI = BuildOptions(division="multi")


def _items(course: Course) -> dict[str, Item]:
    content = Scorm12().plan(course, _MULTI).entry(MANIFEST).content
    assert isinstance(content, bytes)
    (organization,) = read_manifest(parse_xml(content)).organizations
    return {(item.identifier or "").removeprefix("CB-quality-ITEM-"): item for item in organization.items}


def test_modules_wait_for_the_pre_test_the_post_test_for_all_modules_the_survey_for_the_post_test() -> None:
    items = _items(make_course())
    assert {key: item.prerequisites for key, item in items.items()} == {
        "pre": None,
        "module-m1": "CB-quality-ITEM-pre",
        "module-m2": "CB-quality-ITEM-pre",
        "post": "CB-quality-ITEM-module-m1&CB-quality-ITEM-module-m2",
        "survey": 'CB-quality-ITEM-post|CB-quality-ITEM-post="failed"',
    }
    assert {item.prerequisites_type for item in items.values() if item.prerequisites} == {"aicc_script"}


def test_the_mastery_score_stands_on_the_post_test_alone() -> None:
    items = _items(make_course(passing="0.625"))
    assert {key: item.mastery_score for key, item in items.items() if item.mastery_score} == {"post": "62.5"}


def test_identifiers_stay_when_the_course_gets_a_new_version_and_another_module() -> None:
    old = set(_items(make_course(works=2)))
    new = set(_items(make_course(works=3, version="2.0.0")))
    assert new - old == {"module-m3"}
    assert old - new == set()


def test_without_a_pre_test_modules_are_open_and_without_modules_the_post_test_waits_for_the_pre_test() -> None:
    course = make_course(with_survey=False)
    no_pre = course.model_copy(update={"forms": tuple(form for form in course.forms if form.phase != "pre")})
    assert _items(no_pre)["module-m1"].prerequisites is None
    no_modules = course.model_copy(
        update={"modules": (), "forms": tuple(form for form in course.forms if form.phase != "practice")}
    )
    assert _items(no_modules)["post"].prerequisites == "CB-quality-ITEM-pre"


def test_with_many_modules_each_waits_for_the_one_before_since_a_script_holds_200_characters() -> None:
    items = _items(make_course(works=12))
    assert items["module-m1"].prerequisites == "CB-quality-ITEM-pre"
    assert {items[f"module-m{n}"].prerequisites for n in range(2, 13)} == {
        f"CB-quality-ITEM-module-m{n}" for n in range(1, 12)
    }
    assert items["post"].prerequisites == "CB-quality-ITEM-module-m12"
    assert items["survey"].prerequisites == 'CB-quality-ITEM-post|CB-quality-ITEM-post="failed"'


def test_manifest_of_many_modules_valid_under_the_official_schemas() -> None:
    content = Scorm12().plan(make_course(works=40), _MULTI).entry(MANIFEST).content
    assert isinstance(content, bytes)
    assert errors(content) == []


def test_angle_brackets_of_a_title_are_not_taken_for_tags_in_a_table_of_contents() -> None:
    course = make_course()
    title = LangText.of("<控制图> a<b &amp;")
    module = course.modules[0].model_copy(update={"title": title})
    items = _items(course.model_copy(update={"title": title, "modules": (module, *course.modules[1:])}))
    assert items["module-m1"].title == "＜控制图＞ a＜b ＆amp;"
