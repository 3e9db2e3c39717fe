"""JSON: values lost, doubled, exchanged with others of the document, replaced by values of other types."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from tests.fuzz.mutators.raw import mutated_bytes
from tests.fuzz.mutators.values import NUMBERS, text

_Place = tuple[Any, Any]


def mutated_json(content: bytes, random: Random, donor: bytes = b"") -> bytes:
    """Return a document with one to five changes to its values, mostly; else to its bytes."""
    whole = _loaded(content)
    if whole is None or random.random() < 0.08:
        return mutated_bytes(content, random)
    others = _places(_loaded(donor)) if donor and random.random() < 0.3 else []
    for _ in range(random.randint(1, 5)):
        places = _places(whole)
        if not places:
            break
        whole = _changed(whole, places, others or places, random)
    encoding = "utf-8" if random.random() < 0.97 else random.choice(("utf-16", "gb18030"))
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    return json.dumps(whole, ensure_ascii=random.random() < 0.1).encode(encoding, errors)


def _loaded(content: bytes) -> Any:
    """Return the document, or None where there is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _places(value: Any) -> list[_Place]:
    """Return every value below the root as (what holds it, key or index)."""
    found: list[_Place] = []
    pending = [value]
    while pending:
        holder = pending.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            found.append((holder, key))
            pending.append(holder[key])
    return found


def _changed(whole: Any, places: list[_Place], others: list[_Place], random: Random) -> Any:
    (holder, key), (other, other_key) = random.choice(places), random.choice(others)
    value = holder[key]
    match random.randrange(9):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list) and len(holder) < 1_000:
            holder[key:key] = [copy.deepcopy(value) for _ in range(random.choice((1, 1, 2, 40)))]
        case 2 | 3 if len(places) < 20_000:
            holder[key] = copy.deepcopy(other[other_key])
        case 4:
            holder[key], other[other_key] = copy.deepcopy(other[other_key]), copy.deepcopy(value)
        case 5 if isinstance(holder, dict):
            holder[random.choice((text(random), *(one for one in map(str, holder))))] = holder.pop(key)
        case 6:
            holder[key] = _other_type(value, random)
        case 7:
            return random.choice((value, [whole], {"CFPackage": whole}, whole))
        case _:
            holder[key] = text(random)
    return whole


def _other_type(value: Any, random: Random) -> Any:
    deep: Any = value
    for _ in range(random.choice((1, 3, 60))):
        deep = [deep]
    return random.choice((None, True, [], {}, [value], {"value": value}, random.choice(NUMBERS), str(value), deep))
