"""Items of CASE → nodes on their way into a map, with what an earlier export of ours says of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from competency_xml.exchange.case.extension import PLACE_FIELDS, slot_in, sound_fields
from competency_xml.exchange.case.hierarchy import Hierarchy
from competency_xml.exchange.case.mending import Mending
from competency_xml.exchange.case.package import Item
from competency_xml.exchange.case.residue import EXTENSION, extension_of
from competency_xml.exchange.case.texts import ItemTexts
from competency_xml.exchange.framework.node import Node
from competency_xml.exchange.framework.notes import Remark
from competency_xml.exchange.framework.slots import Slot, type_named
from foundation.text import LangText, both


def nodes_of(hierarchy: Hierarchy, ids: dict[str, str], mending: Mending) -> tuple[list[Node], dict[str, Node]]:
    """Return the roots of a tree as nodes, and every node by its identifier; `ids` are those that are known."""
    by_identifier: dict[str, Node] = {}
    for identifiers in hierarchy.children.values():
        for identifier in identifiers:
            node = by_identifier[identifier] = _node(hierarchy.items[identifier], hierarchy, mending)
            node.id = node.id or ids.get(identifier)
    for parent, identifiers in hierarchy.children.items():
        if parent is not None:
            by_identifier[parent].children = [by_identifier[identifier] for identifier in identifiers]
    return [by_identifier[identifier] for identifier in hierarchy.children.get(None, [])], by_identifier


def untold_nodes(extension: dict[str, Any], mending: Mending) -> list[Node]:
    """Return the parts that an export of ours has noted on the document, for they have no item."""
    nodes: list[Node] = []
    untold = extension.get("untold")
    for raw in untold if isinstance(untold, list) else []:
        slot = slot_in(raw) if isinstance(raw, dict) else None
        if slot is None:
            tell_unsound(mending, "untold", None)
            continue
        node = _of_extension(Node(key=str(raw.get("id"))), slot, raw, mending)
        if node.id is not None and node.uuid is not None and node.at is not None:
            nodes.append(node)
    return nodes


def _node(item: Item, hierarchy: Hierarchy, mending: Mending) -> Node:
    texts = ItemTexts(
        item,
        hierarchy.language_of(item),
        hierarchy.language,
        hierarchy.translations.get(item.identifier, {}),
    )
    node = Node(
        key=item.identifier,
        label=texts.label(),
        code=texts.code(),
        description=texts.description(),
        type=type_named(item.item_type),
        uuid=mending.uuids.get(item.identifier) or UUID(item.identifier),
    )
    extension = extension_of(item.extensions)
    slot = slot_in(extension)
    if slot is None:
        if extension:
            tell_unsound(mending, "part", item.identifier)
        return node
    return _with_kept_texts(_of_extension(node, slot, extension, mending), texts)


def _of_extension(node: Node, slot: Slot, extension: dict[str, Any], mending: Mending) -> Node:
    fields, unsound = sound_fields(slot, extension)
    for name in unsound:
        tell_unsound(mending, name, node.key)
    node.known = True
    node.slot = slot
    node.id = fields.pop("id", None)
    node.uuid = fields.pop("uuid", node.uuid)
    within, at = (extension.get(name) for name in PLACE_FIELDS[1:3])
    node.within = within if isinstance(within, str) else None
    node.at = at if type(at) is int and at >= 0 else None
    node.basic = slot is Slot.ITEM and extension.get("basic") is True
    node.fields = fields
    return node


def _with_kept_texts(node: Node, texts: ItemTexts) -> Node:
    kept_code = node.fields.pop("code", None)
    if isinstance(kept_code, str):
        node.code = texts.code_with(kept_code)
    label = node.fields.pop("label", None)
    if isinstance(label, LangText):
        node.label = texts.label_with(label, node.code, node.id or "")
    description = node.fields.pop("description", None)
    if isinstance(description, LangText):
        node.description = texts.description_with(description, node.label)
    return node


def tell_unsound(mending: Mending, name: str, place: str | None) -> None:
    """Note a field of our extension that is not as an export of ours writes it."""
    message = both(
        f"扩展 {EXTENSION} 的 {name} 看不懂，没有导入",
        f"{name} in the extension {EXTENSION} was not understood and not imported",
    )
    mending.notes.count(name, Remark("MAP-CASE-EXTENSION", message), place)
