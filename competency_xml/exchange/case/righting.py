"""Packages that are sound part by part and wrong as a whole: a framework without identity, a tree upside down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from competency_xml.exchange.case.mending import derived_identifier
from competency_xml.exchange.case.package import Association
from competency_xml.exchange.case.part import as_list
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.text import both

PARENT = "isChildOf"


def document_named(document: Mapping[str, Any], package: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a document with an identifier: if it has none, that of what roots are children of, else one of its own.

    Two frameworks without one are not to be taken for the same.
    """
    if document.get("identifier") or document.get("uri"):
        return document
    items = [one for one in as_list(package.get("CFItems")) if isinstance(one, Mapping)]
    parents = Counter(_parents_outside(items, package))
    if parents:
        return {**document, "identifier": parents.most_common(1)[0][0]}
    first = items[0] if items else {}
    name = first.get("identifier") or first.get("uri") or first.get("fullStatement") or ""
    return {**document, "identifier": derived_identifier(f"CFDocument of {document.get('title') or ''} {name}")}


def _parents_outside(items: Iterable[Mapping[str, Any]], package: Mapping[str, Any]) -> Iterator[str]:
    known = {str(one.get("identifier")).lower() for one in items}
    for one in as_list(package.get("CFAssociations")):
        end = one.get("destinationNodeURI") if isinstance(one, Mapping) else None
        if isinstance(end, Mapping) and one.get("associationType") == PARENT:
            identifier = end.get("identifier")
            if isinstance(identifier, str) and identifier and identifier.lower() not in known:
                yield identifier


def upright(associations: Iterable[Association], document: str, notes: FrameworkNotes) -> list[Association]:
    """Return associations with the child as origin: where the document is a child and nobody's parent, all are turned.

    Spec: CASE 1.1 Information Model, isChildOf: the origin is the child.
    """
    given = list(associations)
    tree = [one for one in given if one.association_type == PARENT]
    if not any(one.origin == document for one in tree) or any(one.destination == document for one in tree):
        return given
    message = both(
        f"{len(tree)} 个 isChildOf 关联上下颠倒（文档成了下级），已全部倒过来",
        f"{len(tree)} isChildOf associations are upside down, the document being the child; all were turned",
    )
    remedy = both("请核对层次；originNodeURI 应是下级", "Check the tree; originNodeURI is to be the child")
    notes.add(Remark("MAP-CASE-REVERSED", message, remedy, clause="CASE 1.1 isChildOf"), document)
    return [_turned(one) if one.association_type == PARENT else one for one in given]


def _turned(one: Association) -> Association:
    ends = {"origin_node_uri": one.destination_node_uri, "destination_node_uri": one.origin_node_uri}
    return one.model_copy(update=ends)
