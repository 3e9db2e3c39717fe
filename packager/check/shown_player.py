"""What packages with our player show: the course card, pages, and the screens inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import ValidationError

from course_templates.card import CARD_NAME, CourseCard
from foundation.archive_kinds import SafeArchive
from packager.check.inspected import InspectedPage
from packager.check.manifest import archive_path

_MAX_CARD_BYTES = 8 << 20
_MAX_PAGE_BYTES = 32 << 20
_LESSON = re.compile(rb'data-cb-lesson="([A-Za-z0-9_-]{1,40})"')
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")


def card_of(archive: SafeArchive) -> CourseCard | None:
    """Return the course card, if the package carries one that can be read."""
    if CARD_NAME not in archive:
        return None
    try:
        return CourseCard.model_validate_json(archive.read(CARD_NAME, max_bytes=_MAX_CARD_BYTES))
    except ValidationError:
        return None


def pages_of(archive: SafeArchive, hrefs: Iterable[str], card: CourseCard | None) -> tuple[InspectedPage, ...]:
    """Return every page, those that `hrefs` launch told apart, then the screens of our player."""
    launches = {archive_path(href) for href in hrefs}
    pages = [
        InspectedPage(path=each, type="launch" if each in launches else "page")
        for each in archive.paths
        if each.lower().endswith(_PAGE_ENDINGS)
    ]
    if card is None:
        return tuple(pages)
    inside = [each for page in pages for each in _screens(archive, page.path, card, len(launches))]
    return (*pages, *inside)


def _screens(archive: SafeArchive, page: str, card: CourseCard, parts: int) -> list[InspectedPage]:
    """Return the screens that our player shows inside one page: those of the whole course, or of the page's part."""
    stem = page.removesuffix(".html")
    is_whole = parts <= 1
    found = _LESSON.findall(archive.read(page, max_bytes=_MAX_PAGE_BYTES)) if not is_whole else []
    lessons = list(card.lessons) if is_whole else list(dict.fromkeys(name.decode("ascii") for name in found))
    phases = [form.phase for form in card.forms if form.phase != "exam"]
    mine = [phase for phase in phases if is_whole or phase == stem or (phase == "practice" and lessons)]
    screens = [InspectedPage(path=f"{page}#lesson.{lesson}", type="lesson") for lesson in lessons]
    screens += [InspectedPage(path=f"{page}#{phase}", type=phase) for phase in mine]
    if card.survey and (is_whole or stem == "survey"):
        screens.append(InspectedPage(path=f"{page}#survey", type="survey"))
    order = {"pre": 0, "lesson": 1, "practice": 2, "post": 3, "survey": 4}
    return sorted(screens, key=lambda screen: order[screen.type])
