"""Authoring workbooks to start from, as editors hand them back: rows inserted, moved, copied, cells mistyped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tests.competency_xml.exchange.workbook.editor import Desk, edited
from tests.competency_xml.exchange.workbook.maps import full_map

_REQUIREMENTS = "能力要求"
_ABILITY, _WORK = "q.j.a1-1-1", "q.j.w1-1"


def edited_workbooks(folder: Path) -> Iterator[bytes]:
    """Yield workbooks after an editor's day."""
    for change in (_ordinary, _careless):
        yield edited(folder, change).read_bytes()
    yield edited(folder, _around_the_requirements, full_map()).read_bytes()


def _ordinary(desk: Desk) -> None:
    desk.insert(_ABILITY, 类别="能力 ability", 编号="1.1.3", 要求或名称="能校核检验方案")
    desk.insert(_ABILITY, 要求或名称="熟悉校核的方法", 支撑="能校核检验方案")
    desk.insert(_WORK, 类别="工作内容", 编号="1.3", 要求或名称="归档检验方案")
    desk.insert("basic.l1", 类别="素养", 要求或名称="爱岗敬业")
    desk.move("q.s.a1-1-2", "q.s.a1-2-1")
    desk.cell(_REQUIREMENTS, "q.s.a1-2-2", "状态").value = "停用"
    desk.cell(_REQUIREMENTS, "q.s.a1-2-2", "替代者").value = "1.2.1"
    desk.cell(_REQUIREMENTS, "q.j.k1-1-1", "支撑").value = "1.1.1、1.1.2"
    desk.sheet(_REQUIREMENTS).delete_rows(desk.row(_REQUIREMENTS, "q.j.k1-2-2"))


def _careless(desk: Desk) -> None:
    sheet = desk.sheet(_REQUIREMENTS)
    desk.put(_REQUIREMENTS, sheet.max_row + 1, desk.contents(_REQUIREMENTS, desk.row(_REQUIREMENTS, _ABILITY)))
    desk.insert(_ABILITY, 类别="没有", 编号=1.1, 要求或名称="", 等级="特级", 上级="无此")
    desk.cell(_REQUIREMENTS, "q.j.a1-1-2", "编号").value = datetime(2026, 1, 1)
    desk.cell(_REQUIREMENTS, "q.j.a1-2-1", "编号").value = 1.1
    desk.cell(_REQUIREMENTS, "q.j.a1-2-2", "要求或名称").value = "=1+1"
    desk.cell(_REQUIREMENTS, "q.j.k1-2-1", "要求或名称").value = '"引号\\n里\\u4e2d"'
    desk.cell(_REQUIREMENTS, "q.s.a1-1-1", "认知层次").value = "很难"
    desk.cell(_REQUIREMENTS, "q.s.a1-1-1", "关键").value = True
    desk.cell(_REQUIREMENTS, "q.s.k1-1-1", "支撑").value = "没有这项"
    desk.cell(_REQUIREMENTS, "q.s.k1-1-2", "编号").value = "#REF!"
    sheet.cell(desk.heading_row(_REQUIREMENTS), sheet.max_column + 1).value = "我的备注"
    row = desk.row(_REQUIREMENTS, "q.s.a1-2-1")
    sheet.merge_cells(start_row=row, start_column=6, end_row=row + 1, end_column=6)
    desk.workbook.create_sheet("草稿")["A1"] = "随便写写"


def _around_the_requirements(desk: Desk) -> None:
    desk.sheet("岗位角色").append((None, None, "q", "职责", None, "改进"))
    desk.sheet("等级").append(
        (None, None, "q.s", "考核 exam", None, "综合", None, None, None, "综合", None, 30, 100, 60)
    )
    desk.sheet("权重表").append(("q.s", "综合", "策划", None, "100%"))
    desk.sheet("权重表").append(("无", "theory", "无", None, "六十"))
    desk.sheet("对照").append(("1.1.1", None, "像", "urn:x:1"))
    desk.sheet("修订记录").append(("1.3.0", datetime(2026, 6, 1, 8), "改了措辞"))
    desk.sheet("其他格式").append(("图谱 map", "case", "x", "{"))
    desk.sheet("词表").sheet_state = "hidden"
