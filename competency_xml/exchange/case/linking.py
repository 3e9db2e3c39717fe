"""Associations between and beyond nodes → what supports what, what replaces what, and alignments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from competency_xml.exchange.case.package import Association
from competency_xml.exchange.case.relations import SUPPORTS, alignment_in
from competency_xml.exchange.case.residue import extension_of
from competency_xml.exchange.case.values import ASSOCIATION_TYPES, is_extension_term
from competency_xml.exchange.framework.node import Node
from competency_xml.exchange.framework.slots import Slot
from competency_xml.exchange.uris import as_uri
from competency_xml.model import Alignment


@dataclass
class _Found:
    """The associations of one node, by what they mean."""

    supports: dict[str, Association] = field(default_factory=dict)
    replaced_by: dict[str, Association] = field(default_factory=dict)
    alignments: list[tuple[Alignment, Association]] = field(default_factory=list)


@dataclass
class Linking:
    """Gives nodes the fields that associations say.

    Attributes:
        nodes: nodes by identifier; their ids are known.
        base: the map's base.
        lang: the document's language.
        said: part id → its associations in the order of the fields.
        left: associations that start from no node.
    """

    nodes: dict[str, Node]
    base: str
    lang: str
    said: dict[str, list[Association]] = field(default_factory=dict)
    left: list[Association] = field(default_factory=list)
    _ids: set[str | None] = field(default_factory=set)

    def link(self, associations: list[Association]) -> None:
        """Take the associations in, and fill in the nodes' fields."""
        self._ids = {node.id for node in self.nodes.values()}
        found: dict[str, _Found] = {}
        for association in associations:
            node = self.nodes.get(association.origin)
            if node is None:
                self.left.append(association)
            else:
                self._sort(association, node, found.setdefault(association.origin, _Found()))
        for identifier, node in self.nodes.items():
            self._fill(node, found.get(identifier, _Found()))

    def _sort(self, association: Association, node: Node, found: _Found) -> None:
        other = self.nodes.get(association.destination)
        extension = extension_of(association.extensions)
        kind = association.association_type
        kept = _kept_alignment(extension.get("alignment"), association, inside=other is not None)
        if kept is not None:
            found.alignments.append((kept, association))
        elif other is not None and kind == "replacedBy":
            found.replaced_by[other.id or ""] = association
        elif other is not None and kind == "isRelatedTo" and _supports(node, other, extension):
            found.supports[other.id or ""] = association
        elif other is not None:
            found.alignments.append((Alignment(target=f"{self.base}{other.id}", relation=kind), association))
        else:
            found.alignments.append((alignment_in(association, self.lang), association))

    def _fill(self, node: Node, found: _Found) -> None:
        supports = _joined(node.fields.get("supports", ()), found.supports, self._ids)
        replaced_by = _joined(node.fields.get("replaced_by", ()), found.replaced_by, self._ids)
        if supports:
            node.fields["supports"] = supports
        else:
            node.fields.pop("supports", None)
        node.fields["replaced_by"] = replaced_by
        if found.replaced_by and not node.known:
            node.fields["status"] = "retired"
        if "alignments" not in node.fields:
            node.fields["alignments"] = tuple(alignment for alignment, _ in found.alignments)
        self.said[node.id or ""] = [
            *(found.supports[ref] for ref in supports if ref in found.supports),
            *(found.replaced_by[ref] for ref in replaced_by if ref in found.replaced_by),
            *(association for _, association in found.alignments),
        ]


def _joined(kept: Iterable[str], found: dict[str, Association], ids: set[str | None]) -> tuple[str, ...]:
    """Return references kept beside the items, without those whose association is gone, and the new ones."""
    stayed = [ref for ref in kept if ref in found or ref not in ids]
    return (*stayed, *(ref for ref in found if ref not in stayed))


def _supports(node: Node, other: Node, extension: dict[str, Any]) -> bool:
    """Whether an isRelatedTo means support: an export of ours says so, or knowledge is related to an ability."""
    if node.slot is not Slot.ITEM:
        return False
    kinds = tuple(one.fields.get("kind") or (one.type.kind if one.type else None) for one in (node, other))
    return extension.get("relation") == SUPPORTS or kinds == ("knowledge", "ability")


def _kept_alignment(value: Any, association: Association, *, inside: bool) -> Alignment | None:
    """Return an alignment kept beside an association, unless the association was changed since."""
    if not isinstance(value, dict):
        return None
    try:
        alignment = Alignment.model_validate(value)
    except ValidationError:
        return None
    known = alignment.relation in ASSOCIATION_TYPES or is_extension_term(alignment.relation)
    if association.association_type != (alignment.relation if known else "isRelatedTo"):
        return None
    uri = as_uri(alignment.target)
    return alignment if inside or uri is None or uri == association.destination_node_uri.uri else None
