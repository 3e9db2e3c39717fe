"""The course cards of a home folder: what the ids in learning records stand for."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from course_templates.card import CourseCard
from foundation.digest import canonical_json
from foundation.errors import UnreadableFileError
from foundation.files import read_bytes, write_bytes
from foundation.text import both


def write_card(home: Path, card: CourseCard) -> Path:
    """Keep a card in `home/catalogue/<course id>/<version>.json`, atomically; an equal card changes nothing."""
    path = home / "catalogue" / card.id / f"{card.version}.json"
    content = canonical_json(card.model_dump(mode="json"))
    if not path.is_file() or path.read_bytes() != content:
        write_bytes(path, content)
    return path


def read_cards(home: Path) -> list[CourseCard]:
    """Return every card of a home folder, by course id and version.

    Raises:
        UnreadableFileError: a card is not what `write_card` writes.
    """
    return [_read_card(path) for path in sorted((home / "catalogue").glob("*/*.json"))]


def _read_card(path: Path) -> CourseCard:
    try:
        return CourseCard.model_validate_json(read_bytes(path))
    except ValidationError as error:
        raise UnreadableFileError(
            both("课程卡片已损坏", "The course card is damaged"),
            file=path,
            remedy=both("删除它并重新收取数据", "Delete it and harvest again"),
        ) from error
