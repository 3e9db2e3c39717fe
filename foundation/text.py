"""Text in the languages of the programme: zh-CN first, then en."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, RootModel, field_validator, model_serializer, model_validator

ZH = "zh-CN"
EN = "en"
LANGUAGES = (ZH, EN)


def both(zh: str, en: str) -> str:
    """Return one message for readers of both languages, Chinese first."""
    return f"{zh} / {en}"


def halves(text: str) -> tuple[str, str]:
    """Return the Chinese and the English of a message that `both` made; of any other text, twice the text.

    >>> halves(both("没有令牌", "no token"))
    ('没有令牌', 'no token')
    """
    zh, _, en = text.partition(" / ")
    return zh, en or zh


class LangText(RootModel[tuple[tuple[str, str], ...]]):
    """One text in one or more languages, kept verbatim: a frozen, ordered map of BCP 47 tag to text.

    Validates from a plain string (taken as zh-CN), a mapping, or pairs; serialises as a mapping. Order is
    zh-CN, en, then other tags alphabetically, so that equal texts have equal bytes.
    """

    model_config = ConfigDict(frozen=True)
    root: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _to_pairs(cls, value: Any) -> Any:
        if isinstance(value, str):
            return ((ZH, value),) if value else ()
        return tuple(value.items()) if isinstance(value, Mapping) else value

    @field_validator("root")
    @classmethod
    def _ordered(cls, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        if len(pairs) < 2:
            return pairs
        if len({tag for tag, _ in pairs}) < len(pairs):
            raise ValueError("a language is there twice")
        return tuple(sorted(pairs, key=_language_order))

    @model_serializer
    def _to_mapping(self) -> dict[str, str]:
        return dict(self.root)

    @classmethod
    def of(cls, zh: str | None = None, en: str | None = None) -> LangText:
        """Return a text from its Chinese and English wording; None leaves a language out."""
        pairs = ((ZH, zh), (EN, en))
        return cls(tuple((lang, text) for lang, text in pairs if text is not None))

    def __bool__(self) -> bool:
        return any(text for _, text in self.root)

    def get(self, lang: str) -> str | None:
        """Return the text in exactly this language, or None."""
        return next((text for tag, text in self.root if tag == lang), None)

    def saying(self, lang: str, text: str | None) -> LangText:
        """Return this text with another wording in one language; None leaves the language out.

        >>> LangText.of("能编制质量计划").saying("en", "Can draw up a quality plan").languages
        ('zh-CN', 'en')
        """
        others = {tag: wording for tag, wording in self.root if tag != lang}
        return LangText.model_validate(others if text is None else {**others, lang: text})

    def best(self, *langs: str) -> str:
        """Return the text in the first of `langs` there is, else in the first language there is, else ''."""
        for lang in langs or LANGUAGES:
            text = self.get(lang)
            if text is not None:
                return text
        return self.root[0][1] if self.root else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Tags in which there is a text, in order."""
        return tuple(tag for tag, _ in self.root)


def _language_order(pair: tuple[str, str]) -> tuple[int, str]:
    tag = pair[0]
    return (LANGUAGES.index(tag), tag) if tag in LANGUAGES else (len(LANGUAGES), tag)
