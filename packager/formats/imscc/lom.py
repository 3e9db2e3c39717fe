"""Metadata of a cartridge: learning object metadata, roles, and alignment with the map's items."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from course_templates.model import Course
from course_templates.moodle_text import untagged
from foundation.text import ZH, LangText
from packager.formats.imscc.content import Aligned, Resource
from packager.formats.imscc.versions import CartridgeVersion
from packager.formats.imsmanifest import add

#: Moodle makes a course's short name of the first 94 bytes of its title without spaces, and a Chinese character
#: that is cut in two there makes the import fail.
MAX_TITLE_BYTES = 94
#: Spec: IEEE 1484.12.1 smallest permitted maximums, by element.
_MAX_CHARACTERS = {"title": 1000, "description": 2000, "keyword": 1000, "entry": 500}


def manifest_lom(course: Course, version: CartridgeVersion) -> etree._Element:
    """Return the cartridge's metadata. Spec: IMS CC Profile of LOM for the manifest."""
    root = _lom(version.lom_manifest)
    general = add(root, _of(root, "general"))
    identifier = add(general, _of(root, "identifier"))
    add(identifier, _of(root, "catalog"), course.map.iri)
    add(identifier, _of(root, "entry"), course.id)
    _strings(general, "title", shortened(course.title))
    for language in course.languages:
        add(general, _of(root, "language"), language)
    _strings(general, "description", _description(course))
    _strings(general, "keyword", course.role_label or course.title)
    educational = add(root, _of(root, "educational"))
    add(add(educational, _of(root, "learningResourceType")), _of(root, "value"), "IMS Common Cartridge")
    rights = add(root, _of(root, "rights"))
    add(add(rights, _of(root, "copyrightAndOtherRestrictions")), _of(root, "value"), "yes")
    taught = dict.fromkeys(item for lesson in course.lessons() for item in lesson.items)
    _classification(root, course, taught)
    return root


def item_lom(course: Course, items: Iterable[str], version: CartridgeVersion) -> etree._Element:
    """Return the metadata of an item of the tree: what it is about. For 1.1, which knows no standards metadata."""
    root = _lom(version.lom_manifest)
    _classification(root, course, items)
    return root


def resource_metadata(course: Course, resource: Resource, version: CartridgeVersion) -> list[etree._Element]:
    """Return the metadata of a resource: whom it is for, and from 1.2 on what it and its questions are about."""
    root = _lom(version.lom_resource)
    role = add(add(root, _of(root, "educational")), _of(root, "intendedEndUserRole"))
    add(role, _of(root, "source"), version.roles)
    add(role, _of(root, "value"), resource.role)
    sets = [_standards(course, each, version.standards) for each in resource.aligned if version.standards]
    return [root, *sets]


def shortened(title: LangText) -> LangText:
    """Return a title that Moodle can make its names of; the organization and the pages carry it as it is."""
    return LangText(tuple((tag, _within(untagged(words))) for tag, words in title.root))


def _within(words: str) -> str:
    taken = 0
    for index, letter in enumerate(words):
        taken += 0 if letter == " " else len(letter.encode())
        if taken > MAX_TITLE_BYTES:
            return words[:index]
    return words


def _description(course: Course) -> LangText:
    return course.description or course.title


def _classification(root: etree._Element, course: Course, items: Iterable[str]) -> None:
    """Say which items it is about; a path holds one taxon here, and no source: its IRI says whose it is."""
    objectives = {objective.id: objective for objective in course.objectives}
    known = [objectives[item] for item in items if item in objectives]
    if not known:
        return
    element = add(root, _of(root, "classification"))
    add(add(element, _of(root, "purpose")), _of(root, "value"), "competency")
    for objective in known:
        taxon = add(add(element, _of(root, "taxonPath")), _of(root, "taxon"))
        add(taxon, _of(root, "id"), course.map.iri + objective.id)
        _strings(taxon, "entry", objective.label)
    _strings(element, "description", course.map.title or course.title)


def _standards(course: Course, aligned: Aligned, namespace: str) -> etree._Element:
    root = etree.Element(f"{{{namespace}}}curriculumStandardsMetadataSet", nsmap={"csmd": namespace})
    if aligned.part is not None:
        root.set("resourceLabel", "QTI-Item")
        root.set("resourcePartId", aligned.part)
    provider = add(root, f"{{{namespace}}}curriculumStandardsMetadata", providerId=course.map.iri)
    ids = add(provider, f"{{{namespace}}}setOfGUIDs", version=course.map.version)
    labels = {objective.id: objective.label for objective in course.objectives}
    for item in aligned.items:
        labelled = add(ids, f"{{{namespace}}}labelledGUID")
        add(labelled, f"{{{namespace}}}label", " ".join(labels.get(item, LangText.of(item)).best(ZH).split()))
        add(labelled, f"{{{namespace}}}GUID", course.map.iri + item)
    return root


def _lom(namespace: str) -> etree._Element:
    prefix = "lomimscc" if namespace.endswith("manifest") else "lom"
    return etree.Element(f"{{{namespace}}}lom", nsmap={prefix: namespace})


def _of(root: etree._Element, name: str) -> str:
    return f"{{{etree.QName(root).namespace}}}{name}"


def _strings(parent: etree._Element, name: str, text: LangText) -> None:
    limit = _MAX_CHARACTERS[name]
    element = add(parent, _of(parent, name))
    for tag, words in text.root:
        if words:
            add(element, _of(parent, "string"), words[:limit], language=tag)
