"""What is in a package: the tree that an LMS shows, files and sizes, pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from course_templates.card import CARD_NAME, CourseCard
from foundation.archive_kinds import SafeArchive
from foundation.findings import Finding
from packager.check.imscp import launched_resources
from packager.check.inspected import InspectedFile, InspectedItem, InspectedPage, Shown
from packager.check.manifest import Item, Manifest, archive_path
from packager.check.reader import FormatName, OpenPackage, open_package
from packager.check.shown_cartridge import shown_cartridge

_MAX_CARD_BYTES = 8 << 20
_MAX_PAGE_BYTES = 32 << 20
_LESSON = re.compile(rb'data-cb-lesson="([A-Za-z0-9_-]{1,40})"')
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")


class Inspection(BaseModel):
    """All of it, in the order of the package."""

    model_config = ConfigDict(frozen=True)

    format: FormatName
    identifier: str | None
    title: str | None
    items: tuple[InspectedItem, ...]
    files: tuple[InspectedFile, ...]
    pages: tuple[InspectedPage, ...]
    findings: tuple[Finding, ...]


def inspect_package(path: Path) -> Inspection:
    """Show what is in anybody's package. Raises as `open_package`."""
    with open_package(path) as package:
        archive = package.archive
        shown = _SHOWN.get(package.format, _by_manifest)(package)
        return Inspection(
            format=package.format,
            identifier=shown.identifier,
            title=shown.title,
            items=shown.items,
            files=tuple(InspectedFile(path=each, size_bytes=archive.size_bytes(each)) for each in archive.paths),
            pages=shown.pages,
            findings=package.findings,
        )


def _by_manifest(package: OpenPackage) -> Shown:
    archive, manifest = package.archive, package.manifest
    card = _card(archive)
    organization = None if manifest is None else manifest.organization
    return Shown(
        identifier=None if manifest is None else manifest.identifier,
        title=_title(manifest, card),
        items=tuple(_item(item, manifest, card) for item in (organization.below() if organization else ())),
        pages=tuple(_pages(archive, manifest, card)),
    )


def _title(manifest: Manifest | None, card: CourseCard | None) -> str | None:
    if manifest is not None and manifest.organization is not None and manifest.organization.title:
        return manifest.organization.title
    return card.title.best() if card else None


def _item(item: Item, manifest: Manifest | None, card: CourseCard | None) -> InspectedItem:
    resource = manifest.resource(item.reference) if manifest and item.reference else None
    is_only = manifest is not None and len(launched_resources(manifest)) == 1 and resource is not None
    return InspectedItem(
        id=item.identifier,
        title=item.title,
        href=resource.href if resource else None,
        objectives=_objectives(item, card, is_only=is_only),
        prerequisites=item.prerequisites or item.preconditions,
    )


def _objectives(item: Item, card: CourseCard | None, *, is_only: bool) -> tuple[str, ...]:
    """Return what an item is about: map items in a package of ours, all of them where it is the only one."""
    if card is None:
        return item.objectives or item.taxa
    named = {name.partition(".")[2] for name in item.objectives}
    named |= {taxon.removeprefix(card.map.iri) for taxon in item.taxa}
    return tuple(each.id for each in card.objectives if is_only or each.id in named)


def _card(archive: SafeArchive) -> CourseCard | None:
    """Return the course card, if the package carries one that can be read."""
    if CARD_NAME not in archive:
        return None
    try:
        return CourseCard.model_validate_json(archive.read(CARD_NAME, max_bytes=_MAX_CARD_BYTES))
    except ValidationError:
        return None


def _pages(archive: SafeArchive, manifest: Manifest | None, card: CourseCard | None) -> list[InspectedPage]:
    hrefs = [each.href for each in manifest.resources if each.href] if manifest else []
    launches = {archive_path(href) for href in hrefs}
    pages = [
        InspectedPage(path=each, type="launch" if each in launches else "page")
        for each in archive.paths
        if each.lower().endswith(_PAGE_ENDINGS)
    ]
    if card is None:
        return pages
    return pages + [inside for page in pages for inside in _pages_inside(archive, page.path, card, len(launches))]


def _pages_inside(archive: SafeArchive, page: str, card: CourseCard, parts: int) -> list[InspectedPage]:
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


_SHOWN: dict[FormatName, Callable[[OpenPackage], Shown]] = {
    "imscc": shown_cartridge,
    "imscc12": shown_cartridge,
    "imscc13": shown_cartridge,
}
