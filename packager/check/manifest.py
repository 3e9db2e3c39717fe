"""Anybody's `imsmanifest.xml` as data: read by local names, lenient about namespaces and encodings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote, urlsplit

from lxml import etree
from pydantic import BaseModel, ConfigDict

from packager.check.item_rules import objective_ids, precondition_text, taxon_ids

MANIFEST = "imsmanifest.xml"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Item(_Part):
    """One item of an organization. Values of ADL's elements are as written; None means not there.

    `preconditions` and `objectives` are those of its sequencing, `taxa` the ids that its metadata classifies it by.
    """

    identifier: str | None
    title: str | None
    reference: str | None
    prerequisites: str | None
    prerequisites_type: str | None
    mastery_score: str | None
    max_time_allowed: str | None
    time_limit_action: str | None
    data_from_lms: str | None
    preconditions: str | None
    objectives: tuple[str, ...]
    taxa: tuple[str, ...]
    items: tuple[Item, ...]

    def below(self) -> Iterator[Item]:
        """Yield this item and all below it."""
        yield self
        for item in self.items:
            yield from item.below()


class Organization(_Part):
    """One organization and its items."""

    identifier: str | None
    title: str | None
    items: tuple[Item, ...]

    def below(self) -> Iterator[Item]:
        """Yield every item, in order."""
        for item in self.items:
            yield from item.below()


class Resource(_Part):
    """One resource. `href` and `files` are as written, with every `xml:base` put before them."""

    identifier: str | None
    type: str | None
    scorm_type: str | None
    href: str | None
    files: tuple[str, ...]
    dependencies: tuple[str, ...]


class Manifest(_Part):
    """A manifest: what its root is called, what it says of its schema, organizations, resources."""

    root: str
    namespace: str
    identifier: str | None
    schema_name: str | None
    schema_version: str | None
    default_organization: str | None
    organizations: tuple[Organization, ...]
    resources: tuple[Resource, ...]

    @property
    def organization(self) -> Organization | None:
        """The default organization, else the first."""
        named = (each for each in self.organizations if each.identifier == self.default_organization)
        return next(named, self.organizations[0] if self.organizations else None)

    def resource(self, identifier: str | None) -> Resource | None:
        """Return the resource with this identifier, or None."""
        return None if identifier is None else self._by_identifier.get(identifier)

    @cached_property
    def _by_identifier(self) -> dict[str, Resource]:
        return {each.identifier: each for each in reversed(self.resources) if each.identifier is not None}


def read_manifest(root: etree._Element) -> Manifest:
    """Return a manifest from its tree."""
    name = etree.QName(root)
    metadata = _child(root, "metadata")
    organizations = _child(root, "organizations")
    base = root.get(_XML_BASE, "")
    return Manifest(
        root=name.localname,
        namespace=name.namespace or "",
        identifier=_token(root, "identifier"),
        schema_name=_text(metadata, "schema"),
        schema_version=_text(metadata, "schemaversion"),
        default_organization=None if organizations is None else _token(organizations, "default"),
        organizations=tuple(_organization(each) for each in _children(organizations, "organization")),
        resources=tuple(_resources(_child(root, "resources"), base)),
    )


def _organization(element: etree._Element) -> Organization:
    return Organization(
        identifier=_token(element, "identifier"),
        title=_text(element, "title"),
        items=tuple(_item(each) for each in _children(element, "item")),
    )


def _item(element: etree._Element) -> Item:
    prerequisites = _child(element, "prerequisites")
    return Item(
        identifier=_token(element, "identifier"),
        title=_text(element, "title"),
        reference=_token(element, "identifierref"),
        prerequisites=_text(element, "prerequisites"),
        prerequisites_type=None if prerequisites is None else prerequisites.get("type", ""),
        mastery_score=_text(element, "masteryscore"),
        max_time_allowed=_text(element, "maxtimeallowed"),
        time_limit_action=_text(element, "timelimitaction"),
        data_from_lms=_text(element, "datafromlms"),
        preconditions=precondition_text(element),
        objectives=objective_ids(element),
        taxa=taxon_ids(element),
        items=tuple(_item(each) for each in _children(element, "item")),
    )


def _resources(element: etree._Element | None, base: str) -> Iterator[Resource]:
    if element is None:
        return
    outer = base + element.get(_XML_BASE, "")
    for each in _children(element, "resource"):
        inner = outer + each.get(_XML_BASE, "")
        href = each.get("href")
        yield Resource(
            identifier=_token(each, "identifier"),
            type=each.get("type"),
            scorm_type=_attribute(each, "scormtype"),
            href=None if href is None else inner + href,
            files=tuple(inner + file.get("href", "") for file in _children(each, "file")),
            dependencies=tuple(_token(one, "identifierref") or "" for one in _children(each, "dependency")),
        )


def archive_path(href: str) -> str | None:
    """Return the path in the archive that an href means, without query and fragment; None if it is outside."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return None
    path = unquote(parts.path)
    is_outside = parts.scheme or parts.netloc or path.startswith("/") or "\\" in path or ".." in path.split("/")
    return None if is_outside or not path else path.removeprefix("./")


def is_external(href: str) -> bool:
    """Return whether an href is an address on the web."""
    return href.strip().lower().startswith(("http://", "https://", "//"))


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def _token(element: etree._Element, name: str) -> str | None:
    """Return an identifier or a reference to one without the white space around it. Spec: XML Schema ID, IDREF."""
    value = element.get(name)
    return None if value is None else value.strip()


def _children(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if parent is None else [child for child in parent if local(child) == name]


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(iter(_children(parent, name)), None)


def _text(parent: etree._Element | None, name: str) -> str | None:
    child = _child(parent, name)
    return None if child is None else "".join(str(part) for part in child.itertext()).strip()


def _attribute(element: etree._Element, name: str) -> str | None:
    values = (value for key, value in element.attrib.items() if etree.QName(key).localname.lower() == name)
    return next((str(value) for value in values), None)
