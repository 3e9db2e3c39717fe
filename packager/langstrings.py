"""Texts in several languages as elements with a language attribute, for cmi5.xml and tincan.xml."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.text import ZH, LangText


def lines(*texts: LangText) -> Iterator[tuple[str, str]]:
    """Yield (language, text) of the first text that says something, on one line each; ("zh-CN", "") never."""
    for text in texts:
        pairs = [(tag, " ".join(words.split())) for tag, words in text.root if words.strip()]
        if pairs:
            yield from pairs
            return
    yield ZH, "—"
