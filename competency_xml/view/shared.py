"""What roles (or levels) share: near-alike items, common basics, and the systems and standards that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from competency_xml.model import Item
from competency_xml.similarity import NEAR_ALIKE, NearTexts, Wording
from competency_xml.view.sheets import Sheet, Unit

#: Below the threshold, the closest texts of two roles are still shown, as what they come nearest to sharing.
RELATED = 0.35
#: How many merely related pairs of two roles are shown.
_RELATED_SHOWN = 3
#: So many pairs are kept at most, the most alike first: maps that are copies of each other need no full list.
_MOST_PAIRS = 200_000
#: With up to this many different texts, this many are compared with each one; beyond it fewer, for near-alikes alone.
_MANY, _LOOKS, _LOOKS_OF_MANY = 4_000, 24, 6
#: MES, OPC UA, 5G is none; GB/T 39116.
_STANDARD = r"(?:[A-Z]{2,5}/[A-Z]|GB|ISO|IEC|ISA)[ ]?[0-9]{2,6}(?:\.[0-9]{1,3})?"
_SYSTEM = r"[A-Z]+&[A-Z]+|[A-Z]{2,}[0-9]*(?:[ ][A-Z]{2,}[0-9]*)*"
_TERM = re.compile(rf"(?<![A-Za-z0-9&])(?:{_STANDARD}|{_SYSTEM})(?![A-Za-z0-9&])")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An item of a unit, with the sheet on which it stands; `basic` is a basic requirement."""

    unit: int
    sheet: Sheet
    item: Item
    basic: bool


@dataclass(frozen=True, slots=True)
class SharedPair:
    """Two items of two units, the earlier unit first, and how alike they are."""

    one: Entry
    other: Entry
    score: float

    @property
    def units(self) -> tuple[int, int]:
        """The numbers of the two units."""
        return self.one.unit, self.other.unit

    @property
    def near(self) -> bool:
        """Whether the two are near-alike, and not merely related."""
        return self.score >= NEAR_ALIKE

    @property
    def shown(self) -> float:
        """The score as it is shown: cut, not rounded, so that what is below the threshold looks so."""
        return int(self.score * 100) / 100

    @property
    def basic(self) -> bool:
        """Whether both are basic requirements."""
        return self.one.basic and self.other.basic


@dataclass(frozen=True)
class Sharing:
    """What units share. `terms` maps what is named in two units or more to how often each unit names it."""

    units: tuple[Unit, ...]
    pairs: tuple[SharedPair, ...]
    terms: dict[str, dict[int, int]] = field(default_factory=dict)

    @cached_property
    def near_counts(self) -> dict[tuple[int, int], int]:
        """Two units → how many items of the one that has fewer are near-alike to one of the other; basics apart."""
        sides: dict[tuple[int, int], tuple[set[str], set[str]]] = {}
        for pair in self.pairs:
            if pair.near and not pair.basic:
                ones, others = sides.setdefault(pair.units, (set(), set()))
                ones.add(pair.one.item.id)
                others.add(pair.other.item.id)
        return {units: min(len(ones), len(others)) for units, (ones, others) in sides.items()}

    @cached_property
    def term_counts(self) -> dict[tuple[int, int], int]:
        """Two units → how many systems and standards both name."""
        counts: dict[tuple[int, int], int] = {}
        for units in self.terms.values():
            numbers = sorted(units)
            for position, one in enumerate(numbers):
                for other in numbers[position + 1 :]:
                    counts[one, other] = counts.get((one, other), 0) + 1
        return counts

    def closest(self, most: int) -> list[SharedPair]:
        """Return what comes nearest to being shared, and is not near-alike."""
        return sorted((pair for pair in self.pairs if not pair.near), key=lambda pair: -pair.score)[:most]

    def groups(self, *, basic: bool) -> list[list[Entry]]:
        """Return the items that are near-alike across units, as groups: basics, or all others. Most units first."""
        leader: dict[Entry, Entry] = {}

        def lead(entry: Entry) -> Entry:
            while (above := leader.setdefault(entry, entry)) is not entry:
                leader[entry] = entry = leader[above]
            return entry

        for pair in self.pairs:
            if pair.near and pair.basic == basic:
                leader[lead(pair.other)] = lead(pair.one)
        groups: dict[Entry, list[Entry]] = {}
        for entry in sorted(leader, key=lambda entry: (entry.unit, _place(entry))):
            groups.setdefault(lead(entry), []).append(entry)
        return sorted(groups.values(), key=lambda group: -len({entry.unit for entry in group}))


def sharing_of(units: Sequence[Unit]) -> Sharing:
    """Return what units share; nothing when there is one."""
    if len(units) < 2:
        return Sharing(tuple(units), ())
    entries = [entry for unit in units for entry in _entries(unit)]
    return Sharing(tuple(units), tuple(_kept(islice(_pairs(entries), _MOST_PAIRS))), _terms(entries))


def terms_in(text: str) -> list[str]:
    """Return the systems and standards that a text names.

    >>> terms_in("能在MES中核对GB/T 39116的要求，OPC UA采集，3D与Kappa不算")
    ['MES', 'GB/T 39116', 'OPC UA']
    """
    return [found[0] for found in _TERM.finditer(text)]


def _entries(unit: Unit) -> Iterator[Entry]:
    for basic in unit.basics:
        yield Entry(unit.number, unit.sheets[0], basic, basic=True)
    for sheet, item in unit.items:
        yield Entry(unit.number, sheet, item, basic=False)


def _pairs(entries: Sequence[Entry]) -> Iterator[SharedPair]:
    """Yield every two entries of different units that are related, the most alike first."""
    same: dict[tuple[str, ...], list[Entry]] = {}
    wordings: dict[tuple[str, ...], Wording] = {}
    for entry in entries:
        wording = Wording(entry.item.label.best())
        if wording.words:
            same.setdefault(wording.words, []).append(entry)
            wordings.setdefault(wording.words, wording)
    texts = list(wordings)
    least, looks = (RELATED, _LOOKS) if len(texts) <= _MANY else (NEAR_ALIKE, _LOOKS_OF_MANY)
    near = NearTexts([wordings[words] for words in texts], wordings.values())
    found = {
        (min(number, other), max(number, other)): score
        for number, words in enumerate(texts)
        for other, score in near.near(wordings[words], least, looks=looks)
    }
    for (number, other), score in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        yield from _across(same[texts[number]], same[texts[other]], score, same_text=number == other)


def _across(ones: list[Entry], others: list[Entry], score: float, *, same_text: bool) -> Iterator[SharedPair]:
    for one in ones:
        for other in others:
            if one.unit < other.unit:
                yield SharedPair(one, other, score)
            elif other.unit < one.unit and not same_text:
                yield SharedPair(other, one, score)


def _kept(pairs: Iterator[SharedPair]) -> list[SharedPair]:
    """Return the pairs by units, the most alike first: all that are near-alike, and the closest of the others."""
    ordered = sorted(pairs, key=lambda pair: (pair.units, -pair.score, _place(pair.one), _place(pair.other)))
    kept: list[SharedPair] = []
    related: dict[tuple[int, int], int] = {}
    for pair in ordered:
        if not pair.near:
            related[pair.units] = related.get(pair.units, 0) + 1
        if pair.near or related[pair.units] <= _RELATED_SHOWN:
            kept.append(pair)
    return kept


def _terms(entries: Sequence[Entry]) -> dict[str, dict[int, int]]:
    counts: dict[str, dict[int, int]] = {}
    for entry in entries:
        for term in dict.fromkeys(terms_in(entry.item.label.best())):
            by_unit = counts.setdefault(term, {})
            by_unit[entry.unit] = by_unit.get(entry.unit, 0) + 1
    shared = {term: units for term, units in counts.items() if len(units) > 1}
    return dict(sorted(shared.items(), key=lambda one: (-len(one[1]), -sum(one[1].values()), one[0])))


def _place(entry: Entry) -> str:
    return f"{entry.sheet.key}/{entry.item.id}"
