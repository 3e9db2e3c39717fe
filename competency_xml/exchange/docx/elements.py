"""Word's elements and attributes by local name: transitional and strict files differ in their namespaces alone."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_OFF = frozenset(("0", "false", "off", "none"))
_MAX_DIGITS = 9


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first direct child with this name, or None."""
    if element is None:
        return None
    for one in element:
        if local(one) == name:
            return one
    return None


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the direct children with this name."""
    return (one for one in element if local(one) == name)


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute of Word's, or None."""
    if element is None:
        return None
    return next((found for space in _NAMESPACES if (found := element.get(space + name)) is not None), None)


def value(element: etree._Element | None, name: str) -> str | None:
    """Return the `val` of a direct child, '' where the child has none, None where there is no such child."""
    found = child(element, name)
    return None if found is None else attribute(found, "val") or ""


def is_on(element: etree._Element | None, name: str) -> bool:
    """Return whether a toggle (`<w:vanish/>`) is there and not switched off."""
    found = value(element, name)
    return found is not None and found not in _OFF


def whole(text: str | None) -> int | None:
    """Return a whole number of few digits, or None."""
    if text is None or len(text) > _MAX_DIGITS:
        return None
    return int(text) if text.isascii() and text.lstrip("-").isdigit() and text.count("-") <= 1 else None
