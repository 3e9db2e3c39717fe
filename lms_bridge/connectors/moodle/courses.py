"""The courses of a harvest and their cards: which version of a course a row is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from course_templates.card import CourseCard
from foundation.text import both
from lms_bridge.cards import card_sha256
from lms_bridge.connectors.moodle.payload import activity_of
from lms_bridge.errors import FatalSourceError


class UnreadableTimeError(FatalSourceError, ValueError):
    """A site's time is none; of a row that stands for itself it makes that row unreadable."""


@dataclass(frozen=True)
class DatedCard:
    """A course's card, and since when it holds."""

    since: int
    card: CourseCard
    sha256: str


@dataclass
class Courses:
    """What a harvest knows of courses, by Moodle's course id: idnumber and cards, oldest first."""

    idnumbers: dict[int, str] = field(default_factory=dict)
    cards: dict[str, list[DatedCard]] = field(default_factory=dict)

    def add_card(self, idnumber: str, since: int, card: CourseCard) -> None:
        """Note a card of a course; one that is known stays."""
        known = self.cards.setdefault(idnumber, [])
        sha256 = card_sha256(card)
        if all(one.sha256 != sha256 for one in known):
            known.append(DatedCard(since, card, sha256))
            known.sort(key=lambda one: one.since)

    def card_at(self, idnumber: str, at: int) -> DatedCard | None:
        """Return the card that held at a time; of an earlier time the first."""
        known = self.cards.get(idnumber, [])
        return next((one for one in reversed(known) if one.since <= at), known[0] if known else None)

    def where(self, course: int, activity: str, cm: int | None, at: int) -> dict[str, Any]:
        """Return the fields of `Where` for a row."""
        idnumber = self.idnumbers.get(course) or None
        found = self.card_at(idnumber, at) if idnumber else None
        return {
            "course_id": course,
            "cm": cm,
            "course": idnumber,
            "course_version": found.card.version if found else None,
            "card": found.sha256 if found else None,
            "activity": activity_of(idnumber, activity),
        }

    def named(self, sha256s: set[str]) -> tuple[CourseCard, ...]:
        """Return the cards with these hashes."""
        return tuple(one.card for known in self.cards.values() for one in known if one.sha256 in sha256s)


def moment(seconds: int | float) -> datetime:
    """Return a time of Moodle as an aware one.

    Raises:
        UnreadableTimeError: it is beyond the calendar.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UnreadableTimeError(
            both("平台给的时间超出日历范围", "The site gives a time beyond the calendar"),
            place="moodle",
            remedy=both(
                "请平台管理员检查服务器时钟，以及课程、测验中由导入得来的时间",
                "Have the site's administrator check the server's clock, and times of courses and tests that were "
                "imported",
            ),
        ) from error
