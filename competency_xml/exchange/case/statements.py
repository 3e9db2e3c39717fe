"""The parts of a map as items of CASE: one per part that says something, one more per further language."""

from __future__ import annotations

from dataclasses import dataclass, field

from competency_xml.exchange.case.ending import end_of
from competency_xml.exchange.case.links import Link
from competency_xml.exchange.case.mending import UNKNOWN_MOMENT, case_identifier, derived_identifier
from competency_xml.exchange.case.package import Item
from competency_xml.exchange.case.residue import Told, case_fields, foreign_field, laid_over
from competency_xml.exchange.case.values import moment_text, one_line
from competency_xml.exchange.framework.language import language_tag, main_language, told_wordings
from competency_xml.exchange.framework.outline import OutlineEntry, outline
from competency_xml.exchange.framework.slots import MapPart, TypeName, type_of
from competency_xml.exchange.uris import as_uri
from competency_xml.model import CompetencyMap, Foreign
from competency_xml.model import Item as MapItem

TRANSLATION = "isTranslationOf:"
LANGUAGE = "language"
_ITEM_FIELDS = {field.alias for field in Item.model_fields.values()} - {"identifier"}
_TYPE_NAMES = "urn:x-competency-map:1.0:type:"


@dataclass
class Statements:
    """The items of a map.

    Attributes:
        language: the main language.
        moment: the time of the last change.
        entries: the parts of the map.
        items: part id → its item.
        translations: part id → language → the item that says the same in that language.
    """

    competency_map: CompetencyMap
    language: str
    moment: str
    entries: list[OutlineEntry]
    items: dict[str, Told[Item]] = field(default_factory=dict)
    translations: dict[str, dict[str, Told[Item]]] = field(default_factory=dict)

    def told(self) -> list[OutlineEntry]:
        """Return the parts that have an item, in document order."""
        return [entry for entry in self.entries if entry.told]


def statements_of(competency_map: CompetencyMap) -> Statements:
    """Return the items of a map."""
    modified = competency_map.modified
    statements = Statements(
        competency_map=competency_map,
        language=_language(competency_map),
        moment=UNKNOWN_MOMENT if modified is None else moment_text(modified),
        entries=outline(competency_map),
    )
    maker = _Maker(statements)
    for entry in statements.told():
        maker.make(entry)
    return statements


def language_mark(lang: str, competency_map: CompetencyMap) -> tuple[Foreign, ...]:
    """Return what a map keeps where its framework's main language is not the one that the map would choose."""
    return () if lang == main_language(competency_map) else (foreign_field(LANGUAGE, lang),)


def _language(competency_map: CompetencyMap) -> str:
    kept = case_fields(competency_map.foreign).get(LANGUAGE)
    tag = language_tag(kept) if isinstance(kept, str) else None
    return tag or main_language(competency_map)


def type_link(name: TypeName, lang: str) -> Link:
    """Return the reference to the definition of one of our types."""
    uri = f"{_TYPE_NAMES}{name.code}"
    return Link(title=name.title(lang), identifier=derived_identifier(uri), uri=uri)


def document_identifier(competency_map: CompetencyMap) -> str:
    """Return the identifier that a map's document has unless the map keeps another."""
    return derived_identifier(competency_map.base)


def stand_in(code: str | None, part_id: str) -> str:
    """Return the statement of a part that has no text."""
    return (code or "").strip() or part_id


class _Maker:
    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._base = statements.competency_map.base
        self._taken = {document_identifier(statements.competency_map)}

    def make(self, entry: OutlineEntry) -> None:
        part = entry.part
        told, *others = told_wordings(part.label, self._statements.language) or [self._stand_in(part)]
        item = self._item(entry, told)
        kept = case_fields(part.foreign)
        residue = {name: value for name, value in kept.items() if name in _ITEM_FIELDS}
        self._statements.items[part.id] = Told(item, laid_over(item, residue))
        translated = told[0] == self._statements.language
        self._statements.translations[part.id] = {
            lang: self._translation(part, item, lang, wording) for lang, wording in (others if translated else ())
        }

    def _stand_in(self, part: MapPart) -> tuple[str, str]:
        """Return what stands for a part without text: CASE wants a statement."""
        return self._statements.language, stand_in(part.code, part.id)

    def _item(self, entry: OutlineEntry, told: tuple[str, str]) -> Item:
        part, (lang, wording) = entry.part, told
        identifier = self._identifier(part)
        named, main = type_of(part), self._statements.language
        level = entry.level if isinstance(part, MapItem) else None
        grade = one_line(level.label.best(main)).strip() if level is not None else ""
        return Item(
            identifier=identifier,
            uri=as_uri(self._base + part.id) or f"urn:uuid:{identifier}",
            full_statement=wording,
            item_type=named.title(main),
            human_coding_scheme=one_line(part.code or "").strip() or None,
            notes=part.description.get(lang) or None,
            language=None if lang == main else one_line(lang),
            education_level=(grade,) if grade else (),
            item_type_uri=type_link(named, main),
            status_end_date=end_of(part, self._statements.moment),
            last_change_date_time=self._statements.moment,
        )

    def _translation(self, part: MapPart, original: Item, lang: str, wording: str) -> Told[Item]:
        identifier = derived_identifier(f"{original.identifier} {lang}")
        named = type_of(part)
        item = Item(
            identifier=identifier,
            uri=f"urn:uuid:{identifier}",
            full_statement=wording,
            item_type=named.title(lang),
            human_coding_scheme=original.human_coding_scheme,
            notes=part.description.get(lang) or None,
            language=one_line(lang),
            item_type_uri=type_link(named, self._statements.language),
            status_end_date=end_of(part, self._statements.moment),
            last_change_date_time=self._statements.moment,
        )
        kept = case_fields(part.foreign).get(f"{TRANSLATION}{lang}")
        residue = kept.get("item") if isinstance(kept, dict) else None
        return Told(item, laid_over(item, residue if isinstance(residue, dict) else {}))

    def _identifier(self, part: MapPart) -> str:
        identifier = case_identifier(str(part.uuid))
        while identifier in self._taken:
            identifier = derived_identifier(f"{self._base}{part.id} {identifier}")
        self._taken.add(identifier)
        return identifier
