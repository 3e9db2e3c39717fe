"""Texts in several languages, where a source has one of them: what is new, what is carried over, what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from competency_xml.similarity import Wording
from foundation.text import LangText


def laid_over(old: LangText, new: LangText) -> LangText:
    """Return the new text, and the old one in languages that the new one is not in."""
    said = dict(new.root)
    if all(said.get(lang) for lang, _ in old.root):
        return new
    return LangText(
        {**dict(old.root), **{lang: text for lang, text in said.items() if text or lang not in old.languages}}
    )


def is_changed(old: LangText, new: LangText) -> bool:
    """Return whether a language that both have has other words now; spaces and punctuation are no words."""
    news = dict(new.root)
    return any(
        text != news.get(lang, text) and Wording(text).words != Wording(news[lang]).words for lang, text in old.root
    )


def stale_languages(old: LangText, new: LangText, now: LangText) -> tuple[str, ...]:
    """Return languages whose text is that of the old wording, although the source has changed the wording."""
    if not is_changed(old, new):
        return ()
    before = dict(old.root)
    return tuple(lang for lang, text in now.root if text and before.get(lang) == text)


def translated(olds: Iterable[LangText], news: Iterable[LangText]) -> Iterator[LangText]:
    """Yield the new texts, with the other languages of old ones that say the same in a language of both."""
    known = {(lang, Wording(text).words): old for old in olds for lang, text in old.root if text.strip()}
    for new in news:
        same = (known.get((lang, Wording(text).words)) for lang, text in new.root)
        old = next((found for found in same if found is not None), None)
        yield new if old is None else laid_over(old, new)
