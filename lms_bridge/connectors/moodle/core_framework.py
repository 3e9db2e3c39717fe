"""A competency framework by core functions: made once, then updated in place, so that nothing learners hold is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from pydantic import BaseModel, ConfigDict, TypeAdapter

from foundation.text import both
from lms_bridge.changes import Change, Op
from lms_bridge.connectors.moodle.framework import RETIRED_MARK, Competency, Framework
from lms_bridge.connectors.moodle.remedies import FRAMEWORK_UNSEEN
from lms_bridge.connectors.moodle.rest import MoodleRest
from lms_bridge.errors import FatalSourceError

#: Moodle's own scale for competencies, which every site has from its installation.
_DEFAULT_SCALES = (2, 1, 3, 4)
_HTML = 1
_MAX_SHORT_NAME = 100
_MAX_COMPETENCIES = 100_000
_TAGS = re.compile(r"<[^>]{0,1000}>")
_SYSTEM = {"contextlevel": "system", "instanceid": 0}

Step = Callable[[], object]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Framework(_Answer):
    id: int
    idnumber: str
    shortname: str
    description: str = ""
    scaleid: int
    scaleconfiguration: str
    taxonomies: str = ""


class _Competency(_Answer):
    id: int
    idnumber: str
    shortname: str
    description: str = ""
    parentid: int = 0


class _Value(_Answer):
    id: int


_FRAMEWORKS = TypeAdapter(tuple[_Framework, ...])
_FRAMEWORK = TypeAdapter(_Framework)
_COMPETENCIES = TypeAdapter(tuple[_Competency, ...])
_COMPETENCY = TypeAdapter(_Competency)
_VALUES = TypeAdapter(tuple[_Value, ...])
_DONE = TypeAdapter(bool)


@dataclass(frozen=True)
class Planned:
    """A change and how it is made."""

    change: Change
    do: Step


class CoreFramework:
    """Frameworks of one site."""

    def __init__(self, rest: MoodleRest) -> None:
        self._call = rest.call
        self._ids: dict[str, int] = {}
        self._made: int | None = None

    def competency_ids(self, framework: str) -> dict[str, int]:
        """Return the competencies of a framework: idnumber and Moodle's id; empty when it is not there."""
        found = self._framework(framework)
        return {} if found is None else {one.idnumber: one.id for one in self._competencies(found.id)}

    def planned(self, wanted: Framework) -> Iterator[Planned]:
        """Yield the changes in the order in which they must be made. Steps raise SourceError."""
        there = self._framework(wanted.idnumber)
        yield self._head(wanted, there)
        known = {one.idnumber: one for one in self._competencies(there.id)} if there else {}
        self._ids = {idnumber: one.id for idnumber, one in known.items()}
        by_id = {one.id: idnumber for idnumber, one in known.items()}
        for one in wanted.competencies:
            now = known.get(one.idnumber)
            yield self._competency(wanted, one, now, by_id.get(now.parentid, "") if now else "")

    def _head(self, wanted: Framework, there: _Framework | None) -> Planned:
        fields = {
            "shortname": wanted.shortname,
            "idnumber": wanted.idnumber,
            "description": wanted.description,
            "descriptionformat": _HTML,
            "visible": 1,
            "taxonomies": ",".join(wanted.taxonomies[:4]),
        }
        if there is None:
            return _planned("create", "framework", wanted.idnumber, lambda: self._create(fields))
        same = (plain_words(there.shortname), plain_words(there.description), there.taxonomies) == (
            plain_words(wanted.shortname),
            plain_words(wanted.description),
            fields["taxonomies"],
        )
        kept = {"id": there.id, "scaleid": there.scaleid, "scaleconfiguration": there.scaleconfiguration}
        update = {"competencyframework": {**fields, **kept}}
        return _planned(
            "unchanged" if same else "update",
            "framework",
            wanted.idnumber,
            lambda: self._call("core_competency_update_competency_framework", _DONE, update),
        )

    def _create(self, fields: dict[str, object]) -> None:
        scale, values = self._scale()
        last = values[-1]
        configuration = [{"scaleid": str(scale)}, {"id": last, "scaledefault": 1, "proficient": 1}]
        wanted = {**fields, "scaleid": scale, "scaleconfiguration": json.dumps(configuration), **_SYSTEM}
        made = self._call(
            "core_competency_create_competency_framework",
            _FRAMEWORK,
            {"competencyframework": wanted},
            repeatable=False,
        )
        self._made = made.id

    def _scale(self) -> tuple[int, list[int]]:
        """Return a scale and the positions of its values. Core functions cannot make one."""
        for scale in _DEFAULT_SCALES:
            values = [value.id for value in self._call("core_competency_get_scale_values", _VALUES, {"scaleid": scale})]
            if len(values) >= 2:
                return scale, values
        raise FatalSourceError(
            both("平台上没有可用的能力量表", "The site has no scale for competencies"),
            place="core_competency_get_scale_values",
            remedy=both(
                "在“站点管理 > 成绩 > 量表”中新建两级以上的量表",
                "Make a scale of two or more values in Site administration > Grades > Scales",
            ),
        )

    def _competency(self, wanted: Framework, one: Competency, now: _Competency | None, parent_now: str) -> Planned:
        shortname = (RETIRED_MARK + one.shortname)[:_MAX_SHORT_NAME] if one.retired else one.shortname
        fields: dict[str, object] = {"shortname": shortname, "idnumber": one.idnumber}
        fields |= {"description": one.description, "descriptionformat": _HTML}
        if now is None:
            return _planned("create", "competency", one.idnumber, lambda: self._add(wanted, one, fields))
        moved = parent_now != one.parent
        same = (plain_words(now.shortname), plain_words(now.description)) == (
            plain_words(shortname),
            plain_words(one.description),
        )
        why = both("移动或改写，评定保留", "moved or reworded; ratings are kept")
        if one.retired and RETIRED_MARK.strip() not in now.shortname:
            why = both("已停用：加标记，评定保留", "retired: it gets a mark, ratings are kept")
        return _planned(
            "unchanged" if same and not moved else "update",
            "competency",
            one.idnumber,
            lambda: self._update(now.id, one, fields, moved=moved),
            why,
        )

    def _add(self, wanted: Framework, one: Competency, fields: dict[str, object]) -> None:
        parent = self._parent(one)
        competency = {**fields, "competencyframeworkid": self._framework_id(wanted.idnumber), "parentid": parent}
        made = self._call(
            "core_competency_create_competency", _COMPETENCY, {"competency": competency}, repeatable=False
        )
        self._ids[one.idnumber] = made.id

    def _update(self, id_: int, one: Competency, fields: dict[str, object], *, moved: bool) -> None:
        self._call("core_competency_update_competency", _DONE, {"competency": {"id": id_, **fields}})
        if moved:
            asked = {"competencyid": id_, "parentid": self._parent(one)}
            self._call("core_competency_set_parent_competency", _DONE, asked)

    def _parent(self, one: Competency) -> int:
        """Return Moodle's id of a competency's parent; 0: it stands at the top."""
        if not one.parent:
            return 0
        if one.parent not in self._ids:
            raise FatalSourceError(
                both(f"上级能力 {one.parent} 没有建成", f"Its parent {one.parent} is not there"),
                place=one.idnumber,
                remedy=both("先看上级的错误，再运行 push apply", "See its parent's error, then run push apply again"),
            )
        return self._ids[one.parent]

    def _framework_id(self, idnumber: str) -> int:
        if self._made is None:
            found = self._framework(idnumber)
            if found is None:
                raise FatalSourceError(
                    both(
                        "能力框架没有建成，或服务账号看不到它",
                        "The framework is not there, or the account cannot see it",
                    ),
                    place=idnumber,
                    remedy=FRAMEWORK_UNSEEN,
                )
            self._made = found.id
        return self._made

    def _framework(self, idnumber: str) -> _Framework | None:
        asked = {"context": _SYSTEM, "sort": "id", "includes": "self", "onlyvisible": False, "limit": 1000}
        found = self._call("core_competency_list_competency_frameworks", _FRAMEWORKS, asked)
        return next((one for one in found if one.idnumber == idnumber), None)

    def _competencies(self, framework: int) -> tuple[_Competency, ...]:
        asked = {
            "filters": [{"column": "competencyframeworkid", "value": str(framework)}],
            "sort": "id",
            "order": "ASC",
            "limit": _MAX_COMPETENCIES,
        }
        return self._call("core_competency_list_competencies", _COMPETENCIES, asked)


_WHY: dict[Op, str] = {
    "create": both("平台上还没有", "it is not there yet"),
    "update": both("内容已变，学习记录保留", "the content differs; what learners did is kept"),
    "unchanged": both("内容相同", "the content is the same"),
    "decide": "",
}


def _planned(op: Op, kind: str, idnumber: str, do: Step, why: str = "") -> Planned:
    told = why if why and op == "update" else _WHY[op]
    return Planned(Change(op=op, kind=kind, idnumber=idnumber, why=told), do)


def plain_words(html: str) -> str:
    """Return the words of HTML: Moodle cleans markup, so that it does not come back as it was sent."""
    return " ".join(unescape(_TAGS.sub(" ", html)).split())
