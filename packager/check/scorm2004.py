"""The rules of SCORM 2004, 3rd and 4th edition, for a package: its manifest and the files that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lxml import etree

from foundation.findings import Finding
from foundation.xml import parse_xml
from packager.check import imscp, kinds_2004, kinds_files, kinds_manifest
from packager.check.bounded import bounded, by_rules
from packager.check.imscp import Package, is_sco, launched_resources
from packager.check.kinds_2004 import CAM
from packager.check.manifest import MANIFEST, Item, Manifest, local, read_manifest
from packager.check.sequencing import check_sequencing

NAMESPACE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_VERSIONS = frozenset({"2004 4th Edition", "2004 3rd Edition", "CAM 1.3"})
_TIME_ACTIONS = frozenset({"exit,message", "exit,no message", "continue,message", "continue,no message"})
_HIDDEN = frozenset({"previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll"})
_OLD = frozenset({"prerequisites", "masteryscore", "maxtimeallowed", "timelimitaction", "datafromlms"})
#: Of completionThreshold, whose content the measure was before. Spec: SCORM 2004 4th Ed. CAM 3.4.1.13.
_NEW_ATTRIBUTES = ("completedByMeasure", "minProgressMeasure", "progressWeight")
#: Where the rules that SCORM 1.2 has as well stand in SCORM 2004; all others are in 3.4.1.
_CLAUSES = {
    "PK-IDENTIFIER": "XML Schema ID",
    "PK-IDENTIFIER-TWICE": "XML Schema ID",
    "PK-NO-ORGANIZATION": CAM + "3.4.1.5",
    "PK-DEFAULT-ORGANIZATION": CAM + "3.4.1.5",
    "PK-NO-ITEM": CAM + "3.4.1.6",
    "PK-NO-TITLE": CAM + "3.4.1.7",
    "PK-ITEM-REFERENCE": CAM + "3.4.1.8",
    "PK-TIME-ACTION": CAM + "3.4.1.14",
    "PK-RESOURCE-TYPE": CAM + "3.4.1.18",
    "PK-NO-HREF": CAM + "3.4.1.18",
    "PK-FILE-MISSING": CAM + "3.4.1.19",
    "PK-DEPENDENCY": CAM + "3.4.1.20",
    "PK-DEPENDENCY-CYCLE": CAM + "3.4.1.20",
}
_NO_CLAUSE = frozenset({"PK-MORE", "PK-NON-ASCII-PATH"})


def check_scorm2004(manifest: bytes, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this manifest and these files breaks, `file` set.

    Raises:
        MalformedXmlError: the manifest is not well-formed.
    """
    return check_tree(parse_xml(manifest, file=file), paths, file=file)


def check_tree(tree: etree._Element, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this manifest's tree and these files breaks, `file` set."""
    package = Package(tree=tree, manifest=read_manifest(tree), paths=paths)
    return [_cited(finding).model_copy(update={"file": file}) for finding in bounded(by_rules(_RULES, package))]


def _cited(finding: Finding) -> Finding:
    """Cite SCORM 2004 for a rule that SCORM 1.2 has as well."""
    if finding.id in _NO_CLAUSE or (finding.clause or "").startswith("SCORM 2004"):
        return finding
    return finding.model_copy(update={"clause": _CLAUSES.get(finding.id, CAM + "3.4.1")})


def _root(package: Package) -> Iterator[Finding]:
    manifest = package.manifest
    if manifest.root != "manifest":
        yield kinds_manifest.ROOT.at(MANIFEST, name=manifest.root)
    elif manifest.namespace != NAMESPACE:
        yield kinds_2004.NAMESPACE.at(MANIFEST, namespace=manifest.namespace or "∅")
    if manifest.schema_name != "ADL SCORM" or manifest.schema_version not in _VERSIONS:
        schema, version = manifest.schema_name or "", manifest.schema_version or ""
        yield kinds_2004.SCHEMA_VERSION.at(MANIFEST, schema=schema, version=version)


def _organizations(package: Package) -> Iterator[Finding]:
    yield from imscp.organizations(package, imscp.title, _item)


def _item(item: Item, manifest: Manifest, _siblings: set[str | None]) -> Iterator[Finding]:
    yield from imscp.title(item.identifier, item.title)
    if item.reference and manifest.resource(item.reference) is None:
        yield kinds_manifest.ITEM_REFERENCE.at(item.identifier, value=item.reference)
    if item.reference and item.items:
        yield kinds_2004.CLUSTER.at(item.identifier)
    if not item.reference and not item.items:
        yield kinds_2004.LEAF.at(item.identifier)


def _resources(package: Package) -> Iterator[Finding]:
    launched = launched_resources(package.manifest)
    opened = {resource.identifier for resource in launched}
    for resource in package.manifest.resources:
        if resource.type != "webcontent":
            yield kinds_files.RESOURCE_TYPE.at(resource.identifier, value=resource.type or "")
        if resource.identifier in opened and not resource.href:
            yield kinds_files.NO_HREF.at(resource.identifier)
    for element in package.tree.iter(etree.Element):
        if local(element) == "resource":
            yield from _scorm_type(element)
    if launched and not any(is_sco(resource) for resource in launched):
        yield kinds_files.NO_SCO.at(MANIFEST)


def _scorm_type(resource: etree._Element) -> Iterator[Finding]:
    """The attribute's name has a capital T, and LMSs look for just that. Spec: CAM 3.4.1.18."""
    value = next(
        (str(text) for name, text in resource.attrib.items() if etree.QName(name).localname == "scormType"), ""
    )
    if value not in ("sco", "asset"):
        yield kinds_2004.SCORM_TYPE.at(resource.get("identifier") or MANIFEST, value=value)


def _adl(package: Package) -> Iterator[Finding]:
    if package.manifest.schema_version == "2004 3rd Edition":
        yield from _of_the_fourth_edition(package)
    for element in package.tree.iter(etree.Element):
        name, text = local(element), (element.text or "").strip()
        if name == "item":
            yield from _old_elements(element)
        elif name == "completionThreshold":
            yield from _threshold(element, text)
        elif name == "hideLMSUI" and text not in _HIDDEN:
            yield kinds_2004.HIDE_UI.at(_item_of(element), value=text)
        elif name == "timeLimitAction" and text not in _TIME_ACTIONS:
            yield kinds_manifest.TIME_ACTION.at(_item_of(element), value=text)


def _of_the_fourth_edition(package: Package) -> Iterator[Finding]:
    for element in package.tree.iter(etree.Element):
        space, name = etree.QName(element).namespace or "", local(element)
        is_new = ("adlseq" in space and name == "objectives") or ("adlcp" in space and name == "data")
        names = [name] if is_new else []
        if name == "completionThreshold":
            names += [f"@{each}" for each in _NEW_ATTRIBUTES if each in element.attrib]
        yield from (kinds_2004.FOURTH_EDITION.at(_item_of(element), name=each) for each in names)


def _old_elements(item: etree._Element) -> Iterator[Finding]:
    for child in item.iterchildren(etree.Element):
        if local(child) in _OLD:
            yield kinds_2004.OLD_ELEMENT.at(item.get("identifier"), name=local(child))


def _threshold(element: etree._Element, text: str) -> Iterator[Finding]:
    """3rd edition: the measure is the content; 4th edition: an attribute. Spec: CAM 3.4.1.13."""
    values = [text] if text else []
    values += [value for name in ("minProgressMeasure", "progressWeight") if (value := element.get(name)) is not None]
    for value in values:
        if not _is_share(value):
            yield kinds_2004.THRESHOLD.at(_item_of(element), value=value)


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def _item_of(element: etree._Element) -> str:
    item = next((each for each in element.iterancestors() if local(each) == "item"), None)
    return (None if item is None else item.get("identifier")) or MANIFEST


def _sequencing(package: Package) -> Iterator[Finding]:
    yield from check_sequencing(package.tree)


_RULES: tuple[Callable[[Package], Iterable[Finding]], ...] = (
    _root,
    imscp.elements,
    imscp.identifiers,
    _organizations,
    _resources,
    _adl,
    _sequencing,
    imscp.files,
    imscp.dependencies,
)
