"""The five places of a map's tree, and what foreign frameworks call what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from competency_xml.model import Function, Item, ItemKind, Level, Role, Work

MapPart = Role | Level | Function | Work | Item


class Slot(IntEnum):
    """A place in the tree, from above. MAP is the framework as a whole."""

    MAP = 0
    ROLE = 1
    LEVEL = 2
    FUNCTION = 3
    WORK = 4
    ITEM = 5


@dataclass(frozen=True, slots=True)
class TypeName:
    """What a part is: its place, and the kind where it is an item."""

    slot: Slot
    kind: ItemKind | None
    zh: str
    en: str

    @property
    def code(self) -> str:
        """The type in one ASCII word."""
        return self.kind or self.slot.name.lower()

    def title(self, lang: str) -> str:
        """Return the name in a language: Chinese, or English for every other."""
        return self.zh if lang.startswith("zh") else self.en


TYPE_NAMES: tuple[TypeName, ...] = (
    TypeName(Slot.ROLE, None, "岗位角色", "Role"),
    TypeName(Slot.LEVEL, None, "等级", "Level"),
    TypeName(Slot.FUNCTION, None, "职业功能", "Function"),
    TypeName(Slot.WORK, None, "工作内容", "Work content"),
    TypeName(Slot.ITEM, "ability", "专业能力", "Ability"),
    TypeName(Slot.ITEM, "knowledge", "专业知识", "Knowledge"),
    TypeName(Slot.ITEM, "experience", "经验", "Experience"),
    TypeName(Slot.ITEM, "literacy", "素养", "Literacy"),
)
_OTHER_NAMES: dict[str, str] = {
    "岗位": "role",
    "角色": "role",
    "job role": "role",
    "occupation": "role",
    "级别": "level",
    "proficiency level": "level",
    "功能": "function",
    "job function": "function",
    "工作任务": "work",
    "任务": "work",
    "task": "work",
    "work": "work",
    "能力": "ability",
    "技能": "ability",
    "技能要求": "ability",
    "专业能力要求": "ability",
    "skill": "ability",
    "competency": "ability",
    "知识": "knowledge",
    "相关知识": "knowledge",
    "相关知识要求": "knowledge",
    "经验要求": "experience",
    "素养要求": "literacy",
    "职业素养": "literacy",
    "attitude": "literacy",
}
_SLOTS: tuple[tuple[type[MapPart], Slot], ...] = (
    (Item, Slot.ITEM),
    (Work, Slot.WORK),
    (Function, Slot.FUNCTION),
    (Level, Slot.LEVEL),
    (Role, Slot.ROLE),
)
_BY_CODE = {name.code: name for name in TYPE_NAMES}
_BY_NAME = {
    **{words.lower(): name for name in TYPE_NAMES for words in (name.zh, name.en)},
    **{words: _BY_CODE[code] for words, code in _OTHER_NAMES.items()},
}


def slot_of(part: MapPart) -> Slot:
    """Return the place where a part stands."""
    return next(slot for model, slot in _SLOTS if isinstance(part, model))


def type_of(part: MapPart) -> TypeName:
    """Return what a part is."""
    return _BY_CODE[part.kind if isinstance(part, Item) else slot_of(part).name.lower()]


def type_named(words: str | None) -> TypeName | None:
    """Return the type that a framework names in Chinese or English, or None for a name nobody knows."""
    return None if words is None else _BY_NAME.get(words.strip().lower())
