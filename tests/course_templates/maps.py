"""Competency maps made in Python, so that course tests need no other stage's importer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal

from competency_xml.model import (
    CompetencyMap,
    Function,
    Hours,
    InspiredBy,
    Item,
    ItemKind,
    Level,
    Role,
    Standard,
    Weight,
    Weights,
    Work,
)
from foundation.text import LangText

BASE = "https://example.org/cm/warehouse/"


def _uuid(part_id: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, BASE + part_id)


def item(item_id: str, code: str | None, zh: str, kind: ItemKind = "ability", **more: object) -> Item:
    """Return an item."""
    fields = {"id": item_id, "uuid": _uuid(item_id), "code": code, "label": LangText.of(zh), "kind": kind, **more}
    return Item.model_validate(fields)


def work(work_id: str, code: str, zh: str, items: Sequence[Item]) -> Work:
    """Return a work."""
    return Work(id=work_id, uuid=_uuid(work_id), code=code, label=LangText.of(zh), items=tuple(items))


def function(function_id: str, code: str, zh: str, works: Sequence[Work]) -> Function:
    """Return a function."""
    return Function(id=function_id, uuid=_uuid(function_id), code=code, label=LangText.of(zh), works=tuple(works))


def level(level_id: str, functions: Sequence[Function], zh: str = "", **more: object) -> Level:
    """Return a level, with a label or without."""
    label = LangText.of(zh) if zh else LangText()
    fields = {"id": level_id, "uuid": _uuid(level_id), "label": label, "functions": tuple(functions), **more}
    return Level.model_validate(fields)


def role(role_id: str, zh: str, levels: Sequence[Level]) -> Role:
    """Return a role."""
    return Role(id=role_id, uuid=_uuid(role_id), label=LangText.of(zh), levels=tuple(levels))


def receiving(prefix: str) -> Work:
    """Return a work with two abilities, one of them critical, a piece of knowledge and a retired ability."""
    return work(
        f"{prefix}.w1-1",
        "1.1",
        "收货入库",
        [
            item(f"{prefix}.a1-1-1", "1.1.1", "能用扫码设备核对到货数量与订单", critical=True),
            item(f"{prefix}.a1-1-2", "1.1.2", "能处理数量不符的到货"),
            item(f"{prefix}.a1-1-3", "1.1.3", "能手工登记台账", status="retired", replaced_by=(f"{prefix}.a1-1-1",)),
            item(f"{prefix}.k1-1-1", "1.1.1", "条码与批次编码规则", "knowledge"),
        ],
    )


def counting(prefix: str) -> Work:
    """Return a work with one ability and one piece of knowledge."""
    return work(
        f"{prefix}.w1-2",
        "1.2",
        "库存盘点",
        [
            item(f"{prefix}.a1-2-1", "1.2.1", "能用循环盘点数据找出差异原因"),
            item(f"{prefix}.k1-2-1", "1.2.1", "盘点差异率的计算", "knowledge"),
        ],
    )


def small_map(**changes: object) -> CompetencyMap:
    """Return an illustrative map of one role without levels and two works."""
    functions = [function("wh.f1", "1", "库存管理", [receiving("wh"), counting("wh")])]
    fields: dict[str, object] = {
        "base": BASE,
        "status": "illustrative",
        "title": LangText.of("仓储管理人员（示意）", "Warehousing (illustrative)"),
        "inspired_by": InspiredBy(title=LangText.of("智能制造数字应用人员能力评价规范")),
        "roles": (role("warehousing", "仓储管理人员", [level("wh", functions)]),),
    }
    return CompetencyMap.model_validate(fields | changes)


def levelled_map() -> CompetencyMap:
    """Return a published map with basic requirements and two levels; the junior one has weights and hours."""
    junior = level(
        "wh.junior",
        [
            function("wh.junior.f1", "1", "库存管理", [receiving("wh.junior"), counting("wh.junior")]),
            function("wh.junior.f2", "2", "出库管理", [work("wh.junior.w2-1", "2.1", "拣货", [_picking()])]),
        ],
        "初级",
        hours=(Hours(component="total", value=Decimal(40)),),
        weights=(
            Weights(
                part="theory",
                weights=(
                    Weight(ref="basic.ethics", percent=Decimal(10)),
                    Weight(ref="wh.junior.f1", percent=Decimal(60)),
                    Weight(ref="wh.junior.f2", percent=Decimal(30)),
                    Weight(ref="basic.safety", percent=None),
                ),
            ),
        ),
    )
    senior = level("wh.senior", [function("wh.senior.f1", "1", "库存管理", [receiving("wh.senior")])], "高级")
    return CompetencyMap(
        base=BASE,
        status="published",
        title=LangText.of("仓储管理员"),
        standard=Standard(number="T/EXAMPLE 1-2026", title=LangText.of("仓储管理员")),
        basic=(
            item("basic.ethics", None, "职业道德", "literacy"),
            item("basic.safety", None, "安全生产", "knowledge"),
        ),
        roles=(role("warehousing", "仓储管理人员", [junior, senior]),),
    )


def _picking() -> Item:
    return item("wh.junior.a2-1-1", "2.1.1", "能按波次拣货并复核")
