"""A CASE package → a map: our own comes back whole, anybody's finds its place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.case.ending import end_fillers, end_nodes
from competency_xml.exchange.case.head import head_of
from competency_xml.exchange.case.hierarchy import Hierarchy, hierarchy_of
from competency_xml.exchange.case.keeping import (
    Said,
    item_residue,
    map_residue,
    relation_residue,
    translation_residue,
)
from competency_xml.exchange.case.linking import Linking
from competency_xml.exchange.case.mending import Mending
from competency_xml.exchange.case.nodes import nodes_of, untold_nodes
from competency_xml.exchange.case.package import Package
from competency_xml.exchange.case.reading import MAX_ITEMS
from competency_xml.exchange.case.relations import relations_by_part
from competency_xml.exchange.case.residue import FORMAT, Told, extension_of
from competency_xml.exchange.case.statements import Statements, language_mark, statements_of
from competency_xml.exchange.case.uris import base_in_uri, ids_in_uris
from competency_xml.exchange.framework.building import built_parts, keep_told, mint_ids
from competency_xml.exchange.framework.node import Node
from competency_xml.exchange.framework.placing import Placement, place
from competency_xml.limits import MAX_PARTS
from competency_xml.model import CompetencyMap, Foreign
from foundation.text import both

_FOREIGN = TypeAdapter(tuple[Foreign, ...])


def map_of_package(package: Package, mending: Mending, options: ImportOptions) -> CompetencyMap:
    """Return the map that a package says.

    Raises:
        UnreadableFrameworkError: it has more parts than a map may have.
    """
    document = package.document
    extension = extension_of(document.extensions)
    hierarchy = hierarchy_of(package, mending.notes)
    ids = {} if extension else ids_in_uris(document, hierarchy.originals())
    head = head_of(document, hierarchy.language, mending, options)
    if ids and not options.base:
        head = head.model_copy(update={"base": base_in_uri(document)})
    if len(hierarchy.originals()) > MAX_ITEMS:
        raise _too_many(mending)
    roots, nodes = nodes_of(hierarchy, ids, mending)
    end_nodes(nodes, hierarchy.items, document, mending.notes)
    placement = place(roots, untold_nodes(extension, mending), head.title)
    if sum(1 for _ in placement.drafts()) > MAX_PARTS:
        raise _too_many(mending)
    mint_ids(placement, head.base, options.role)
    linking = Linking(nodes, head.base, hierarchy.language)
    linking.link(hierarchy.others)
    end_fillers(placement)
    return _Keeping(package, hierarchy, linking).map_of(head, placement)


def _too_many(mending: Mending) -> UnreadableFrameworkError:
    return UnreadableFrameworkError(
        both(f"条目超过 {MAX_ITEMS} 个", f"It has over {MAX_ITEMS} items"),
        file=mending.notes.file,
        remedy=both("请按岗位分成几个框架导出", "Export it as several frameworks, role by role"),
    )


@dataclass
class _Keeping:
    """Compares what the package says with what the map gives by itself, and keeps the difference with the map."""

    package: Package
    hierarchy: Hierarchy
    linking: Linking

    def map_of(self, head: CompetencyMap, placement: Placement) -> CompetencyMap:
        kept = self._keep(head, placement)
        return _built(head.model_copy(update={"foreign": self._of_map(kept)}), placement)

    def _keep(self, head: CompetencyMap, placement: Placement) -> tuple[Foreign, ...]:
        """Keep with each part what it does not say by itself, and return what belongs to none."""
        nodes = {node.id or "": node for node in self.linking.nodes.values()}
        whole = {part_id for part_id, node in nodes.items() if self._is_whole(node)}
        keep_told(placement, _built(head, placement), FORMAT)
        said = self._said(nodes)
        whole_map = _built(head, placement)
        marked = whole_map.model_copy(update={"foreign": language_mark(self.hierarchy.language, whole_map)})
        statements = _as_said(statements_of(marked), said)
        for relations in relations_by_part(statements, self.package.document):
            (part_id,) = relations.links
            if part_id not in whole:
                node = nodes[part_id]
                node.fields["foreign"] = (
                    *node.fields.get("foreign", ()),
                    *item_residue(part_id, said, statements),
                    *relation_residue(part_id, said, relations),
                    *translation_residue(part_id, said, statements, relations),
                )
        return map_residue(self.package, statements, self.linking.left)

    def _said(self, nodes: dict[str, Node]) -> Said:
        said = Said(relations=self.linking.said)
        for part_id, node in nodes.items():
            said.items[part_id] = self.hierarchy.items[node.key]
            link = self.hierarchy.links.get(node.key)
            if link is not None:
                said.links[part_id] = link
            said.translations[part_id] = {
                lang: (item, self.hierarchy.links.get(item.identifier), self.hierarchy.translated_by[item.identifier])
                for lang, item in self.hierarchy.translations.get(node.key, {}).items()
            }
        return said

    def _is_whole(self, node: Node) -> bool:
        """Whether an export of ours kept everything that the part keeps for CASE, for it could not be worked out."""
        return any(field.format == FORMAT for field in node.fields.get("foreign", ()))

    def _of_map(self, kept: tuple[Foreign, ...]) -> tuple[Foreign, ...]:
        value = extension_of(self.package.document.extensions).get("foreign", [])
        try:
            own = _FOREIGN.validate_python(value)
        except ValidationError:
            own = ()
        return own if any(field.format == FORMAT for field in own) else (*own, *kept)


def _as_said(statements: Statements, said: Said) -> Statements:
    """Return the statements of a map as the package says them: what differs becomes residue, and lies over them."""
    items = {part_id: Told(told.derived, said.items[part_id]) for part_id, told in statements.items.items()}
    translations = {
        part_id: {lang: Told(told.derived, said.translations[part_id][lang][0]) for lang, told in by_lang.items()}
        for part_id, by_lang in statements.translations.items()
    }
    return replace(statements, items=items, translations=translations)


def _built(head: CompetencyMap, placement: Placement) -> CompetencyMap:
    basic, roles = built_parts(placement)
    return head.model_copy(update={"basic": basic, "roles": roles})
