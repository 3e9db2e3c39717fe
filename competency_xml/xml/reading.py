"""Element tree, valid by the XSD → CompetencyMap. Hot for large maps: one call per part, nothing looked up twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from lxml import etree
from pydantic import BaseModel, ValidationError

from competency_xml.limits import MAX_PARTS
from competency_xml.model import (
    Alignment,
    CompetencyMap,
    Entry,
    ExamPart,
    Foreign,
    Function,
    Hours,
    InspiredBy,
    Item,
    Level,
    Role,
    Source,
    Standard,
    Weight,
    Weights,
    Work,
)
from competency_xml.xml.names import XML_LANG, tag
from foundation.text import both

_Element = etree._Element
_Wordings = tuple[tuple[str, str], ...]
_Part = TypeVar("_Part", bound=BaseModel)

_TITLE, _STANDARD, _INSPIRED_BY, _BASIC, _ROLE = map(tag, ("title", "standard", "inspiredBy", "basic", "role"))
_LABEL, _DESCRIPTION, _SOURCE, _ALIGNMENT = map(tag, ("label", "description", "source", "alignment"))
_FOREIGN = tag("foreign")
_DUTY, _LEVEL, _TEXT, _NOTE, _PUBLISHER = map(tag, ("duty", "level", "text", "note", "publisher"))
_DIRECTION, _ENTRY, _HOURS, _EXAM, _WEIGHTS = map(tag, ("direction", "entry", "hours", "exam", "weights"))
_FUNCTION, _WORK, _ITEM, _WEIGHT = map(tag, ("function", "work", "item", "weight"))


class UnsoundElementError(Exception):
    """An element obeys the XSD and yet says nothing that the model can hold."""

    def __init__(self, element: _Element, finding_id: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.element = element
        self.finding_id = finding_id
        self.message = message
        self.remedy = remedy


def map_of(root: _Element) -> CompetencyMap:
    """Return the map in a tree that the XSD accepts.

    Raises:
        UnsoundElementError: what the XSD cannot rule out: an id used twice, a weight that says nothing, a
            language twice, a number or date out of range, too many parts.
    """
    return _Reader().competency_map(root)


class _Reader:
    def __init__(self) -> None:
        self._ids: set[str] = set()

    def competency_map(self, root: _Element) -> CompetencyMap:
        standard = root.find(_STANDARD)
        inspired_by = root.find(_INSPIRED_BY)
        basic = root.find(_BASIC)
        return _made(
            CompetencyMap,
            root,
            base=root.get("base"),
            version=root.get("mapVersion"),
            status=root.get("status"),
            modified=_moment(root),
            title=_text(root, _TITLE),
            standard=None if standard is None else _standard(standard),
            inspired_by=None if inspired_by is None else _inspired_by(inspired_by),
            foreign=tuple(map(_foreign, root.iterchildren(_FOREIGN))),
            basic=() if basic is None else tuple(map(self._item, basic)),
            roles=tuple(map(self._role, root.iterchildren(_ROLE))),
        )

    def _role(self, element: _Element) -> Role:
        return _made(
            Role,
            element,
            duty=tuple(_text(duty, _TEXT) for duty in element.iterchildren(_DUTY)),
            levels=tuple(map(self._level, element.iterchildren(_LEVEL))),
            **self._named(element),
        )

    def _level(self, element: _Element) -> Level:
        return _made(
            Level,
            element,
            direction=_text(element, _DIRECTION),
            entry=tuple(map(_entry, element.iterchildren(_ENTRY))),
            hours=tuple(map(_hours, element.iterchildren(_HOURS))),
            exams=tuple(map(_exam, element.iterchildren(_EXAM))),
            functions=tuple(map(self._function, element.iterchildren(_FUNCTION))),
            weights=tuple(map(_weights, element.iterchildren(_WEIGHTS))),
            **self._named(element),
        )

    def _function(self, element: _Element) -> Function:
        works = tuple(map(self._work, element.iterchildren(_WORK)))
        return _made(Function, element, works=works, **self._named(element))

    def _work(self, element: _Element) -> Work:
        items = tuple(map(self._item, element.iterchildren(_ITEM)))
        return _made(Work, element, items=items, **self._named(element))

    def _item(self, element: _Element) -> Item:
        fields = self._named(element)
        if "supports" in fields:
            fields["supports"] = tuple(fields["supports"].split(" "))
        return _made(Item, element, **fields)

    def _named(self, element: _Element) -> dict[str, Any]:
        """Return the fields of a part: its attributes, and the children that name it."""
        fields = _attributes(element)
        part_id = fields["id"]
        if part_id in self._ids:
            raise _repeated_id(element, part_id)
        self._ids.add(part_id)
        if len(self._ids) > MAX_PARTS:
            raise _too_many_parts(element)
        if "replacedBy" in fields:
            fields["replaced_by"] = tuple(fields.pop("replacedBy").split(" "))
        _read_naming(element, fields)
        return fields


def _read_naming(element: _Element, fields: dict[str, Any]) -> None:
    labels: list[tuple[str, str]] = []
    descriptions: list[tuple[str, str]] = []
    alignments: list[Alignment] = []
    foreign: list[Foreign] = []
    for child in element:
        name = child.tag
        if name == _LABEL:
            labels.append(_wording(child))
        elif name == _DESCRIPTION:
            descriptions.append(_wording(child))
        elif name == _SOURCE:
            fields["source"] = _made(Source, child, **_attributes(child))
        elif name == _ALIGNMENT:
            alignments.append(_alignment(child))
        elif name == _FOREIGN:
            foreign.append(_foreign(child))
        else:
            break
    if labels:
        fields["label"] = tuple(labels)
    if descriptions:
        fields["description"] = tuple(descriptions)
    if alignments:
        fields["alignments"] = tuple(alignments)
    if foreign:
        fields["foreign"] = tuple(foreign)


def _alignment(element: _Element) -> Alignment:
    return _made(Alignment, element, title=_text(element, _TITLE), **_attributes(element))


def _foreign(element: _Element) -> Foreign:
    return _made(Foreign, element, value=element.text or "", **_attributes(element))


def _standard(element: _Element) -> Standard:
    title, publisher = _text(element, _TITLE), _text(element, _PUBLISHER)
    return _made(Standard, element, title=title, publisher=publisher, **_attributes(element))


def _inspired_by(element: _Element) -> InspiredBy:
    return _made(InspiredBy, element, title=_text(element, _TITLE), note=_text(element, _NOTE))


def _entry(element: _Element) -> Entry:
    return _made(Entry, element, text=_text(element, _TEXT), **_attributes(element))


def _hours(element: _Element) -> Hours:
    return _made(Hours, element, **_attributes(element))


def _exam(element: _Element) -> ExamPart:
    return _made(
        ExamPart,
        element,
        part=element.get("part"),
        label=_text(element, _LABEL),
        minutes=element.get("minutes"),
        maximum=element.get("max"),
        passing=element.get("pass"),
    )


def _weights(element: _Element) -> Weights:
    return _made(Weights, element, part=element.get("part"), weights=tuple(map(_weight, element)))


def _weight(element: _Element) -> Weight:
    percent = element.get("percent")
    if (percent is None) == (element.get("applies") is None):
        raise UnsoundElementError(
            element,
            "MAP-WEIGHT",
            both('权重须写 percent 或 applies="false" 之一', 'A weight has either percent or applies="false"'),
            both('“—”写作 applies="false"，0 写作 percent="0"', 'Write — as applies="false", 0 as percent="0"'),
        )
    return _made(Weight, element, ref=element.get("ref"), percent=percent)


def _text(element: _Element, name: str) -> _Wordings:
    """Return a text as pairs of language and wording, for pydantic to make a LangText of."""
    return tuple([_wording(child) for child in element.iterchildren(name)])


def _wording(element: _Element) -> tuple[str, str]:
    return element.get(XML_LANG, ""), element.text or ""


def _attributes(element: _Element) -> dict[str, Any]:
    return dict(element.items())  # type: ignore[arg-type]


def _moment(root: _Element) -> datetime | None:
    value = root.get("modified")
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UnsoundElementError(
            root,
            "MAP-VALUE",
            both(f"modified 不是带时区的日期时间：{value}", f"modified is no date and time with an offset: {value}"),
            both("例如 2026-04-10T09:00:00+08:00", "Such as 2026-04-10T09:00:00+08:00"),
        )
    return moment


def _repeated_id(element: _Element, part_id: str) -> UnsoundElementError:
    return UnsoundElementError(
        element,
        "MAP-ID-DUPLICATE",
        both(f"标识 {part_id} 已用过", f"The id {part_id} is taken already"),
        both("每个部分用自己的标识", "Give every part an id of its own"),
    )


def _too_many_parts(element: _Element) -> UnsoundElementError:
    return UnsoundElementError(
        element,
        "MAP-SIZE",
        both(f"图谱超过 {MAX_PARTS} 个部分", f"The map has over {MAX_PARTS} parts"),
        both("请按岗位分成几个图谱", "Split it into several maps, by role"),
    )


def _made(model: type[_Part], element: _Element, **fields: Any) -> _Part:
    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UnsoundElementError(
            element,
            "MAP-VALUE",
            both(f"“{where}”的值无法接受：{first['msg']}", f"The value of {where} cannot be taken: {first['msg']}"),
            both("请更正此值", "Correct this value"),
        ) from error
