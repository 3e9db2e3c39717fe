"""What the lists of changes and the fields in them are called, and how a value is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import JsonValue

from competency_xml.diff.model import Change, Presence
from competency_xml.part_names import PART_NAMES, exam_part_name
from foundation.text import LangText, both

LIST_NAMES: Mapping[str, LangText] = {
    "added": LangText.of("新增", "added"),
    "retired": LangText.of("停用", "retired"),
    "moved": LangText.of("移动", "moved"),
    "renumbered": LangText.of("改编号", "renumbered"),
    "reworded": LangText.of("改文字", "reworded"),
    "reweighted": LangText.of("改权重", "reweighted"),
    "changed": LangText.of("其他事实", "other facts"),
    "doubtful": LangText.of("存疑", "doubtful"),
}
FIELD_NAMES: Mapping[str, LangText] = {
    "label": LangText.of("文字", "text"),
    "description": LangText.of("说明", "description"),
    "duty": LangText.of("职责", "duties"),
    "version": LangText.of("版本", "version"),
    "status": LangText.of("状态", "status"),
    "base": LangText.of("IRI 前缀", "IRI base"),
    "title": LangText.of("标题", "title"),
    "standard": LangText.of("标准", "standard"),
    "inspired_by": LangText.of("取材", "inspired by"),
    "foreign": LangText.of("其他格式的字段", "fields of other formats"),
    "clause": LangText.of("条款", "clause"),
    "replaced_by": LangText.of("被取代为", "replaced by"),
    "alignments": LangText.of("对应关系", "alignments"),
    "kind": LangText.of("类别", "kind"),
    "bloom": LangText.of("认知层次", "Bloom level"),
    "assess": LangText.of("评价方式", "assessment"),
    "critical": LangText.of("关键", "critical"),
    "supports": LangText.of("支撑", "supports"),
    "direction": LangText.of("职业方向", "direction"),
    "entry": LangText.of("申报条件", "entry conditions"),
    "weight_tables": LangText.of("权重表", "weight tables"),
    "category": LangText.of("类型", "category"),
    "order": LangText.of("顺序", "order"),
    "hours": LangText.of("学时", "hours"),
    "exam": LangText.of("考试", "exam"),
    "minutes": LangText.of("分钟", "minutes"),
    "maximum": LangText.of("满分", "maximum"),
    "passing": LangText.of("合格线", "pass mark"),
}


def field_name(field: str) -> LangText:
    """Return what a field is called; of `hours.total`, each word."""
    head, *rest = field.split(".")
    names = [FIELD_NAMES.get(head, LangText.of(head)), *(FIELD_NAMES.get(one, exam_part_name(one)) for one in rest)]
    return LangText.of(" · ".join(name.best() for name in names), " · ".join(name.best("en") for name in names))


def both_names(name: LangText) -> str:
    """Return a name in both languages, or once where they do not differ."""
    zh, en = name.best("zh-CN"), name.best("en", "zh-CN")
    return zh if zh == en else both(zh, en)


def shown(value: JsonValue) -> str:
    """Return a value as people read it."""
    if value is None or value in ("", []):
        return "（无 / none）"
    if isinstance(value, bool):
        return both("是", "yes") if value else both("否", "no")
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def headline(change: Change) -> str:
    """Return which part a change is about, in one line: what it is, code, text."""
    name = PART_NAMES[change.part].best()
    return " ".join(f"{name} {change.code or ''} {change.label.best() or change.id or ''}".split())


def why_text(change: Presence, *, added: bool) -> str:
    """Return how a part came or went."""
    if change.why == "present":
        return both("新的部分", "a new part") if added else both("新图谱里没有", "not in the new map")
    return both("恢复使用", "taken back") if added else both("状态改为停用", "its status is retired")
