"""The courses that files are about: cards that the home folder has, and those of packages that came along."""

from __future__ import annotations

from collections.abc import Iterable

from course_templates.card import CourseCard
from lms_bridge.cards import CardShelf, card_sha256
from lms_bridge.catalogue import read_cards
from lms_bridge.errors import SkippableRecordError
from lms_bridge.home import Home


class CourseShelf:
    """Finds a card by its SHA-256: among those given, those kept for a source, and the catalogue."""

    def __init__(self, home: Home, given: Iterable[CourseCard]) -> None:
        self._home = home
        self._cards = {card_sha256(card): card for card in (*read_cards(home.path), *given)}

    def card(self, sha256: str) -> CourseCard | None:
        """Return the card with this SHA-256, or None."""
        if sha256 not in self._cards:
            found = self._kept(sha256)
            if found is None:
                return None
            self._cards[sha256] = found
        return self._cards[sha256]

    def alike(self, course: str, version: str) -> CourseCard | None:
        """Return a card of this version of the course, or None."""
        found = (card for card in self._cards.values() if (card.id, card.version) == (course, version))
        return next(found, None)

    def _kept(self, sha256: str) -> CourseCard | None:
        for path in sorted(self._home.raw.glob(f"*/cards/{sha256}.json")):
            try:
                return CardShelf(self._home, path.parent.parent.name).card(sha256)
            except SkippableRecordError:
                continue
        return None
