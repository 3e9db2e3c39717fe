"""CASE packages of our own making, as somebody else's system would send them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

MOMENT = "2024-03-01T08:00:00Z"
DOCUMENT = "document"


def uuid_of(name: object) -> str:
    """Return the UUID of a thing in these packages."""
    return str(uuid5(NAMESPACE_URL, f"https://case.example/{name}"))


def uri_of(name: object) -> str:
    """Return its URI, as CASE servers write them."""
    return f"https://case.example/ims/case/v1p1/CFItems/{uuid_of(name)}"


def document(**fields: Any) -> dict[str, Any]:
    """Return a document with what CASE requires."""
    return {
        "identifier": uuid_of(DOCUMENT),
        "uri": uri_of(DOCUMENT),
        "creator": "某行业协会",
        "title": "智能仓储能力框架",
        "lastChangeDateTime": MOMENT,
        "language": "zh-CN",
        **fields,
    }


def item(name: object, statement: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return an item with what CASE requires."""
    return {
        "identifier": uuid_of(name),
        "uri": uri_of(name),
        "fullStatement": f"能完成第 {name} 项仓储作业" if statement is None else statement,
        "lastChangeDateTime": MOMENT,
        **fields,
    }


def node(name: object) -> dict[str, Any]:
    """Return one end of an association."""
    return {"title": f"条目 {name}", "identifier": uuid_of(name), "uri": uri_of(name)}


def association(origin: object, destination: object, kind: str = "isChildOf", **fields: Any) -> dict[str, Any]:
    """Return an association between two things."""
    return {
        "identifier": uuid_of(f"{kind} {origin} {destination}"),
        "uri": f"urn:uuid:{uuid_of(f'{kind} {origin} {destination}')}",
        "associationType": kind,
        "originNodeURI": node(origin),
        "destinationNodeURI": node(destination),
        "lastChangeDateTime": MOMENT,
        **fields,
    }


def package(**parts: Any) -> dict[str, Any]:
    """Return a package: `items`, `associations`, `definitions`, `rubrics`, `document`."""
    names = {
        "document": "CFDocument",
        "items": "CFItems",
        "associations": "CFAssociations",
        "definitions": "CFDefinitions",
        "rubrics": "CFRubrics",
        "extensions": "extensions",
    }
    return {"CFDocument": document(), **{names[name]: value for name, value in parts.items()}}


def tree(*levels: int) -> dict[str, Any]:
    """Return a package whose tree has so many children below every item, level by level."""
    items: list[dict[str, Any]] = []
    associations: list[dict[str, Any]] = []
    above: list[object] = [DOCUMENT]
    for depth, count in enumerate(levels, start=1):
        made: list[object] = []
        for parent in above:
            for number in range(1, count + 1):
                name = f"{'' if parent == DOCUMENT else f'{parent}.'}{number}"
                items.append(item(name, f"第 {depth} 层 {name} 号内容", humanCodingScheme=name))
                associations.append(association(name, parent, sequenceNumber=number))
                made.append(name)
        above = made
    return package(items=items, associations=associations)


def package_file(path: Path, whole: Any) -> Path:
    """Write a package and return its path."""
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path
