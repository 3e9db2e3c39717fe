"""Rows of 能力要求: what each belongs to. A row says so itself; where it does not, it belongs to the row above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from competency_xml.exchange.workbook import words
from competency_xml.exchange.workbook.reading.draft import Draft, DraftMap, PartType
from competency_xml.exchange.workbook.reading.index import PartIndex
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.exchange.workbook.reading.rows import KnownRow

_LEVEL = frozenset(("level",))
_ABOVE: dict[PartType, PartType] = {"work": "function", "item": "work"}


@dataclass(frozen=True)
class _Spot:
    """A row among the others: the level that it or a row above names, and the function and work above it."""

    draft: Draft
    level_word: str
    above: dict[PartType, Draft]

    @property
    def level_named(self) -> bool:
        """Whether the row names its level itself."""
        return bool(self.draft.record.words_of("level"))


class RequirementPlacer:
    """Puts functions, works and items where they belong: functions first, for works and items may refer to them."""

    def __init__(self, made: DraftMap, index: PartIndex, notes: WorkbookNotes) -> None:
        self._made = made
        self._index = index
        self._notes = notes
        self._levels = [level for role in made.roles for level in role.children]

    def place(self, rows: Iterable[KnownRow]) -> None:
        """Place every row; what cannot be placed is noted and left out."""
        spots = list(_spots(rows))
        for spot in spots:
            if spot.draft.type == "function":
                self._place_function(spot)
        for wanted in ("work", "item"):
            for spot in spots:
                if spot.draft.type == wanted:
                    self._place_below(spot)

    def _place_function(self, spot: _Spot) -> None:
        if self._names_basic(spot.level_word):
            self._unplaced(spot, "level", "基本要求下只有各项要求", "Items alone are basic requirements")
            return
        above = spot.above.get("function")
        level = self._level(spot.level_word) if spot.level_word else None if above is None else above.parent
        if level is None and not spot.level_word and len(self._levels) == 1:
            level = self._levels[0]
        if level is None:
            self._unplaced(spot, "level", *_not_found(spot.level_word))
            return
        spot.draft.record.words_of("parent")
        level.take(spot.draft)

    def _place_below(self, spot: _Spot) -> None:
        wanted = _ABOVE[spot.draft.type]
        word = spot.draft.record.words_of("parent")
        basic = self._names_basic(spot.level_word)
        if not word and basic and spot.draft.type == "item":
            self._made.basic.append(spot.draft)
            return
        above = spot.above.get(wanted)
        parent = self._named_parent(word, wanted, spot) if word else above
        if parent is None or parent.above("level") is None:
            self._unplaced(spot, "parent", *_not_found(word))
            return
        if not word and spot.level_named and (basic or self._level(spot.level_word) is not parent.above("level")):
            self._unplaced(spot, "parent", "等级与上面一行不同", "Its level is not that of the row above")
            return
        if word and above is not None and above is not parent:
            self._notes.moved(spot.draft.record.place("parent"), parent.told_as, above.told_as)
        elif spot.level_named and (basic or self._level(spot.level_word) is not parent.above("level")):
            self._notes.moved(spot.draft.record.place("level"), parent.told_as, spot.level_word)
        parent.take(spot.draft)

    def _named_parent(self, word: str, wanted: PartType, spot: _Spot) -> Draft | None:
        """Return the part that a row names; of those with one code, the one in the row's level."""
        level = self._level(spot.level_word) if spot.level_word else None
        return self._index.meant(word, frozenset((wanted,)), level)

    def _level(self, word: str) -> Draft | None:
        return self._index.meant(word, _LEVEL)

    def _names_basic(self, word: str) -> bool:
        return bool(word) and self._level(word) is None and words.names(words.BASIC, word)

    def _unplaced(self, spot: _Spot, key: str, zh: str, en: str) -> None:
        self._notes.parent(spot.draft.record.place(key), zh, en)


def _spots(rows: Iterable[KnownRow]) -> Iterable[_Spot]:
    above: dict[PartType, Draft] = {}
    level_word = ""
    for row in rows:
        assert row.draft is not None
        level_word = row.record.words_of("level") or level_word
        yield _Spot(row.draft, level_word, dict(above))
        if row.draft.type == "function":
            above = {"function": row.draft}
        elif row.draft.type == "work":
            above = {**above, "work": row.draft}


def _not_found(word: str) -> tuple[str, str]:
    if not word:
        return "没有写明属于谁，上面也没有", "It is not said what this row belongs to, and nothing stands above"
    return f"找不到“{word}”，或不止一个", f"{word} is not there, or more than once"
