"""What a map says of itself: its base, its standard, and that an illustrative map states none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from competency_xml.check.doubts import Doubt, MapPart
from competency_xml.check.layout import MapLayout, Row
from competency_xml.check.references import is_absolute_iri
from competency_xml.model import CompetencyMap, InspiredBy
from competency_xml.standard_numbers import cites_number
from foundation.text import both

#: T/CEAMI 005-2025, as group standards (团体标准) are numbered.
_GROUP_STANDARD = re.compile(r"T(?<![A-Za-z]T)\s?[/／]\s?[A-Z]{2,12}\s?[0-9]{1,6}")


def statement_doubts(layout: MapLayout) -> Iterator[Doubt]:
    """Yield what is wrong with the map's own statement."""
    competency_map = layout.map
    if not is_absolute_iri(competency_map.base):
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
        yield from _citations(layout, competency_map.inspired_by)


def _standing(competency_map: CompetencyMap) -> Iterator[Doubt]:
    has_standard, is_inspired = competency_map.standard is not None, competency_map.inspired_by is not None
    if has_standard and is_inspired:
        yield _statement("不能既写 standard 又写 inspiredBy", "It has both a standard and inspiredBy")
    elif competency_map.status == "illustrative" and not is_inspired:
        yield _statement("示例图谱须写 inspiredBy，不写 standard", "An illustrative map has inspiredBy, no standard")
    elif competency_map.status in ("published", "withdrawn") and not has_standard:
        yield _statement("正式图谱须写 standard", "A published map states its standard")


def _citations(layout: MapLayout, inspired_by: InspiredBy) -> Iterator[Doubt]:
    """An illustrative map carries no number and no clause of the standard that inspired it.

    Numbers of other standards are knowledge: who asks for GB/T 19001 names it. Group standards are not named so.
    """
    if any(cites_number(text) for title in (layout.map.title, inspired_by.title) for _, text in title.root):
        yield _statement("示例图谱的标题不能写标准号", "The title of an illustrative map cites a standard's number")
    if any(_GROUP_STANDARD.search(text) for _, text in inspired_by.note.root):
        yield _statement("取材说明不能写团体标准号", "The note on what inspired it cites a group standard's number")
    labels = [text for row in layout.rows for _, text in row.texts]
    descriptions = [text for row in layout.rows for _, text in row.descriptions]
    names_one = _GROUP_STANDARD.search("\n".join((*labels, *descriptions))) is not None
    for row in layout.rows:
        source = row.source
        if source is not None and (source.clause is not None or _names_standard(source.document)):
            yield _citation(row.part, "示例图谱不能引用标准条款", "An illustrative map cites no clause of a standard")
        elif names_one and any(map(_GROUP_STANDARD.search, _texts(row))):
            yield _citation(
                row.part, "示例图谱不能写团体标准号", "An illustrative map cites no group standard's number"
            )


def _texts(row: Row) -> list[str]:
    return [text for _, text in row.texts + row.descriptions]


@lru_cache(maxsize=64)
def _names_standard(document: str | None) -> bool:
    return document is not None and _GROUP_STANDARD.search(document) is not None


def _citation(part: MapPart, zh: str, en: str) -> Doubt:
    remedy = both("请删除条款或标准号", "Remove the clause or number")
    return Doubt("MAP-STATEMENT", part, both(zh, en), remedy, "error")


def _statement(zh: str, en: str) -> Doubt:
    return Doubt("MAP-STATEMENT", None, both(zh, en), both("见 docs/maps.md", "See docs/maps.md"), "error")
