"""The competencies that somebody else's cmi5 or Tin Can package is about, written into its document; ids stay.

An LMS and an LRS know attempts and statements by the ids of course, AUs and activities: none of them is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from course_templates.model import Course
from packager.check import course_structure, tincan
from packager.check.shown_units import OBJECTIVES
from packager.check.walk import below, child, children
from packager.iris import item_iri
from packager.langstrings import lines
from packager.player import vocabulary

#: What stands before the objectives of the course structure, and of a unit. Spec: cmi5 14.0, CourseStructure.xsd.
_BEFORE_DEFINITIONS = ("course",)
_BEFORE_REFERENCES = ("title", "description")


def align_structure(root: etree._Element, course: Course, about: Mapping[str, tuple[str, ...]]) -> None:
    """Define the items as objectives of the course structure, and refer each AU to its own. Spec: cmi5 13.1.2, 13.1.4.

    `about` has the map's ids per AU's id; what an earlier alignment to the same map said is replaced.
    """
    by_id = {objective.id: objective for objective in course.objectives}
    for unit in below(root, "au"):
        _forget(unit, "idref", course.map.iri)
        names = about.get((unit.get("id") or "").strip(), ())
        references = _listed(unit, _BEFORE_REFERENCES) if names else None
        for name in names:
            _cmi5(references, "objective", idref=item_iri(course.map, by_id[name].id))
    still = {(each.get("idref") or "").strip() for each in below(root, "objective")}
    _forget(root, "id", course.map.iri)
    used = [each for each in course.objectives if item_iri(course.map, each.id) in still]
    definitions = _listed(root, _BEFORE_DEFINITIONS) if used else None
    for each in used:
        element = _cmi5(definitions, "objective", id=item_iri(course.map, each.id))
        for name in ("title", "description"):
            holder = _cmi5(element, name)
            for language, words in lines(each.label):
                _cmi5(holder, "langstring", lang=language).text = words


def _forget(holder: etree._Element, attribute: str, map_iri: str) -> None:
    """Remove the objectives of this map from the list that stands in an element, and the list where none is left."""
    listed = child(holder, "objectives")
    for each in children(listed, "objective"):
        if (each.get(attribute) or "").strip().startswith(map_iri) and listed is not None:
            listed.remove(each)
    if listed is not None and not len(listed):
        holder.remove(listed)


def _listed(holder: etree._Element, before: tuple[str, ...]) -> etree._Element:
    """Return the list of objectives of an element, made in its place where there is none."""
    listed = child(holder, "objectives")
    if listed is None:
        listed = etree.Element(f"{{{course_structure.NAMESPACE}}}objectives")
        after = children(holder, *before)
        holder.insert(holder.index(after[-1]) + 1 if after else 0, listed)
    return listed


def _cmi5(parent: etree._Element | None, name: str, **attributes: str) -> etree._Element:
    assert parent is not None
    return etree.SubElement(parent, f"{{{course_structure.NAMESPACE}}}{name}", attributes)


def align_activities(root: etree._Element, course: Course, about: Mapping[str, tuple[str, ...]]) -> None:
    """Describe the items as activities of the type objective, and name each launched activity's in an extension.

    `about` has the map's ids per activity's id; what an earlier alignment to the same map said is replaced.
    """
    by_id = {objective.id: objective for objective in course.objectives}
    kind = vocabulary()["types"]["objective"]
    launched = {id(each): each for each in tincan.launched(root)}
    holder = child(root, "activities")
    for activity in children(holder, "activity"):
        _forget_extension(activity)
        is_ours = activity.get("type") == kind and (activity.get("id") or "").startswith(course.map.iri)
        if is_ours and id(activity) not in launched and holder is not None:
            holder.remove(activity)
    for activity in launched.values():
        names = about.get((activity.get("id") or "").strip(), ())
        if names:
            _extend(activity, (item_iri(course.map, by_id[name].id) for name in names))
    for each in course.objectives:
        element = _tincan(holder, "activity", id=item_iri(course.map, each.id), type=kind)
        for name in ("name", "description"):
            for language, words in lines(each.label):
                _tincan(element, name, lang=language).text = words


def _forget_extension(activity: etree._Element) -> None:
    extensions = child(activity, "extensions")
    for each in children(extensions, "extension"):
        if each.get("key") == OBJECTIVES and extensions is not None:
            extensions.remove(each)
    if extensions is not None and not len(extensions):
        activity.remove(extensions)


def _extend(activity: etree._Element, iris: Iterable[str]) -> None:
    extensions = child(activity, "extensions")
    if extensions is None:
        extensions = _tincan(activity, "extensions")
    _tincan(extensions, "extension", key=OBJECTIVES).text = " ".join(iris)


def _tincan(parent: etree._Element | None, name: str, **attributes: str) -> etree._Element:
    assert parent is not None
    return etree.SubElement(parent, f"{{{tincan.NAMESPACE}}}{name}", attributes)
