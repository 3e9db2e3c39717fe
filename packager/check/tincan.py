"""The rules for a package with `tincan.xml`: its activities and the files that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from foundation.findings import Finding
from foundation.xml import parse_xml
from packager.check import kinds_files, kinds_tincan
from packager.check.addresses import address_kind, is_iri, is_language
from packager.check.bounded import bounded, by_rules
from packager.check.manifest import local

NAMESPACE = "http://projecttincan.com/tincan.xsd"
TINCAN = "tincan.xml"
_INTERACTIONS = frozenset(
    {"true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric"}
    | {"other"}
)
_LAUNCH_PARAMETERS = frozenset({"endpoint", "auth", "actor", "registration", "activity_id"})


@dataclass(frozen=True)
class _Package:
    root: etree._Element
    paths: Sequence[str]

    @property
    def activities(self) -> list[etree._Element]:
        """Every activity, in document order."""
        return list(self.root.iter(f"{{{NAMESPACE}}}activity"))

    @property
    def launches(self) -> list[etree._Element]:
        """Every launch address."""
        return [each for activity in self.activities for each in _children(activity, "launch")]


def check_tincan(document: bytes, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this `tincan.xml` and these files breaks, `file` set.

    Raises:
        MalformedXmlError: the document is not well-formed.
    """
    return check_activities(parse_xml(document, file=file), paths, file=file)


def check_activities(root: etree._Element, paths: Sequence[str], *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this tree of `tincan.xml` and these files breaks, `file` set."""
    package = _Package(root, paths)
    rules = _RULES if root.tag == f"{{{NAMESPACE}}}tincan" else (_root,)
    return [finding.model_copy(update={"file": file}) for finding in bounded(by_rules(rules, package))]


def launched(root: etree._Element) -> list[etree._Element]:
    """Return the activities that can be launched, in order."""
    return [each for each in root.iter(f"{{{NAMESPACE}}}activity") if _children(each, "launch")]


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return list(element.iterchildren(f"{{{NAMESPACE}}}{name}"))


def _root(package: _Package) -> Iterator[Finding]:
    name = etree.QName(package.root)
    shown = f"{name.localname} ({name.namespace or '∅'})"
    yield kinds_tincan.ROOT.at(TINCAN, namespace=NAMESPACE, name=shown)


def _identifiers(package: _Package) -> Iterator[Finding]:
    if not package.activities:
        yield kinds_tincan.NO_ACTIVITY.at(TINCAN)
    ids = [(each.get("id") or "").strip() for each in package.activities]
    for value in ids:
        if not is_iri(value):
            yield kinds_tincan.IRI.at(value or TINCAN, value=value)
    for value in (value for value, count in Counter(ids).items() if value and count > 1):
        yield kinds_tincan.ID_TWICE.at(value, value=value)


def _descriptions(package: _Package) -> Iterator[Finding]:
    for activity in package.activities:
        kind = activity.get("type")
        if kind is not None and not is_iri(kind):
            yield kinds_tincan.TYPE.at(_place(activity), value=kind)
        for each in activity.iter(etree.Element):
            tag = each.get("lang")
            if tag is not None and not is_language(tag):
                yield kinds_tincan.LANGUAGE.at(_place(activity), value=tag)
            if local(each) == "interactionType" and (each.text or "").strip() not in _INTERACTIONS:
                yield kinds_tincan.INTERACTION.at(_place(activity), value=(each.text or "").strip())


def _launches(package: _Package) -> Iterator[Finding]:
    opened = launched(package.root)
    if package.activities and not opened:
        yield kinds_tincan.NO_LAUNCH.at(TINCAN)
    if len(opened) > 1:
        yield kinds_tincan.SEVERAL_LAUNCHES.at(TINCAN, count=len(opened))
    for activity in opened:
        if not any((each.text or "").strip() for each in _children(activity, "name")):
            yield kinds_tincan.NO_NAME.at(_place(activity))
        for url in dict.fromkeys((each.text or "").strip() for each in _children(activity, "launch")):
            yield from _address(_place(activity), url, package.paths)


_KIND_OF_ADDRESS = {
    "wrong": kinds_tincan.LAUNCH,
    "missing": kinds_tincan.LAUNCH_MISSING,
    "case": kinds_tincan.LAUNCH_CASE,
    "outside": kinds_tincan.LAUNCH_OUTSIDE,
}


def _address(place: str, url: str, paths: Sequence[str]) -> Iterator[Finding]:
    found = address_kind(url, paths)
    if found != "inside":
        yield _KIND_OF_ADDRESS[found].at(place, value=url)
    if found == "wrong":
        return
    for name in sorted({name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}):
        if name in _LAUNCH_PARAMETERS:
            yield kinds_tincan.LAUNCH_QUERY.at(place, value=name)


def _paths(package: _Package) -> Iterator[Finding]:
    for path in package.paths:
        if not path.isascii():
            yield kinds_files.NON_ASCII_PATH.at(path)


def _place(activity: etree._Element) -> str:
    return (activity.get("id") or "").strip() or TINCAN


_RULES: tuple[Callable[[_Package], Iterable[Finding]], ...] = (_identifiers, _descriptions, _launches, _paths)
