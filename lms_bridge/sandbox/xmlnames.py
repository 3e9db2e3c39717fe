"""Looking into manifests by local names: packages write namespaces in every way there is."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the element itself and all below it that have this name."""
    return (found for found in element.iter(etree.Element) if name_of(found) == name)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the children of this name; none of None."""
    below = () if element is None else element.iterchildren(etree.Element)
    return (found for found in below if name_of(found) == name)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of this name, or None."""
    return next(children(element, name), None)


def child_text(element: etree._Element, name: str) -> str | None:
    """Return the text of the first child of this name; None: there is none, or it is empty."""
    return next((text_of(found) or None for found in children(element, name)), None)


def text_of(element: etree._Element) -> str:
    """Return an element's text on one line."""
    return " ".join((element.text or "").split())


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its local name, in any case; empty when there is none."""
    wanted = name.lower()
    found = (str(value) for key, value in element.attrib.items() if etree.QName(key).localname.lower() == wanted)
    return next(found, "")
