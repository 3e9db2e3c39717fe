"""Languages of foreign frameworks: their tags as a map writes them, and a guess where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from competency_xml.check.doubts import parts_in
from competency_xml.model import CompetencyMap
from foundation.text import EN, LANGUAGES, ZH, LangText

_TAG = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_MANDARIN = ("zh", "zho", "chi", "cmn", "zh-cn", "zh-hans", "zh-hans-cn", "chinese", "中文", "简体中文")
_ENGLISH = ("en", "eng", "english", "en-us", "en-gb")
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")


def language_tag(words: str | None) -> str | None:
    """Return a language as a map writes it (zh, zho, zh_CN give zh-CN; en-US gives en), or None for no language."""
    tag = (words or "").strip().replace("_", "-")
    if tag.lower() in _MANDARIN:
        return ZH
    if tag.lower() in _ENGLISH:
        return EN
    return tag if _TAG.fullmatch(tag) else None


def guessed_language(texts: Iterable[str]) -> str:
    """Return the language of texts that do not say: zh-CN, ja or en, by their script."""
    sample = "".join(texts)[:20_000]
    if _KANA.search(sample):
        return "ja"
    return ZH if _HAN.search(sample) else EN


def main_language(competency_map: CompetencyMap) -> str:
    """Return the language in which a map is told where only one can be: zh-CN or en if any label is, else the first."""
    found: dict[str, None] = {}
    for text in (competency_map.title, *(part.label for part in parts_in(competency_map))):
        for tag, wording in text.root:
            if wording:
                found.setdefault(tag)
    return next((tag for tag in (*LANGUAGES, *found) if tag in found), ZH)


def told_wordings(text: LangText, lang: str) -> list[tuple[str, str]]:
    """Return languages and wordings of a text where one statement says one thing: `lang` first, none that is empty.

    Of several tags for one language (en and en-GB) the first is told.
    """
    wordings = sorted(
        ((tag, wording) for tag, wording in text.root if wording.strip()), key=lambda pair: pair[0] != lang
    )
    by_language: dict[str | None, tuple[str, str]] = {}
    for pair in wordings:
        by_language.setdefault(language_tag(pair[0]), pair)
    return list(by_language.values())


def told_wording(text: LangText, lang: str) -> tuple[str, str] | None:
    """Return language and wording of a text where only one is told: in `lang` if it is not empty, else the first."""
    return next(iter(told_wordings(text, lang)), None)
