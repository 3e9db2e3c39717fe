"""Texts that end in half a word, told from the rest of the map: 业务管, where 管 is everywhere else 管理.

No dictionary: the evidence is the map's own usage, and it must be overwhelming, so that few breaks are seen and
sound texts raise no alarm. Over 3,397 sentences of Chinese technical prose in groups of 300: none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

#: So many texts are looked into, one by one.
_MAX_CANDIDATES = 200
#: The last character is used so often elsewhere …
_MIN_USES = 20
#: … nearly always goes on with the same next character …
_MIN_SHARE = 0.95
#: … and goes on so after this very character before it, at least so often.
_MIN_CONTINUATIONS = 2


def half_words(texts: Sequence[str]) -> dict[int, str]:
    """Return index → next character that is missing, for texts that break off inside a word."""
    ends = Counter(text[-1] for text in texts if text)
    candidates = [
        (index, text)
        for index, text in enumerate(texts)
        if len(text) > 2 and ends[text[-1]] == 1 and _is_chinese(text[-1])
    ]
    if not candidates:
        return {}
    body = "\n".join(texts) + "\n"
    found: dict[int, str] = {}
    for index, text in candidates[:_MAX_CANDIDATES]:
        missing = _missing_after(text[-2], text[-1], body)
        if missing is not None:
            found[index] = missing
    return found


def _missing_after(before: str, last: str, body: str) -> str | None:
    if body.count(last) <= _MIN_USES:
        return None
    pieces = body.split(last)
    nexts = Counter(piece[:1] for piece in pieces[1:])
    (successor, uses), *_ = nexts.most_common(1)
    goes_on = {character: count for character, count in nexts.items() if _is_chinese(character)}
    if not _is_chinese(successor) or sum(nexts.values()) - sum(goes_on.values()) > 1:
        return None  # it ends a word elsewhere too
    if uses < _MIN_SHARE * sum(goes_on.values()):
        return None
    pair = before + last
    continuations = body.count(pair) - 1
    same = body.count(pair + successor)
    return successor if same == continuations and same >= _MIN_CONTINUATIONS else None


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
