"""What the ids in learning records are called: the words of the course cards, newest version first."""

from __future__ import annotations

from collections.abc import Iterable

from course_templates.card import CourseCard
from course_templates.model import MapPin
from evidence.maps import map_keys
from foundation.numbers import whole_number
from foundation.text import LangText


class Labels:
    """Labels by id. An id of which no card knows is its own label."""

    def __init__(self, cards: Iterable[CourseCard], centres: Iterable[tuple[str, LangText]] = ()) -> None:
        self.cards = sorted(cards, key=_newest_first)
        self._keys = map_keys(self.cards)
        self._centres = dict(centres)
        self._pins: dict[str, MapPin] = {}
        self._names: dict[tuple[str, str, str], LangText] = {}
        self._codes: dict[tuple[str, str], str] = {}
        self._options: dict[tuple[str, str, str, str], LangText] = {}
        self._order: dict[tuple[str, str], int] = {}
        for card in self.cards:
            self._learn(card)

    def role(self, map_: str, role: str) -> LangText:
        """Return the name of a role."""
        return self._names.get(("role", map_, role)) or LangText(role)

    def level(self, map_: str, level: str) -> LangText:
        """Return the name of a level."""
        return self._names.get(("level", map_, level)) or LangText(level)

    def work(self, map_: str, work: str) -> LangText:
        """Return the name of a work, with its code."""
        return self._coded("work", map_, work)

    def item(self, map_: str, item: str) -> LangText:
        """Return the text of an item, with its code."""
        return self._coded("item", map_, item)

    def course(self, course: str) -> LangText:
        """Return the title of a course."""
        return self._names.get(("course", "", course)) or LangText(course)

    def centre(self, centre: str) -> LangText:
        """Return the title of a centre."""
        return self._centres.get(centre) or LangText(centre)

    def option(self, about: tuple[str, str], aspect: str, key: str) -> LangText:
        """Return the wording of an answer of the survey. `about` is map and role."""
        return self._options.get((*about, aspect, key)) or LangText(key)

    def pin(self, map_: str) -> MapPin | None:
        """Return what is known of a map, or None."""
        return self._pins.get(map_)

    def place(self, map_: str, part: str) -> tuple[int, str]:
        """Return where a work, an item or a survey answer stands in the course, for sorting."""
        return self._order.get((map_, part), len(self._order)), part

    def _coded(self, kind: str, map_: str, part: str) -> LangText:
        label = self._names.get((kind, map_, part)) or LangText(part)
        code = self._codes.get((map_, part))
        return LangText(tuple((lang, f"{code} {text}") for lang, text in label.root)) if code else label

    def _learn(self, card: CourseCard) -> None:
        iri = self._keys.get((card.map.iri, card.map.version), card.map.iri)
        self._pins.setdefault(iri, card.map)
        self._name("role", iri, card.role, card.role_label)
        self._name("course", "", card.id, card.title)
        if card.level is not None:
            self._name("level", iri, card.level, card.level_label)
        for work in card.works:
            self._name("work", iri, work.id, work.label, work.code)
        for item in card.objectives:
            self._name("item", iri, item.id, item.label, item.code)
        for question in card.survey_questions:
            for place, (key, text) in enumerate(question.labels.items()):
                self._options.setdefault((iri, card.role, question.aspect, key), text)
                self._order.setdefault((iri, f"{question.aspect}/{key}"), place)

    def _name(self, kind: str, map_: str, part: str, label: LangText, code: str | None = None) -> None:
        if not label:
            return
        self._names.setdefault((kind, map_, part), label)
        self._order.setdefault((map_, part), len(self._order))
        if code:
            self._codes.setdefault((map_, part), code)


def _newest_first(card: CourseCard) -> tuple[str, list[tuple[int, int, str]]]:
    parts = card.version.split(".")
    numbers = [whole_number(part) for part in parts]
    return card.id, [(0, 1, part) if n is None else (-n, 0, "") for part, n in zip(parts, numbers, strict=True)]
