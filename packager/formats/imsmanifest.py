"""The tree of an `imsmanifest.xml`, for every format that is an IMS content package.

Identifiers are made of the course's id alone, so that they stay the same across rebuilds and versions: LMSs match
attempts by them, and delete those of a SCO whose identifier changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from course_templates.moodle_text import untagged
from packager.hrefs import href_of
from packager.parts import Part

__all__ = [
    "SHARED",
    "XSI",
    "Dialect",
    "ManifestNames",
    "add",
    "add_files",
    "add_resources",
    "add_title",
    "href_of",
    "manifest_root",
]

XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: Spec: IMS CP 1.1.2 titleType; the schema refuses longer ones.
MAX_TITLE_CHARACTERS = 200
MAX_VERSION_CHARACTERS = 20
#: Stands in the identifier of the resource that several SCOs share; no part's key.
SHARED = "shared"


@dataclass(frozen=True)
class ManifestNames:
    """Identifiers of the parts of a package, each an xsd:ID."""

    course: str

    @property
    def manifest(self) -> str:
        """Identifier of the manifest, and so of the package."""
        return f"CB-{self.course}"

    @property
    def organization(self) -> str:
        """Identifier of the organization."""
        return f"CB-{self.course}-ORG"

    def item(self, part: str = "1") -> str:
        """Return the identifier of an item; `part` tells the SCOs of a course apart."""
        return f"CB-{self.course}-ITEM-{part}"

    def resource(self, part: str = "1") -> str:
        """Return the identifier of a resource."""
        return f"CB-{self.course}-RES-{part}"


@dataclass(frozen=True)
class Dialect:
    """Namespaces of a format: IMS CP (the default one), ADL CP, more prefixes, where their schemas are said to be."""

    imscp: str
    adlcp: str
    prefixes: dict[str, str]
    schema_location: str

    def cp(self, name: str) -> str:
        """Return a name of IMS CP."""
        return f"{{{self.imscp}}}{name}"

    def adl(self, name: str) -> str:
        """Return a name of ADL CP."""
        return f"{{{self.adlcp}}}{name}"


def manifest_root(dialect: Dialect, identifier: str, version: str) -> etree._Element:
    """Return an empty manifest. The schema bounds a version's length, so a longer one is left out."""
    nsmap: dict[Any, str] = {None: dialect.imscp, **dialect.prefixes}
    root = etree.Element(dialect.cp("manifest"), nsmap=nsmap)
    root.set("identifier", identifier)
    if len(version) <= MAX_VERSION_CHARACTERS:
        root.set("version", version)
    root.set(f"{{{XSI}}}schemaLocation", dialect.schema_location)
    return root


def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Append an element and return it."""
    element = etree.SubElement(parent, tag, attributes)
    element.text = text
    return element


def add_title(parent: etree._Element, dialect: Dialect, title: str) -> None:
    """Append a title, on one line and within the schema's limit; Moodle's table of contents takes titles for HTML."""
    add(parent, dialect.cp("title"), untagged(" ".join(title.split()))[:MAX_TITLE_CHARACTERS])


def add_files(resource: etree._Element, dialect: Dialect, paths: Iterable[str]) -> None:
    """Append one `file` per path; every file of the package must stand in the manifest. Spec: CAM 1.2 2.3.5."""
    for path in paths:
        add(resource, dialect.cp("file"), href=href_of(path))


def add_resources(
    root: etree._Element,
    dialect: Dialect,
    names: ManifestNames,
    parts: Sequence[Part],
    shared: Sequence[str],
    sco: str,
) -> None:
    """Append a resource per part, a SCO by the attribute `sco`; several depend on one asset with what they share."""
    resources = add(root, dialect.cp("resources"))
    for part in parts:
        resource = add(
            resources,
            dialect.cp("resource"),
            identifier=names.resource(part.key),
            type="webcontent",
            href=href_of(part.launch),
        )
        resource.set(dialect.adl(sco), "sco")
        own = (part.launch, part.script)
        add_files(resource, dialect, own if len(parts) > 1 else (*own, *shared))
        if len(parts) > 1:
            add(resource, dialect.cp("dependency"), identifierref=names.resource(SHARED))
    if len(parts) > 1:
        resource = add(resources, dialect.cp("resource"), identifier=names.resource(SHARED), type="webcontent")
        resource.set(dialect.adl(sco), "asset")
        add_files(resource, dialect, shared)
