"""A map → a CASE 1.1 package from which the same map can be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from competency_xml.exchange.case.definitions import Concept, Definitions, Grouping, ItemType, License, Rubric, Subject
from competency_xml.exchange.case.document import document_of
from competency_xml.exchange.case.ending import has_ended
from competency_xml.exchange.case.extension import map_extension, part_extension, untold_part
from competency_xml.exchange.case.keeping import (
    ASSOCIATIONS,
    DEFINITIONS,
    PACKAGE_EXTENSIONS,
    RUBRICS,
    item_residue,
    map_residue,
    relation_residue,
    said_by_map,
    translation_residue,
)
from competency_xml.exchange.case.links import Link
from competency_xml.exchange.case.package import Association, Document, Item, Package
from competency_xml.exchange.case.part import CasePart
from competency_xml.exchange.case.relations import Relations, relations_of
from competency_xml.exchange.case.residue import EXTENSION, FORMAT, Told, case_fields
from competency_xml.exchange.case.statements import Statements, statements_of, type_link
from competency_xml.exchange.case.texts import ItemTexts
from competency_xml.exchange.framework.building import told_mark
from competency_xml.exchange.framework.language import language_tag, told_wording
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.framework.outline import OutlineEntry
from competency_xml.exchange.framework.slots import TYPE_NAMES, MapPart, TypeName
from competency_xml.model import CompetencyMap, Foreign
from competency_xml.model import Item as MapItem
from foundation.text import both

_Part = TypeVar("_Part", bound=CasePart)
_DEFINITIONS: dict[str, tuple[str, type[CasePart]]] = {
    "CFConcepts": ("concepts", Concept),
    "CFSubjects": ("subjects", Subject),
    "CFLicenses": ("licenses", License),
    "CFItemTypes": ("item_types", ItemType),
    "CFAssociationGroupings": ("groupings", Grouping),
}


def package_of(competency_map: CompetencyMap, notes: FrameworkNotes) -> Package:
    """Return the package of a map, as CASE 1.1 has it; `notes` are told which parts have no text."""
    statements = statements_of(competency_map)
    document = document_of(statements)
    relations = relations_of(statements, document.final or document.derived)
    _tell_stand_ins(statements, notes)
    return _Export(statements, document, relations).package()


@dataclass
class _Export:
    statements: Statements
    told_document: Told[Document]
    relations: Relations

    def package(self) -> Package:
        self.document = self.told_document.final or self.told_document.derived
        self._said = said_by_map(self.statements, self.relations)
        self._language = language_tag(self.document.language) or self.statements.language
        self._kept = case_fields(self.statements.competency_map.foreign)
        items = tuple(self._items())
        package = Package(
            document=self.document,
            items=items,
            associations=tuple(_distinct(self._associations())),
            definitions=self._definitions(items),
            rubrics=tuple(_sound(Rubric, self._kept.get(RUBRICS))),
            extensions=_objects(self._kept.get(PACKAGE_EXTENSIONS)),
        )
        return package.model_copy(update={"document": self._document(package)})

    def _document(self, package: Package) -> Document:
        competency_map = self.statements.competency_map
        extension = map_extension(competency_map)
        untold = [untold_part(entry) for entry in self.statements.entries if not entry.told]
        if untold:
            extension["untold"] = untold
        origins = {item.identifier for item in self._said.items.values()}
        origins |= {item.identifier for by in self._said.translations.values() for item, _, _ in by.values()}
        left = [one for one in package.associations if one.origin not in origins]
        foreign = _kept_beside(competency_map, map_residue(package, self.statements, left))
        if foreign:
            extension["foreign"] = foreign
        return _extended(self.document, extension).model_copy(update={"case_version": "1.1"})

    def _items(self) -> Iterator[Item]:
        for entry in self.statements.told():
            yield _extended(self._said.items[entry.part.id], self._extension(entry))
        for translations in self._said.translations.values():
            for item, _, _ in translations.values():
                yield item

    def _extension(self, entry: OutlineEntry) -> dict[str, Any]:
        part, part_id = entry.part, entry.part.id
        extension = part_extension(part) | self._place(entry)
        item = self._said.items[part_id]
        texts = self._texts(part_id)
        if texts.label() != part.label:
            extension["label"] = part.label.model_dump()
        if texts.description() != part.description:
            extension["description"] = part.description.model_dump()
        if texts.code() != part.code:
            extension["code"] = part.code
        if UUID(item.identifier) != part.uuid:
            extension["uuid"] = str(part.uuid)
        if part.status == "active" and has_ended(item, self.document):
            extension["status"] = part.status
        if self._aligned_twice(entry):
            extension["alignments"] = [one.model_dump(mode="json", exclude_defaults=True) for one in part.alignments]
        foreign = self._foreign(entry)
        if foreign:
            extension["foreign"] = foreign
        return extension

    def _place(self, entry: OutlineEntry) -> dict[str, Any]:
        """Return where a part stands, where the tree of CASE says something else."""
        if entry.basic:
            return {"basic": True}
        link = self._said.links.get(entry.part.id)
        expected = self.document.identifier if entry.above is None else self._said.items[entry.above.id].identifier
        moved = entry.above is not None if link is None else link.destination != expected
        place: dict[str, Any] = {}
        if entry.parent is not None and (entry.parent is not entry.above or moved):
            place["within"] = entry.parent.id
        return {**place, "at": entry.index} if moved else place

    def _aligned_twice(self, entry: OutlineEntry) -> bool:
        """Whether a part says the same relation more than once, which CASE does not."""
        supports = entry.part.supports if isinstance(entry.part, MapItem) else ()
        inside = [ref for ref in (*supports, *entry.part.replaced_by) if ref in self.statements.items]
        return len(self._said.relations[entry.part.id]) < len(inside) + len(entry.part.alignments)

    def _texts(self, part_id: str) -> ItemTexts:
        item = self._said.items[part_id]
        translations = {self._language_of(other): other for other, _, _ in self._said.translations[part_id].values()}
        return ItemTexts(item, self._language_of(item), self._language, translations)

    def _language_of(self, item: Item) -> str:
        return language_tag(item.language) or self._language

    def _foreign(self, entry: OutlineEntry) -> list[dict[str, Any]]:
        """Return what a part keeps for other formats, and for CASE too where that cannot be read in its item."""
        part_id = entry.part.id
        residue = (
            *((told_mark(FORMAT),) if entry.silent else ()),
            *item_residue(part_id, self._said, self.statements),
            *relation_residue(part_id, self._said, self.relations),
            *translation_residue(part_id, self._said, self.statements, self.relations),
        )
        return _kept_beside(entry.part, residue)

    def _associations(self) -> Iterator[Association]:
        yield from self._said.links.values()
        for relations in self._said.relations.values():
            yield from relations
        for translations in self._said.translations.values():
            for _, placing, translates in translations.values():
                yield from (placing, translates) if placing is not None else (translates,)
        yield from _sound(Association, self._kept.get(ASSOCIATIONS))

    def _definitions(self, items: Iterable[Item]) -> Definitions:
        lists = {
            field: tuple(_sound(model, self._kept.get(f"{DEFINITIONS}{name}")))
            for name, (field, model) in _DEFINITIONS.items()
        }
        used = {item.item_type_uri.identifier for item in items if item.item_type_uri is not None}
        own = tuple(self._item_type(name) for name in TYPE_NAMES if self._type_link(name).identifier in used)
        kept = Definitions(extensions=_objects(self._kept.get(f"{DEFINITIONS}extensions")))
        return kept.model_copy(update={**lists, "item_types": (*lists["item_types"], *own)})

    def _type_link(self, name: TypeName) -> Link:
        return type_link(name, self.statements.language)

    def _item_type(self, name: TypeName) -> ItemType:
        link = self._type_link(name)
        return ItemType(
            identifier=link.identifier,
            uri=link.uri,
            title=link.title,
            description=both(name.zh, name.en),
            hierarchy_code=".".join("1" * name.slot),
            type_code=name.code,
            last_change_date_time=self.statements.moment,
        )


def _tell_stand_ins(statements: Statements, notes: FrameworkNotes) -> None:
    for entry in statements.told():
        if told_wording(entry.part.label, statements.language) is None:
            message = both("没有文字，以编号或标识代替", "It has no text; its code or id stands in")
            remedy = both("请在图谱里补上文字", "Add the text to the map")
            notes.count("stand-in", Remark("MAP-CASE-STATEMENT", message, remedy), entry.part.id)


def _kept_beside(part: MapPart | CompetencyMap, residue: tuple[Foreign, ...]) -> list[dict[str, Any]]:
    """Return what a part keeps for other formats; with what it keeps for CASE, unless that is just its residue."""
    others = tuple(field for field in part.foreign if field.format != FORMAT)
    kept = others if (*others, *residue) == part.foreign else part.foreign
    return [field.model_dump() for field in kept]


def _extended(part: _Part, extension: dict[str, Any]) -> _Part:
    foreign = getattr(part, "extensions", None) or {}
    return part.model_copy(update={"extensions": {**foreign, EXTENSION: extension}})


def _distinct(associations: Iterable[Association]) -> Iterator[Association]:
    """Yield associations with an identifier of their own, each relation once."""
    seen: set[tuple[str, ...]] = set()
    for association in associations:
        relation = (association.association_type, association.origin, association.destination)
        if relation not in seen and (association.identifier,) not in seen:
            seen.update((relation, (association.identifier,)))
            yield association


def _sound(model: type[_Part], values: Any) -> Iterator[_Part]:
    """Yield what a map keeps as parts of CASE; what is none, because somebody edited the map by hand, is left out."""
    for value in values if isinstance(values, list) else []:
        try:
            yield model.model_validate(value)
        except ValueError:
            continue


def _objects(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None
