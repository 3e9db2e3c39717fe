"""Learning object metadata of SCORM 2004 (IEEE 1484.12.3): title, version, and the map's items as competencies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from course_templates.model import Course, Objective
from foundation.text import LangText
from packager.formats.imsmanifest import add

NAMESPACE = "http://ltsc.ieee.org/xsd/LOM"
_VOCABULARY = "LOMv1.0"
#: Spec: IEEE 1484.12.1 smallest permitted maximums.
MAX_TITLE_CHARACTERS = 1000
MAX_DESCRIPTION_CHARACTERS = 2000
MAX_ENTRY_CHARACTERS = 500


def lom(course: Course, title: LangText, objectives: Iterable[Objective]) -> etree._Element:
    """Return the metadata of a course, or of a part of it, that is about `objectives`. Spec: SCORM 2004 CAM 4.2."""
    nsmap: dict[Any, str] = {None: NAMESPACE}
    root = etree.Element(_lom("lom"), nsmap=nsmap)
    general = add(root, _lom("general"))
    identifier = add(general, _lom("identifier"))
    add(identifier, _lom("catalog"), course.map.iri)
    add(identifier, _lom("entry"), course.id)
    _strings(general, "title", title, MAX_TITLE_CHARACTERS)
    for language in course.languages:
        add(general, _lom("language"), language)
    _strings(general, "description", course.description or course.title, MAX_DESCRIPTION_CHARACTERS)
    if course.role_label.best():
        _strings(general, "keyword", course.role_label, MAX_TITLE_CHARACTERS)
    life_cycle = add(root, _lom("lifeCycle"))
    add(add(life_cycle, _lom("version")), _lom("string"), course.version[:50])
    _vocabulary(life_cycle, "status", "final")
    meta = add(root, _lom("metaMetadata"))
    add(meta, _lom("metadataSchema"), _VOCABULARY)
    add(meta, _lom("metadataSchema"), "ADLv1.0")
    add(add(root, _lom("technical")), _lom("format"), "text/html")
    rights = add(root, _lom("rights"))
    _vocabulary(rights, "cost", "no")
    _vocabulary(rights, "copyrightAndOtherRestrictions", "yes")
    _classification(root, course, list(objectives))
    return root


def classified(course: Course, title: LangText, objectives: list[Objective]) -> etree._Element:
    """Return metadata of a title, and of the map's items that something is about."""
    nsmap: dict[Any, str] = {None: NAMESPACE}
    root = etree.Element(_lom("lom"), nsmap=nsmap)
    _strings(add(root, _lom("general")), "title", title, MAX_TITLE_CHARACTERS)
    _classification(root, course, objectives)
    return root


def _classification(root: etree._Element, course: Course, objectives: list[Objective]) -> None:
    """Name every item by its IRI, one taxon path each, as a competency."""
    if not objectives:
        return
    element = add(root, _lom("classification"))
    _vocabulary(element, "purpose", "competency")
    for objective in objectives:
        path = add(element, _lom("taxonPath"))
        _strings(path, "source", LangText.of(course.map.standard) if course.map.standard else _title_of(course), 1000)
        taxon = add(path, _lom("taxon"))
        add(taxon, _lom("id"), course.map.iri + objective.id)
        _strings(taxon, "entry", objective.label, MAX_ENTRY_CHARACTERS)


def _title_of(course: Course) -> LangText:
    return course.map.title if course.map.title.best() else LangText.of(course.map.iri)


def _strings(parent: etree._Element, name: str, text: LangText, limit: int) -> None:
    element = add(parent, _lom(name))
    for tag, words in text.root:
        if words:
            add(element, _lom("string"), words[:limit], language=tag)


def _vocabulary(parent: etree._Element, name: str, value: str) -> None:
    element = add(parent, _lom(name))
    add(element, _lom("source"), _VOCABULARY)
    add(element, _lom("value"), value)


def _lom(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
