"""CompetencyMap → element tree. Every optional part that is not there leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from lxml import etree

from competency_xml.model import (
    Alignment,
    CompetencyMap,
    ExamPart,
    Foreign,
    Function,
    Item,
    Level,
    Role,
    Source,
    Standard,
    Weight,
    Weights,
    Work,
)
from competency_xml.xml.names import NAMESPACE, SCHEMA_VERSION, XML_LANG, tag
from foundation.text import LangText

_Element = etree._Element
_MINUTE = timedelta(minutes=1)


def map_element(competency_map: CompetencyMap) -> _Element:
    """Return the map as a tree.

    Raises:
        ValueError: a text holds a character that XML cannot hold.
    """
    root = etree.Element(tag("competencyMap"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.set("schemaVersion", SCHEMA_VERSION)
    root.set("mapVersion", competency_map.version)
    root.set("status", competency_map.status)
    root.set("base", competency_map.base)
    _set(root, modified=_moment(competency_map.modified))
    _texts(root, "title", competency_map.title)
    if competency_map.standard is not None:
        _standard(root, competency_map.standard)
    if competency_map.inspired_by is not None:
        inspired_by = _child(root, "inspiredBy")
        _texts(inspired_by, "title", competency_map.inspired_by.title)
        _texts(inspired_by, "note", competency_map.inspired_by.note)
    for foreign in competency_map.foreign:
        _foreign(root, foreign)
    if competency_map.basic:
        basic = _child(root, "basic")
        for item in competency_map.basic:
            _item(basic, item)
    for role in competency_map.roles:
        _role(root, role)
    return root


def _standard(parent: _Element, standard: Standard) -> None:
    element = _child(parent, "standard", number=standard.number, version=standard.version)
    _texts(element, "title", standard.title)
    _texts(element, "publisher", standard.publisher)


def _role(parent: _Element, role: Role) -> None:
    element = _named(parent, "role", role)
    _set(element, category=role.category)
    for duty in role.duty:
        _texts(_child(element, "duty"), "text", duty)
    for level in role.levels:
        _level(element, level)


def _level(parent: _Element, level: Level) -> None:
    element = _named(parent, "level", level)
    _texts(element, "direction", level.direction)
    for entry in level.entry:
        _texts(_child(element, "entry", code=entry.code), "text", entry.text)
    for hours in level.hours:
        _child(element, "hours", component=hours.component, value=_number(hours.value))
    for exam in level.exams:
        _exam(element, exam)
    for function in level.functions:
        _function(element, function)
    for weights in level.weights:
        _weights(element, weights)


def _exam(parent: _Element, exam: ExamPart) -> None:
    element = _child(parent, "exam", part=exam.part)
    _set(element, minutes=_number(exam.minutes), max=_number(exam.maximum), **{"pass": _number(exam.passing)})
    _texts(element, "label", exam.label)


def _weights(parent: _Element, weights: Weights) -> None:
    element = _child(parent, "weights", part=weights.part)
    for weight in weights.weights:
        _weight(element, weight)


def _weight(parent: _Element, weight: Weight) -> None:
    applies = "false" if weight.percent is None else None
    _child(parent, "weight", ref=weight.ref, percent=_number(weight.percent), applies=applies)


def _function(parent: _Element, function: Function) -> None:
    element = _named(parent, "function", function)
    for work in function.works:
        work_element = _named(element, "work", work)
        for item in work.items:
            _item(work_element, item)


def _item(parent: _Element, item: Item) -> None:
    element = _named(parent, "item", item)
    element.set("kind", item.kind)
    _set(element, bloom=item.bloom, assess=item.assess, supports=_ids(item.supports))
    if item.critical:
        element.set("critical", "true")


def _named(parent: _Element, name: str, part: Role | Level | Function | Work | Item) -> _Element:
    element = _child(parent, name, id=part.id, uuid=str(part.uuid), code=part.code)
    _set(element, status=None if part.status == "active" else part.status, replacedBy=_ids(part.replaced_by))
    _texts(element, "label", part.label)
    _texts(element, "description", part.description)
    if part.source is not None:
        _source(element, part.source)
    for alignment in part.alignments:
        _alignment(element, alignment)
    for foreign in part.foreign:
        _foreign(element, foreign)
    return element


def _source(parent: _Element, source: Source) -> None:
    _child(
        parent,
        "source",
        clause=source.clause,
        row=_number(source.row),
        document=source.document,
        place=source.place,
    )


def _alignment(parent: _Element, alignment: Alignment) -> None:
    relation = None if alignment.relation == "isRelatedTo" else alignment.relation
    element = _child(
        parent,
        "alignment",
        target=alignment.target,
        relation=relation,
        framework=alignment.framework,
        code=alignment.code,
    )
    _texts(element, "title", alignment.title)


def _foreign(parent: _Element, foreign: Foreign) -> None:
    element = _child(parent, "foreign", format=foreign.format)
    element.set("name", foreign.name)
    element.text = foreign.value


def _child(parent: _Element, name: str, **attributes: str | None) -> _Element:
    element = etree.SubElement(parent, tag(name))
    _set(element, **attributes)
    return element


def _set(element: _Element, **attributes: str | None) -> None:
    for name, value in attributes.items():
        if value is not None:
            element.set(name, value)


def _texts(parent: _Element, name: str, text: LangText) -> None:
    for lang, wording in text.root:
        element = etree.SubElement(parent, tag(name))
        element.set(XML_LANG, lang)
        element.text = wording


def _ids(ids: Iterable[str]) -> str | None:
    return " ".join(ids) or None


def _number(value: Decimal | int | None) -> str | None:
    return None if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _moment(value: datetime | None) -> str | None:
    if value is None:
        return None
    offset = value.utcoffset()
    if offset is None or offset % _MINUTE:  # xs:dateTime knows no offsets with seconds
        value = value.astimezone(UTC)
    return value.isoformat()
