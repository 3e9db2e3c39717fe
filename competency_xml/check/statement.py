"""What a map says of itself: its base, its standard, and that an illustrative map states none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from competency_xml.check.doubts import Doubt, parts_in
from competency_xml.model import CompetencyMap
from competency_xml.standard_numbers import cites_number
from foundation.text import LangText, both

_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def statement_doubts(competency_map: CompetencyMap) -> Iterator[Doubt]:
    """Yield what is wrong with the map's own statement."""
    if not _ABSOLUTE_IRI.fullmatch(competency_map.base):
        yield Doubt(
            "MAP-BASE",
            None,
            both(f"base 不是完整的 IRI：{competency_map.base}", f"The base is no absolute IRI: {competency_map.base}"),
            both("例如 https://example.org/cm/", "Such as https://example.org/cm/"),
            "error",
        )
    if not any(True for _ in competency_map.items()):
        yield Doubt(
            "MAP-EMPTY",
            None,
            both("图谱里没有任何能力项", "The map holds no item"),
            both("请补上能力要求", "Add what is asked for"),
            "error",
        )
    yield from _standing(competency_map)
    if competency_map.inspired_by is not None:
        yield from _citations(competency_map)


def _standing(competency_map: CompetencyMap) -> Iterator[Doubt]:
    has_standard, is_inspired = competency_map.standard is not None, competency_map.inspired_by is not None
    if has_standard and is_inspired:
        yield _statement("不能既写 standard 又写 inspiredBy", "It has both a standard and inspiredBy")
    elif competency_map.status == "illustrative" and not is_inspired:
        yield _statement("示例图谱须写 inspiredBy，不写 standard", "An illustrative map has inspiredBy, no standard")
    elif competency_map.status in ("published", "withdrawn") and not has_standard:
        yield _statement("正式图谱须写 standard", "A published map states its standard")


def _citations(competency_map: CompetencyMap) -> Iterator[Doubt]:
    """An illustrative map carries no number and no clause of a standard."""
    inspired_by = competency_map.inspired_by
    titles: tuple[LangText, ...] = (competency_map.title,)
    if inspired_by is not None:
        titles = (competency_map.title, inspired_by.title)
    if any(cites_number(text) for title in titles for _, text in title.root):
        yield _statement("示例图谱的标题不能写标准号", "The title of an illustrative map cites a standard's number")
    for part in parts_in(competency_map):
        if part.source is not None and part.source.clause is not None:
            yield Doubt(
                "MAP-STATEMENT",
                part,
                both("示例图谱不能引用标准条款", "An illustrative map cites no clause of a standard"),
                both("请删除 clause", "Remove the clause"),
                "error",
            )


def _statement(zh: str, en: str) -> Doubt:
    return Doubt("MAP-STATEMENT", None, both(zh, en), both("见 docs/maps.md", "See docs/maps.md"), "error")
