"""IMS RDCEO 1.0 out: a zip archive with one flat definition per item, each a document of its own.

A definition knows no tree, so each item says in statements where it stands: role, level, function, work.
Spec: IMS Reusable Definition of Competency or Educational Objective 1.0, XML Binding
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from competency_xml.check.doubts import parts_in
from competency_xml.errors import UnwritableTextError
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.framework.slots import MapPart, type_of
from competency_xml.exchange.uris import as_uri
from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work
from foundation.archives import ArchiveEntry, write_zip
from foundation.findings import Finding
from foundation.text import LangText, both
from foundation.xml import serialise_xml

NAMESPACE = "http://www.imsglobal.org/xsd/imsrdceo_rootv1p0"
MODEL = "urn:x-competency-map:1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MAX_NAME = 100
_Element = etree._Element


class RdceoFormat:
    """RDCEO definitions in a zip archive. Export only: the format has no tree to read back."""

    name = "rdceo"
    endings: tuple[str, ...] = (".zip",)

    def write(self, competency_map: CompetencyMap, path: Path) -> Sequence[Finding]:
        """Write one definition per item that is not retired, and return what a definition cannot say.

        Raises:
            UnwritableTextError: a text holds a character that XML cannot hold.
        """
        notes = FrameworkNotes(path)
        names: set[str] = set()
        entries: list[ArchiveEntry] = []
        for place in _places(competency_map, notes):
            name = _file_name(place.item.id, names)
            entries.append(ArchiveEntry(f"definitions/{name}.xml", _document(competency_map, place)))
        write_zip(path, entries)
        _tell_losses(competency_map, notes)
        return notes.findings


@dataclass(frozen=True)
class _Place:
    """An item and the parts above it, from the role down; none above a basic requirement."""

    item: Item
    above: tuple[Role | Level | Function | Work, ...] = ()


def _places(competency_map: CompetencyMap, notes: FrameworkNotes) -> Iterator[_Place]:
    for place in _all_places(competency_map):
        if any(part.status == "retired" for part in (*place.above, place.item)):
            message = both("停用的部分没有导出", "Retired parts were not exported")
            notes.count("retired", Remark("MAP-RDCEO-RETIRED", message, severity="note"), place.item.id)
        else:
            yield place


def _all_places(competency_map: CompetencyMap) -> Iterator[_Place]:
    for item in competency_map.basic:
        yield _Place(item)
    for role in competency_map.roles:
        for level in role.levels:
            for function in level.functions:
                for work in function.works:
                    for item in work.items:
                        yield _Place(item, (role, level, function, work))


def _document(competency_map: CompetencyMap, place: _Place) -> bytes:
    try:
        return serialise_xml(_definition(competency_map, place))
    except ValueError as error:
        message = both("文字含有 XML 不允许的字符", "A text holds a character that XML cannot hold")
        raise UnwritableTextError(message, place=place.item.id, remedy=both("请删除它", "Remove it")) from error


def _definition(competency_map: CompetencyMap, place: _Place) -> _Element:
    item = place.item
    root = etree.Element(_tag("rdceo"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    _child(root, "identifier").text = as_uri(competency_map.iri(item.id)) or f"urn:uuid:{item.uuid}"
    _langstrings(_child(root, "title"), item.label or LangText.of(item.code or item.id))
    if item.description:
        _langstrings(_child(root, "description"), item.description)
    definition = _child(root, "definition")
    _child(definition, "model").text = MODEL
    _token(definition, "kind", item.kind)
    if item.code:
        _token(definition, "code", item.code)
    for part in place.above:
        if part.label:
            _text(definition, type_of(part).code, part.label)
    _further(definition, competency_map, item)
    metadata = _child(root, "metadata")
    _child(metadata, "rdceoschema").text = "IMS RDCEO"
    _child(metadata, "rdceoschemaversion").text = "1.0"
    return root


def _further(definition: _Element, competency_map: CompetencyMap, item: Item) -> None:
    if item.bloom is not None:
        _token(definition, "bloom", item.bloom)
    if item.assess:
        _token(definition, "assess", item.assess)
    if item.critical:
        _token(definition, "critical", "true")
    for ref in item.supports:
        _token(definition, "supports", competency_map.iri(ref))
    for alignment in item.alignments:
        _token(definition, alignment.relation, alignment.target)
    if item.source is not None and item.source.clause:
        _text(definition, "clause", LangText.of(item.source.clause))


def _token(parent: _Element, name: str, value: str) -> None:
    token = _child(_child(parent, "statement", statementname=name), "statementtoken")
    _child(token, "source").text = f"{MODEL}:{name}"
    _child(token, "value").text = value


def _text(parent: _Element, name: str, text: LangText) -> None:
    _langstrings(_child(_child(parent, "statement", statementname=name), "statementtext"), text)


def _langstrings(parent: _Element, text: LangText) -> None:
    for lang, wording in text.root:
        if wording:
            element = _child(parent, "langstring")
            element.set(_LANG, lang)
            element.text = wording


def _child(parent: _Element, name: str, **attributes: str) -> _Element:
    return etree.SubElement(parent, _tag(name), attributes)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _file_name(part_id: str, taken: set[str]) -> str:
    """Return an ASCII file name for an id; names that differ in case alone are one on Windows."""
    stem = _UNSAFE.sub("-", part_id).strip(".-")[:_MAX_NAME] or "item"
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.casefold())
    return name


def _tell_losses(competency_map: CompetencyMap, notes: FrameworkNotes) -> None:
    for words in _lost_of_map(competency_map):
        _tell(words, None, notes)
    for part in parts_in(competency_map):
        for words in _lost(part):
            _tell(words, part.id, notes)


def _tell(words: tuple[str, str], place: str | None, notes: FrameworkNotes) -> None:
    message = both(f"RDCEO 写不下{words[0]}", f"RDCEO cannot say {words[1]}")
    notes.count(words[1], Remark("MAP-RDCEO-LOST", message, severity="note"), place)


def _lost_of_map(competency_map: CompetencyMap) -> Iterator[tuple[str, str]]:
    if competency_map.title or competency_map.standard or competency_map.inspired_by:
        yield "图谱的标题和标准", "title and standard of the map"
    yield "图谱的版本、状态和修改时间", "version, status and time of change of the map"
    if competency_map.foreign:
        yield "为其他格式保留的内容", "what is kept for other formats"


def _lost(part: MapPart) -> Iterator[tuple[str, str]]:
    yield "UUID", "UUIDs"
    if part.foreign:
        yield "为其他格式保留的内容", "what is kept for other formats"
    if part.source is not None and (part.source.row is not None or part.source.document or part.source.place):
        yield "条款以外的出处", "sources other than clauses"
    if isinstance(part, Item):
        return
    if part.description or part.code:
        yield "岗位、等级、功能、工作的编号和描述", "codes and descriptions of roles, levels, functions and works"
    if part.alignments:
        yield "条目以外的对应关系", "alignments of what is no item"
    if isinstance(part, Role) and (part.duty or part.category):
        yield "岗位职责和类别", "duties and categories of roles"
    if isinstance(part, Level):
        yield from _lost_of_level(part)


def _lost_of_level(level: Level) -> Iterator[tuple[str, str]]:
    if level.direction:
        yield "职业方向", "directions"
    if level.weights:
        yield "权重", "weights"
    if level.hours or level.exams or level.entry:
        yield "学时、考核安排和申报条件", "hours, exam parts, entry conditions"
