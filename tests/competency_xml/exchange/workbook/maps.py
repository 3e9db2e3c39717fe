"""A map that uses every field of the model, and the same with other texts in all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

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
from foundation.text import LangText

_FREE = [
    "base",
    "version",
    "title",
    "number",
    "publisher",
    "note",
    "code",
    "label",
    "description",
    "clause",
    "document",
    "place",
    "target",
    "relation",
    "framework",
    "format",
    "name",
    "value",
    "component",
    "part",
    "category",
    "assess",
    "text",
    "direction",
    "duty",
]


def _uuid(number: int) -> UUID:
    return UUID(int=number)


def full_map() -> CompetencyMap:
    """Return a map with two levels in two directions, and something in every field."""
    source = Source(clause="5.1", row=7, document="标准.docx", place="表 1!B3")
    alignment = Alignment(
        target="https://example.org/f/1",
        relation="exactMatchOf",
        framework="ESCO",
        code="S1",
        title=LangText.of("质量", "Quality"),
    )
    foreign = Foreign(format="case", name="statementCode", value='{"a": 1}')
    ability = Item(
        id="q.s.a1-1-1",
        uuid=_uuid(11),
        code="1.1.1",
        label=LangText.of("能编制计划", "Can plan"),
        description=LangText.of("说明"),
        kind="ability",
        bloom="create",
        assess="project",
        critical=True,
        source=source,
        alignments=(alignment, alignment),
        foreign=(foreign,),
    )
    knowledge = Item(
        id="q.s.k1-1-1",
        uuid=_uuid(12),
        code="1.1.1",
        label=LangText.of("计划的内容"),
        kind="knowledge",
        bloom="remember",
        supports=("q.s.a1-1-1",),
        status="retired",
        replaced_by=("q.s.a1-1-1",),
    )
    second = ability.model_copy(
        update={"id": "q.s.a1-1-2", "uuid": _uuid(13), "code": "1.1.2", "source": Source(), "alignments": ()}
    )
    work = Work(
        id="q.s.w1-1",
        uuid=_uuid(10),
        code="1.1",
        label=LangText.of("制订计划"),
        items=(ability, second, knowledge),
    )
    function = Function(id="q.s.f1", uuid=_uuid(9), code="1", label=LangText.of("策划"), works=(work,))
    senior = Level(
        id="q.s",
        uuid=_uuid(8),
        code="3",
        label=LangText.of("高级", "Senior"),
        direction=LangText.of("产品"),
        entry=(Entry(code="1", text=LangText.of("三年经验")), Entry(text=LangText.of("培训合格"))),
        hours=(Hours(component="total", value=Decimal("64.50")), Hours(component="theory", value=Decimal(30))),
        exams=(
            ExamPart(
                part="theory", label=LangText.of("理论知识"), minutes=90, maximum=Decimal(100), passing=Decimal(60)
            ),
        ),
        functions=(function,),
        weights=(
            Weights(
                part="theory",
                weights=(
                    Weight(ref="basic.l1", percent=Decimal("12.50")),
                    Weight(ref="q.s.f1", percent=Decimal("87.5")),
                    Weight(ref="q.s.w1-1", percent=None),
                ),
            ),
            Weights(part="practical", weights=(Weight(ref="q.s.f1", percent=Decimal(0)),)),
            Weights(part="theory"),
        ),
    )
    junior = Level(
        id="q.j",
        uuid=_uuid(7),
        label=LangText.of("初级"),
        functions=(
            Function(
                id="q.j.f1",
                uuid=_uuid(6),
                code="1",
                works=(Work(id="q.j.w1-1", uuid=_uuid(5), code="1.1"),),
                foreign=(foreign,),
            ),
        ),
    )
    role = Role(
        id="q",
        uuid=_uuid(4),
        code="01",
        category="application",
        label=LangText.of("质量管理人员", "Quality"),
        duty=(LangText.of("策划"), LangText.of("控制", "Control")),
        levels=(junior, senior),
    )
    basic = Item(id="basic.l1", uuid=_uuid(2), kind="literacy", label=LangText.of("诚信", "Honesty"))
    return CompetencyMap(
        base="https://example.org/cm/",
        version="1.2.0",
        modified=datetime(2026, 4, 10, 1, 0, tzinfo=UTC),
        title=LangText.of("质量", "Quality"),
        standard=Standard(number="T/X 1-2025", version="2", title=LangText.of("规范"), publisher=LangText.of("协会")),
        inspired_by=InspiredBy(title=LangText.of("取材"), note=LangText.of("说明")),
        foreign=(foreign,),
        basic=(basic,),
        roles=(role, Role(id="r", uuid=_uuid(3), label=LangText.of("另一岗位"))),
    )


def with_texts(competency_map: CompetencyMap, text: Callable[[], str]) -> CompetencyMap:
    """Return the map with `text()` in place of every text that may be anything."""
    return CompetencyMap.model_validate(_replaced(competency_map.model_dump(), text))


def _replaced(value: Any, text: Callable[[], str], *, free: bool = False) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(inner, text, free=free or key in _FREE) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_replaced(inner, text, free=free) for inner in value]
    return text() if free and isinstance(value, str) else value
