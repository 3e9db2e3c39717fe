"""Texts of a course as Moodle takes them: names on one line, HTML that shows one language or all of them.

Moodle's multi-language filter keeps the reader's language of adjacent `<span lang class="multilang">`; where an
administrator has not switched it on, both languages show, Chinese first. Names are not filtered everywhere, so they
hold both. Spec: docs/adr/0013-moodle-course.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from foundation.text import LangText

#: Length of most of Moodle's name columns, in characters.
MAX_NAME_CHARACTERS = 255
#: Length of a course's full name, in characters.
MAX_FULLNAME_CHARACTERS = 254
_NO_TAGS = str.maketrans("<>", "＜＞")
#: What Moodle takes for a character reference in a name, where it escapes every other ampersand.
_REFERENCE = re.compile(r"&(?=[A-Za-z0-9#]{1,8};)")
#: Where Moodle puts the address of an object's files; in an author's words it is only text.
_FILES = "@@PLUGINFILE@@"


def name(text: LangText, limit: int = MAX_NAME_CHARACTERS) -> str:
    """Return a name on one line: all its languages if they fit, else the first, cut if need be."""
    together = uncut(text)
    if len(together) <= limit:
        return together
    words = _words(text)
    return words[0] if len(words[0]) <= limit else words[0][: limit - 1] + "…"


def uncut(text: LangText) -> str:
    """Return a name on one line in all its languages, however long."""
    return " / ".join(_words(text))


def title(text: LangText, limit: int = MAX_NAME_CHARACTERS) -> str:
    """Return a name for where Moodle strips names of tags: of a course, section, activity or category."""
    return untagged(name(text, limit))


def untagged(words: str) -> str:
    """Return a name without what might be a tag or a character reference; it looks the same and is as long.

    Moodle refuses a course whose name its cleaning would change, and shows other names without what it takes for tags.
    """
    return _REFERENCE.sub("＆", words.translate(_NO_TAGS))


def literal(html: str) -> str:
    """Return an author's HTML without what Moodle would put an address in place of."""
    return html.replace(_FILES, "&#64;" + _FILES[1:])


def _words(text: LangText) -> list[str]:
    return list(dict.fromkeys(" ".join(each.split()) for _, each in text.root if each.strip()))


def label(text: LangText, limit: int = MAX_NAME_CHARACTERS) -> str:
    """Return a name as HTML, for the places where Moodle takes a name for HTML; the limit holds for the HTML."""
    html = literal(escape(name(text, limit), quote=False))
    shorter = limit
    while len(html) > limit:
        shorter -= len(html) - limit
        html = literal(escape(name(text, shorter), quote=False))
    return html


def inline(text: LangText) -> str:
    """Return plain text as HTML without blocks."""
    return by_language(text, _lines)


def block(text: LangText) -> str:
    """Return plain text as HTML paragraphs."""
    return by_language(text, lambda words: f"<p>{_lines(words)}</p>")


def by_language(text: LangText, html: Callable[[str], str]) -> str:
    """Return HTML made of each language's words, marked for the multi-language filter where there are several."""
    present = [(tag, html(words)) for tag, words in text.root if words.strip()]
    return multilang(present)


def multilang(pages: list[tuple[str, str]]) -> str:
    """Return HTML per language as one; the spans stand next to each other, as the filter asks."""
    if len({html for _, html in pages}) < 2:
        return pages[0][1] if pages else ""
    return " ".join(f'<span lang="{tag}" class="multilang">{html}</span>' for tag, html in pages)


def _lines(words: str) -> str:
    return literal(escape(words.strip(), quote=False)).replace("\n", "<br>")
