"""Hypothesis strategies: any competency map the model can hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from competency_xml.model import (
    BLOOM_LEVELS,
    ITEM_KINDS,
    Alignment,
    CompetencyMap,
    Entry,
    ExamPart,
    Foreign,
    Function,
    Hours,
    InspiredBy,
    Item,
    Level,
    Role,
    Source,
    Standard,
    Weight,
    Weights,
    Work,
)
from foundation.text import LangText

_CHARACTERS = st.one_of(
    st.sampled_from(" \t\n\r\u3000，。“”（）ＡＢ１２<>&\"'—×𠮷能在"),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
)
texts = st.text(_CHARACTERS, max_size=12)
ids = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=10)
optional_texts = st.none() | texts
languages = st.sampled_from(["zh-CN", "en", "de", "zh-Hant-TW"])
lang_texts = st.dictionaries(languages, texts, max_size=3).map(LangText.model_validate)
decimals = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=10**6)
moments = st.none() | st.datetimes(
    min_value=datetime(1970, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(hours=9, minutes=30))]),
)
sources = st.none() | st.builds(
    Source,
    clause=optional_texts,
    row=st.none() | st.integers(0, 10**6),
    document=optional_texts,
    place=optional_texts,
)
alignments = st.builds(
    Alignment,
    target=texts,
    relation=st.sampled_from(["isRelatedTo", "exactMatchOf"]),
    framework=optional_texts,
    code=optional_texts,
    title=lang_texts,
)
foreign = st.builds(Foreign, format=st.sampled_from(["case", "else"]), name=texts, value=texts)
exams = st.builds(
    ExamPart,
    part=texts,
    label=lang_texts,
    minutes=st.none() | st.integers(0, 10**4),
    maximum=decimals,
    passing=decimals,
)
hours = st.builds(Hours, component=texts, value=decimals.map(lambda value: value or Decimal("1E+2")))
entries = st.builds(Entry, code=optional_texts, text=lang_texts)
weights = st.builds(
    Weights, part=texts, weights=st.lists(st.builds(Weight, ref=ids, percent=decimals), max_size=3).map(tuple)
)


def _several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


#: Strategies are made once: making one takes longer than drawing from it.
_UP_TO_TWO = st.integers(0, 2)
_UUIDS = st.integers(0, 2**128 - 1).map(lambda number: UUID(int=number))
_REFERENCES = _several(ids)
_NAMED = st.fixed_dictionaries(
    {
        "uuid": _UUIDS,
        "code": optional_texts,
        "label": lang_texts,
        "description": lang_texts,
        "status": st.sampled_from(["active", "retired"]),
        "replaced_by": _REFERENCES,
        "source": sources,
        "alignments": _several(alignments),
        "foreign": _several(foreign),
    }
)
_OF_ITEMS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(ITEM_KINDS),
        "bloom": st.none() | st.sampled_from(BLOOM_LEVELS),
        "assess": optional_texts,
        "critical": st.booleans(),
        "supports": _REFERENCES,
    }
)
_OF_LEVELS = st.fixed_dictionaries(
    {
        "direction": lang_texts,
        "entry": _several(entries),
        "hours": _several(hours),
        "exams": _several(exams),
        "weights": _several(weights),
    }
)
_OF_ROLES = st.fixed_dictionaries({"category": optional_texts, "duty": _several(lang_texts)})
_OF_MAPS = st.fixed_dictionaries(
    {
        "base": texts,
        "version": texts,
        "status": st.sampled_from(["draft", "illustrative", "published", "withdrawn"]),
        "modified": moments,
        "title": lang_texts,
        "standard": st.none()
        | st.builds(Standard, number=texts, title=lang_texts, version=optional_texts, publisher=lang_texts),
        "inspired_by": st.none() | st.builds(InspiredBy, title=lang_texts, note=lang_texts),
        "foreign": _several(foreign),
    }
)


class _Parts:
    """Gives parts ids that are unique in one map, in drawing order."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._taken: set[str] = set()

    def named(self) -> dict[str, Any]:
        part_id = self._draw(ids)
        while part_id in self._taken:
            part_id += "'"
        self._taken.add(part_id)
        return {"id": part_id, **self._draw(_NAMED)}

    def items(self) -> Sequence[Item]:
        return [Item(**self.named(), **self._draw(_OF_ITEMS)) for _ in self._some()]

    def functions(self) -> Sequence[Function]:
        return [
            Function(**self.named(), works=tuple(Work(**self.named(), items=tuple(self.items())) for _ in self._some()))
            for _ in self._some()
        ]

    def levels(self) -> Sequence[Level]:
        return [
            Level(**self.named(), **self._draw(_OF_LEVELS), functions=tuple(self.functions())) for _ in self._some()
        ]

    def roles(self) -> Sequence[Role]:
        return [Role(**self.named(), **self._draw(_OF_ROLES), levels=tuple(self.levels())) for _ in self._some()]

    def _some(self) -> range:
        return range(self._draw(_UP_TO_TWO))


@st.composite
def competency_maps(draw: st.DrawFn) -> CompetencyMap:
    """Draw a map with any of its optional parts."""
    parts = _Parts(draw)
    return CompetencyMap(**draw(_OF_MAPS), basic=tuple(parts.items()), roles=tuple(parts.roles()))
