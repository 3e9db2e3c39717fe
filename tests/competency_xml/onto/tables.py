"""Printed tables made for tests, whose every line has a key that tells the truth: what it was, however it is edited."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from openpyxl import Workbook

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed import read_printed
from competency_xml.model import CompetencyMap
from competency_xml.places import MapPart, placed_parts
from tests.competency_xml.workbooks import write_table

LEVELS = ("初级", "中级", "高级")
#: Common characters that neither begin nor end a text in a way that the reader takes for more than a text.
CHARACTERS = (
    "质量计划检验方案数据采集控制图过程分析抽样标准设备维护供应商评审"
    "风险识别改进措施培训记录追溯召回算法模型接口部署测试需求架构"
)


@dataclass
class Line:
    """A function, work or item: what it is, in truth, and how it reads."""

    key: int
    text: str


@dataclass
class Work(Line):
    """A work with its abilities and knowledge."""

    abilities: list[Line] = field(default_factory=list)
    knowledge: list[Line] = field(default_factory=list)


@dataclass
class Function(Line):
    """A function with its works."""

    works: list[Work] = field(default_factory=list)


@dataclass
class Table:
    """Levels of one role."""

    levels: list[list[Function]]

    def works(self, level: int) -> list[Work]:
        """Return the works of a level."""
        return [work for function in self.levels[level] for work in function.works]

    def lists(self) -> Iterator[list[Line]]:
        """Yield the lists of items that hold something, abilities and knowledge of every work."""
        for level in range(len(self.levels)):
            for work in self.works(level):
                yield from (items for items in (work.abilities, work.knowledge) if items)

    def lines(self) -> Iterator[Line]:
        """Yield every function, work and item."""
        for functions in self.levels:
            for function in functions:
                yield function
                for work in function.works:
                    yield work
                    yield from work.abilities
                    yield from work.knowledge


class Writer:
    """Makes tables and edits them, from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._keys = count(1)

    def table(self, levels: int = 2) -> Table:
        """Return a table of a few functions, works and items per level."""
        return Table([[self._function() for _ in range(self._some(1, 3))] for _ in range(levels)])

    def line(self) -> Line:
        """Return a line with a text of its own."""
        return Line(next(self._keys), self.text())

    def text(self) -> str:
        """Return a text that resembles no other one."""
        return "能" + "".join(self.random.choices(CHARACTERS, k=self._some(12, 18))) + "表"

    def edited(self, table: Table, edits: int = 6) -> Table:
        """Return a copy with so many edits: reworded, moved, added, deleted. Codes follow from the places."""
        copy = deepcopy(table)
        for _ in range(edits):
            self.random.choice((self._reword, self._move, self._add, self._delete, self._swap))(copy)
        return copy

    def _function(self) -> Function:
        return Function(next(self._keys), self.text(), [self._work() for _ in range(self._some(1, 3))])

    def _work(self) -> Work:
        abilities = [self.line() for _ in range(self._some(1, 4))]
        return Work(next(self._keys), self.text(), abilities, [self.line() for _ in range(self._some(1, 3))])

    def _reword(self, table: Table) -> None:
        line = self.random.choice(list(table.lines()))
        place = self._some(2, len(line.text) - 3)
        line.text = line.text[:place] + self.random.choice(CHARACTERS) + line.text[place + self._some(0, 1) :]

    def _move(self, table: Table) -> None:
        level = self._some(0, len(table.levels) - 1)
        source, target = self.random.choice(table.works(level)), self.random.choice(table.works(level))
        if len(source.abilities) > 1:
            moved = source.abilities.pop(self._some(0, len(source.abilities) - 1))
            target.abilities.insert(self._some(0, len(target.abilities)), moved)

    def _add(self, table: Table) -> None:
        items = self.random.choice(list(table.lists()))
        items.insert(self._some(0, len(items)), self.line())

    def _delete(self, table: Table) -> None:
        items = self.random.choice(list(table.lists()))
        if len(items) > 1:
            items.pop(self._some(0, len(items) - 1))

    def _swap(self, table: Table) -> None:
        """Give the functions of a level another order, and so other codes to all that is in them."""
        self.random.shuffle(self.random.choice(table.levels))

    def _some(self, least: int, most: int) -> int:
        return self.random.randint(least, most)


def printed(table: Table, path: Path, title: str = "质量管理人员（T/CEAMI 005-2025）") -> Path:
    """Write the table as standards print it, one sheet per level, and return the path."""
    workbook = Workbook()
    del workbook["Sheet"]
    for name, functions in zip(LEVELS, table.levels, strict=False):
        sheet = workbook.create_sheet(f"工作要求-{name}")
        write_table(sheet, list(_rows(functions)), f"{title} {name} 工作要求")
    workbook.save(path)
    return path


def read(table: Table, path: Path, **options: str) -> CompetencyMap:
    """Return the map that importing the printed table gives."""
    competency_map, _ = read_printed(printed(table, path), ImportOptions.model_validate(options))
    return competency_map


def ids_by_key(table: Table, competency_map: CompetencyMap) -> dict[int, MapPart]:
    """Return key → the part in use that has its text."""
    parts = (place.part for place in placed_parts(competency_map) if place.type not in ("role", "level"))
    by_text = {part.label.best(): part for part in parts if part.status == "active"}
    return {line.key: by_text[line.text] for line in table.lines()}


def _rows(functions: list[Function]) -> Iterator[tuple[str | None, ...]]:
    for f, function in enumerate(functions, start=1):
        name: str | None = f"{f}. {function.text}"
        for w, work in enumerate(function.works, start=1):
            code = f"{f}.{w}"
            yield name, f"{code} {work.text}", _cell(code, work.abilities), _cell(code, work.knowledge)
            name = None


def _cell(code: str, lines: list[Line]) -> str:
    return "\n".join(f"{code}.{number} {line.text}" for number, line in enumerate(lines, start=1))
