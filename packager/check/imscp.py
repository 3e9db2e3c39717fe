"""Rules that hold for every IMS content package that SCORM makes of it: identifiers, files, dependencies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from foundation.findings import Finding
from packager.check import kinds_manifest
from packager.check.dependencies import check_dependencies
from packager.check.elements import check_elements
from packager.check.files import check_files
from packager.check.manifest import MANIFEST, Item, Manifest, Resource

_ID = re.compile(r"^[^\W\d][\w.\-]*$")


@dataclass(frozen=True)
class Package:
    """What the rules look at."""

    tree: etree._Element
    manifest: Manifest
    paths: Sequence[str]


def organizations(
    package: Package,
    check_title: Callable[[str | None, str | None], Iterator[Finding]],
    check_item: Callable[[Item, Manifest, set[str | None]], Iterator[Finding]],
) -> Iterator[Finding]:
    """Yield what is wrong with organizations; items get their manifest and the identifiers beside them."""
    manifest = package.manifest
    if not manifest.organizations:
        yield kinds_manifest.NO_ORGANIZATION.at(MANIFEST)
        return
    default = manifest.default_organization
    if default is not None and all(each.identifier != default for each in manifest.organizations):
        yield kinds_manifest.DEFAULT_ORGANIZATION.at(MANIFEST, value=default)
    for organization in manifest.organizations:
        yield from check_title(organization.identifier, organization.title)
        items = list(organization.below())
        if not any(item.reference for item in items):
            yield kinds_manifest.NO_ITEM.at(organization.identifier)
        names = {item.identifier for item in items}
        for item in items:
            yield from check_item(item, manifest, names)


def title(place: str | None, text: str | None) -> Iterator[Finding]:
    """Yield that there is no title."""
    if not text:
        yield kinds_manifest.NO_TITLE.at(place)


def elements(package: Package) -> Iterator[Finding]:
    """Yield elements of content packaging that are unknown where they stand, twice, or out of order."""
    yield from check_elements(package.tree)


def identifiers(package: Package) -> Iterator[Finding]:
    """Yield identifiers that are missing, not allowed, or used twice."""
    manifest = package.manifest
    named: list[tuple[str, str | None]] = [("manifest", manifest.identifier)]
    for organization in manifest.organizations:
        named.append(("organization", organization.identifier))
        named += [("item", item.identifier) for item in organization.below()]
    named += [("resource", resource.identifier) for resource in manifest.resources]
    for name, value in named:
        if not value:
            yield kinds_manifest.NO_IDENTIFIER.at(MANIFEST, name=name)
        elif not _ID.match(value):
            yield kinds_manifest.IDENTIFIER.at(value, value=value)
    counts = Counter(value for _, value in named if value)
    for value in (value for value, count in counts.items() if count > 1):
        yield kinds_manifest.IDENTIFIER_TWICE.at(value, value=value)


def files(package: Package) -> Iterator[Finding]:
    """Yield what is wrong between the files that are listed and those that are there."""
    yield from check_files(package.manifest, package.paths)


def dependencies(package: Package) -> Iterator[Finding]:
    """Yield dependencies on nothing, or in a circle."""
    yield from check_dependencies(package.manifest.resources)


def launched_resources(manifest: Manifest) -> list[Resource]:
    """Return the resources that items of the default organization open, in order, each once."""
    organization = manifest.organization
    references = () if organization is None else (item.reference for item in organization.below())
    found = (manifest.resource(reference) for reference in references if reference)
    return list({id(each): each for each in found if each is not None}.values())


def is_sco(resource: Resource) -> bool:
    """Return whether a resource says that it talks to the LMS."""
    return (resource.scorm_type or "").lower() == "sco"
