"""Descriptions in Moodle, which are HTML ⇄ texts of a map.

A full label stands in a paragraph of its own in bold, the description in the next; several languages stand in the
spans that Moodle's multi-language filter knows.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from competency_xml.exchange.framework.language import language_tag
from foundation.text import LangText

_BLOCKS = ("p", "div", "li", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre")
_BREAKS = re.compile("\n")
_TAG = "<(?P<closing>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)(?P<attributes>[^<>]*)>"
_TOKENS = re.compile(_TAG + "|(?:[^<]++|<(?!/?[A-Za-z][^<>]*>))+")
_COMMENTS = re.compile("<!--.*?-->", re.DOTALL)
_LANG = re.compile(r"""\blang=["']?([A-Za-z0-9_-]+)""")
_TAGS = re.compile("<[^>]{0,1000}>")
#: Longer descriptions are not taken apart, only freed of their tags.
_MAX_CHARACTERS = 20_000


@dataclass
class Paragraph:
    """A paragraph: whether all of it is bold, and its text by language, '' for one that is not named."""

    bold: bool = True
    texts: dict[str, list[str]] = field(default_factory=dict)

    def said(self, lang: str) -> LangText:
        """Return its text; what names no language is in `lang`."""
        texts = {(language_tag(tag) or lang): "".join(said).strip() for tag, said in self.texts.items()}
        return LangText.model_validate({tag: text for tag, text in texts.items() if text})


def paragraph(text: LangText, lang: str, *, bold: bool = False) -> str:
    """Return a text as a paragraph, in spans by language where it has more than one; `lang` is the main one."""
    wordings = [(tag, wording) for tag, wording in text.root if wording.strip()]
    if not wordings:
        return ""
    if [tag for tag, _ in wordings] == [lang]:
        inner = _escaped(wordings[0][1])
    else:
        inner = "".join(
            f'<span lang="{tag.lower().replace("-", "_")}" class="multilang">{_escaped(wording)}</span>'
            for tag, wording in wordings
        )
    return f"<p><strong>{inner}</strong></p>" if bold else f"<p>{inner}</p>"


def paragraphs_in(description: str, description_format: str) -> list[Paragraph]:
    """Return the paragraphs of a description: of HTML its text, of other formats one paragraph as it stands."""
    if not is_html(description_format):
        text = description.strip()
        return [Paragraph(bold=False, texts={"": [text]})] if text else []
    if len(description) > _MAX_CHARACTERS:
        return [Paragraph(bold=False, texts={"": [html.unescape(_TAGS.sub(" ", description))]})]
    reader = _Reader()
    reader.read(description)
    return [one for one in reader.paragraphs if any(text.strip() for texts in one.texts.values() for text in texts)]


def is_html(description_format: str) -> bool:
    """Return whether Moodle takes a description for HTML: its own automatic format is HTML too."""
    return description_format in ("0", "1", "")


def safe_html(text: str) -> str:
    """Return HTML in which a quotation mark behind a backslash is a reference: PHP would not see where a cell ends."""
    return text.replace('\\"', "\\&quot;")


class _Reader:
    """Takes HTML apart tag by tag, in one pass however it is written; what is no tag is text."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = [Paragraph()]
        self._bold = 0
        self._lang = ""
        self._hidden = 0

    def read(self, description: str) -> None:
        """Take a description in."""
        for found in _TOKENS.finditer(_without_comments(description)):
            closing, tag, attributes = found["closing"], (found["tag"] or "").lower(), found["attributes"] or ""
            if not tag:
                self._text(found[0])
            elif closing:
                self._end(tag)
            else:
                self._start(tag, attributes)

    def _start(self, tag: str, attributes: str) -> None:
        if tag in _BLOCKS:
            self.paragraphs.append(Paragraph())
        elif tag == "br":
            self._say("\n")
        elif tag in ("strong", "b"):
            self._bold += 1
        elif tag in ("script", "style"):
            self._hidden += 1
        elif tag == "span" and "multilang" in attributes:
            found = _LANG.search(attributes)
            self._lang = found[1] if found else ""

    def _end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.paragraphs.append(Paragraph())
        elif tag in ("strong", "b"):
            self._bold = max(0, self._bold - 1)
        elif tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        elif tag == "span":
            self._lang = ""

    def _text(self, text: str) -> None:
        if not self._hidden:
            self._say(html.unescape(_BREAKS.sub(" ", text)))

    def _say(self, text: str) -> None:
        last = self.paragraphs[-1]
        if not self._bold and text.strip():
            last.bold = False
        last.texts.setdefault(self._lang, []).append(text)


def _without_comments(description: str) -> str:
    """Return HTML without comments; one that does not end is none, and is not looked for again and again."""
    end = description.rfind("-->") + len("-->")
    return _COMMENTS.sub("", description[:end]) + description[end:] if "-->" in description else description


def _escaped(text: str) -> str:
    """Return a text as HTML."""
    escaped = safe_html(html.escape(text, quote=False))
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br />")
