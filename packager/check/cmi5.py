"""The rules of cmi5 for a course package: the course structure and the files that are there. Spec: cmi5 13, 14."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from foundation.findings import Finding
from foundation.xml import parse_xml
from packager.check import kinds_cmi5, kinds_files
from packager.check.addresses import address_kind, is_iri, is_language
from packager.check.bounded import bounded, by_rules
from packager.check.course_structure import (
    COURSE_STRUCTURE,
    NAMESPACE,
    check_elements,
    is_reference_list,
    place_of,
)
from packager.check.kind import Kind
from packager.check.manifest import local

_DECIMAL = re.compile(r"^[+]?(0(\.\d{1,4}0*)?|1(\.0*)?|\.\d{1,4}0*)$")
_MOVE_ON = frozenset({"Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"})
_LAUNCH_METHODS = frozenset({"AnyWindow", "OwnWindow"})
_LAUNCH_PARAMETERS = frozenset({"endpoint", "fetch", "actor", "registration", "activityId"})


@dataclass(frozen=True)
class _Package:
    """What the rules look at. `paths` None: a course structure without a zip file."""

    root: etree._Element
    paths: Sequence[str] | None

    def all(self, name: str) -> Iterator[etree._Element]:
        """Yield every element of this name, in document order."""
        return self.root.iter(f"{{{NAMESPACE}}}{name}")


def check_cmi5(structure: bytes, paths: Sequence[str] | None, *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this course structure and these files breaks, `file` set.

    Raises:
        MalformedXmlError: the course structure is not well-formed.
    """
    return check_structure(parse_xml(structure, file=file), paths, file=file)


def check_structure(root: etree._Element, paths: Sequence[str] | None, *, file: str | None = None) -> list[Finding]:
    """Return every rule that a package with this course structure's tree and these files breaks, `file` set."""
    package = _Package(root, paths)
    rules = _RULES if _is_structure(root) else (_root,)
    return [finding.model_copy(update={"file": file}) for finding in bounded(by_rules(rules, package))]


def _is_structure(root: etree._Element) -> bool:
    return bool(root.tag == f"{{{NAMESPACE}}}courseStructure")


def _root(package: _Package) -> Iterator[Finding]:
    if not _is_structure(package.root):
        name = etree.QName(package.root)
        shown = f"{name.localname} ({name.namespace or '∅'})"
        yield kinds_cmi5.ROOT.at(COURSE_STRUCTURE, namespace=NAMESPACE, name=shown)


def _elements(package: _Package) -> Iterator[Finding]:
    yield from check_elements(package.root)


def _named(package: _Package) -> Iterator[etree._Element]:
    for name in ("course", "objective", "block", "au"):
        yield from (each for each in package.all(name) if each.get("id") is not None)


def _identifiers(package: _Package) -> Iterator[Finding]:
    ids = []
    for element in _named(package):
        value = (element.get("id") or "").strip()
        ids.append(value)
        if not is_iri(value):
            yield kinds_cmi5.IRI.at(value or COURSE_STRUCTURE, name=local(element), value=value)
    for value in (value for value, count in Counter(ids).items() if value and count > 1):
        yield kinds_cmi5.ID_TWICE.at(value, value=value)


def _texts(package: _Package) -> Iterator[Finding]:
    for name in ("title", "description"):
        for element in package.all(name):
            strings = [each for each in element if each.tag == f"{{{NAMESPACE}}}langstring"]
            if not any((each.text or "").strip() for each in strings):
                yield kinds_cmi5.NO_TEXT.at(place_of(element), name=name)
            for each in strings:
                tag = each.get("lang")
                if tag is not None and not is_language(tag):
                    yield kinds_cmi5.LANGUAGE.at(place_of(element), value=tag)


def _units(package: _Package) -> Iterator[Finding]:
    for holder in (package.root, *package.all("block")):
        if not any(local(child) in ("au", "block") for child in holder.iterchildren(etree.Element)):
            yield kinds_cmi5.NO_AU.at(place_of(holder), name=local(holder))


def _values(package: _Package) -> Iterator[Finding]:
    checks: tuple[tuple[str, Callable[[str], object], Kind], ...] = (
        ("masteryScore", _DECIMAL.match, kinds_cmi5.MASTERY_SCORE),
        ("moveOn", _MOVE_ON.__contains__, kinds_cmi5.MOVE_ON),
        ("launchMethod", _LAUNCH_METHODS.__contains__, kinds_cmi5.LAUNCH_METHOD),
        ("activityType", is_iri, kinds_cmi5.ACTIVITY_TYPE),
    )
    for unit in package.all("au"):
        for name, is_right, kind in checks:
            value = unit.get(name)
            if value is not None and not is_right(value.strip()):
                yield kind.at(place_of(unit), value=value)


def _satisfaction(package: _Package) -> Iterator[Finding]:
    values = {(unit.get("moveOn") or "NotApplicable").strip() for unit in package.all("au")}
    if values == {"NotApplicable"}:
        yield kinds_cmi5.NEVER_NEEDED.at(COURSE_STRUCTURE)


def _references(package: _Package) -> Iterator[Finding]:
    defined = {(each.get("id") or "").strip() for each in package.all("objective")} - {""}
    for listed in package.all("objectives"):
        if not is_reference_list(listed):
            continue
        for each in listed.iterchildren(f"{{{NAMESPACE}}}objective"):
            value = (each.get("idref") or "").strip()
            if value not in defined:
                yield kinds_cmi5.OBJECTIVE_REFERENCE.at(place_of(each), value=value)


def _addresses(package: _Package) -> Iterator[Finding]:
    for unit in package.all("au"):
        for element in unit.iterchildren(f"{{{NAMESPACE}}}url"):
            yield from _address(place_of(unit), (element.text or "").strip(), package.paths)


def _address(place: str, url: str, paths: Sequence[str] | None) -> Iterator[Finding]:
    found = address_kind(url, paths or ())
    if found == "wrong":
        yield kinds_cmi5.URL.at(place, value=url)
        return
    if found == "outside":
        yield kinds_cmi5.URL_OUTSIDE.at(place, value=url)
    elif paths is None:
        yield kinds_cmi5.URL_RELATIVE.at(place, value=url)
    elif found != "inside":
        yield (kinds_cmi5.URL_CASE if found == "case" else kinds_cmi5.URL_MISSING).at(place, value=url)
    for name in sorted({name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}):
        if name in _LAUNCH_PARAMETERS:
            yield kinds_cmi5.URL_QUERY.at(place, value=name)


def _paths(package: _Package) -> Iterator[Finding]:
    for path in package.paths or ():
        if not path.isascii():
            yield kinds_files.NON_ASCII_PATH.at(path)


_RULES: tuple[Callable[[_Package], Iterable[Finding]], ...] = (
    _elements,
    _identifiers,
    _texts,
    _units,
    _values,
    _satisfaction,
    _references,
    _addresses,
    _paths,
)
