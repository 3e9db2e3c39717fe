"""What a package launches, whatever describes it: each unit with its identifier, its page and its title."""

from __future__ import annotations

from dataclasses import dataclass

from packager.check.course_structure import COURSE_STRUCTURE
from packager.check.manifest import MANIFEST, Manifest, archive_path
from packager.check.reader import OpenPackage
from packager.check.recognition import FormatName
from packager.check.shown_units import shown_units
from packager.check.tincan import TINCAN

#: Packages that are told apart, and whose document has a place for competencies → that document.
DOCUMENTS: dict[FormatName, str] = {
    "scorm12": MANIFEST,
    "scorm2004": MANIFEST,
    "scorm2004-3rd": MANIFEST,
    "cmi5": COURSE_STRUCTURE,
    "xapi": TINCAN,
}


@dataclass(frozen=True)
class Unit:
    """An item, AU or activity that opens a page. `path` is in the archive; None: the page lies elsewhere."""

    identifier: str
    path: str | None
    title: str | None


@dataclass(frozen=True)
class Described:
    """What a package says of itself."""

    identifier: str
    title: str | None
    units: tuple[Unit, ...]


def described(package: OpenPackage) -> Described:
    """Return what the document of a package in one of the formats of `DOCUMENTS` describes, units in its order."""
    if package.manifest is not None:
        organization = package.manifest.organization
        title = None if organization is None else organization.title
        return Described(package.manifest.identifier or "", title, tuple(_items(package.manifest)))
    shown = shown_units(package)
    units = [
        Unit(identifier=each.id, path=archive_path(each.href), title=each.title)
        for each in shown.items
        if each.id and each.href
    ]
    return Described(shown.identifier or "", shown.title, tuple(units))


def _items(manifest: Manifest) -> list[Unit]:
    found = []
    for item in (item for organization in manifest.organizations for item in organization.below()):
        resource = manifest.resource(item.reference)
        if resource is not None and resource.href:
            found.append(Unit(item.identifier or "", archive_path(resource.href), item.title))
    return found
