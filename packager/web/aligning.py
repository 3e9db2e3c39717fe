"""The competencies that somebody else's SCORM package is about, written into its manifest; all else stays as it is.

Each item gets LOM metadata with the map's items as a classification. No `imsss:objective` is added to SCORM 2004: an
LMS would make `cmi.objectives` of it before the content does, and content that counts on its own first one would fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from course_templates.model import Course, Objective
from foundation.text import LangText
from packager.check.walk import child, child_text, children, local, namespace
from packager.formats import lom, lom12
from packager.formats.imsmanifest import add

#: What may stand in an item before its metadata. Spec: IMS CP 1.1.4 itemType.
_BEFORE_METADATA = ("title", "item")


def align(tree: etree._Element, course: Course, about: Mapping[str, tuple[str, ...]], card: str) -> None:
    """Classify each item by its competencies, and list the course card with the resource that is launched first.

    `about` has the map's ids per item identifier; what an earlier alignment to the same map said is replaced.
    """
    by_id = {objective.id: objective for objective in course.objectives}
    for item in _items(tree):
        _forget(item, course.map.iri)
        objectives = [by_id[name] for name in about.get(item.get("identifier") or "", ())]
        if objectives:
            _classify(item, course, objectives)
    _list_card(tree, card)


def _items(tree: etree._Element) -> Iterator[etree._Element]:
    for organization in children(child(tree, "organizations"), "organization"):
        yield from (each for each in organization.iter(etree.Element) if local(each) == "item")


def _forget(item: etree._Element, map_iri: str) -> None:
    """Remove what classifies an item by this map, and what is empty then."""
    metadata = child(item, "metadata")
    for record in children(metadata, "lom"):
        for each in children(record, "classification"):
            taxa = [taxon for taxon in each.iter(etree.Element) if local(taxon) == "taxon"]
            if taxa and all(child_text(taxon, "id").startswith(map_iri) for taxon in taxa):
                record.remove(each)
        if metadata is not None and _says_nothing(record):
            metadata.remove(record)
    if metadata is not None and not len(metadata):
        item.remove(metadata)


def _says_nothing(record: etree._Element) -> bool:
    """Return whether a record holds a title alone, as those do that were made for a classification."""
    return [local(each) for each in record] == ["general"] and [local(each) for each in record[0]] == ["title"]


def _classify(item: etree._Element, course: Course, objectives: list[Objective]) -> None:
    title = _title(child_text(item, "title")) or course.title
    is_2004 = namespace(item) == "http://www.imsglobal.org/xsd/imscp_v1p1"
    made = lom.classified(course, title, objectives) if is_2004 else lom12.classified(course, title, objectives)
    metadata = child(item, "metadata")
    if metadata is None:
        place = max((index for index, each in enumerate(item) if local(each) in _BEFORE_METADATA), default=-1)
        metadata = etree.Element(f"{{{namespace(item)}}}metadata" if namespace(item) else "metadata")
        item.insert(place + 1, metadata)
    there = next((each for each in children(metadata, "lom") if namespace(each) == namespace(made)), None)
    if there is None:
        metadata.append(made)
    else:
        there.extend(children(made, "classification"))


def _title(text: str) -> LangText:
    """Return a title in the language that its letters tell: an item has no other word of it."""
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in text)
    return LangText.of(text) if is_chinese else LangText.of(None, text or None)


def _list_card(tree: etree._Element, card: str) -> None:
    """Every file of a package stands in its manifest. Spec: SCORM 1.2 CAM 2.3.5; 2004 CAM 3.4.1.19."""
    resources = child(tree, "resources")
    launched = next((each for each in children(resources, "resource") if each.get("href")), None)
    listed = [file.get("href") for each in children(resources, "resource") for file in children(each, "file")]
    if launched is None or card in listed:
        return
    files = children(launched, "file")
    file = add(launched, f"{{{namespace(launched)}}}file" if namespace(launched) else "file", href=card)
    launched.insert(launched.index(files[-1]) + 1 if files else 0, file)
