"""An editor at work: opens an exported workbook with another program, changes cells and rows, saves it."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from competency_xml.exchange.workbook import read_authoring, write_authoring
from competency_xml.model import CompetencyMap, Function, InspiredBy, Item, Level, Role, Work
from competency_xml.xml import map_bytes
from foundation.findings import Finding
from foundation.text import LangText

LABEL = "要求或名称"


def plain_map() -> CompetencyMap:
    """Return a sound map: two levels of two works each, nothing that a check would object to."""
    levels = (_level("q.j", "初级"), _level("q.s", "高级"))
    role = Role(id="q", uuid=_uuid(1), label=LangText.of("质量管理人员"), duty=(LangText.of("策划"),), levels=levels)
    basic = Item(id="basic.l1", uuid=_uuid(2), kind="literacy", label=LangText.of("不编造检验记录"))
    return CompetencyMap(
        base="https://example.org/cm/",
        status="illustrative",
        title=LangText.of("质量管理人员能力图谱"),
        inspired_by=InspiredBy(title=LangText.of("公开方案")),
        basic=(basic,),
        roles=(role,),
    )


def _level(level_id: str, label: str) -> Level:
    works = tuple(_work(level_id, label, number) for number in (1, 2))
    function = Function(
        id=f"{level_id}.f1", uuid=_uuid(f"{level_id}.f1"), code="1", label=LangText.of("质量策划"), works=works
    )
    return Level(id=level_id, uuid=_uuid(level_id), label=LangText.of(label), functions=(function,))


def _work(level_id: str, label: str, number: int) -> Work:
    key = f"{level_id}.w1-{number}"
    items = tuple(
        Item(
            id=f"{level_id}.{kind[0]}1-{number}-{n}",
            uuid=_uuid(f"{level_id}.{kind}{number}{n}"),
            code=f"1.{number}.{n}",
            kind=kind,
            label=LangText.of(f"{verb}{label}第{'一二'[number - 1]}类检验方案的第{'一二'[n - 1]}部分"),
        )
        for kind, verb in (("ability", "能编制"), ("knowledge", "熟悉"))
        for n in (1, 2)
    )
    name = f"编制{label}第{'一二'[number - 1]}类检验方案"
    return Work(id=key, uuid=_uuid(key), code=f"1.{number}", label=LangText.of(name), items=items)


def _uuid(key: object) -> UUID:
    return uuid5(NAMESPACE_URL, str(key))


class Desk:
    """An open workbook. Rows are named by the id in them, columns by their Chinese heading."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def sheet(self, name: str) -> Worksheet:
        """Return a sheet."""
        sheet = self.workbook[name]
        assert isinstance(sheet, Worksheet)
        return sheet

    def heading_row(self, name: str) -> int:
        """Return the row of the headings."""
        known = {
            "标准信息": "项目",
            "权重表": "权重（",
            "对照": "对照目标",
            "修订记录": "修订说明",
            "标识登记": "导出时",
        }
        begin = known.get(name, "类别")
        rows = self.sheet(name).iter_rows()
        return next(row[0].row for row in rows if any(str(cell.value or "").startswith(begin) for cell in row))

    def column(self, name: str, heading: str, lang: str = "") -> int:
        """Return the number of a column."""
        for cell in self.sheet(name)[self.heading_row(name)]:
            text = str(cell.value or "")
            if text.split("\n")[0] == heading and (not lang or f"[{lang}]" in text):
                return int(cell.column)
        raise KeyError(heading)

    def row(self, name: str, part_id: str, heading: str = "") -> int:
        """Return the row with this id, or with this text under a heading."""
        column = self.column(name, heading) if heading else 1
        for row in range(self.heading_row(name) + 1, self.sheet(name).max_row + 1):
            if self.sheet(name).cell(row, column).value == part_id:
                return row
        raise KeyError(part_id)

    def cell(self, name: str, row: int | str, heading: str, lang: str = "") -> Cell:
        """Return a cell of the row with a number or id."""
        number = self.row(name, row) if isinstance(row, str) else row
        cell = self.sheet(name).cell(number, self.column(name, heading, lang))
        assert isinstance(cell, Cell)
        return cell

    def insert(self, below: str, name: str = "能力要求", **values: Any) -> int:
        """Insert a row below another, and fill in cells by heading."""
        number = self.row(name, below) + 1
        self.sheet(name).insert_rows(number)
        for heading, value in values.items():
            self.cell(name, number, heading).value = value
        return number

    def contents(self, name: str, row: int) -> list[Any]:
        """Return what the cells of a row hold."""
        return [copy(cell.value) for cell in self.sheet(name)[row]]

    def move(self, part_id: str, below: str, name: str = "能力要求") -> None:
        """Cut a row and insert it below another."""
        number = self.row(name, part_id)
        values = self.contents(name, number)
        self.sheet(name).delete_rows(number)
        target = self.row(name, below) + 1
        self.sheet(name).insert_rows(target)
        self.put(name, target, values)

    def put(self, name: str, row: int, values: list[Any]) -> None:
        """Fill in a whole row."""
        for column, value in enumerate(values, start=1):
            self.sheet(name).cell(row, column).value = value


Change = Callable[[Desk], object]


def edited(folder: Path, change: Change, competency_map: CompetencyMap | None = None) -> Path:
    """Return a workbook exported from a map and changed."""
    path = folder / "图谱.xlsx"
    write_authoring(competency_map or plain_map(), path)
    workbook = load_workbook(path)
    change(Desk(workbook))
    workbook.save(path)
    return path


def imported(
    folder: Path, change: Change, competency_map: CompetencyMap | None = None
) -> tuple[CompetencyMap, list[Finding]]:
    """Return the map in a workbook that an editor changed, and what was found but for missing translations."""
    back, findings = read_authoring(edited(folder, change, competency_map))
    map_bytes(back)
    return back, [finding for finding in findings if finding.id != "MAP-TRANSLATION"]


def told(findings: list[Finding]) -> list[tuple[str, str | None]]:
    """Return ids and places."""
    return [(finding.id, finding.place) for finding in findings]
