"""The rules of SCORM 1.2 for a package: its manifest and the files that are there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from foundation.findings import Finding
from foundation.xml import parse_xml
from packager.check import kinds_files, kinds_manifest
from packager.check.bounded import bounded
from packager.check.dependencies import check_dependencies
from packager.check.elements import check_elements
from packager.check.files import check_files
from packager.check.manifest import MANIFEST, Item, Manifest, Resource, read_manifest

NAMESPACE = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
MAX_TITLE_CHARACTERS = 200
MAX_LAUNCH_DATA_CHARACTERS = 255
_ID = re.compile(r"^[^\W\d][\w.\-]*$")
_TIMESPAN = re.compile(r"^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$")
_TIME_ACTIONS = frozenset({"exit,message", "exit,no message", "continue,message", "continue,no message"})
#: An identifier in an AICC script; the rest of it is operators, counts and quoted statuses.
_PREREQUISITE = re.compile(r'"[^"]*"|\d+\*|[^\s&|~=<>{}(),"]+')


@dataclass(frozen=True)
class Package:
    """What the rules look at."""

    tree: etree._Element
    manifest: Manifest
    paths: Sequence[str]


def check_scorm12(manifest: bytes, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this manifest and these files breaks, `file` set.

    Raises:
        MalformedXmlError: the manifest is not well-formed.
    """
    return check_tree(parse_xml(manifest, file=file), paths, file=file)


def check_tree(tree: etree._Element, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this manifest's tree and these files breaks, `file` set."""
    package = Package(tree=tree, manifest=read_manifest(tree), paths=paths)
    found = (finding for rule in _RULES for finding in rule(package))
    return [finding.model_copy(update={"file": file}) for finding in bounded(found)]


def _root(package: Package) -> Iterator[Finding]:
    manifest = package.manifest
    if manifest.root != "manifest":
        yield kinds_manifest.ROOT.at(MANIFEST, name=manifest.root)
    elif manifest.namespace != NAMESPACE:
        yield kinds_manifest.NAMESPACE.at(MANIFEST, namespace=manifest.namespace or "∅")
    if (manifest.schema_name, manifest.schema_version) != ("ADL SCORM", "1.2"):
        schema, version = manifest.schema_name or "", manifest.schema_version or ""
        yield kinds_manifest.SCHEMA_VERSION.at(MANIFEST, schema=schema, version=version)


def _elements(package: Package) -> Iterator[Finding]:
    yield from check_elements(package.tree)


def _identifiers(package: Package) -> Iterator[Finding]:
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


def _organizations(package: Package) -> Iterator[Finding]:
    manifest = package.manifest
    if not manifest.organizations:
        yield kinds_manifest.NO_ORGANIZATION.at(MANIFEST)
        return
    default = manifest.default_organization
    if default is not None and all(each.identifier != default for each in manifest.organizations):
        yield kinds_manifest.DEFAULT_ORGANIZATION.at(MANIFEST, value=default)
    for organization in manifest.organizations:
        yield from _title(organization.identifier, organization.title)
        items = list(organization.below())
        if not any(item.reference for item in items):
            yield kinds_manifest.NO_ITEM.at(organization.identifier)
        names = {item.identifier for item in items}
        for item in items:
            yield from _item(item, manifest, names)


def _title(place: str | None, title: str | None) -> Iterator[Finding]:
    if not title:
        yield kinds_manifest.NO_TITLE.at(place)
    elif len(title) > MAX_TITLE_CHARACTERS:
        yield kinds_manifest.TITLE_LENGTH.at(place)


def _item(item: Item, manifest: Manifest, siblings: set[str | None]) -> Iterator[Finding]:
    yield from _title(item.identifier, item.title)
    if item.reference and manifest.resource(item.reference) is None:
        yield kinds_manifest.ITEM_REFERENCE.at(item.identifier, value=item.reference)
    if item.reference and item.items:
        yield kinds_manifest.PARENT_REFERENCE.at(item.identifier)
    yield from _adl(item)
    yield from _prerequisites(item, siblings)


def _adl(item: Item) -> Iterator[Finding]:
    score = item.mastery_score
    if score is not None and not _is_percent(score):
        yield kinds_manifest.MASTERY_SCORE.at(item.identifier, value=score)
    if item.max_time_allowed is not None and not _TIMESPAN.match(item.max_time_allowed):
        yield kinds_manifest.TIME_ALLOWED.at(item.identifier, value=item.max_time_allowed)
    if item.time_limit_action is not None and item.time_limit_action not in _TIME_ACTIONS:
        yield kinds_manifest.TIME_ACTION.at(item.identifier, value=item.time_limit_action)
    if len(item.data_from_lms or "") > MAX_LAUNCH_DATA_CHARACTERS:
        yield kinds_manifest.LAUNCH_DATA.at(item.identifier)


def _prerequisites(item: Item, siblings: set[str | None]) -> Iterator[Finding]:
    if item.prerequisites is None:
        return
    if item.prerequisites_type != "aicc_script":
        yield kinds_manifest.PREREQUISITES_TYPE.at(item.identifier, value=item.prerequisites_type)
    for token in _PREREQUISITE.findall(item.prerequisites):
        is_name = not token.startswith('"') and not token.endswith("*")
        if is_name and token not in siblings:
            yield kinds_manifest.PREREQUISITES.at(item.identifier, value=token)


def _resources(package: Package) -> Iterator[Finding]:
    launched = launched_resources(package.manifest)
    opened = {resource.identifier for resource in launched}
    for resource in package.manifest.resources:
        if resource.type != "webcontent":
            yield kinds_files.RESOURCE_TYPE.at(resource.identifier, value=resource.type or "")
        if resource.scorm_type not in ("sco", "asset"):
            yield kinds_files.SCORM_TYPE.at(resource.identifier, value=resource.scorm_type or "")
        if resource.identifier in opened and not resource.href:
            yield kinds_files.NO_HREF.at(resource.identifier)
    if launched and not any(is_sco(resource) for resource in launched):
        yield kinds_files.NO_SCO.at(MANIFEST)


def _files(package: Package) -> Iterator[Finding]:
    yield from check_files(package.manifest, package.paths)


def _dependencies(package: Package) -> Iterator[Finding]:
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


def _is_percent(text: str) -> bool:
    try:
        return 0 <= float(text) <= 100
    except ValueError:
        return False


_RULES: tuple[Callable[[Package], Iterable[Finding]], ...] = (
    _root,
    _elements,
    _identifiers,
    _organizations,
    _resources,
    _files,
    _dependencies,
)
