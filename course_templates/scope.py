"""What of a map a course is about: its role and level, works and objectives, as the course carries them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work
from course_templates.errors import UnknownRoleError
from course_templates.model import MapPin, Objective, WorkRef
from foundation.text import LangText, both


class Scope(BaseModel):
    """One role and level of a map, and the day on which it was last changed. Retired works and items are left out."""

    model_config = ConfigDict(frozen=True)

    pin: MapPin
    modified: date | None = None
    role: Role
    level: Level
    works: tuple[WorkRef, ...]
    objectives: tuple[Objective, ...]

    @property
    def level_id(self) -> str | None:
        """The level's id, or None where the standard knows no levels."""
        return self.level.id if self.level.is_named else None

    @property
    def level_label(self) -> LangText:
        """The level's label, with its direction where there are directions."""
        label, direction = self.level.label, self.level.direction
        if not direction:
            return label
        tags = dict.fromkeys((*label.languages, *direction.languages))
        return LangText.model_validate({tag: _with_direction(label.best(tag), direction.best(tag)) for tag in tags})

    @property
    def hours_required(self) -> Decimal | None:
        """The standard's training hours (标准学时): the total, or else the sum of its components."""
        hours = {entry.component: entry.value for entry in self.level.hours}
        if "total" in hours:
            return hours["total"]
        return sum(hours.values(), Decimal(0)) if hours else None


def scope_of(course_map: CompetencyMap, sha256: str, role_name: str, level_name: str | None) -> Scope:
    """Return the scope of a role and level, each named by id, code or label.

    Raises:
        UnknownRoleError: the map has no such role or level, or has several levels and none is named.
    """
    role = course_map.role(role_name)
    if role is None:
        raise _unknown("岗位", "role", role_name, [(role.id, role.label) for role in course_map.roles])
    level = role.level(level_name)
    if level is None:
        raise _unknown("等级", "level", level_name, [(level.id, level.label) for level in role.levels])
    return Scope(
        pin=_pin(course_map, sha256),
        modified=course_map.modified.date() if course_map.modified else None,
        role=role,
        level=level,
        works=tuple(_work_ref(function, work) for function, work in _active_works(level)),
        objectives=tuple(_objectives(course_map, level)),
    )


def _pin(course_map: CompetencyMap, sha256: str) -> MapPin:
    return MapPin(
        iri=course_map.base,
        version=course_map.version,
        sha256=sha256,
        status=course_map.status,
        title=course_map.title,
        standard=course_map.standard.number if course_map.standard else None,
        inspired_by=course_map.inspired_by.title if course_map.inspired_by else LangText(),
    )


def _active_works(level: Level) -> Iterator[tuple[Function, Work]]:
    for function in level.functions:
        for work in function.works:
            if work.status == "active" and function.status == "active":
                yield function, work


def _work_ref(function: Function, work: Work) -> WorkRef:
    return WorkRef(id=work.id, code=work.code, label=work.label, function=function.label)


def _objectives(course_map: CompetencyMap, level: Level) -> Iterator[Objective]:
    yield from (_objective(item, None) for item in course_map.basic if item.status == "active")
    for _, work in _active_works(level):
        yield from (_objective(item, work.id) for item in work.items if item.status == "active")


def _objective(item: Item, work: str | None) -> Objective:
    return Objective(id=item.id, kind=item.kind, code=item.code, label=item.label, work=work, critical=item.critical)


def _with_direction(label: str, direction: str) -> str:
    return f"{label}（{direction}）" if label else direction


def _unknown(zh: str, en: str, name: str | None, known: list[tuple[str, LangText]]) -> UnknownRoleError:
    listed = "、".join(f"{part_id}（{label.best()}）" if label else part_id for part_id, label in known)
    if name is None:
        message = both(f"请指明{zh}", f"Name a {en}")
    else:
        message = both(f"图谱中没有{zh} “{name}”", f"The map has no {en} “{name}”")
    return UnknownRoleError(message, remedy=both(f"可用：{listed}", f"It has: {listed}"))
