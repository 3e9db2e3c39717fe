"""XML: elements dropped, doubled, moved, renamed, nested; attributes and texts exchanged; then the bytes."""

from __future__ import annotations

from copy import deepcopy
from random import Random

from lxml import etree

from tests.fuzz.mutators.raw import mutated_bytes
from tests.fuzz.mutators.values import text, writable

_PROLOGUES = (
    b"<!DOCTYPE a [<!ENTITY e 'x'>]>",
    b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
    b"<?xml-stylesheet href='x'?>",
    b"<!-- -->",
    b"\n",
)
_ENCODINGS = ("UTF-16", "UTF-16LE", "GB18030", "ISO-8859-1", "ASCII", "UTF-8")


def mutated_xml(content: bytes, random: Random, donor: bytes = b"") -> bytes:
    """Return a document with some changes to its tree, mostly; else to its bytes."""
    root = _parsed(content)
    if root is None or random.random() < 0.06:
        return mutated_bytes(content, random)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5))):
        other = _parsed(donor) if donor and random.random() < 0.3 else None
        if other is not None:
            _graft(random.choice(list(root.iter("*"))), random.choice(list(other.iter("*"))), random)
        else:
            _change(root, random)
    return _serialised(root, random)


def _parsed(content: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None


def _graft(element: etree._Element, piece: etree._Element, random: Random) -> None:
    """Put a piece of another document in the place of an element, beside it, or into it."""
    parent = element.getparent()
    match random.randrange(4):
        case 0 if parent is not None:
            _add(parent, piece, random)
            parent.remove(element)
        case 1 if parent is not None:
            _add(parent, piece, random)
        case 2:
            element.attrib.update(dict(piece.attrib))
            element.text = piece.text
        case _:
            _add(element, piece, random)


def _change(root: etree._Element, random: Random) -> None:
    elements = list(root.iter("*"))
    element, other = random.choice(elements), random.choice(elements)
    match random.randrange(10):
        case 0:
            _remove(element)
        case 1:
            _add(element.getparent(), element, random, copies=random.choice((1, 1, 2, 30)))
        case 2:
            _add(other, element, random)
        case 3:
            element.tag = other.tag
        case 4 | 5:
            _attribute(element, other, random)
        case 6:
            element.text = random.choice((writable(text(random)), other.text, None))
        case 7:
            element.tail = writable(text(random))
        case 8:
            element.tag = random.choice(("x", "{urn:y}x", f"{{urn:y}}{etree.QName(element).localname}"))
        case _:
            _nest(element, random)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _add(parent: etree._Element | None, element: etree._Element, random: Random, copies: int = 1) -> None:
    if parent is None or sum(1 for _ in element.iter("*")) * copies > 3_000:
        return
    for _ in range(copies):
        parent.insert(random.randrange(len(parent) + 1), deepcopy(element))


def _attribute(element: etree._Element, other: etree._Element, random: Random) -> None:
    names = list(element.attrib) or list(other.attrib) or ["x"]
    name = random.choice(names)
    match random.randrange(4):
        case 0:
            element.attrib.pop(name, None)
        case 1:
            element.set(name, random.choice(list(other.attrib.values()) or [""]))
        case 2 if other.attrib:
            element.set(*random.choice(other.items()))
        case _:
            element.set(name, writable(text(random)))


def _nest(element: etree._Element, random: Random) -> None:
    depth = random.choice((1, 1, 2, 2, 3, 5, 8, 300))
    inner = element
    for _ in range(depth):
        inner = etree.SubElement(inner, element.tag)


def _serialised(root: etree._Element, random: Random) -> bytes:
    encoding = random.choice(_ENCODINGS) if random.random() < 0.02 else "UTF-8"
    content: bytes = etree.tostring(root, encoding=encoding, xml_declaration=True)
    if random.random() < 0.01:
        end = content.index(b">") + 1
        return content[:end] + random.choice(_PROLOGUES) + content[end:]
    return content
