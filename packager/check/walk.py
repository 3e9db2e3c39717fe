"""Anybody's XML by local names: lenient about namespaces, which have rules of their own."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    """Return an element's namespace, or ''."""
    return etree.QName(element).namespace or ""


def children(parent: etree._Element | None, *names: str) -> list[etree._Element]:
    """Return the children that have one of these names; all without names."""
    if parent is None:
        return []
    return [each for each in parent.iterchildren(etree.Element) if not names or local(each) in names]


def child(parent: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of this name."""
    return next(iter(children(parent, name)), None)


def below(root: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield every element below that has one of these names, in document order."""
    if root is not None:
        yield from (each for each in root.iter(etree.Element) if each is not root and local(each) in names)


def text(element: etree._Element | None) -> str:
    """Return all text in an element, without outer spaces."""
    return "" if element is None else "".join(str(part) for part in element.itertext()).strip()


def child_text(parent: etree._Element | None, name: str) -> str:
    """Return the text of the first child of this name, or ''."""
    return text(child(parent, name))
