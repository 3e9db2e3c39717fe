"""The rules of CASE clause by clause: a sound package breaches none, an unsound one exactly the one it is made for."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from competency_xml.exchange.case.package import Package
from tests.competency_xml.exchange.case.packages import DOCUMENT, association, item, package
from tests.competency_xml.exchange.case.rules import Version, breaches

Change = Callable[[dict[str, Any]], None]


def _set(*path: str | int) -> Callable[[Any], Change]:
    def with_value(value: Any) -> Change:
        def change(whole: dict[str, Any]) -> None:
            target: Any = whole
            for step in path[:-1]:
                target = target[step]
            if value is None:
                del target[path[-1]]
            else:
                target[path[-1]] = value

        return change

    return with_value


_document = _set("CFDocument", "identifier")
ITEM = ("CFItems", 0)
LINK = ("CFAssociations", 0)
SOUND: list[tuple[str, Change]] = [
    ("no associations at all", _set("CFAssociations")(None)),
    ("upper bound of the version nibble", _set(*ITEM, "identifier")("00000000-0000-5000-b000-00000000000f")),
    ("offset instead of Z", _set(*ITEM, "lastChangeDateTime")("2024-02-29T23:59:59.123+08:00")),
    ("several education levels", _set(*ITEM, "educationLevel")(["高级", "中级"])),
    ("a term of one's own", _set(*LINK, "associationType")("ext:supports.1-a_b")),
    ("a translation", _set(*LINK, "associationType")("isTranslationOf")),
    ("line ends in a statement", _set(*ITEM, "fullStatement")("第一行\n第二行")),
    ("a target outside CASE", _set(*LINK, "destinationNodeURI", "targetType")("ext:job")),
    ("extensions", _set(*ITEM, "extensions")({"x": {"y": [1, None, True]}})),
    ("a framework of course codes", _set("CFDocument", "frameworkType")("CourseCodes")),
]
UNSOUND: list[tuple[str, Change, str]] = [
    ("CFDocument.identifier", _document(None), "required identifier"),
    ("CFDocument.creator", _set("CFDocument", "creator")(None), "required creator"),
    ("CFDocument.title", _set("CFDocument", "title")(None), "required title"),
    ("CFDocument.lastChangeDateTime", _set("CFDocument", "lastChangeDateTime")("2024-01-01"), "no moment"),
    ("a time without offset", _set("CFDocument", "lastChangeDateTime")("2024-01-01T00:00:00"), "no moment"),
    ("CFDocument.caseVersion", _set("CFDocument", "caseVersion")("1.0"), "no 1.1"),
    ("CFDocument.statusStartDate", _set("CFDocument", "statusStartDate")("2024-02-30"), "no day"),
    ("CFDocument.subject", _set("CFDocument", "subject")("数学"), "no list"),
    ("CFPackageURI stands alone only", _set("CFDocument", "CFPackageURI")({}), "not in CASE"),
    ("CFItem.fullStatement", _set(*ITEM, "fullStatement")(None), "required fullStatement"),
    ("CFItem.uri", _set(*ITEM, "uri")("/CFItems/1"), "no uri"),
    ("a space in a URI", _set(*ITEM, "uri")("https://x/a b"), "no uri"),
    ("upper case in a UUID", _set(*ITEM, "identifier")("0AF9B9E0-2C5A-4E0B-9E1F-6B0C8C8F2A11"), "no uuid"),
    ("a UUID of version 6", _set(*ITEM, "identifier")("00000000-0000-6000-8000-000000000001"), "no uuid"),
    ("a UUID of another variant", _set(*ITEM, "identifier")("00000000-0000-4000-7000-000000000001"), "no uuid"),
    ("a line end in a code", _set(*ITEM, "humanCodingScheme")("1\n1"), "no line"),
    ("keywords as one text", _set(*ITEM, "conceptKeywords")("质量"), "no list"),
    ("licenseURI as a text", _set(*ITEM, "licenseURI")("https://x"), "no object"),
    ("CFDocumentURI stands alone only", _set(*ITEM, "CFDocumentURI")({}), "not in CASE"),
    ("a field nobody knows", _set(*ITEM, "weight")(5), "not in CASE"),
    ("an unknown association type", _set(*LINK, "associationType")("isParentOf"), "no type"),
    ("ext: with a space", _set(*LINK, "associationType")("ext:a b"), "no type"),
    ("sequenceNumber as a text", _set(*LINK, "sequenceNumber")("1"), "no int"),
    ("sequenceNumber beyond 32 bits", _set(*LINK, "sequenceNumber")(2**31), "no int"),
    ("an origin without title", _set(*LINK, "originNodeURI", "title")(None), "required title"),
    ("no destination", _set(*LINK, "destinationNodeURI")(None), "required destinationNodeURI"),
    ("extensions as a list", _set(*ITEM, "extensions")([]), "no object"),
]
ONLY_1_1: list[tuple[str, Change]] = [
    ("extensions", _set(*ITEM, "extensions")({"x": 1})),
    ("caseVersion", _set("CFDocument", "caseVersion")("1.1")),
    ("frameworkType", _set("CFDocument", "frameworkType")("CourseCodes")),
    ("subjects of items", _set(*ITEM, "subject")(["数学"])),
    ("notes of associations", _set(*LINK, "notes")("说明")),
    ("targetType", _set(*LINK, "destinationNodeURI", "targetType")("CASE")),
    ("isTranslationOf", _set(*LINK, "associationType")("isTranslationOf")),
    ("a term of one's own", _set(*LINK, "associationType")("ext:supports")),
    ("line ends in a statement", _set(*ITEM, "fullStatement")("第一行\n第二行")),
]


def _sample() -> dict[str, Any]:
    return package(items=[item(1), item(2)], associations=[association(1, DOCUMENT), association(2, 1)])


def _changed(change: Change) -> dict[str, Any]:
    whole = copy.deepcopy(_sample())
    change(whole)
    return whole


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_sound_package_has_no_breach(version: Version) -> None:
    assert breaches(_sample(), version) == []
    Package.model_validate(_sample())


@pytest.mark.parametrize(("name", "change"), SOUND, ids=[name for name, _ in SOUND])
def test_what_case_1_1_allows_is_taken_as_it_is(name: str, change: Change) -> None:
    whole = _changed(change)
    assert breaches(whole, "1.1") == []
    assert Package.model_validate(whole).as_json() == whole


@pytest.mark.parametrize(("name", "change", "rule"), UNSOUND, ids=[name for name, _, _ in UNSOUND])
def test_what_case_does_not_allow_is_never_made(name: str, change: Change, rule: str) -> None:
    whole = _changed(change)
    (breach,) = breaches(whole, "1.1")
    assert rule in breach
    with pytest.raises(ValidationError):
        Package.model_validate(whole)


@pytest.mark.parametrize(("name", "change"), ONLY_1_1, ids=[name for name, _ in ONLY_1_1])
def test_what_is_new_in_1_1_is_no_case_1_0(name: str, change: Change) -> None:
    whole = _changed(change)
    assert breaches(whole, "1.1") == []
    assert len(breaches(whole, "1.0")) == 1


@pytest.mark.parametrize(
    ("change", "breach"),
    [
        (lambda whole: whole["CFItems"].append(item(1)), "there 2 times"),
        (lambda whole: whole["CFAssociations"].append(association(2, 1)), "there 2 times"),
        (lambda whole: whole["CFAssociations"].append(association(1, 2)), "stands below itself"),
    ],
)
def test_identities_and_the_tree_are_sound(change: Change, breach: str) -> None:
    assert breach in breaches(_changed(change), "1.1")[0]
