"""What a map keeps for CASE, part by part: the residue of every item and association that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from competency_xml.exchange.case.document import DOCUMENT, document_of
from competency_xml.exchange.case.package import Association, Item, Package
from competency_xml.exchange.case.relations import (
    PARENT,
    RELATION,
    TRANSLATES,
    Relations,
    association_residue,
)
from competency_xml.exchange.case.residue import foreign_field, foreign_fields, residue_of, without_extension
from competency_xml.exchange.case.statements import TRANSLATION, Statements, language_mark, type_link
from competency_xml.exchange.framework.slots import TYPE_NAMES
from competency_xml.model import Foreign
from foundation.text import EN

#: What belongs to no part, as the map as a whole keeps it.
ASSOCIATIONS = "CFAssociations"
RUBRICS = "CFRubrics"
DEFINITIONS = "CFDefinitions."
PACKAGE_EXTENSIONS = "CFPackage.extensions"


@dataclass
class Said:
    """What a package says, by part id, to be compared with what the map gives.

    Attributes:
        links: part → what places its item; a part without one has none.
        relations: part → its other associations, in the order of the map's.
        translations: part → language → the item, what places it, what says that it is a translation.
    """

    items: dict[str, Item] = field(default_factory=dict)
    links: dict[str, Association] = field(default_factory=dict)
    relations: dict[str, list[Association]] = field(default_factory=dict)
    translations: dict[str, dict[str, tuple[Item, Association | None, Association]]] = field(default_factory=dict)


def said_by_map(statements: Statements, relations: Relations) -> Said:
    """Return what a map says itself, once all that it keeps is laid over."""
    said = Said()
    for part_id, told in statements.items.items():
        said.items[part_id] = told.final or told.derived
    for part_id, link in relations.links.items():
        if link.final is not None:
            said.links[part_id] = link.final
        said.relations[part_id] = [one.final or one.derived for one in relations.relations[part_id].values()]
        said.translations[part_id] = {}
        for lang, (placing, translates) in relations.translations[part_id].items():
            item = statements.translations[part_id][lang]
            said.translations[part_id][lang] = (
                item.final or item.derived,
                placing.final,
                translates.final or translates.derived,
            )
    return said


def item_residue(part_id: str, said: Said, statements: Statements) -> tuple[Foreign, ...]:
    """Return what a part's item says beyond the map."""
    residue = residue_of(said.items[part_id], statements.items[part_id].derived)
    residue.pop("identifier", None)
    return foreign_fields(residue)


def relation_residue(part_id: str, said: Said, relations: Relations) -> tuple[Foreign, ...]:
    """Return what a part's associations say beyond the map."""
    kept: list[Foreign] = []
    nodes = relations.nodes
    link = said.links.get(part_id)
    derived = relations.links[part_id].derived
    residue = None if link is None else association_residue(link, derived, nodes)
    if residue is None or residue:
        kept.append(foreign_field(PARENT, residue))
    found = {end: one for one in said.relations.get(part_id, []) for end in _ends_of(one)}
    for identifier, told in relations.relations[part_id].items():
        one = next((found[end] for end in _ends_of(told.derived) if end in found), None)
        residue = {} if one is None else association_residue(one, told.derived, nodes)
        if residue:
            kept.append(foreign_field(f"{RELATION}{identifier}", residue))
    return tuple(kept)


def _ends_of(association: Association) -> list[tuple[str, str]]:
    """Return by what an association of one origin is known again: its type, and its destination, however named."""
    link = association.destination_node_uri
    return [(association.association_type, link.identifier), (association.association_type, link.uri)]


def translation_residue(part_id: str, said: Said, statements: Statements, relations: Relations) -> tuple[Foreign, ...]:
    """Return what the translations of a part's item say beyond the map."""
    kept: list[Foreign] = []
    nodes = relations.nodes
    for lang, (item, placing, translates) in said.translations.get(part_id, {}).items():
        told = statements.translations.get(part_id, {}).get(lang)
        if told is None:
            continue
        own_placing, own_translates = relations.translations[part_id][lang]
        residue = {
            "item": residue_of(item, told.derived),
            PARENT: None if placing is None else association_residue(placing, own_placing.derived, nodes),
            TRANSLATES: association_residue(translates, own_translates.derived, nodes),
        }
        residue = {name: value for name, value in residue.items() if value != {}}
        if residue:
            kept.append(foreign_field(f"{TRANSLATION}{lang}", residue))
    return tuple(kept)


def map_residue(package: Package, statements: Statements, left: Sequence[Association]) -> tuple[Foreign, ...]:
    """Return what a package says beyond the map that belongs to no part of it.

    Args:
        package: the package.
        statements: what the map gives.
        left: associations that start from no part.
    """
    document = residue_of(package.document, document_of(statements).derived)
    document.pop("caseVersion", None)
    kept = [*language_mark(statements.language, statements.competency_map), *foreign_fields(document, DOCUMENT)]
    own_types = {type_link(name, EN).identifier for name in TYPE_NAMES}
    for name, values in package.definitions.as_json().items():
        foreign = (
            [value for value in values if value["identifier"] not in own_types] if name != "extensions" else values
        )
        if foreign:
            kept.append(foreign_field(f"{DEFINITIONS}{name}", foreign))
    if package.rubrics:
        kept.append(foreign_field(RUBRICS, [rubric.as_json() for rubric in package.rubrics]))
    if left:
        kept.append(foreign_field(ASSOCIATIONS, [association.as_json() for association in left]))
    extensions = without_extension(package.extensions)
    if extensions:
        kept.append(foreign_field(PACKAGE_EXTENSIONS, extensions))
    return tuple(kept)
