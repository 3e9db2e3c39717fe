"""CASE 1.1 → CASE 1.0: what the older version does not know is left out, and all that is lost that way is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from competency_xml.exchange.case.ending import has_ended
from competency_xml.exchange.case.extension import PLACE_FIELDS
from competency_xml.exchange.case.mending import case_identifier
from competency_xml.exchange.case.package import Association, Item, Package
from competency_xml.exchange.case.relations import TRANSLATES
from competency_xml.exchange.case.residue import EXTENSION, extension_of, without_extension
from competency_xml.exchange.case.values import is_extension_term, one_line
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.text import both

#: What a field of our extension is called; None is told well enough in CASE 1.0.
_FIELDS: dict[str, tuple[str, str] | None] = {
    **dict.fromkeys((*PLACE_FIELDS, "id", "kind", "base", "version", "modified", "label", "code"), None),
    **dict.fromkeys(("inspired_by", "untold", "relation"), None),
    "title": ("标题的译文", "translations of the title"),
    "description": ("说明的译文", "translations of descriptions"),
    "alignment": ("对应关系的细节", "details of alignments"),
    "uuid": ("重复的 UUID", "UUIDs that are there twice"),
    "status": ("状态（停用、正式、示例）", "status (retired, published, illustrative)"),
    "replaced_by": ("取代关系中不在图谱里的部分", "what replaces a part and is not in the map"),
    "supports": ("支撑关系（只写成 isRelatedTo）", "what supports what, but for isRelatedTo"),
    "alignments": ("重复的对应关系", "alignments that are there twice"),
    "source": ("出处", "sources"),
    "foreign": ("其他格式的字段", "fields of other formats"),
    "bloom": ("认知层次", "Bloom levels"),
    "assess": ("考核方式", "ways of assessment"),
    "critical": ("关键项", "which items are critical"),
    "category": ("岗位类别", "categories of roles"),
    "duty": ("岗位职责", "duties"),
    "direction": ("职业方向", "directions"),
    "entry": ("申报条件", "entry conditions"),
    "hours": ("学时", "training hours"),
    "exams": ("考核安排", "exam parts"),
    "weights": ("权重", "weights"),
    "standard": ("标准号", "the standard's number"),
}


def lowered(package: Package, notes: FrameworkNotes) -> dict[str, Any]:
    """Return a package of CASE 1.1 as JSON of CASE 1.0; `notes` are told what is lost."""
    uuids = _given_uuids(package)
    json: dict[str, Any] = _renamed(_Lowering(package, notes, uuids).package().as_json(since_1_1=False), uuids)
    return json


@dataclass
class _Lowering:
    whole: Package
    notes: FrameworkNotes
    uuids: Mapping[str, str]

    def __post_init__(self) -> None:
        self._ended = {item.identifier for item in self.whole.items if has_ended(item, self.whole.document)}

    def package(self) -> Package:
        self._tell_extension(self.whole.document.identifier, self.whole.document.extensions)
        translations = {one.origin for one in self.whole.associations if one.association_type == TRANSLATES}
        for origin in sorted(translations):
            self._lost("translations", ("译文", "translations"), origin)
        document = self.whole.document
        lowered = document.model_copy(update={"description": self._line(document.description, document.identifier)})
        return self.whole.model_copy(
            update={
                "document": lowered,
                "items": tuple(self._item(one) for one in self.whole.items if one.identifier not in translations),
                "associations": tuple(self._associations(translations)),
            }
        )

    def _item(self, item: Item) -> Item:
        self._tell_extension(item.identifier, item.extensions)
        if item.subject or item.subject_uri:
            self._lost("subject", ("条目的学科", "subjects of items"), item.identifier)
        return item.model_copy(update={"full_statement": self._line(item.full_statement, item.identifier)})

    def _associations(self, translations: set[str]) -> Iterator[Association]:
        for association in self.whole.associations:
            if association.origin in translations or association.destination in translations:
                continue
            if association.notes:
                self._lost("notes", ("关联的说明", "notes of associations"), association.origin)
            self._tell_extension(association.origin, association.extensions)
            kind = association.association_type
            if is_extension_term(kind):
                self._lost(kind, (f"关联的类型 {kind}", f"the type {kind} of associations"), association.origin)
                association = association.model_copy(update={"association_type": "isRelatedTo"})
            yield association

    def _line(self, text: str | None, place: str) -> str | None:
        """Return a text without line ends and tabs: CASE 1.0 has NormalizedStrings where 1.1 has Strings."""
        line = None if text is None else one_line(text)
        if line != text:
            self._lost("line", ("文字里的换行和制表符", "line ends and tabs in texts"), place)
        return line

    def _tell_extension(self, place: str, extensions: Mapping[str, Any] | None) -> None:
        if without_extension(extensions):
            self._lost("extensions", ("别人的 extensions", "extensions of others"), place)
        own = extension_of(dict(extensions or {}))
        for fields in (own, *own.get("untold", [])):
            for name in fields:
                words = _FIELDS.get(name, (f"{EXTENSION}.{name}", f"{EXTENSION}.{name}"))
                if words is not None and not self._is_said(name, fields[name], place if fields is own else None):
                    self._lost(name, words, str(fields.get("id") or place))

    def _is_said(self, name: str, value: Any, place: str | None) -> bool:
        """Whether CASE 1.0 says a field after all; without a place it is that of a part that has no item."""
        if name == "title":
            return isinstance(value, dict) and len(value) < 2
        if name == "status":
            return value in ("draft", "active") or place is None or place in self._ended
        return name == "uuid" and place in self.uuids

    def _lost(self, topic: str, words: tuple[str, str], place: str) -> None:
        message = both(f"CASE 1.0 写不下{words[0]}", f"CASE 1.0 cannot say {words[1]}")
        remedy = both("需要时请导出 CASE 1.1", "Export CASE 1.1 where that matters")
        self.notes.count(topic, Remark("MAP-CASE-LOST", message, remedy, "note"), place)


def _given_uuids(package: Package) -> dict[str, str]:
    """Return identifiers that only CASE 1.1 asks for → the UUIDs of the map, which CASE 1.0 takes as they are."""
    given = {item.identifier: extension_of(item.extensions).get("uuid") for item in package.items}
    return {one: uuid for one, uuid in given.items() if isinstance(uuid, str) and case_identifier(uuid) == one}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if not names:
        return value
    if isinstance(value, dict):
        return {key: _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value
