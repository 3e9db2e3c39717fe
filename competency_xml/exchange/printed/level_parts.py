"""What a level has beside its functions, as parts of the map: weights, hours, entry conditions and exam parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from competency_xml.exchange.printed.conditions.wordings import Conditions
from competency_xml.exchange.printed.draft import DraftBasic, DraftLevel, DraftWeights
from competency_xml.exchange.printed.weights.matching import bare_name, same_level
from competency_xml.exchange.printed.weights.parts import PART_ORDER
from competency_xml.model import Entry, ExamPart, Hours, ItemKind, Weight, Weights
from foundation.text import LangText

InLanguage = Callable[[str], LangText]
#: Basic requirements that every standard knows, and the last word of their ids.
_BASIC_IDS = {"职业道德": "ethics", "professionalethics": "ethics", "ethics": "ethics", "基础知识": "foundation"}


def basic_ids(basic: Sequence[DraftBasic]) -> list[str]:
    """Return the ids of basic requirements: `basic.ethics`, `basic.foundation`, others by their order `basic.b1` …"""
    ids: list[str] = []
    others = 0
    for one in basic:
        known = _BASIC_IDS.get(bare_name(one.text))
        others += known is None
        ids.append(f"basic.{known or f'b{others}'}")
    return ids


def basic_kind(basic: DraftBasic) -> ItemKind:
    """Return whether a basic requirement is knowledge or literacy."""
    return "knowledge" if "知识" in basic.text or "knowledge" in basic.text.lower() else "literacy"


def weights_of(draft: DraftLevel, ids: Mapping[int, str]) -> tuple[Weights, ...]:
    """Return the weight tables of a level. `ids` are the ids of drafted parts by identity."""
    ordered = sorted(draft.weights, key=lambda weights: PART_ORDER.index(weights.part))
    return tuple(
        Weights(
            part=weights.part,
            weights=tuple(Weight(ref=ids[id(one.target)], percent=one.percent) for one in weights.weights),
        )
        for weights in ordered
    )


def weight_places(weights: DraftWeights, ids: Mapping[int, str]) -> dict[str | None, str]:
    """Return where each weight of a table stands, by what it refers to; by None where their sum stands."""
    places: dict[str | None, str] = {None: weights.place}
    places.update((ids[id(one.target)], one.place) for one in weights.weights)
    return places


def hours_of(conditions: Conditions, level: DraftLevel) -> tuple[Hours, ...]:
    """Return the training hours of a level."""
    applies = _applies_to(level)
    return tuple(Hours(component=one.component, value=one.value) for one in conditions.hours if applies(one.level))


def entries_of(conditions: Conditions, level: DraftLevel, in_lang: InLanguage) -> tuple[Entry, ...]:
    """Return the entry conditions of a level; `in_lang` says in which language a text is."""
    applies = _applies_to(level)
    return tuple(Entry(code=one.code, text=in_lang(one.text)) for one in conditions.entries if applies(one.level))


def exams_of(conditions: Conditions, level: DraftLevel, in_lang: InLanguage) -> tuple[ExamPart, ...]:
    """Return the exam parts of a level; `in_lang` says in which language a text is."""
    applies = _applies_to(level)
    return tuple(
        ExamPart(
            part=one.part,
            label=in_lang(one.label),
            minutes=one.minutes,
            maximum=one.maximum,
            passing=one.passing,
        )
        for one in conditions.exams
        if applies(one.level)
    )


def _applies_to(level: DraftLevel) -> Callable[[str], bool]:
    return lambda label: not label or same_level(level.label, label)
