"""The course cards that raw segments name: kept by their SHA-256, so that a row keeps the very card it was about."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from course_templates.card import CourseCard
from foundation.digest import canonical_json, sha256_hex
from foundation.errors import UnreadableFileError
from foundation.files import read_bytes, write_bytes
from foundation.text import both
from lms_bridge.errors import SkippableRecordError
from lms_bridge.home import Home


def card_sha256(card: CourseCard) -> str:
    """Return the SHA-256 of a card's canonical JSON."""
    return sha256_hex(_content(card))


def keep_card(home: Home, source: str, card: CourseCard) -> Path:
    """Keep a card for the segments of a source, atomically; one that is there stays."""
    content = _content(card)
    path = home.card(source, sha256_hex(content))
    if not path.is_file() or path.read_bytes() != content:
        write_bytes(path, content)
    return path


class CardShelf:
    """The kept cards of a source, read once each."""

    def __init__(self, home: Home, source: str) -> None:
        self._home = home
        self._source = source
        self._read: dict[str, CourseCard] = {}

    def card(self, sha256: str) -> CourseCard:
        """Return the card with this SHA-256.

        Raises:
            SkippableRecordError: it is missing or damaged.
        """
        if sha256 not in self._read:
            self._read[sha256] = self._from_disk(sha256)
        return self._read[sha256]

    def _from_disk(self, sha256: str) -> CourseCard:
        path = self._home.card(self._source, sha256)
        try:
            content = read_bytes(path)
            if sha256_hex(content) != sha256:
                raise ValueError(sha256)
            return CourseCard.model_validate_json(content)
        except (UnreadableFileError, ValidationError, ValueError) as error:
            raise SkippableRecordError(
                both("课程卡片缺失或已损坏", "The course card is missing or damaged"),
                file=path,
                remedy=both("运行 coursebridge harvest run --sweep", "Run coursebridge harvest run --sweep"),
            ) from error


def _content(card: CourseCard) -> bytes:
    return canonical_json(card.model_dump(mode="json"))
