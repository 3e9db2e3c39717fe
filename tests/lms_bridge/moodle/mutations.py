"""Recorded answers with one part put wrong: what a broken plugin, a proxy, or a site that lies could answer."""

from __future__ import annotations

import base64
import copy
import gzip
import json
from random import Random
from typing import Any

from tests.lms_bridge.moodle.exchange import Exchange

#: Values in the place of any part of an answer.
JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 7, 10**18, 10**30, -(10**30), 1.5, 1e308, "", "0", "²", "x" * 300, "\x00", "\ud800",
    "9" * 5000, "../..", [], [None], ["x"], {}, {"x": []}, [[[[]]]],
)  # fmt: skip
_GONE = object()


def mutated(exchange: Exchange, random: Random) -> Exchange:
    """Return an exchange whose answer has one part replaced, doubled or left out; rows of a page are parts too."""
    answer = _opened(copy.deepcopy(exchange.answer))
    answer = _changed(answer, random)
    return exchange.model_copy(update={"answer": _closed(answer)})


def _changed(answer: Any, random: Random) -> Any:
    holder, key = random.choice([(None, None), *_places(answer)])
    junk = random.choice((_GONE, *JUNK))
    if holder is None:
        return None if junk is _GONE else junk
    if isinstance(holder, list) and random.random() < 0.2:
        holder.insert(key, copy.deepcopy(holder[key]))
    elif junk is _GONE:
        del holder[key]
    else:
        holder[key] = junk
    return answer


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in _places(value[key])]


def _opened(answer: Any) -> Any:
    """Return a page of the harvest with its rows as parts."""
    if not (isinstance(answer, dict) and isinstance(answer.get("rows"), str) and "encoding" in answer):
        return answer
    text = answer["rows"]
    if answer["encoding"] == "gzip":
        text = gzip.decompress(base64.b64decode(text)).decode()
    return {**answer, "rows": [json.loads(line) for line in text.splitlines()], "encoding": "plain"}


def _closed(answer: Any) -> Any:
    if isinstance(answer, dict) and isinstance(answer.get("rows"), list) and "cursor" in answer:
        return {**answer, "rows": "".join(json.dumps(row) + "\n" for row in answer["rows"])}
    return answer
