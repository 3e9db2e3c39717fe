"""What the page's script needs besides what stands in the page, as JSON that no text can break out of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import chain

from markupsafe import Markup
from pydantic import JsonValue

from competency_xml.model import Alignment, Item
from competency_xml.part_names import BLOOM_NAMES, PART_NAMES
from competency_xml.view.shared import Entry, SharedPair, Sharing
from competency_xml.view.sheets import Sheet
from competency_xml.view.wording import WORDS
from foundation.text import LangText

_Json = dict[str, JsonValue]
#: How many pairs of two roles are listed; the rest is counted.
_PAIRS_SHOWN = 60


def payload_json(sheets: Sequence[Sheet], sharing: Sharing) -> Markup:
    """Return the JSON, with every < written as an escape."""
    payload: _Json = {
        "words": {name: _text(text) for name, text in WORDS.items()},
        "names": {name: _text(text) for name, text in chain(PART_NAMES.items(), BLOOM_NAMES.items())},
        "items": {sheet.key: {item.id: facts for item in _items(sheet) if (facts := _facts(item))} for sheet in sheets},
        "units": [_unit_json(unit.label, [sheet.key for sheet in unit.sheets]) for unit in sharing.units],
        "pairs": _pairs(sharing),
        "terms": {term: [[unit, count] for unit, count in units.items()] for term, units in sharing.terms.items()},
    }
    plain = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return Markup(plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def _items(sheet: Sheet) -> Iterable[Item]:
    return chain(sheet.map.basic, sheet.items)


def _facts(item: Item) -> _Json:
    """Return what the details of an item show besides its text, kind, code and share; nothing that is empty."""
    source = item.source
    facts: _Json = {
        "description": _text(item.description),
        "assess": item.assess,
        "supports": list(item.supports),
        "replaced_by": list(item.replaced_by),
        "clause": None if source is None else source.clause,
        "source": None if source is None else " ".join(one for one in (source.document, source.place) if one),
        "alignments": [_alignment(one) for one in item.alignments],
    }
    return {name: value for name, value in facts.items() if value}


def _alignment(alignment: Alignment) -> _Json:
    return {
        "relation": alignment.relation,
        "what": " ".join(one for one in (alignment.framework, alignment.code) if one),
        "title": _text(alignment.title),
        "target": alignment.target,
    }


def _unit_json(label: LangText, sheets: list[str]) -> _Json:
    keys: list[JsonValue] = [*sheets]
    return {"label": _text(label), "sheets": keys}


def _pairs(sharing: Sharing) -> JsonValue:
    """Return [unit, unit, [[one, other, score, near] …]] for units that have any."""
    by_units: dict[tuple[int, int], list[SharedPair]] = {}
    for pair in sharing.pairs:
        by_units.setdefault(pair.units, []).append(pair)
    return [
        [*units, [[_ref(pair.one), _ref(pair.other), pair.shown, pair.near] for pair in pairs[:_PAIRS_SHOWN]]]
        for units, pairs in by_units.items()
    ]


def _ref(entry: Entry) -> list[JsonValue]:
    return [entry.sheet.key, entry.item.id]


def _text(text: LangText) -> dict[str, JsonValue]:
    return dict(text.root)
