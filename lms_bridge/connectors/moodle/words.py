"""Texts of a course as Moodle takes them: names on one line in all languages, HTML by language for its filter."""

from __future__ import annotations

from html import escape

from foundation.text import LangText

MAX_NAME_CHARACTERS = 255


def name(text: LangText, limit: int = MAX_NAME_CHARACTERS) -> str:
    """Return a name on one line: all its languages if they fit, else the first, cut if need be."""
    words = list(dict.fromkeys(" ".join(each.split()) for _, each in text.root if each.strip()))
    together = " / ".join(words)
    if len(together) <= limit:
        return together
    return words[0] if len(words[0]) <= limit else words[0][: limit - 1] + "…"


def inline(text: LangText) -> str:
    """Return plain text as HTML without blocks, marked by language for Moodle's filter."""
    return multilang([(tag, _lines(words)) for tag, words in text.root if words.strip()])


def block(text: LangText) -> str:
    """Return plain text as HTML paragraphs."""
    return multilang([(tag, f"<p>{_lines(words)}</p>") for tag, words in text.root if words.strip()])


def multilang(pages: list[tuple[str, str]]) -> str:
    """Return HTML per language as one; the spans stand next to each other, as the filter asks."""
    if len({html for _, html in pages}) < 2:
        return pages[0][1] if pages else ""
    return " ".join(f'<span lang="{tag}" class="multilang">{html}</span>' for tag, html in pages)


def _lines(words: str) -> str:
    return escape(words.strip(), quote=False).replace("\n", "<br>")
