"""What a cmi5 package says of a course: units, when they are satisfied, and the map's items."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from packager.formats.cmi5 import ALIGNMENT, NAMESPACE, Cmi5
from packager.formats.xapi import XApi
from packager.options import BuildOptions, Division
from tests.packager.courses import make_course

_SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "cmi5-alignment.xsd"
_CB = {"c": NAMESPACE, "cb": ALIGNMENT}


def _structure(division: Division, passing: str | None = "0.6667") -> etree._Element:
    content = Cmi5().plan(make_course(passing=passing), BuildOptions(division=division)).entry("cmi5.xml").content
    assert isinstance(content, bytes)
    return etree.fromstring(content)


@pytest.mark.parametrize("division", ["single", "multi"])
def test_our_own_elements_are_as_their_schema_says(division: Division) -> None:
    schema = etree.XMLSchema(etree.parse(_SCHEMA))
    ours = list(_structure(division).iter(f"{{{ALIGNMENT}}}course", f"{{{ALIGNMENT}}}items"))
    assert len(ours) >= 2
    for each in ours:
        schema.assertValid(etree.ElementTree(each))


def test_units_say_when_they_are_satisfied_and_the_voluntary_survey_keeps_nobody() -> None:
    units = _structure("multi").findall(".//c:au", _CB)
    assert [(each.findtext("c:url", None, _CB), each.get("moveOn"), each.get("masteryScore")) for each in units] == [
        ("pre.html", "Completed", None),
        ("module-m1.html", "Completed", None),
        ("module-m2.html", "Completed", None),
        ("post.html", "CompletedAndPassed", "0.6667"),
        ("survey.html", "NotApplicable", None),
    ]
    (whole,) = _structure("single", None).findall(".//c:au", _CB)
    assert (whole.get("moveOn"), whole.get("masteryScore")) == ("Completed", None)


def test_objectives_are_the_maps_own_items_and_every_unit_names_its_own() -> None:
    course = make_course()
    structure = _structure("multi")
    defined = [each.get("id") for each in structure.findall("c:objectives/c:objective", _CB)]
    assert defined == [course.map.iri + each.id for each in course.objectives]
    modules = structure.findall("c:block/c:au", _CB)
    named = [[one.get("idref") for one in each.findall("c:objectives/c:objective", _CB)] for each in modules]
    assert named == [[iri] for iri in defined]
    assert [each.get("where") for each in modules[0].iter(f"{{{ALIGNMENT}}}item")] == ["taught practice"]


@pytest.mark.parametrize("form", [Cmi5(), XApi()], ids=["cmi5", "xapi"])
def test_a_plan_breaks_no_rule_of_its_format_and_keeps_its_identifiers_across_versions(form: Cmi5 | XApi) -> None:
    first, second = (form.plan(make_course(version=version)) for version in ("1.0.0", "2.0.0"))
    assert form.check(first) == []
    assert first.identifier == second.identifier == "urn:x-coursebridge:course:quality"
