"""A map's XML → CompetencyMap, in one pass, while it is parsed. Hot for large maps: one model is made per element.

What the XSD rules is not ruled here again; a document that breaks it may give any error, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

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
#: Field of the element around it, whether that holds several, and what makes one of the element's own fields.
_Element = tuple[str, bool, _Make]


class UnsoundElementError(Exception):
    """An element obeys the XSD and yet says nothing that the model can hold."""

    def __init__(self, finding_id: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.finding_id = finding_id
        self.message = message
        self.remedy = remedy


class MapTarget(XmlTarget):
    """Reads a map while it is parsed.

    `end` raises UnsoundElementError for what the XSD cannot rule out: an id used twice, a weight that says nothing,
    a language twice, a number or date out of range, too many parts.
    """

    def __init__(self) -> None:
        self._map: CompetencyMap | None = None
        self._ids: set[str] = set()
        self._open: list[_Fields] = []
        self._text: list[str] = []
        self.data = self._text.append  # type: ignore[method-assign, assignment]  # called for every blank, too
        self._elements: dict[str, _Element] = {
            **_SIMPLE,
            **{name: (field, True, self._part_of(model)) for name, (field, model) in _PARTS.items()},
            **{name: (field, True, self._wording) for name, field in _WORDINGS.items()},
            tag("foreign"): ("foreign", True, self._foreign),
        }

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element; its attributes are its first fields."""
        self._open.append(attributes or {})  # type: ignore[arg-type]  # a dict that the parser made for this call
        self._text.clear()

    def end(self, tag: str) -> None:
        """Make of an element what it stands for, and give it to the one around it."""
        fields = self._open.pop()
        element = self._elements.get(tag)
        if element is None:
            return
        field, repeats, made_of = element
        try:
            value = made_of(fields)
        except ValidationError as error:
            raise _unacceptable(error) from error
        if not self._open:
            self._map = value if isinstance(value, CompetencyMap) else None
            return
        around = self._open[-1]
        if not repeats:
            around[field] = value
        elif type(values := around.get(field)) is list:
            values.append(value)
        else:
            around[field] = [value]

    def taken(self) -> CompetencyMap | None:
        """Return the map that was read, and hold it no longer: lxml keeps a target until cycles are collected."""
        competency_map, self._map = self._map, None
        self._open.clear()
        self._ids.clear()
        return competency_map

    def _wording(self, fields: _Fields) -> tuple[str, str]:
        return fields.get(XML_LANG, ""), "".join(self._text)

    def _foreign(self, fields: _Fields) -> Foreign:
        return Foreign(**{**fields, "value": "".join(self._text)})

    def _part_of(self, model: type[BaseModel]) -> _Make:
        identify, validate = self._identify, _validated(model)

        def part(fields: _Fields) -> Any:
            identify(fields)
            return validate(fields)

        return part

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


def _validated(model: type[BaseModel]) -> _Make:
    """Return pydantic's own validator of a model; to go by `__init__` would cost as much again."""
    return model.__pydantic_validator__.validate_python


#: Parts, with an id → the field of the element around them, their model.
_PARTS: dict[str, tuple[str, type[BaseModel]]] = {
    tag("role"): ("roles", Role),
    tag("level"): ("levels", Level),
    tag("function"): ("functions", Function),
    tag("work"): ("works", Work),
    tag("item"): ("items", Item),
}
#: Texts in one language → the field of the element around them.
_WORDINGS = {tag(name): name for name in ("title", "publisher", "note", "label", "description", "direction", "text")}
#: Everything else.
_SIMPLE: dict[str, _Element] = {
    tag("competencyMap"): ("", False, _map),
    tag("standard"): ("standard", False, _validated(Standard)),
    tag("inspiredBy"): ("inspired_by", False, _inspired_by),
    tag("basic"): ("basic", False, lambda fields: fields.get("items", ())),
    tag("source"): ("source", False, _validated(Source)),
    tag("alignment"): ("alignments", True, _validated(Alignment)),
    tag("duty"): ("duty", True, lambda fields: fields.get("text", ())),
    tag("entry"): ("entry", True, _entry),
    tag("hours"): ("hours", True, _validated(Hours)),
    tag("exam"): ("exams", True, _exam),
    tag("weights"): ("weights", True, _validated(Weights)),
    tag("weight"): ("weights", True, _weight),
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
