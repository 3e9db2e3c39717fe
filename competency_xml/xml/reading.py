"""A map's XML → CompetencyMap, in one pass, while it is parsed. Hot for large maps: one model is made per element.

What the XSD rules is not ruled here again; a document that breaks it may give any error, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

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
from foundation.xml import XmlTarget

_Fields = dict[str, Any]
_Make = Callable[[_Fields], Any]


class UnsoundElementError(Exception):
    """An element obeys the XSD and yet says nothing that the model can hold; `number` counts start tags from 0."""

    def __init__(self, finding_id: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.number = 0
        self.finding_id = finding_id
        self.message = message
        self.remedy = remedy


class MapTarget(XmlTarget):
    """Reads a map while it is parsed. The parser raises UnsoundElementError for what the XSD cannot rule out: an id
    used twice, a weight that says nothing, a language twice, a number or date out of range, too many parts.
    """

    def __init__(self) -> None:
        self.competency_map: CompetencyMap | None = None
        self._ids: set[str] = set()
        self._started = 0
        self._open: list[tuple[int, _Fields]] = []
        self._text: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element; its attributes are its first fields."""
        self._open.append((self._started, attributes or {}))  # type: ignore[arg-type]  # lxml gives a dict of ours
        self._started += 1
        self._text.clear()

    def data(self, text: str) -> None:
        """Collect text."""
        self._text.append(text)

    def end(self, tag: str) -> None:
        """Make of an element what it stands for, and give it to the one around it."""
        number, fields = self._open.pop()
        wording_of = _WORDINGS.get(tag)
        if wording_of is not None:
            self._give(wording_of, (fields.get(XML_LANG, ""), "".join(self._text)))
            return
        element = _ELEMENTS.get(tag)
        if element is None:
            return
        value = self._made(element, number, fields)
        if element.repeats:
            self._give(element.field, value)
        elif self._open:
            self._open[-1][1][element.field] = value
        else:
            self.competency_map = value

    def _give(self, field: str, value: Any) -> None:
        """Add a value to a field of the element around it that may hold several."""
        if not self._open:
            return
        around = self._open[-1][1]
        values = around.get(field)
        if type(values) is list:
            values.append(value)
        else:
            around[field] = [value]

    def _made(self, element: _Element, number: int, fields: _Fields) -> Any:
        try:
            if element.is_part:
                self._identify(fields)
            elif element.field == "foreign":
                fields["value"] = "".join(self._text)
            return element.make(fields)
        except UnsoundElementError as error:
            error.number = number
            raise
        except ValidationError as error:
            unsound = _unacceptable(error)
            unsound.number = number
            raise unsound from error

    def _identify(self, fields: _Fields) -> None:
        part_id = fields.get("id", "")
        if part_id in self._ids:
            raise _repeated_id(part_id)
        self._ids.add(part_id)
        if len(self._ids) > MAX_PARTS:
            raise _too_many_parts()
        if "replacedBy" in fields:
            fields["replaced_by"] = fields.pop("replacedBy").split(" ")
        if "supports" in fields:
            fields["supports"] = fields["supports"].split(" ")


class _Element(NamedTuple):
    field: str
    make: _Make
    repeats: bool = False
    is_part: bool = False


def _map(fields: _Fields) -> CompetencyMap:
    kept = {name: value for name, value in fields.items() if name in CompetencyMap.model_fields}
    kept["version"] = fields.get("mapVersion")
    if "modified" in kept:
        kept["modified"] = _moment(kept["modified"])
    return CompetencyMap(**kept)


def _exam(fields: _Fields) -> ExamPart:
    for name, field in (("max", "maximum"), ("pass", "passing")):
        if name in fields:
            fields[field] = fields.pop(name)
    return ExamPart(**fields)


def _weight(fields: _Fields) -> Weight:
    if ("percent" in fields) == (fields.pop("applies", None) is not None):
        raise UnsoundElementError(
            "MAP-WEIGHT",
            both('权重须写 percent 或 applies="false" 之一', 'A weight has either percent or applies="false"'),
            both('“—”写作 applies="false"，0 写作 percent="0"', 'Write — as applies="false", 0 as percent="0"'),
        )
    return Weight(ref=fields.get("ref", ""), percent=fields.get("percent"))


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UnsoundElementError(
            "MAP-VALUE",
            both(f"modified 不是带时区的日期时间：{value}", f"modified is no date and time with an offset: {value}"),
            both("例如 2026-04-10T09:00:00+08:00", "Such as 2026-04-10T09:00:00+08:00"),
        )
    return moment


def _entry(fields: _Fields) -> Entry:
    return Entry(**{"text": (), **fields})


def _inspired_by(fields: _Fields) -> InspiredBy:
    return InspiredBy(**{"title": (), **fields})


def _one(model: type[BaseModel], field: str) -> _Element:
    """Return how an element becomes a model: by pydantic's own validator, `__init__` would cost as much again."""
    return _Element(field, model.__pydantic_validator__.validate_python)


def _many(model: type[BaseModel], field: str) -> _Element:
    return _one(model, field)._replace(repeats=True)


def _parts(model: type[BaseModel], field: str) -> _Element:
    return _many(model, field)._replace(is_part=True)


#: Element that is a text in one language → the field that it belongs to.
_WORDINGS = {tag(name): name for name in ("title", "publisher", "note", "label", "description", "direction", "text")}
_ELEMENTS: dict[str, _Element] = {
    tag("competencyMap"): _Element("", _map),
    tag("standard"): _one(Standard, "standard"),
    tag("inspiredBy"): _Element("inspired_by", _inspired_by),
    tag("basic"): _Element("basic", lambda fields: fields.get("items", ())),
    tag("role"): _parts(Role, "roles"),
    tag("level"): _parts(Level, "levels"),
    tag("function"): _parts(Function, "functions"),
    tag("work"): _parts(Work, "works"),
    tag("item"): _parts(Item, "items"),
    tag("source"): _one(Source, "source"),
    tag("alignment"): _many(Alignment, "alignments"),
    tag("foreign"): _many(Foreign, "foreign"),
    tag("duty"): _Element("duty", lambda fields: fields.get("text", ()), repeats=True),
    tag("entry"): _Element("entry", _entry, repeats=True),
    tag("hours"): _many(Hours, "hours"),
    tag("exam"): _Element("exams", _exam, repeats=True),
    tag("weights"): _many(Weights, "weights"),
    tag("weight"): _Element("weights", _weight, repeats=True),
}


def _repeated_id(part_id: str) -> UnsoundElementError:
    return UnsoundElementError(
        "MAP-ID-DUPLICATE",
        both(f"标识 {part_id} 已用过", f"The id {part_id} is taken already"),
        both("每个部分用自己的标识", "Give every part an id of its own"),
    )


def _too_many_parts() -> UnsoundElementError:
    return UnsoundElementError(
        "MAP-SIZE",
        both(f"图谱超过 {MAX_PARTS} 个部分", f"The map has over {MAX_PARTS} parts"),
        both("请按岗位分成几个图谱", "Split it into several maps, by role"),
    )


def _unacceptable(error: ValidationError) -> UnsoundElementError:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    return UnsoundElementError(
        "MAP-VALUE",
        both(f"“{where}”的值无法接受：{first['msg']}", f"The value of {where} cannot be taken: {first['msg']}"),
        both("请更正此值", "Correct this value"),
    )
