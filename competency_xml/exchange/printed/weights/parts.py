"""Words of weight tables and exams: which exam part (理论知识, 专业能力 …) a text is about."""

from __future__ import annotations

import re

THEORY = "theory"
PRACTICAL = "practical"
REVIEW = "review"
PART_ORDER = (THEORY, PRACTICAL, REVIEW)
#: What a part is called, and what its name in a title, a row or a heading holds. The first that fits counts.
_PARTS: dict[str, str] = {
    REVIEW: "综合评审|综合评价|答辩|业绩评审",
    THEORY: "理论|(?:相关|专业|基础)?知识",
    PRACTICAL: "(?:专业|职业|操作|实践|岗位)?(?:能力|技能)|实操|实际操作|实践操作|操作",
}
_END = "(?:考试|考核|评审|评价|鉴定|测试|权重|比重|要求|部分|表|[\\s（）()%％])*"
_NAMED = {part: re.compile(f"(?:{words})(?:知识)?{_END}") for part, words in _PARTS.items()}
_HELD = {part: re.compile(words) for part, words in _PARTS.items()}
_ENGLISH = {
    "theory": THEORY,
    "knowledge": THEORY,
    "practical": PRACTICAL,
    "skill": PRACTICAL,
    "skills": PRACTICAL,
    "ability": PRACTICAL,
}


def says_weights(text: str) -> bool:
    """Return whether a text speaks of a weight table."""
    return "权重" in text or "比重表" in text or "weight" in text.lower()


def part_named(text: str) -> str | None:
    """Return the part that a heading or a row's name is, or None: 理论知识, 技能要求（%）."""
    words = text.strip()
    return next((part for part, pattern in _NAMED.items() if pattern.fullmatch(words)), _ENGLISH.get(words.lower()))


def part_in(title: str) -> str | None:
    """Return the part that a title speaks of, or None where it speaks of none or of several."""
    found = [part for part, pattern in _HELD.items() if pattern.search(title)]
    if not found:
        found = list(dict.fromkeys(part for word, part in _ENGLISH.items() if word in title.lower()))
    return found[0] if len(found) == 1 else None
