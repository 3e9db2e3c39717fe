"""The rules of Common Cartridge 1.0 to 1.3 for a package: its manifest, resources and the files that describe them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from foundation.errors import MalformedXmlError
from foundation.findings import Finding
from foundation.xml import parse_xml
from packager.check import kinds_cartridge as kinds
from packager.check import kinds_manifest
from packager.check.bounded import bounded, by_rules
from packager.check.dependencies import check_dependencies
from packager.check.files import check_files
from packager.check.manifest import MANIFEST, Manifest, Resource, archive_path, read_manifest
from packager.check.qti import check_qti
from packager.check.walk import below, child, child_text, children, local, namespace, text

Read = Callable[[str], bytes | None]

SCHEMA = "IMS Common Cartridge"
#: Of web links and LTI links alone; from 1.2 on.
THIN_SCHEMA = "IMS Thin Common Cartridge"
_ID = re.compile(r"^[^\W\d][\w.\-]*$")
_VERSIONS = {"1.0.0": 0, "1.1.0": 1, "1.2.0": 2, "1.3.0": 3}
_NEWEST = 3
_NAMESPACE = re.compile(r"imsccv1p(\d)/")
_USES = frozenset({"lessonplan", "syllabus", "unspecified"})
_ROLES = frozenset({"Learner", "Instructor", "Mentor"})
_LTI_ADDRESSES = ("launch_url", "secure_launch_url")
_FREE = ("webcontent", "associatedcontent")


@dataclass(frozen=True)
class Cartridge:
    """What the rules look at. `minor` is the version's second digit."""

    tree: etree._Element
    manifest: Manifest
    paths: Sequence[str]
    read: Read
    minor: int

    def resource_elements(self) -> list[etree._Element]:
        """Return the resources' elements, in order."""
        return children(child(self.tree, "resources"), "resource")


def check_cartridge(paths: Sequence[str], read: Read, *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package of these files breaks; `read` gives a file, or None.

    Raises:
        MalformedXmlError: the manifest is not well-formed.
    """
    tree = parse_xml(read(MANIFEST) or b"", file=file)
    return check_cartridge_tree(tree, read_manifest(tree), paths, read, file=file)


def check_cartridge_tree(
    tree: etree._Element, manifest: Manifest, paths: Sequence[str], read: Read, *, file: str | None = None
) -> list[Finding]:
    """Return every rule that a package with this manifest, as tree and as data, breaks, `file` set."""
    package = Cartridge(tree=tree, manifest=manifest, paths=paths, read=read, minor=_minor(manifest))
    return [finding.model_copy(update={"file": file}) for finding in bounded(by_rules(_RULES, package))]


def _minor(manifest: Manifest) -> int:
    """Return the version to judge by: as declared, else as the namespace says, else the newest."""
    named = _NAMESPACE.search(manifest.namespace)
    by_namespace = min(int(named[1]), _NEWEST) if named else _NEWEST
    return _VERSIONS.get(manifest.schema_version or "", by_namespace)


def assessments(manifest: Manifest) -> int:
    """Return how many tests a cartridge holds: only they give an LMS a score."""
    return sum(1 for each in manifest.resources if (each.type or "").endswith("/assessment"))


def minor_of(manifest: Manifest) -> int | None:
    """Return the version's second digit, or None."""
    return _VERSIONS.get(manifest.schema_version or "")


def _schema(package: Cartridge) -> Iterator[Finding]:
    manifest = package.manifest
    name, version = manifest.schema_name or "", manifest.schema_version or ""
    if name not in (SCHEMA, THIN_SCHEMA) or version not in _VERSIONS or (name == THIN_SCHEMA and package.minor < 2):
        yield kinds.CC_SCHEMA.at(MANIFEST, schema=name, version=version)
        return
    wanted = "http://www.imsglobal.org/xsd/imscc/imscp_v1p1"
    if package.minor:
        wanted = f"http://www.imsglobal.org/xsd/imsccv1p{package.minor}/imscp_v1p1"
    if manifest.namespace != wanted:
        yield kinds.CC_NAMESPACE.at(MANIFEST, namespace=manifest.namespace or "∅", version=version, wanted=wanted)
    lom = child(child(package.tree, "metadata"), "lom")
    if not text(child(child(lom, "general"), "title")):
        yield kinds.CC_METADATA.at(MANIFEST)


def _identifiers(package: Cartridge) -> Iterator[Finding]:
    named = [
        (local(each), each.get("identifier"))
        for each in package.tree.iter(etree.Element)
        if local(each) in ("manifest", "organization", "item", "resource")
        and namespace(each) == package.manifest.namespace
    ]
    for name, value in named:
        if not value:
            yield kinds_manifest.NO_IDENTIFIER.at(MANIFEST, name=name)
        elif not _ID.match(value):
            yield kinds_manifest.IDENTIFIER.at(value, value=value)
    for value, count in Counter(value for _, value in named if value).items():
        if count > 1:
            yield kinds_manifest.IDENTIFIER_TWICE.at(value, value=value)


def _organization(package: Cartridge) -> Iterator[Finding]:
    organizations = children(child(package.tree, "organizations"), "organization")
    if not organizations:
        return
    roots = children(organizations[0], "item")
    structure = organizations[0].get("structure")
    if len(organizations) > 1 or len(roots) != 1 or structure != "rooted-hierarchy":
        yield kinds.CC_ORGANIZATION.at(organizations[0].get("identifier"))
    for root in roots[:1]:
        if child(root, "title") is not None or root.get("identifierref"):
            yield kinds.CC_ROOT_ITEM.at(root.get("identifier"))
        for item in below(root, "item"):
            yield from _item(package, item)


def _item(package: Cartridge, item: etree._Element) -> Iterator[Finding]:
    place, reference = item.get("identifier"), item.get("identifierref")
    if not child_text(item, "title"):
        yield kinds.CC_ITEM_TITLE.at(place)
    if reference and package.manifest.resource(reference) is None:
        yield kinds_manifest.ITEM_REFERENCE.at(place, value=reference)
    if reference and children(item, "item"):
        yield kinds_manifest.PARENT_REFERENCE.at(place)


def types_of(minor: int) -> frozenset[str]:
    """Return the resource types of version 1.`minor`. Spec: IMS CC Profile of IMS CP, resource types."""
    tag = f"v1p{minor}"
    types = {
        "webcontent",
        f"associatedcontent/imscc_xml{tag}/learning-application-resource",
        f"imsqti_xmlv1p2/imscc_xml{tag}/assessment",
        f"imsqti_xmlv1p2/imscc_xml{tag}/question-bank",
        f"imsdt_xml{tag}",
        f"imswl_xml{tag}",
    }
    if minor >= 1:
        types.add("imsbasiclti_xmlv1p0")
    if minor >= 2:
        types.add("idpfepub_epubv3p0")
    if minor >= 3:
        types |= {"imsbasiclti_xmlv1p3", "assignment_xmlv1p0", "imsapip_zipv1p0", "imsiwb_iwbv1p0"}
    return frozenset(types)


def _resources(package: Cartridge) -> Iterator[Finding]:
    known = types_of(package.minor)
    for resource in package.manifest.resources:
        kind = resource.type or ""
        if kind not in known:
            version = package.manifest.schema_version or "1.3.0"
            yield kinds.CC_RESOURCE_TYPE.at(resource.identifier, value=kind, version=version)
        yield from _files_of(resource)
        yield from _dependencies_of(package, resource)
    banks = [each for each in package.manifest.resources if (each.type or "").endswith("/question-bank")]
    if len(banks) > 1:
        yield kinds.CC_BANKS.at(banks[1].identifier, count=len(banks))


def _is_described(kind: str) -> bool:
    """Return whether a resource of this type is one XML file that describes it."""
    return kind.startswith(("imsqti_", "imsdt_", "imswl_", "imsbasiclti_"))


def _files_of(resource: Resource) -> Iterator[Finding]:
    kind = resource.type or ""
    if not _is_described(kind):
        return
    if resource.href:
        yield kinds.CC_HREF.at(resource.identifier, type=kind)
    if len(resource.files) != 1:
        yield kinds.CC_ONE_FILE.at(resource.identifier, type=kind, count=len(resource.files))


def _dependencies_of(package: Cartridge, resource: Resource) -> Iterator[Finding]:
    kind = resource.type or ""
    for name in resource.dependencies:
        target = package.manifest.resource(name)
        is_wrong = kind == "webcontent" and target is not None and not (target.type or "").startswith(_FREE)
        if is_wrong or kind.startswith("imswl_"):
            yield kinds.CC_DEPENDENCY.at(resource.identifier, type=kind, value=name)


def _attributes(package: Cartridge) -> Iterator[Finding]:
    uses = _USES | {"assignment"} if package.minor >= 3 else _USES
    identifiers = {each.identifier for each in package.manifest.resources}
    for element in package.resource_elements():
        place = element.get("identifier")
        use = element.get("intendeduse")
        if use is not None and use not in uses:
            yield kinds.CC_INTENDED_USE.at(place, value=use)
        for variant in children(element, "variant"):
            reference = variant.get("identifierref", "")
            if reference not in identifiers:
                yield kinds.CC_VARIANT.at(place, value=reference)
        yield from _metadata(package, child(element, "metadata"), place)


def _metadata(package: Cartridge, metadata: etree._Element | None, place: str | None) -> Iterator[Finding]:
    wanted = f"IMSGLC_CC_Rolesv1p{package.minor}"
    for role in below(metadata, "intendedEndUserRole"):
        value, source = child_text(role, "value"), child_text(role, "source")
        # 1.0 writes both as vocabulary elements of their own.
        if package.minor and (value not in _ROLES or source != wanted):
            yield kinds.CC_ROLE.at(place, value=value, source=source, wanted=wanted)
    sets = children(metadata, "curriculumStandardsMetadataSet")
    if sets and package.minor < 2:
        yield kinds.CC_STANDARDS_EARLY.at(place)
    for each in sets:
        labelled = list(below(each, "labelledGUID"))
        if not labelled or not all(child_text(one, "GUID") for one in labelled):
            yield kinds.CC_STANDARDS.at(place)


def _files(package: Cartridge) -> Iterator[Finding]:
    yield from check_files(package.manifest, package.paths)
    yield from check_dependencies(package.manifest.resources)


def _described(package: Cartridge) -> Iterator[Finding]:
    """Yield what is wrong inside the files that describe tests, links and topics, each looked into once."""
    seen: set[str] = set()
    for resource in package.manifest.resources:
        kind = resource.type or ""
        path = archive_path(resource.files[0]) if _is_described(kind) and resource.files else None
        content = None if path is None or path in seen else package.read(path)
        if path is None or content is None:
            continue
        seen.add(path)
        try:
            root = parse_xml(content)
        except MalformedXmlError as error:
            yield kinds.CC_XML.at(path, problem=error.findings()[0].message)
            continue
        yield from _content(kind, root, path)


def _content(kind: str, root: etree._Element, path: str) -> Iterator[Finding]:
    if kind.startswith("imsqti_"):
        yield from check_qti(root, path, is_bank=kind.endswith("question-bank"))
    elif kind.startswith("imswl_"):
        yield from _web_link(root, path)
    elif kind.startswith("imsdt_"):
        yield from _topic(root, path)
    elif kind.startswith("imsbasiclti_"):
        yield from _lti_link(root, path)


def _web_link(root: etree._Element, path: str) -> Iterator[Finding]:
    if local(root) != "webLink":
        yield kinds.CC_ROOT.at(path, wanted="webLink", name=local(root))
        return
    url = child(root, "url")
    if not child_text(root, "title") or url is None or not url.get("href"):
        yield kinds.CC_WEB_LINK.at(path)


def _lti_link(root: etree._Element, path: str) -> Iterator[Finding]:
    if local(root) != "cartridge_basiclti_link":
        yield kinds.CC_ROOT.at(path, wanted="cartridge_basiclti_link", name=local(root))
    elif not child_text(root, "title") or not any(child_text(root, name) for name in _LTI_ADDRESSES):
        yield kinds.CC_LTI.at(path)


def _topic(root: etree._Element, path: str) -> Iterator[Finding]:
    if local(root) != "topic":
        yield kinds.CC_ROOT.at(path, wanted="topic", name=local(root))
        return
    words = child(root, "text")
    if not child_text(root, "title") or words is None or words.get("texttype") not in ("text/html", "text/plain"):
        yield kinds.CC_TOPIC.at(path)


_RULES: tuple[Callable[[Cartridge], Iterable[Finding]], ...] = (
    _schema,
    _identifiers,
    _organization,
    _resources,
    _attributes,
    _files,
    _described,
)
