"""The small XML that Moodle's backups are made of: elements with text, `$@NULL@$` for what is not set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from lxml import etree

from foundation.xml import serialise_xml
from packager.plan import Entry

NULL = "$@NULL@$"
#: Moodle knows its own backups by exactly these bytes.
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
#: Characters that XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Value = str | int | bool | Decimal | None
Node = etree._Element


def node(tag: str, *children: Node, id_: int | None = None, **fields: Value) -> Node:
    """Return an element: an `id` attribute, one child per field, then the children."""
    element = fields_of(tag, fields)
    if id_ is not None:
        element.set("id", str(id_))
    element.extend(children)
    return element


def listed(tag: str, children: Iterable[Node]) -> Node:
    """Return an element that holds others."""
    return node(tag, *children)


def fields_of(tag: str, fields: Mapping[str, Value]) -> Node:
    """Return an element with one child per field."""
    element = etree.Element(tag)
    for key, value in fields.items():
        etree.SubElement(element, key).text = text_of(value)
    return element


def text_of(value: Value) -> str:
    """Return a value as Moodle writes it: flags as 0 and 1, marks with five decimals."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value:.5f}"
    return _FORBIDDEN.sub("", str(value))


def document(path: str, root: Node, *, refers: bool = False) -> Entry:
    """Return a tree as a file of the backup."""
    _, _, body = serialise_xml(root).partition(b"\n")
    return Entry.of(path, _DECLARATION + body, refers=refers)
