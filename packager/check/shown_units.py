"""The tree that an LMS shows of a package without `imsmanifest.xml`: cmi5's units, Tin Can's activities."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from packager.check.inspected import InspectedItem, Shown
from packager.check.manifest import local
from packager.check.reader import OpenPackage
from packager.check.shown_player import card_of, pages_of
from packager.check.tincan import launched

#: The key of the extension of a launched activity that names its items, as in `runtime/vocabulary.json`.
OBJECTIVES = "urn:x-coursebridge:xapi:extension:objective"
_RULES = ("moveOn", "masteryScore", "launchMethod")


def shown_units(package: OpenPackage) -> Shown:
    """Return what a course structure or a `tincan.xml` shows."""
    assert package.tree is not None
    card = card_of(package.archive)
    base = card.map.iri if card else ""
    is_course = local(package.tree) == "courseStructure"
    items = (
        tuple(_unit(each, base) for each in _units(package.tree))
        if is_course
        else tuple(_activities(package.tree, base))
    )
    course = next(_children(package.tree, "course"), None)
    title = _langstring(course, "title") if course is not None else (items[0].title if items else None)
    return Shown(
        identifier=_id(course) if course is not None else (items[0].id if items else None),
        title=title or (card.title.best() if card else None),
        items=items,
        pages=pages_of(package.archive, [item.href for item in items if item.href], card),
    )


def _units(root: etree._Element) -> Iterator[etree._Element]:
    return (each for each in root.iter(etree.Element) if local(each) == "au")


def _unit(unit: etree._Element, base: str) -> InspectedItem:
    references = (one for listed in _children(unit, "objectives") for one in _children(listed, "objective"))
    return InspectedItem(
        id=_id(unit),
        title=_langstring(unit, "title"),
        href=_text(next(_children(unit, "url"), None)),
        objectives=tuple((each.get("idref") or "").strip().removeprefix(base) for each in references),
        prerequisites=None,
        rules=tuple(f"{name}={value.strip()}" for name in _RULES if (value := unit.get(name)) is not None),
    )


def _activities(root: etree._Element, base: str) -> Iterator[InspectedItem]:
    for each in launched(root):
        yield InspectedItem(
            id=_id(each),
            title=_text(next(_children(each, "name"), None)),
            href=_text(next(_children(each, "launch"), None)),
            objectives=tuple(iri.removeprefix(base) for iri in _objectives(each)),
            prerequisites=None,
        )


def _objectives(activity: etree._Element) -> Iterator[str]:
    """Yield the IRIs that an alignment says an activity is about: its extension of our vocabulary."""
    for extensions in _children(activity, "extensions"):
        for each in _children(extensions, "extension"):
            if each.get("key") == OBJECTIVES:
                yield from (_text(each) or "").split()


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in element.iterchildren(etree.Element) if local(each) == name)


def _id(element: etree._Element) -> str | None:
    return (element.get("id") or "").strip() or None


def _langstring(element: etree._Element, name: str) -> str | None:
    for holder in _children(element, name):
        for each in _children(holder, "langstring"):
            if text := _text(each):
                return text
    return None


def _text(element: etree._Element | None) -> str | None:
    return None if element is None else (element.text or "").strip() or None
