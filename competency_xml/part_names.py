"""What parts, kinds and fields of a map are called, for pages and messages."""

from __future__ import annotations

from collections.abc import Mapping

from foundation.text import LangText

#: The map, its parts, and the kinds of items.
PART_NAMES: Mapping[str, LangText] = {
    "map": LangText.of("图谱", "map"),
    "role": LangText.of("岗位", "role"),
    "level": LangText.of("等级", "level"),
    "function": LangText.of("职业功能", "function"),
    "work": LangText.of("工作内容", "work"),
    "ability": LangText.of("能力", "ability"),
    "knowledge": LangText.of("知识", "knowledge"),
    "experience": LangText.of("经验", "experience"),
    "literacy": LangText.of("素养", "literacy"),
    "unknown": LangText.of("未知", "unknown"),
}
BLOOM_NAMES: Mapping[str, LangText] = {
    "remember": LangText.of("记忆", "remember"),
    "understand": LangText.of("理解", "understand"),
    "apply": LangText.of("应用", "apply"),
    "analyse": LangText.of("分析", "analyse"),
    "evaluate": LangText.of("评价", "evaluate"),
    "create": LangText.of("创造", "create"),
}
STATUS_NAMES: Mapping[str, LangText] = {
    "draft": LangText.of("草稿", "draft"),
    "illustrative": LangText.of("示例图谱", "illustrative"),
    "published": LangText.of("已发布", "published"),
    "withdrawn": LangText.of("已撤回", "withdrawn"),
    "active": LangText.of("有效", "active"),
    "retired": LangText.of("已停用", "retired"),
}
#: Exam parts, weight tables and components of hours that maps commonly have.
EXAM_PART_NAMES: Mapping[str, LangText] = {
    "theory": LangText.of("理论", "theory"),
    "practical": LangText.of("实操", "practical"),
    "practice": LangText.of("实操", "practice"),
    "ability": LangText.of("能力", "ability"),
    "comprehensive": LangText.of("综合", "comprehensive"),
    "total": LangText.of("合计", "total"),
}


def exam_part_name(part: str) -> LangText:
    """Return what an exam part, weight table or component of hours is called: its own word, when we know no other."""
    return EXAM_PART_NAMES.get(part, LangText.of(part))
