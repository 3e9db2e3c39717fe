"""The rules of SCORM 1.2 for a package: its manifest and the files that are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from lxml import etree

from foundation.findings import Finding
from foundation.xml import parse_xml
from packager.check import imscp, kinds_files, kinds_manifest
from packager.check.bounded import bounded, by_rules
from packager.check.imscp import Package, is_sco, launched_resources
from packager.check.manifest import MANIFEST, Item, Manifest, read_manifest
from packager.check.prerequisites import never_opened

NAMESPACE = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
MAX_TITLE_CHARACTERS = 200
MAX_LAUNCH_DATA_CHARACTERS = 255
MAX_PREREQUISITES_CHARACTERS = 200
_TIMESPAN = re.compile(r"^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$")
_TIME_ACTIONS = frozenset({"exit,message", "exit,no message", "continue,message", "continue,no message"})
#: An identifier in an AICC script; the rest of it is operators, counts and quoted statuses.
_PREREQUISITE = re.compile(r'"[^"]*"|\d+\*|[^\s&|~=<>{}(),"]+')


def check_scorm12(manifest: bytes, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this manifest and these files breaks, `file` set.

    Raises:
        MalformedXmlError: the manifest is not well-formed.
    """
    return check_tree(parse_xml(manifest, file=file), paths, file=file)


def check_tree(tree: etree._Element, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this manifest's tree and these files breaks, `file` set."""
    package = Package(tree=tree, manifest=read_manifest(tree), paths=paths)
    return [finding.model_copy(update={"file": file}) for finding in bounded(by_rules(_RULES, package))]


def _root(package: Package) -> Iterator[Finding]:
    manifest = package.manifest
    if manifest.root != "manifest":
        yield kinds_manifest.ROOT.at(MANIFEST, name=manifest.root)
    elif manifest.namespace != NAMESPACE:
        yield kinds_manifest.NAMESPACE.at(MANIFEST, namespace=manifest.namespace or "∅")
    if (manifest.schema_name, manifest.schema_version) != ("ADL SCORM", "1.2"):
        schema, version = manifest.schema_name or "", manifest.schema_version or ""
        yield kinds_manifest.SCHEMA_VERSION.at(MANIFEST, schema=schema, version=version)


def _organizations(package: Package) -> Iterator[Finding]:
    yield from imscp.organizations(package, _title, _item)


def _title(place: str | None, title: str | None) -> Iterator[Finding]:
    yield from imscp.title(place, title)
    if len(title or "") > MAX_TITLE_CHARACTERS:
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
    if len(item.prerequisites) > MAX_PREREQUISITES_CHARACTERS:
        yield kinds_manifest.PREREQUISITES_LENGTH.at(item.identifier)
    for token in _PREREQUISITE.findall(item.prerequisites):
        is_name = not token.startswith('"') and not token.endswith("*")
        if is_name and token not in siblings:
            yield kinds_manifest.PREREQUISITES.at(item.identifier, value=token)


def _opened(package: Package) -> Iterator[Finding]:
    for organization in package.manifest.organizations:
        for item in never_opened(list(organization.below())):
            yield kinds_manifest.PREREQUISITES_NEVER.at(item.identifier)


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


def _is_percent(text: str) -> bool:
    try:
        return 0 <= float(text) <= 100
    except ValueError:
        return False


_RULES: tuple[Callable[[Package], Iterable[Finding]], ...] = (
    _root,
    imscp.elements,
    imscp.identifiers,
    _organizations,
    _opened,
    _resources,
    imscp.files,
    imscp.dependencies,
)
