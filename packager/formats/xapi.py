"""xAPI with `tincan.xml`: the course as one activity that reports to an LRS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from course_templates.model import Course
from foundation.findings import Finding
from foundation.text import LangText
from foundation.xml import serialise_xml
from packager.check.tincan import check_tincan
from packager.iris import course_iri, item_iri
from packager.langstrings import lines
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.plan import PackagePlan
from packager.player import LAUNCH, entry, player_entries, vocabulary

TINCAN = "tincan.xml"
NAMESPACE = "http://projecttincan.com/tincan.xsd"


class XApi:
    """The package of LMSs that launch xAPI content as Tin Can did. Spec: Tin Can packages (Rustici)."""

    name = "xapi"
    ext = "zip"
    carries = {  # noqa: RUF012 - the protocol names it; read only
        "bookmark": True,
        "completion": True,
        "score": True,
        "mastery_score": False,
        "session_time": True,
        "objectives": True,
        "interactions": True,
        "survey": True,
        "both_languages": True,
        "native_quizzes": False,
        "several_scos": False,
        "sequencing_by_lms": False,
    }

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the package of a course; it is one activity, however it is to be divided: LMSs launch the first."""
        return PackagePlan(
            format=self.name,
            identifier=course_iri(course),
            version=course.version,
            file_name=f"{course.id}-{course.version}-{self.name}.{self.ext}",
            entries=(entry(TINCAN, serialise_xml(_tincan(course))), *player_entries(course, self.name)),
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what a Tin Can package may not hold, by the rules that judge anybody's."""
        document = plan.entry(TINCAN).content
        assert isinstance(document, bytes)
        return check_tincan(document, plan.paths, file=plan.file_name)


def _tincan(course: Course) -> etree._Element:
    nsmap: dict[Any, str] = {None: NAMESPACE}
    root = etree.Element(_name("tincan"), nsmap=nsmap)
    activities = _add(root, "activities")
    types = vocabulary()["types"]
    main = _activity(activities, course_iri(course), types["course"], course.title, course.description)
    for language in [tag for tag, _ in lines(course.title)]:
        _add(main, "launch", lang=language).text = LAUNCH
    taught = {item for lesson in course.lessons() for item in lesson.items}
    for each in (one for one in course.objectives if one.id in taught):
        _activity(activities, item_iri(course.map, each.id), types["objective"], each.label, each.label)
    return root


def _activity(parent: etree._Element, iri: str, kind: str, name: LangText, description: LangText) -> etree._Element:
    activity = _add(parent, "activity", id=iri, type=kind)
    for tag, texts in (("name", (name,)), ("description", (description, name))):
        for language, words in lines(*texts):
            _add(activity, tag, lang=language).text = words
    return activity


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(name), attributes)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
