"""What is drawn: one sheet per role and level of every map, and the units that are compared side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Weights, Work
from competency_xml.view.paper import PaperPlan, paper_plan
from competency_xml.view.shares import item_shares
from foundation.text import LangText


@dataclass(frozen=True)
class Sheet:
    """A role at a level, as one picture. `role` or `level` is None where a map has none."""

    key: str
    map: CompetencyMap
    role: Role | None
    level: Level | None

    @property
    def title(self) -> LangText:
        """What the sheet shows: the role, or the map where there is no role."""
        return self.map.title if self.role is None or not self.role.label else self.role.label

    @property
    def level_label(self) -> LangText:
        """Level and direction, where the standard knows them."""
        if self.level is None:
            return LangText()
        parts = [text for text in (self.level.label, self.level.direction) if text]
        languages = dict.fromkeys(lang for part in parts for lang in part.languages)
        return LangText(tuple((lang, " · ".join(part.best(lang, "zh-CN") for part in parts)) for lang in languages))

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions of the level."""
        return () if self.level is None else self.level.functions

    @property
    def works(self) -> tuple[Work, ...]:
        """The works of the level."""
        return () if self.level is None else tuple(self.level.works())

    @property
    def tables(self) -> tuple[Weights, ...]:
        """The weight tables of the level."""
        return () if self.level is None else self.level.weights

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the level, without the basic requirements."""
        return () if self.level is None else tuple(self.level.items())

    @cached_property
    def shares(self) -> dict[str, tuple[Decimal, ...]]:
        """Item id → share by each weight table; by the number of items, where there is no table."""
        tables: tuple[Weights | None, ...] = self.tables or (None,)
        by_table = [item_shares(self.functions, self.map.basic, table) for table in tables]
        return {part_id: tuple(shares[part_id] for shares in by_table) for part_id in by_table[0]}

    @cached_property
    def paper(self) -> PaperPlan:
        """The layout on A3."""
        return paper_plan(self.functions, self._about())

    def _about(self) -> list[LangText]:
        """The texts that stand below the picture."""
        texts = [item.label for item in self.map.basic]
        if self.role is not None:
            texts += [self.role.description, *self.role.duty]
        if self.level is not None:
            texts += [entry.text for entry in self.level.entry]
            texts += [LangText.of("学时")] * bool(self.level.hours) + [exam.label for exam in self.level.exams]
        return [text for text in texts if text]


@dataclass(frozen=True)
class Unit:
    """What is compared side by side: a role with its levels, or a level where there is but one role."""

    number: int
    label: LangText
    sheets: tuple[Sheet, ...]

    @cached_property
    def items(self) -> tuple[tuple[Sheet, Item], ...]:
        """The items that are in force, each with the sheet on which it stands."""
        return tuple((sheet, item) for sheet in self.sheets for item in sheet.items if item.status == "active")

    @property
    def size(self) -> int:
        """How many items are in force, basics apart."""
        return len(self.items)

    @property
    def basics(self) -> tuple[Item, ...]:
        """The basic requirements that are in force."""
        return tuple(item for item in self.sheets[0].map.basic if item.status == "active")


def sheets_of(maps: Sequence[CompetencyMap]) -> list[Sheet]:
    """Return the sheets of maps: role by role, level by level. A map without roles is a sheet of its own."""
    places: list[tuple[CompetencyMap, Role | None, Level | None]] = []
    for one in maps:
        for role in one.roles:
            places += [(one, role, level) for level in role.levels or (None,)]
        if not one.roles:
            places.append((one, None, None))
    return [Sheet(f"s{number}", *place) for number, place in enumerate(places)]


def units_of(sheets: Sequence[Sheet]) -> list[Unit]:
    """Return what stands side by side: roles, or the levels of the only role there is."""
    by_role: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_role.setdefault(id(sheet.role or sheet.map), []).append(sheet)
    if len(by_role) > 1:
        return [Unit(n, group[0].title, tuple(group)) for n, group in enumerate(by_role.values())]
    return [Unit(n, sheet.level_label or sheet.title, (sheet,)) for n, sheet in enumerate(sheets)]
