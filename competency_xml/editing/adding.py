"""Adding parts: each gets an id that the map never had, its UUID, and the next code where its siblings have codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from competency_xml.codes import parts_of
from competency_xml.editing.tree import changed, filled, inside, part_of, replaced
from competency_xml.identity import KIND_LETTERS, IdMint, code_slug, level_slug, slug
from competency_xml.model import CompetencyMap, Function, Item, ItemKind, Level, MapPart, Role, Work
from foundation.text import LangText

Text = str | LangText
_Part = TypeVar("_Part", Role, Level, Function, Work, Item)
_UNNAMED_LEVEL = ".level"


def new_map(base: str, title: Text = "", **fields: Any) -> CompetencyMap:
    """Return a map without parts.

    Args:
        base: what the IRIs of all parts begin with: `https://example.org/cm/quality/`.
        title: its title.
        fields: others of `CompetencyMap`: `version`, `status`, `standard` …
    """
    return CompetencyMap.model_validate({"base": base, "title": title, **fields})


def add_role(competency_map: CompetencyMap, role_id: str, label: Text, **fields: Any) -> tuple[CompetencyMap, Role]:
    """Return the map with another role, and the role."""
    role = _made(competency_map, Role, role_id, label, fields)
    return changed(competency_map, {"roles": (*competency_map.roles, role)}), role


def add_basic(
    competency_map: CompetencyMap, label: Text, *, kind: ItemKind = "literacy", **fields: Any
) -> tuple[CompetencyMap, Item]:
    """Return the map with another basic requirement (职业道德, 基础知识), which all roles share, and that item."""
    number = len(competency_map.basic) + 1
    item = _made(competency_map, Item, f"basic.{KIND_LETTERS[kind]}{number}", label, {"kind": kind, **fields})
    return changed(competency_map, {"basic": (*competency_map.basic, item)}), item


def add_level(
    competency_map: CompetencyMap, role_id: str, label: Text = "", **fields: Any
) -> tuple[CompetencyMap, Level]:
    """Return the map with another level of a role, and the level; without a label the standard knows no levels.

    Raises:
        UnknownPartError: there is no such role.
    """
    role = part_of(competency_map, role_id, Role)
    name = LangText.model_validate(label).best()
    wanted = f"level{len(role.levels) + 1}" if name else "level"
    level = _made(competency_map, Level, f"{role_id}.{level_slug(name) or slug(name) or wanted}", label, fields)
    return _put(competency_map, role_id, level), level


def add_function(
    competency_map: CompetencyMap, level_id: str, label: Text, *, code: str | None = None, **fields: Any
) -> tuple[CompetencyMap, Function]:
    """Return the map with another function of a level, and the function.

    Raises:
        UnknownPartError: there is no such level.
    """
    level = part_of(competency_map, level_id, Level)
    code = code or _next_code(level.functions, "")
    wanted = f"{_prefix(level_id)}.f{_ending(code, level.functions)}"
    function = _made(competency_map, Function, wanted, label, {"code": code, **fields})
    return _put(competency_map, level_id, function), function


def add_work(
    competency_map: CompetencyMap, function_id: str, label: Text, *, code: str | None = None, **fields: Any
) -> tuple[CompetencyMap, Work]:
    """Return the map with another work of a function, and the work.

    Raises:
        UnknownPartError: there is no such function.
    """
    function = part_of(competency_map, function_id, Function)
    code = code or _next_code(function.works, function.code)
    wanted = f"{_prefix(competency_map.path(function_id)[1].id)}.w{_ending(code, function.works)}"
    work = _made(competency_map, Work, wanted, label, {"code": code, **fields})
    return _put(competency_map, function_id, work), work


def add_item(
    competency_map: CompetencyMap,
    work_id: str,
    label: Text,
    *,
    kind: ItemKind = "ability",
    code: str | None = None,
    **fields: Any,
) -> tuple[CompetencyMap, Item]:
    """Return the map with another item at the end of a work, and the item.

    Args:
        competency_map: the map.
        work_id: the work.
        label: its text, without the code; a plain string is Chinese.
        kind: ability, knowledge, experience or literacy.
        code: its code; the next one, when not given and the work and its siblings are numbered.
        fields: others of `Item`: `bloom`, `assess`, `critical`, `supports`, `description` …

    Raises:
        UnknownPartError: there is no such work.
        ValidationError: pydantic's, where a field does not exist or cannot hold the value.
    """
    work = part_of(competency_map, work_id, Work)
    siblings = [item for item in work.items if item.kind == kind]
    code = code or _next_code(siblings, work.code)
    wanted = f"{_prefix(competency_map.path(work_id)[1].id)}.{KIND_LETTERS[kind]}{_ending(code, siblings)}"
    item = _made(competency_map, Item, wanted, label, {"kind": kind, "code": code, **fields})
    return _put(competency_map, work_id, item), item


def _made(competency_map: CompetencyMap, model: type[_Part], wanted: str, label: Text, fields: dict[str, Any]) -> _Part:
    mint = IdMint(competency_map.base, (part.id for part in competency_map.parts()))
    part_id, uuid = mint.mint(wanted)
    return model.model_validate({"id": part_id, "uuid": uuid, "label": label, **fields})


def _put(competency_map: CompetencyMap, parent_id: str, part: MapPart) -> CompetencyMap:
    return replaced(competency_map, parent_id, lambda parent: filled(parent, (*inside(parent), part)))


def _prefix(level_id: str) -> str:
    """Return what ids of a level's parts begin with: `quality.senior`, and `quality` where there are no levels."""
    return level_id.removesuffix(_UNNAMED_LEVEL)


def _next_code(siblings: Sequence[MapPart], above: str | None) -> str | None:
    """Return the code after the highest sibling's; 1.1 for the first one below 1; None where there are no codes."""
    numbers = [parts[-1] for sibling in siblings if (parts := parts_of(sibling.code))]
    if above is None or (siblings and not numbers):
        return None
    return f"{above}{'.' if above else ''}{max(numbers, default=0) + 1}"


def _ending(code: str | None, siblings: Sequence[MapPart]) -> str:
    return (code_slug(code) if code else "") or str(len(siblings) + 1)
