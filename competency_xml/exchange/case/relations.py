"""The relations in a map as associations of CASE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from competency_xml.exchange.case.links import NodeLink, identifier_at_end, outside_uri
from competency_xml.exchange.case.mending import derived_identifier
from competency_xml.exchange.case.package import Association, Document, Item
from competency_xml.exchange.case.residue import EXTENSION, Residue, Told, case_fields, laid_over, without_extension
from competency_xml.exchange.case.statements import TRANSLATION, Statements
from competency_xml.exchange.case.values import ASSOCIATION_TYPES, is_extension_term, one_line
from competency_xml.exchange.framework.outline import OutlineEntry
from competency_xml.exchange.uris import as_uri
from competency_xml.model import Alignment
from competency_xml.model import Item as MapItem
from foundation.text import LangText

PARENT = "isChildOf"
TRANSLATES = "isTranslationOf"
SUPPORTS = "supports"
RELATION = "association:"
_ENDS = ("originNodeURI", "destinationNodeURI")


@dataclass
class Relations:
    """The associations of a map.

    Attributes:
        links: part id → what places its item.
        relations: part id → its others by derived identifier, in order: what it supports, what replaces it, its
            alignments; each relation once.
        translations: part id → language → what places the translation, and what says that it is one.
        nodes: every item as it goes out, as the end of an association, by identifier.
    """

    links: dict[str, Told[Association]] = field(default_factory=dict)
    relations: dict[str, dict[str, Told[Association]]] = field(default_factory=dict)
    translations: dict[str, dict[str, tuple[Told[Association], Told[Association]]]] = field(default_factory=dict)
    nodes: dict[str, NodeLink] = field(default_factory=dict)


def relations_of(statements: Statements, document: Document) -> Relations:
    """Return the associations of a map between its items as they go out."""
    relations = Relations()
    for one in relations_by_part(statements, document):
        relations.links |= one.links
        relations.relations |= one.relations
        relations.translations |= one.translations
        relations.nodes = one.nodes
    return relations


def relations_by_part(statements: Statements, document: Document) -> Iterator[Relations]:
    """Yield the associations of one part after the other: all at once are several times the map."""
    return _Maker(statements, document).make()


def alignment_in(association: Association, lang: str) -> Alignment:
    """Return an association with something outside as an alignment of the part that it starts from."""
    link = association.destination_node_uri
    title = LangText() if link.title in (link.identifier, link.uri) else LangText.model_validate({lang: link.title})
    return Alignment(target=link.uri, relation=association.association_type, title=title)


def association_residue(said: Association, derived: Association, nodes: dict[str, NodeLink]) -> dict[str, Any]:
    """Return what an association says beyond the map; `nodes` are the items as they go out."""
    if set(said.differing(derived)) <= {"extensions"} and not without_extension(said.extensions):
        return {}
    wanted, own = said.as_json(), derived.as_json()
    residue = {
        name: wanted.get(name) for name in {**own, **wanted} if name not in _ENDS and wanted.get(name) != own.get(name)
    }
    for name in _ENDS:
        end: dict[str, Any] = wanted[name]
        base = own[name]
        if end["identifier"] != base["identifier"] and end["identifier"] in nodes:
            base = {**nodes[end["identifier"]].as_json(), "identifier": base["identifier"]}
        differing = {key: end.get(key) for key in {**base, **end} if end.get(key) != base.get(key)}
        if differing:
            residue[name] = differing
    extensions = {key: value for key, value in (residue.get("extensions") or {}).items() if key != EXTENSION}
    if "extensions" in residue and not extensions:
        del residue["extensions"]
    elif extensions:
        residue["extensions"] = extensions
    return residue


class _Maker:
    def __init__(self, statements: Statements, document: Document) -> None:
        self._statements = statements
        self._root = NodeLink(
            title=document.title or document.identifier, identifier=document.identifier, uri=document.uri
        )
        self._entries = {entry.part.id: entry for entry in statements.told()}
        self._nodes = {part_id: node_of(told.final or told.derived) for part_id, told in statements.items.items()}
        self._by_identifier = {self._nodes[part_id].identifier: entry for part_id, entry in self._entries.items()}
        self._all_nodes = {node.identifier: node for node in self._nodes.values()}
        for told_by_language in statements.translations.values():
            for told in told_by_language.values():
                node = node_of(told.final or told.derived)
                self._all_nodes[node.identifier] = node
        self._by_uri = {node.uri: node for node in self._nodes.values()}
        self._by_uri |= {told.derived.uri: self._nodes[part_id] for part_id, told in statements.items.items()}

    def make(self) -> Iterator[Relations]:
        numbers: dict[str | None, int] = {}
        for entry in self._entries.values():
            above = None if entry.above is None else entry.above.id
            numbers[above] = numbers.get(above, 0) + 1
            kept = case_fields(entry.part.foreign)
            yield Relations(
                links={entry.part.id: self._link(entry, numbers[above], kept)},
                relations={entry.part.id: self._relations(entry, kept)},
                translations={entry.part.id: self._translations(entry, numbers[above], kept)},
                nodes=self._all_nodes,
            )

    def _link(self, entry: OutlineEntry, number: int, kept: dict[str, Any]) -> Told[Association]:
        parent = self._root if entry.above is None else self._nodes[entry.above.id]
        derived = self._association(PARENT, self._nodes[entry.part.id], parent, number)
        residue = kept.get(PARENT, {})
        if residue is None:
            return Told(derived, None)
        sibling = self._sibling(entry, residue)
        return Told(derived, _laid_over(derived, residue, sibling))

    def _sibling(self, entry: OutlineEntry, residue: Residue) -> NodeLink | None:
        """Return the item below which a framework has what the map, with fewer levels, has beside it."""
        node = self._node_named(residue)
        other = None if node is None else self._by_identifier.get(node.identifier)
        return node if other is not None and other.above is entry.above else None

    def _node_named(self, residue: Any) -> NodeLink | None:
        """Return the item that a residue names as destination."""
        end = residue.get(_ENDS[1]) if isinstance(residue, dict) else None
        identifier = end.get("identifier") if isinstance(end, dict) else None
        return self._all_nodes.get(identifier) if isinstance(identifier, str) else None

    def _relations(self, entry: OutlineEntry, kept: dict[str, Any]) -> dict[str, Told[Association]]:
        made: dict[str, Told[Association]] = {}
        for derived in self._derived_relations(entry):
            if derived.identifier not in made:
                residue = kept.get(f"{RELATION}{derived.identifier}", {})
                outside = derived.destination not in self._by_identifier
                made[derived.identifier] = Told(derived, _laid_over(derived, residue, outside=outside))
        return made

    def _derived_relations(self, entry: OutlineEntry) -> Iterator[Association]:
        part = entry.part
        node = self._nodes[part.id]
        for ref in part.supports if isinstance(part, MapItem) else ():
            if ref in self._nodes:
                association = self._association("isRelatedTo", node, self._nodes[ref])
                yield (
                    association if self._plainly_supports(entry, ref) else _extended(association, "relation", SUPPORTS)
                )
        for ref in part.replaced_by:
            if ref in self._nodes:
                yield self._association("replacedBy", node, self._nodes[ref])
        for alignment in part.alignments:
            yield self._alignment(node, alignment)

    def _plainly_supports(self, entry: OutlineEntry, ref: str) -> bool:
        """Whether a relation is read as support without saying so: from knowledge to an ability."""
        other = self._entries[ref].part
        kinds = [part.kind for part in (entry.part, other) if isinstance(part, MapItem)]
        return kinds == ["knowledge", "ability"]

    def _alignment(self, node: NodeLink, alignment: Alignment) -> Association:
        target = as_uri(alignment.target)
        inside = self._by_uri.get(target or "")
        link = inside or _outside(alignment, target)
        known = alignment.relation in ASSOCIATION_TYPES or is_extension_term(alignment.relation)
        association = self._association(alignment.relation if known else "isRelatedTo", node, link)
        if self._plain(association, inside=inside is not None) == alignment:
            return association
        return _extended(association, "alignment", alignment.model_dump(mode="json", exclude_defaults=True))

    def _plain(self, association: Association, *, inside: bool) -> Alignment | None:
        """Return the alignment that is read in an association where nothing is kept beside it."""
        kind = association.association_type
        if not inside:
            return alignment_in(association, self._statements.language)
        if kind in (PARENT, TRANSLATES, "replacedBy", "isRelatedTo"):
            return None
        other = self._by_identifier[association.destination].part
        return Alignment(target=self._statements.competency_map.iri(other.id), relation=kind)

    def _translations(
        self, entry: OutlineEntry, number: int, kept: dict[str, Any]
    ) -> dict[str, tuple[Told[Association], Told[Association]]]:
        part_id = entry.part.id
        made: dict[str, tuple[Told[Association], Told[Association]]] = {}
        for lang, told in self._statements.translations.get(part_id, {}).items():
            node = self._node(told)
            link = self._association(PARENT, node, self._above_in(entry, lang), number)
            translates = self._association(TRANSLATES, node, self._nodes[part_id])
            residue = kept.get(f"{TRANSLATION}{lang}")
            residue = residue if isinstance(residue, dict) else {}
            placing = residue.get(PARENT, {})
            elsewhere = self._node_named(placing)
            made[lang] = (
                Told(link, None if placing is None else _laid_over(link, placing, elsewhere)),
                Told(translates, _laid_over(translates, residue.get(TRANSLATES, {}))),
            )
        return made

    def _above_in(self, entry: OutlineEntry, lang: str) -> NodeLink:
        """Return the translation of the nearest part above that has one, else the document."""
        above = entry.above
        while above is not None:
            told = self._statements.translations.get(above.id, {}).get(lang)
            if told is not None:
                return self._node(told)
            above = self._entries[above.id].above
        return self._root

    def _node(self, told: Told[Item]) -> NodeLink:
        return self._all_nodes[(told.final or told.derived).identifier]

    def _association(
        self, kind: str, origin: NodeLink, destination: NodeLink, number: int | None = None
    ) -> Association:
        identifier = derived_identifier(f"{kind} {origin.identifier} {destination.identifier}")
        return Association(
            identifier=identifier,
            uri=f"urn:uuid:{identifier}",
            association_type=kind,
            sequence_number=number,
            origin_node_uri=origin,
            destination_node_uri=destination,
            last_change_date_time=self._statements.moment,
        )


def node_of(item: Item) -> NodeLink:
    """Return an item as the end of an association."""
    title = one_line(item.full_statement).strip() or item.identifier
    return NodeLink(title=title, identifier=item.identifier, uri=item.uri)


def _outside(alignment: Alignment, target: str | None) -> NodeLink:
    uri = target or outside_uri(alignment.target or "unknown")
    title = one_line(alignment.title.best()).strip()
    return NodeLink(title=title or uri, identifier=identifier_at_end(uri) or uri, uri=uri)


def _extended(association: Association, name: str, value: Any) -> Association:
    return association.model_copy(update={"extensions": {EXTENSION: {name: value}}})


def _laid_over(
    derived: Association, residue: Any, sibling: NodeLink | None = None, *, outside: bool = False
) -> Association:
    """Lay a residue over an association. It may move it below a sibling, and identify what is outside; no other end."""
    if not residue or not isinstance(residue, dict):
        return derived
    fields = dict(residue)
    own = derived.as_json()
    for name, other in zip(_ENDS, (None, sibling), strict=True):
        if isinstance(fields.get(name), dict):
            base = own[name] if other is None else other.as_json()
            fixed = {} if outside and name == _ENDS[1] else {"identifier": base["identifier"]}
            said = {**base, **fields[name], **fixed}
            fields[name] = {key: value for key, value in said.items() if value is not None}
        else:
            fields.pop(name, None)
    return laid_over(derived, fields)
