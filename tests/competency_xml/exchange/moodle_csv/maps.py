"""A map of everything that Moodle's CSV import stumbles over."""

from __future__ import annotations

from typing import Any

from competency_xml.identity import minted_uuid
from competency_xml.model import Alignment, CompetencyMap, Function, Item, ItemKind, Level, Role, Work
from foundation.text import LangText

BASE = "https://example.org/cm/traps/"


def item(part_id: str, label: str | LangText, kind: ItemKind = "ability", **fields: Any) -> Item:
    """Return an item with the UUID that importing gives it."""
    text = LangText.of(label) if isinstance(label, str) else label
    return Item(id=part_id, uuid=minted_uuid(BASE, part_id), kind=kind, label=text, **fields)


def traps_map() -> CompetencyMap:
    """Return the map. Its ids are such as people write, not such as our importers make."""
    items = (
        item("t.a1-1-1", '能读取 C:\\数据\\"现场"\\ 目录，处理 a < b 且 <5% 的情形；' + "长文本" * 50, code="1.1.1"),
        item(
            "t.a1-1-2", LangText.of("能编制计划", "Can plan"), code="1.1.2", description=LangText.of("一\n二", "Note")
        ),
        item("t.a1-1-3", "0"),
        item("t.k1-1-1", '知识 & <b>标签</b> &lt;实体&gt; “引号” "q"', "knowledge", supports=("t.a1-1-1", "t.a1-1-2")),
        item("t.a1-1-4", "末尾反斜杠\\"),
        item("t.a1-1-5", '反斜杠引号\\"后文，\\\\"再来'),
        item("a,b", "逗号标识", alignments=(Alignment(target=f"{BASE}c%2Cd"),)),
        item("c%2Cd", "百分号标识"),
        item("1.1", "数字标识"),
        item("1.10", "数字标识二"),
        item("0", "零标识"),
        item("x" * 150, "长标识"),
        item("T.A1-1-1", "大小写"),
        item("e<f", "尖括号", alignments=(Alignment(target=f"{BASE}a,b"),)),
        item('q"uote', "引号标识"),
    )
    works = (
        Work(id="1.2", uuid=minted_uuid(BASE, "1.2"), label=LangText.of("工作\t内容\n换行"), items=items),
        Work(id="1.20", uuid=minted_uuid(BASE, "1.20"), label=LangText.of("工作二"), items=(item("z1", "能做一项"),)),
    )
    function = Function(id="t.f1", uuid=minted_uuid(BASE, "t.f1"), label=LangText.of("1 功能，“一”"), works=works)
    level = Level(id="t.senior", uuid=minted_uuid(BASE, "t.senior"), label=LangText.of("高级"), functions=(function,))
    role = Role(id="t", uuid=minted_uuid(BASE, "t"), label=LangText.of("岗位"), levels=(level,))
    basic = (item("basic.ethics", "诚信守法", "literacy"),)
    return CompetencyMap(base=BASE, title=LangText.of('陷阱，"测试"'), basic=basic, roles=(role,))
