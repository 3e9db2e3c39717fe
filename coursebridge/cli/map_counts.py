"""How many parts a map has, in words."""

from __future__ import annotations

from collections.abc import Mapping

from foundation.text import both

_COUNT_WORDS = {
    "levels": ("等级", "levels"),
    "functions": ("职业功能", "functions"),
    "works": ("工作内容", "works"),
    "abilities": ("能力要求", "abilities"),
    "knowledge": ("知识要求", "knowledge"),
    "experience": ("经验要求", "experience"),
    "literacy": ("素养要求", "literacy"),
}


def counted(counts: Mapping[str, int]) -> str:
    """Return counts by `map_counts` in both languages; what there is none of is left out."""
    zh = "，".join(f"{_COUNT_WORDS[key][0]} {count}" for key, count in counts.items() if count)
    en = ", ".join(f"{count} {_COUNT_WORDS[key][1]}" for key, count in counts.items() if count)
    return both(zh, en)
