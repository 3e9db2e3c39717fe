"""The sheet of words (词表): what the drop-down lists offer, and what it means."""

from __future__ import annotations

from collections.abc import Iterator

from competency_xml.exchange.workbook import words
from competency_xml.exchange.workbook.texts import DASH, MISSING
from competency_xml.exchange.workbook.writing.rows import SheetRow

#: Words that a map writes as they are; others may be written as well.
_FREE_WORDS = (
    ("科目 Part", "theory", "理论知识：学时、考核、权重", "Theory: hours, exam and weights"),
    ("科目 Part", "practical", "专业能力或技能考核", "Practical: exam and weights"),
    ("科目 Part", "practice", "实践学时", "Practice: hours"),
    ("科目 Part", "total", "总学时", "All hours together"),
    ("考核方式 Assessed by", "test", "笔试或机考", "A written or computer test"),
    ("考核方式 Assessed by", "case", "案例分析", "A case to analyse"),
    ("考核方式 Assessed by", "practical", "实操", "A practical task"),
    ("考核方式 Assessed by", "project", "项目或课题", "A project"),
    ("考核方式 Assessed by", "portfolio", "业绩材料", "A portfolio of work"),
    ("岗位类别 Category", "manager", "数字管理人员", "A role of digital management"),
    ("岗位类别 Category", "application", "数字应用人员", "A role of digital application"),
    ("关系 Relation", "isRelatedTo", "相关", "The two are related"),
    ("关系 Relation", "exactMatchOf", "完全相同", "The two are the same"),
    ("关系 Relation", "isPartOf", "是目标的一部分", "This is a part of the target"),
    ("关系 Relation", "isPeerOf", "与目标并列", "The two are peers"),
    ("关系 Relation", "isChildOf", "是目标的下级", "This stands below the target"),
    ("关系 Relation", "precedes", "先于目标", "This comes before the target"),
)


def word_rows() -> Iterator[SheetRow]:
    """Yield the rows of 词表."""
    for vocabulary in words.VOCABULARIES:
        for word in vocabulary.words:
            yield _row(f"{vocabulary.zh} {vocabulary.en}", word.shown, word.about_zh, word.about_en)
    level = "能力要求的等级 Level of requirements"
    yield _row(level, words.BASIC.shown, "各岗位共有，不属于任何等级", "Of no level: what all roles share")
    yield _row("权重 Weight", DASH, "不适用；不是 0", "It does not apply, which is not 0")
    yield _row(
        "标识 Id", f"…{MISSING}", "图谱里没有这个标识；请改成有的", "No part has this id; name one that is there"
    )
    for free in _FREE_WORDS:
        yield _row(*free)


def _row(field: str, word: str, about_zh: str, about_en: str) -> SheetRow:
    return {("field", ""): field, ("word", ""): word, ("meaning", ""): about_zh, ("english", ""): about_en}
