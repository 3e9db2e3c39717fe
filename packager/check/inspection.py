"""What is in a package: the tree that an LMS shows, files and sizes, pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from course_templates.card import CourseCard
from foundation.findings import Finding
from packager.check.imscp import launched_resources
from packager.check.inspected import InspectedFile, InspectedItem, InspectedPage, Shown
from packager.check.manifest import Item, Manifest
from packager.check.reader import OpenPackage, open_package
from packager.check.recognition import FormatName
from packager.check.shown_backup import shown_backup
from packager.check.shown_cartridge import shown_cartridge
from packager.check.shown_olx import shown_olx
from packager.check.shown_player import card_of, pages_of
from packager.check.shown_units import shown_units


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
    card = card_of(archive)
    hrefs = [each.href for each in manifest.resources if each.href] if manifest else []
    organization = None if manifest is None else manifest.organization
    is_single = manifest is not None and len(launched_resources(manifest)) == 1
    below = organization.below() if organization else ()
    return Shown(
        identifier=None if manifest is None else manifest.identifier,
        title=_title(manifest, card),
        items=tuple(_item(item, manifest, card, is_single=is_single) for item in below),
        pages=pages_of(archive, hrefs, card),
    )


def _title(manifest: Manifest | None, card: CourseCard | None) -> str | None:
    if manifest is not None and manifest.organization is not None and manifest.organization.title:
        return manifest.organization.title
    return card.title.best() if card else None


def _item(item: Item, manifest: Manifest | None, card: CourseCard | None, *, is_single: bool) -> InspectedItem:
    resource = manifest.resource(item.reference) if manifest and item.reference else None
    return InspectedItem(
        id=item.identifier,
        title=item.title,
        href=resource.href if resource else None,
        objectives=_objectives(item, card, is_only=is_single and resource is not None),
        prerequisites=item.prerequisites or item.preconditions,
    )


def _objectives(item: Item, card: CourseCard | None, *, is_only: bool) -> tuple[str, ...]:
    """Return what an item is about: map items in a package of ours, all of them where it is the only one."""
    if card is None:
        return item.objectives or item.taxa
    named = {name.partition(".")[2] for name in item.objectives}
    named |= {taxon.removeprefix(card.map.iri) for taxon in item.taxa}
    return tuple(each.id for each in card.objectives if is_only or each.id in named)


_SHOWN: dict[FormatName, Callable[[OpenPackage], Shown]] = {
    "cmi5": shown_units,
    "xapi": shown_units,
    "mbz": shown_backup,
    "imscc": shown_cartridge,
    "imscc12": shown_cartridge,
    "imscc13": shown_cartridge,
    "olx": shown_olx,
}
