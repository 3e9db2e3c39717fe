"""What the reading of weight tables, hours, entry conditions and exam parts found."""

from __future__ import annotations

from decimal import Decimal

from competency_xml.exchange.printed.pad import NotePad
from foundation.text import both

_SHOWN = 20


class WeightNotes(NotePad):
    """Findings of tables and clauses beside the requirements."""

    def weight_value(self, place: str, shown: str, *, shared: bool) -> None:
        """Note a value that is no number, or one merged cell for several rows."""
        if shared:
            zh, en = "几行合用一个权重，只计入第一行", "One weight stands for several rows; it counts for the first"
        else:
            zh, en = (
                f"权重“{shown[:_SHOWN]}”不是数字，没有导入",
                f"The weight {shown[:_SHOWN]} is no number; not imported",
            )
        self._add("MAP-WEIGHT-VALUE", place, both(zh, en), both("请写成数字，不适用写“—”", "Write a number, or — "))

    def weight_total(self, place: str, printed: Decimal, computed: Decimal) -> None:
        """Note a printed total that is not the sum above it."""
        self._add(
            "MAP-WEIGHT-TOTAL",
            place,
            both(
                f"表上合计 {printed}，各行相加为 {computed}",
                f"The printed total is {printed}, the rows sum to {computed}",
            ),
            both("请对照原文更正", "Correct it from the original"),
        )

    def weight_name(self, place: str, name: str, near: str) -> None:
        """Note a row whose name is no function, work or basic requirement."""
        remedy_zh, remedy_en = "名称须与要求表一致", "Names must be those of the requirement table"
        if near:
            remedy_zh, remedy_en = f"{remedy_zh}；是否为“{near}”？", f"{remedy_en}; is it {near}?"
        self._add(
            "MAP-WEIGHT-NAME",
            place,
            both(
                f"权重表的“{name[:_SHOWN]}”在要求表中找不到，没有导入",
                f"{name[:_SHOWN]} of the weight table is not in the requirement table; not imported",
            ),
            both(remedy_zh, remedy_en),
        )

    def weight_elsewhere(self, place: str, name: str, level: str) -> None:
        """Note a weight for something that this level does not have."""
        self._add(
            "MAP-WEIGHT-NAME",
            place,
            both(
                f"{level or '此等级'}没有“{name[:_SHOWN]}”，权重没有导入",
                f"{level or 'This level'} has no {name[:_SHOWN]}; its weight was not imported",
            ),
            both("不适用请写“—”，或补上要求", "Write — where it does not apply, or add the requirements"),
        )

    def weight_level(self, place: str, label: str) -> None:
        """Note a column of weights whose level is not in the file."""
        self._add(
            "MAP-WEIGHT-LEVEL",
            place,
            both(
                f"权重表的等级“{label}”没有对应的要求表，没有导入" if label else "不知权重属于哪个等级，没有导入",
                f"There is no requirement table for the level {label}; its weights were not imported"
                if label
                else "Nothing says of which level these weights are; they were not imported",
            ),
            both("请核对等级名称", "Check the names of the levels"),
        )

    def weight_missing(self, place: str, name: str) -> None:
        """Note a function that a weight table passes over."""
        self._add(
            "MAP-WEIGHT-MISSING",
            place,
            both(f"“{name[:_SHOWN]}”没有权重", f"{name[:_SHOWN]} has no weight"),
            both("请补上，不适用写“—”", "Add it, or write — where it does not apply"),
        )

    def weight_part(self, place: str) -> None:
        """Note that nothing says which exam part a weight table is about."""
        self._add(
            "MAP-WEIGHT-PART",
            place,
            both("没有写明是理论知识还是专业能力的权重，按理论知识导入", "The exam part is not named; taken as theory"),
            both("请在标题中写明", "Name it in the title"),
        )

    def matrix_unread(self, place: str) -> None:
        """Note a table by level that is neither of weights nor of hours."""
        self._add(
            "MAP-TABLE-UNREAD",
            place,
            both("按等级列出的这张表没有看懂，没有导入", "This table by level was not understood and not imported"),
            both("权重表请在标题中写“权重表”", "A weight table says 权重表 in its title"),
            "note",
        )

    def clause_unread(self, place: str, text: str) -> None:
        """Note a clause whose wording was not understood."""
        self._add(
            "MAP-CLAUSE-UNREAD",
            place,
            both(
                f"条文没有看懂，没有导入：{text[:_SHOWN]}",
                f"A clause was not understood and not imported: {text[:_SHOWN]}",
            ),
            both("可在图谱中补上，写法见 docs/maps.md", "Add it to the map; docs/maps.md shows what is understood"),
            "note",
        )

    def clause_level(self, place: str, label: str) -> None:
        """Note hours, entry conditions or exam parts of a level or role that is not in the file."""
        self._add(
            "MAP-CLAUSE-LEVEL",
            place,
            both(
                f"“{label}”没有对应的要求表，其学时、申报条件或鉴定方式没有导入",
                f"There is no requirement table for {label}; its hours, entry conditions or exams were not imported",
            ),
            both("请核对等级名称", "Check the names of the levels"),
            "note",
        )

    def basic_unread(self, place: str) -> None:
        """Note the chapter on basic requirements, of which names alone are taken, from the weight table."""
        self._add(
            "MAP-BASIC-UNREAD",
            place,
            both("“基本要求”的条文没有导入，只取权重表中的名称", "The chapter 基本要求 was not imported"),
            "",
            "note",
        )
