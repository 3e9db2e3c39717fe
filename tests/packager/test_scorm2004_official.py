"""The manifests we write are valid under the official SCORM 2004 schemas, and say what their sequencing must."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree

from course_templates.model import Course
from foundation.text import LangText
from packager.formats.registry import package_format
from packager.options import BuildOptions, Division
from packager.plan import PackagePlan
from tests.packager.courses import make_course
from tests.packager.official2004 import errors

_FORMATS = {"scorm2004": "4th", "scorm2004-3rd": "3rd"}
_NS = {
    "cp": "http://www.imsglobal.org/xsd/imscp_v1p1",
    "ss": "http://www.imsglobal.org/xsd/imsss",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
    "lom": "http://ltsc.ieee.org/xsd/LOM",
}


def _plan(course: Course, name: str = "scorm2004", division: Division = "multi") -> PackagePlan:
    return package_format(name).plan(course, BuildOptions(division=division))


def _content(plan: PackagePlan, path: str = "imsmanifest.xml") -> bytes:
    content = plan.entry(path).content
    assert isinstance(content, bytes)
    return content


def _tree(plan: PackagePlan) -> etree._Element:
    return etree.fromstring(_content(plan))


def _found(tree: etree._Element, path: str) -> list[etree._Element]:
    found = tree.xpath(path, namespaces=_NS)
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, etree._Element)]


def _courses() -> dict[str, Course]:
    course = make_course()
    without = {phase: tuple(form for form in course.forms if form.phase != phase) for phase in ("pre", "post")}
    return {
        "whole": course,
        "no-mark": make_course(passing=None),
        "no-pre": course.model_copy(update={"forms": without["pre"]}),
        "no-post": course.model_copy(update={"forms": without["post"]}),
        "modules-alone": make_course(with_survey=False).model_copy(update={"forms": ()}),
        "tests-alone": course.model_copy(update={"modules": ()}),
        "long": course.model_copy(
            update={"title": LangText.of("质" * 3000, "<&>" * 900), "version": "2026.04.10-rc.1+build.20260410"}
        ),
    }


@pytest.mark.proves(
    "scorm2004",
    "scorm2004-3rd",
    by="官方 SCORM 2004 的 XSD / the official SCORM 2004 schemas",
    shows=("清单合规，顺序规则在内", "the manifest is valid, sequencing included"),
)
@pytest.mark.parametrize("division", ["single", "multi"])
@pytest.mark.parametrize("name", _FORMATS)
@pytest.mark.parametrize("case", _courses())
def test_manifest_valid(case: str, name: str, division: Division) -> None:
    plan = _plan(_courses()[case], name, division)
    assert errors(_content(plan), _FORMATS[name]) == []
    assert list(package_format(name).check(plan)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'adlcp:scormType="sco"', b'adlcp:scormType="lesson"'),
        (b'condition="completed"', b'condition="complete"'),
        (b"imsss:primaryObjective", b"imsss:mainObjective"),
        (b'action="disabled"', b'action="locked"'),
        (b">abandonAll<", b">abandonEverything<"),
        (b'minProgressMeasure="1.0"', b'minProgressMeasure="2.0"'),
    ],
)
def test_the_official_schemas_do_bite(old: bytes, new: bytes) -> None:
    manifest = _content(_plan(make_course()))
    assert old in manifest
    assert errors(manifest.replace(old, new), "4th") != []


def test_the_lms_keeps_the_post_test_closed_until_the_cluster_of_modules_is_satisfied() -> None:
    tree = _tree(_plan(make_course()))
    items = {item.get("identifier"): item for item in tree.iterfind(".//cp:item", _NS)}
    cluster = items["CB-quality-ITEM-modules"]
    assert [item.get("identifier") for item in cluster.iterfind("cp:item", _NS)] == [
        "CB-quality-ITEM-module-m1",
        "CB-quality-ITEM-module-m2",
    ]
    rule = cluster.find("ss:sequencing/ss:rollupRules/ss:rollupRule", _NS)
    assert rule is not None
    assert rule.find("ss:rollupConditions/ss:rollupCondition", _NS).get("condition") == "completed"  # type: ignore[union-attr]
    written = cluster.find("ss:sequencing/ss:objectives/ss:primaryObjective/ss:mapInfo", _NS)
    post = items["CB-quality-ITEM-post"].find("ss:sequencing/ss:objectives/ss:objective[@objectiveID='before']", _NS)
    assert written is not None
    assert post is not None
    assert written.get("targetObjectiveID") == post.find("ss:mapInfo", _NS).get("targetObjectiveID")  # type: ignore[union-attr]


def test_the_pass_mark_stands_as_the_least_measure_of_the_post_test() -> None:
    for division in ("single", "multi"):
        tree = _tree(_plan(make_course(passing="0.625"), division=division))  # type: ignore[arg-type]
        (least,) = tree.iterfind(".//ss:minNormalizedMeasure", _NS)
        assert Decimal(least.text or "") == Decimal("0.625")
        assert least.getparent().get("satisfiedByMeasure") == "true"  # type: ignore[union-attr]


@pytest.mark.parametrize("division", ["single", "multi"])
def test_every_item_of_the_map_has_one_global_objective_per_phase_under_its_iri(division: Division) -> None:
    tree = _tree(_plan(make_course(), division=division))
    targets = {info.get("targetObjectiveID") for info in tree.iterfind(".//ss:objective/ss:mapInfo", _NS)}
    expected = {
        f"https://example.org/cm/quality/quality.a1-{n}-1#{phase}"
        for n in (1, 2)
        for phase in ("pre", "practice", "post")
    }
    assert expected <= targets


def test_items_of_the_map_are_classified_as_competencies_in_both_editions() -> None:
    path = "//lom:classification[lom:purpose/lom:value='competency']//lom:taxon/lom:id"
    iris = [f"https://example.org/cm/quality/quality.a1-{n}-1" for n in (1, 2)]
    fourth = _tree(_plan(make_course(), division="single"))
    assert [each.text for each in _found(fourth, path)] == iris
    plan = _plan(make_course(), "scorm2004-3rd", "single")
    location = _tree(plan).find("cp:metadata/adlcp:location", _NS)
    assert location is not None
    assert [each.text for each in _found(etree.fromstring(_content(plan, location.text or "")), path)] == iris


def test_the_course_is_passed_by_the_post_test_alone_and_complete_without_the_survey() -> None:
    tree = _tree(_plan(make_course()))
    rules = {
        item.get("identifier", "").removeprefix("CB-quality-ITEM-"): item.find("ss:sequencing/ss:rollupRules", _NS)
        for item in tree.iterfind(".//cp:item", _NS)
    }
    weights = {key: rule.get("objectiveMeasureWeight") for key, rule in rules.items() if rule is not None}
    assert weights == {"pre": "0", "modules": "0", "module-m1": "0", "module-m2": "0", "post": "1", "survey": "0"}
    for key in ("pre", "modules", "survey"):
        assert rules[key].get("rollupObjectiveSatisfied") == "false"  # type: ignore[union-attr]
    assert rules["survey"].get("rollupProgressCompletion") == "false"  # type: ignore[union-attr]


def test_identifiers_are_those_of_the_other_scorm_so_that_attempts_are_found_again() -> None:
    names = {
        name: {item.get("identifier") for item in _tree(_plan(make_course(), name)).iterfind(".//cp:item", _NS)}
        for name in _FORMATS
    }
    newer = {
        item.get("identifier") for item in _tree(_plan(make_course(works=3, version="9"))).iterfind(".//cp:item", _NS)
    }
    assert names["scorm2004"] == names["scorm2004-3rd"]
    assert newer - names["scorm2004"] == {"CB-quality-ITEM-module-m3"}


@pytest.mark.parametrize("division", ["single", "multi"])
def test_moodle_can_take_the_manifest_in(division: Division) -> None:
    """Moodle 4.5 and 5.1 fail at the first element that is written `imsss:mapInfo`: nobody could upload a package."""
    text = etree.tostring(_tree(_plan(make_course(), division=division))).decode()
    assert "<ss:mapInfo " in text
    assert "imsss:mapInfo" not in text
