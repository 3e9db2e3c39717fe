"""Which elements and attributes a cmi5 course structure may hold where, and in what order. Spec: cmi5 14.0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from foundation.findings import Finding
from packager.check import kinds_cmi5
from packager.check.manifest import local

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
COURSE_STRUCTURE = "cmi5.xml"
#: Elements of other namespaces come last where they may come at all.
_OTHERS = "*"


@dataclass(frozen=True)
class Shape:
    """What an element may hold: ranks say the order, `many` may be repeated, `needed` may not be missing."""

    ranks: dict[str, int]
    needed: frozenset[str] = frozenset()
    many: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    needed_attributes: frozenset[str] = field(default=frozenset())


def _ranks(*names: str | tuple[str, ...]) -> dict[str, int]:
    pairs = [(name, rank) for rank, each in enumerate(names) for name in ((each,) if isinstance(each, str) else each)]
    return dict(pairs)


_UNITS = ("au", "block")
_TEXTS = frozenset({"title", "description"})
_TEXT = Shape(_ranks("langstring", _OTHERS), frozenset(), frozenset({"langstring", _OTHERS}))
_NAMED = frozenset({"id"})
_AU_ATTRIBUTES = frozenset({"id", "moveOn", "masteryScore", "launchMethod", "activityType"})
_SHAPES: dict[str, Shape] = {
    "courseStructure": Shape(
        _ranks("course", "objectives", _UNITS, _OTHERS), frozenset({"course"}), frozenset({*_UNITS, _OTHERS})
    ),
    "course": Shape(_ranks("title", "description", _OTHERS), _TEXTS, frozenset({_OTHERS}), _NAMED, _NAMED),
    "objectives": Shape(_ranks("objective", _OTHERS), frozenset({"objective"}), frozenset({"objective", _OTHERS})),
    "objective": Shape(_ranks(("title", "description")), _TEXTS, frozenset(), _NAMED, _NAMED),
    "reference": Shape({}, attributes=frozenset({"idref"})),
    "block": Shape(
        _ranks("title", "description", "objectives", _UNITS, _OTHERS),
        _TEXTS,
        frozenset({*_UNITS, _OTHERS}),
        _NAMED,
        _NAMED,
    ),
    "au": Shape(
        _ranks("title", "description", "objectives", "url", "launchParameters", "entitlementKey", _OTHERS),
        _TEXTS | {"url"},
        frozenset({_OTHERS}),
        _AU_ATTRIBUTES,
        _NAMED,
    ),
    "title": _TEXT,
    "description": _TEXT,
    "langstring": Shape({}, attributes=frozenset({"lang"})),
    "url": Shape({}),
}


def shape_of(element: etree._Element) -> Shape | None:
    """Return what an element of the course structure may hold; None where it is no element of it."""
    if etree.QName(element).namespace != NAMESPACE:
        return None
    name, parent = local(element), element.getparent()
    if name == "objective" and parent is not None and is_reference_list(parent):
        name = "reference"
    return _SHAPES.get(name)


def is_reference_list(objectives: etree._Element) -> bool:
    """Return whether an `objectives` element refers to objectives: it stands in a unit, not in the structure."""
    parent = objectives.getparent()
    return parent is not None and local(parent) in _UNITS


def check_elements(root: etree._Element) -> Iterator[Finding]:
    """Yield what is unknown, twice, missing or out of order, element by element."""
    for element in root.iter(etree.Element):
        shape = shape_of(element)
        if shape is not None:
            yield from _children(element, shape)
            yield from _attributes(element, shape)


def _children(parent: etree._Element, shape: Shape) -> Iterator[Finding]:
    rank = 0
    seen: set[str] = set()
    for child in parent.iterchildren(etree.Element):
        space = etree.QName(child).namespace
        name = local(child) if space in (NAMESPACE, None) else _OTHERS
        is_known = space is not None and name in shape.ranks
        if not is_known or shape.ranks[name] < rank or (name in seen and name not in shape.many):
            yield kinds_cmi5.ELEMENT.at(place_of(parent), parent=local(parent), name=local(child))
        else:
            rank = shape.ranks[name]
        seen.add(name)
    for name in sorted(shape.needed - seen):
        yield kinds_cmi5.ELEMENT.at(place_of(parent), parent=local(parent), name=f"∅ {name}")


def _attributes(element: etree._Element, shape: Shape) -> Iterator[Finding]:
    own = {str(name) for name in element.attrib if not str(name).startswith("{")}
    for name in sorted(own - shape.attributes):
        yield kinds_cmi5.ELEMENT.at(place_of(element), parent=local(element), name=f"@{name}")
    for name in sorted(shape.needed_attributes - own):
        yield kinds_cmi5.ELEMENT.at(place_of(element), parent=local(element), name=f"∅ @{name}")


def place_of(element: etree._Element) -> str:
    """Return the id of the nearest element that has one, else the file's name."""
    at: etree._Element | None = element
    while at is not None:
        if identifier := (at.get("id") or "").strip():
            return identifier
        at = at.getparent()
    return COURSE_STRUCTURE
