"""The texts of a part, language by language, and what changed in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from competency_xml.diff.model import TextChange
from competency_xml.diff.words import word_changes
from competency_xml.model import Role
from competency_xml.places import MapPart
from foundation.text import LANGUAGES

_Field = Literal["label", "description", "duty"]


def text_changes(old: MapPart, new: MapPart) -> tuple[TextChange, ...]:
    """Return what changed in label, description and duties, zh-CN first."""
    olds, news = _texts(old), _texts(new)
    return tuple(
        TextChange(
            field=field,
            lang=lang,
            old=olds.get((field, lang)),
            new=news.get((field, lang)),
            words=word_changes(olds.get((field, lang), ""), news.get((field, lang), "")),
        )
        for field, lang in sorted({*olds, *news}, key=_reading_order)
        if olds.get((field, lang)) != news.get((field, lang))
    )


def _texts(part: MapPart) -> dict[tuple[_Field, str], str]:
    return {(field, lang): text for field, lang, text in _all_texts(part)}


def _all_texts(part: MapPart) -> Iterator[tuple[_Field, str, str]]:
    for lang, text in part.label.root:
        yield "label", lang, text
    for lang, text in part.description.root:
        yield "description", lang, text
    if isinstance(part, Role):
        for lang in sorted({lang for duty in part.duty for lang in duty.languages}):
            yield "duty", lang, "\n".join(duty.get(lang) or "" for duty in part.duty)


def _reading_order(place: tuple[_Field, str]) -> tuple[int, int, str]:
    field, lang = place
    fields: tuple[_Field, ...] = ("label", "description", "duty")
    return fields.index(field), LANGUAGES.index(lang) if lang in LANGUAGES else len(LANGUAGES), lang
