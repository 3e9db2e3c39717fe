"""cmi5: the course as one assignable unit, or as one per test, module and survey."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lxml import etree

from course_templates.model import Course, Objective
from foundation.findings import Finding
from foundation.text import LangText
from foundation.xml import serialise_xml
from packager.check.cmi5 import check_cmi5
from packager.iris import course_iri, item_iri, part_iri
from packager.langstrings import lines
from packager.options import DEFAULT_OPTIONS, BuildOptions
from packager.parts import TESTED_PHASES, Part, asked_items, course_parts
from packager.plan import PackagePlan
from packager.player import entry, player_entries, vocabulary

COURSE_STRUCTURE = "cmi5.xml"
NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
#: Our own elements in it, described by docs/cmi5-alignment.xsd. Spec: cmi5 13.1.5.
ALIGNMENT = "urn:x-coursebridge:cmi5:alignment"
_MODULES = LangText.of("模块", "Modules")
_FOUR_PLACES = Decimal("0.0001")


class Cmi5:
    """The package of xAPI's launching profile. Spec: cmi5 (Quartz) 13, 14."""

    name = "cmi5"
    ext = "zip"
    carries = {  # noqa: RUF012 - the protocol names it; read only
        "bookmark": True,
        "completion": True,
        "score": True,
        "mastery_score": True,
        "session_time": True,
        "objectives": True,
        "interactions": True,
        "survey": True,
        "both_languages": True,
        "native_quizzes": False,
        "several_scos": True,
        "sequencing_by_lms": False,
    }

    def plan(self, course: Course, options: BuildOptions = DEFAULT_OPTIONS) -> PackagePlan:
        """Return the package of a course: the course structure first, then launch pages, player, card, assets."""
        parts = course_parts(course, options.division)
        structure = serialise_xml(_structure(course, parts))
        return PackagePlan(
            format=self.name,
            identifier=course_iri(course),
            version=course.version,
            file_name=f"{course.id}-{course.version}-{self.name}.{self.ext}",
            entries=(entry(COURSE_STRUCTURE, structure), *player_entries(course, self.name, parts)),
            scos=len(parts),
        )

    def check(self, plan: PackagePlan) -> Sequence[Finding]:
        """Return what cmi5 forbids in a plan, by the rules that judge anybody's package."""
        structure = plan.entry(COURSE_STRUCTURE).content
        assert isinstance(structure, bytes)
        return check_cmi5(structure, plan.paths, file=plan.file_name)


def _structure(course: Course, parts: Sequence[Part]) -> etree._Element:
    nsmap: dict[Any, str] = {None: NAMESPACE, "cb": ALIGNMENT}
    root = etree.Element(_name("courseStructure"), nsmap=nsmap)
    head = _add(root, "course", id=course_iri(course))
    _texts(head, course.title, course.description)
    pin = etree.SubElement(head, f"{{{ALIGNMENT}}}course", version=course.version, role=course.role)
    pin.attrib.update({"map": course.map.iri, "mapVersion": course.map.version, "mapSha256": course.map.sha256})
    pin.set("status", course.map.status)
    _objectives(root, course)
    block: etree._Element | None = None
    for part in parts:
        if part.kind == "module" and block is None:
            block = _add(root, "block", id=part_iri(course, "block", "modules"))
            _texts(block, _MODULES, course.description)
        _au(block if block is not None and part.kind == "module" else root, course, part)
    return root


def _objectives(root: etree._Element, course: Course) -> None:
    used = {item for lesson in course.lessons() for item in lesson.items}
    used |= {item for phase in TESTED_PHASES for item in asked_items(course, phase)}
    kept = [each for each in course.objectives if each.id in used]
    if not kept:
        return
    element = _add(root, "objectives")
    for each in kept:
        _texts(_add(element, "objective", id=item_iri(course.map, each.id)), each.label, each.label)


def _au(parent: etree._Element, course: Course, part: Part) -> None:
    au = _add(parent, "au", id=part_iri(course, "au", part.key))
    au.set("moveOn", _move_on(part))
    if (score := _mastery_score(part.course)) is not None:
        au.set("masteryScore", score)
    au.set("launchMethod", "AnyWindow")
    au.set("activityType", vocabulary()["types"]["course" if part.is_whole else _type_of(part)])
    _texts(au, part.title, course.description if part.is_whole else part.title)
    items = _items_of(part.course)
    if items:
        references = _add(au, "objectives")
        for item in items:
            _add(references, "objective", idref=item_iri(course.map, item.id))
    _add(au, "url").text = part.launch
    _alignment(au, course, part.course)


def _type_of(part: Part) -> str:
    return "lesson" if part.kind == "module" else "assessment"


def _items_of(course: Course) -> list[Objective]:
    used = {item for lesson in course.lessons() for item in lesson.items}
    used |= {item for phase in TESTED_PHASES for item in asked_items(course, phase)}
    return [each for each in course.objectives if each.id in used]


def _alignment(au: etree._Element, course: Course, alone: Course) -> None:
    """Say of every item where the unit teaches, practises and tests it."""
    taught = {item for lesson in alone.lessons() for item in lesson.items}
    asked = {phase: set(asked_items(alone, phase)) for phase in TESTED_PHASES}
    element = etree.SubElement(au, f"{{{ALIGNMENT}}}items")
    for item in _items_of(alone):
        where = ["taught"] * (item.id in taught) + [phase for phase in TESTED_PHASES if item.id in asked[phase]]
        one = etree.SubElement(element, f"{{{ALIGNMENT}}}item", iri=item_iri(course.map, item.id), kind=item.kind)
        one.set("where", " ".join(where))
        if item.code:
            one.set("code", item.code)


def _move_on(part: Part) -> str:
    """Return when the unit is satisfied. The survey is voluntary, so that it keeps nobody. Spec: cmi5 13.1.4."""
    if part.kind == "survey":
        return "NotApplicable"
    return "Completed" if _mastery_score(part.course) is None else "CompletedAndPassed"


def _mastery_score(course: Course) -> str | None:
    """Return the post-test's pass mark from 0 to 1 with four decimals at most, or None. Spec: cmi5 13.1.4."""
    form = course.form("post")
    if form is None or form.passing_scaled is None:
        return None
    return f"{form.passing_scaled.quantize(_FOUR_PLACES).normalize():f}"


def _texts(parent: etree._Element, title: LangText, description: LangText) -> None:
    for name, texts in (("title", (title,)), ("description", (description, title))):
        element = _add(parent, name)
        for language, words in lines(*texts):
            _add(element, "langstring", lang=language).text = words


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(name), attributes)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
