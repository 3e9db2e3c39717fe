"""Learning object metadata of SCORM 1.2 (IMS MD 1.2.1): titles, version, and the map's items as a classification."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from course_templates.model import Course, Objective
from foundation.text import LangText
from packager.formats.imsmanifest import add
from packager.parts import TESTED_PHASES, asked_items

NAMESPACE = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Spec: IMS MD 1.2.1 smallest permitted maximums.
MAX_TITLE_CHARACTERS = 1000
MAX_DESCRIPTION_CHARACTERS = 2000
MAX_ENTRY_CHARACTERS = 500
_VOCABULARY = "LOMv1.0"


def lom(course: Course, launch: str) -> etree._Element:
    """Return the metadata of a course as a content aggregation. Spec: SCORM 1.2 CAM 2.2.4."""
    root = etree.Element(_md("lom"), nsmap={"imsmd": NAMESPACE})
    _general(root, course)
    lifecycle = add(root, _md("lifecycle"))
    _langstrings(lifecycle, "version", LangText.of(course.version), MAX_TITLE_CHARACTERS)
    _vocabulary(lifecycle, "status", "Final")
    add(add(root, _md("metametadata")), _md("metadatascheme"), "ADL SCORM 1.2")
    technical = add(root, _md("technical"))
    add(technical, _md("format"), "text/html")
    add(technical, _md("location"), launch, type="URI")
    rights = add(root, _md("rights"))
    _vocabulary(rights, "cost", "no")
    _vocabulary(rights, "copyrightandotherrestrictions", "yes")
    _classification(root, course, _taught(course))
    return root


def part_lom(course: Course, title: LangText) -> etree._Element:
    """Return the metadata of one part of a divided course: its title, and the items that it teaches or tests."""
    items = {item for phase in TESTED_PHASES for item in asked_items(course, phase)}
    items |= {item for lesson in course.lessons() for item in lesson.items}
    return classified(course, title, [each for each in course.objectives if each.id in items])


def classified(course: Course, title: LangText, objectives: Sequence[Objective]) -> etree._Element:
    """Return metadata of a title, and of the map's items that something is about where there are any."""
    root = etree.Element(_md("lom"), nsmap={"imsmd": NAMESPACE})
    _langstrings(add(root, _md("general")), "title", title, MAX_TITLE_CHARACTERS)
    if objectives:
        _classification(root, course, objectives)
    return root


def _md(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _general(root: etree._Element, course: Course) -> None:
    general = add(root, _md("general"))
    _langstrings(general, "title", course.title, MAX_TITLE_CHARACTERS)
    catalogue = add(general, _md("catalogentry"))
    add(catalogue, _md("catalog"), course.map.iri)
    _langstrings(catalogue, "entry", LangText.of(course.id), MAX_ENTRY_CHARACTERS)
    for language in course.languages:
        add(general, _md("language"), language)
    _langstrings(general, "description", course.description or course.title, MAX_DESCRIPTION_CHARACTERS)
    _langstrings(general, "keyword", course.role_label or course.title, MAX_TITLE_CHARACTERS)


def _classification(root: etree._Element, course: Course, objectives: Iterable[Objective]) -> None:
    """Say which items of the map it is about: one taxon path per item."""
    element = add(root, _md("classification"))
    _vocabulary(element, "purpose", "Educational Objective")
    for objective in objectives:
        path = add(element, _md("taxonpath"))
        source = course.map.standard or course.map.title.best() or course.map.iri
        _single(path, "source", source[:MAX_TITLE_CHARACTERS], "x-none")
        taxon = add(path, _md("taxon"))
        add(taxon, _md("id"), course.map.iri + objective.id)
        _langstrings(taxon, "entry", objective.label, MAX_ENTRY_CHARACTERS)
    _langstrings(element, "description", course.map.title or course.title, MAX_DESCRIPTION_CHARACTERS)
    _langstrings(element, "keyword", course.role_label or course.title, MAX_TITLE_CHARACTERS)


def _taught(course: Course) -> Iterable[Objective]:
    items = {item for lesson in course.lessons() for item in lesson.items}
    return (objective for objective in course.objectives if objective.id in items)


def _langstrings(parent: etree._Element, name: str, text: LangText, limit: int) -> None:
    pairs = [(tag, words) for tag, words in text.root if words] or [("x-none", text.best())]
    element = add(parent, _md(name))
    for tag, words in pairs:
        add(element, _md("langstring"), words[:limit]).set(XML_LANG, tag)


def _vocabulary(parent: etree._Element, name: str, value: str) -> None:
    element = add(parent, _md(name))
    _single(element, "source", _VOCABULARY, "x-none")
    _single(element, "value", value, "x-none")


def _single(parent: etree._Element, name: str, text: str, language: str) -> None:
    add(add(parent, _md(name)), _md("langstring"), text).set(XML_LANG, language)
