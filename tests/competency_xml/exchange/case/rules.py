"""What CASE asks of a CFPackage, written down from the specification and apart from the code that is tested.

Sources: CASE 1.0 and 1.1 Information Model and REST/JSON Binding, classes as they stand inside a CFPackage.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

Version = Literal["1.0", "1.1"]
Json = Any

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_ANY_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TYPES = {
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
}
_EXT = re.compile(r"ext:[a-zA-Z0-9.\-_]+")

#: Class → field → kind of value; `!` is required, `+` is new in 1.1, `*` is a list.
CLASSES: dict[str, dict[str, str]] = {
    "CFDocument": {
        "identifier": "uuid!",
        "uri": "uri!",
        "frameworkType": "line+",
        "caseVersion": "1.1+",
        "creator": "line!",
        "title": "line!",
        "lastChangeDateTime": "moment!",
        "officialSourceURL": "uri",
        "publisher": "line",
        "description": "text1",
        "subject": "line*",
        "subjectURI": "LinkURI*",
        "language": "line",
        "version": "line",
        "adoptionStatus": "line",
        "statusStartDate": "day",
        "statusEndDate": "day",
        "licenseURI": "LinkURI",
        "notes": "text",
        "extensions": "object+",
    },
    "CFItem": {
        "identifier": "uuid!",
        "fullStatement": "text1!",
        "alternativeLabel": "line",
        "CFItemType": "line",
        "uri": "uri!",
        "humanCodingScheme": "line",
        "listEnumeration": "line",
        "abbreviatedStatement": "line",
        "conceptKeywords": "line*",
        "conceptKeywordsURI": "LinkURI",
        "notes": "text",
        "subject": "line*+",
        "subjectURI": "LinkURI*+",
        "language": "line",
        "educationLevel": "line*",
        "CFItemTypeURI": "LinkURI",
        "licenseURI": "LinkURI",
        "statusStartDate": "day",
        "statusEndDate": "day",
        "lastChangeDateTime": "moment!",
        "extensions": "object+",
    },
    "CFAssociation": {
        "identifier": "uuid!",
        "associationType": "type!",
        "sequenceNumber": "int",
        "uri": "uri!",
        "originNodeURI": "LinkGenURI!",
        "destinationNodeURI": "LinkGenURI!",
        "CFAssociationGroupingURI": "LinkURI",
        "lastChangeDateTime": "moment!",
        "notes": "text+",
        "extensions": "object+",
    },
    "LinkURI": {"title": "line!", "identifier": "uuid!", "uri": "uri!"},
    "LinkGenURI": {"title": "line!", "identifier": "text!", "uri": "uri!", "targetType": "target+"},
    "CFDefinitions": {
        "CFConcepts": "CFConcept*",
        "CFSubjects": "CFSubject*",
        "CFLicenses": "CFLicense*",
        "CFItemTypes": "CFItemType*",
        "CFAssociationGroupings": "CFAssociationGrouping*",
        "extensions": "object+",
    },
    "CFConcept": {
        "identifier": "uuid!",
        "uri": "uri!",
        "title": "line!",
        "keywords": "line",
        "hierarchyCode": "line!",
        "description": "text",
        "lastChangeDateTime": "moment!",
        "extensions": "object+",
    },
    "CFSubject": {
        "identifier": "uuid!",
        "uri": "uri!",
        "title": "line!",
        "hierarchyCode": "line!",
        "description": "text",
        "lastChangeDateTime": "moment!",
        "extensions": "object+",
    },
    "CFLicense": {
        "identifier": "uuid!",
        "uri": "uri!",
        "title": "line!",
        "description": "text",
        "licenseText": "text!",
        "lastChangeDateTime": "moment!",
        "extensions": "object+",
    },
    "CFItemType": {
        "identifier": "uuid!",
        "uri": "uri!",
        "title": "line!",
        "description": "text!",
        "hierarchyCode": "line!",
        "typeCode": "line",
        "lastChangeDateTime": "moment!",
        "extensions": "object+",
    },
    "CFAssociationGrouping": {
        "identifier": "uuid!",
        "uri": "uri!",
        "title": "line!",
        "description": "text",
        "lastChangeDateTime": "moment!",
        "extensions": "object+",
    },
    "CFRubric": {
        "identifier": "uuid!",
        "uri": "uri!",
        "title": "line",
        "description": "text",
        "lastChangeDateTime": "moment!",
        "CFRubricCriteria": "CFRubricCriterion*",
        "extensions": "object+",
    },
    "CFRubricCriterion": {
        "identifier": "uuid!",
        "uri": "uri!",
        "category": "line",
        "description": "text",
        "CFItemURI": "LinkURI",
        "weight": "number",
        "position": "int",
        "rubricId": "uuid",
        "lastChangeDateTime": "moment!",
        "CFRubricCriterionLevels": "CFRubricCriterionLevel*",
        "extensions": "object+",
    },
    "CFRubricCriterionLevel": {
        "identifier": "uuid!",
        "uri": "uri!",
        "description": "text",
        "quality": "text",
        "score": "number",
        "feedback": "text",
        "position": "int",
        "rubricCriterionId": "uuid",
        "lastChangeDateTime": "moment!",
        "extensions": "object*+",
    },
    "CFPackage": {
        "CFDocument": "CFDocument!",
        "CFItems": "CFItem*",
        "CFAssociations": "CFAssociation*",
        "CFDefinitions": "CFDefinitions",
        "CFRubrics": "CFRubric*",
        "extensions": "object+",
    },
}


def breaches(package: Json, version: Version) -> list[str]:
    """Return everything in a package that CASE does not allow, as `place: rule`."""
    found = list(_of_class("CFPackage", package, "$", version))
    return found or list(_of_whole(package))


def _of_class(name: str, value: Json, place: str, version: Version) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{place}: no object"
        return
    fields = CLASSES[name]
    for field, kind in fields.items():
        if "!" in kind and field not in value:
            yield f"{place}: required {field}"
    for field, inner in value.items():
        where = f"{place}.{field}"
        if field not in fields or ("+" in fields[field] and version == "1.0"):
            yield f"{where}: not in CASE {version}"
            continue
        kind = fields[field].strip("!+")
        if kind.endswith("*"):
            if not isinstance(inner, list):
                yield f"{where}: no list"
                continue
            for number, one in enumerate(inner):
                yield from _of_kind(kind.rstrip("*"), one, f"{where}[{number}]", version)
        else:
            yield from _of_kind(kind, inner, where, version)


def _of_kind(kind: str, value: Json, place: str, version: Version) -> Iterator[str]:
    if kind in CLASSES:
        yield from _of_class(kind, value, place, version)
    elif not _is(kind, value, version):
        yield f"{place}: no {kind}"


def _is(kind: str, value: Json, version: Version) -> bool:
    if kind == "object":
        return isinstance(value, dict)
    if kind == "int":
        return type(value) is int and -(2**31) <= value < 2**31
    if kind == "number":
        return type(value) in (int, float) and value == value and abs(value) != float("inf")
    if not isinstance(value, str):
        return False
    match kind:
        case "text":
            return True
        case "line":
            return not set(value) & set("\t\r\n")
        case "text1":  # NormalizedString in 1.0, String in 1.1
            return version == "1.1" or not set(value) & set("\t\r\n")
        case "uuid":
            return (
                UUID.fullmatch(value) is not None
                if version == "1.1"
                else re.fullmatch("[0-9a-f-]{36}", value) is not None
            )
        case "uri":
            return value.isascii() and bool(urlsplit(value).scheme) and not set(value) & set(' <>"{}|\\^`')
        case "day":
            return _parses(date.fromisoformat, value)
        case "moment":
            return _parses(datetime.fromisoformat, value) and datetime.fromisoformat(value).tzinfo is not None
        case "1.1":
            return value == "1.1"
        case "target":
            return value == "CASE" or _EXT.fullmatch(value) is not None
        case "type":
            known = TYPES | ({"isTranslationOf"} if version == "1.1" else set())
            return value in known or (version == "1.1" and _EXT.fullmatch(value) is not None)
    raise AssertionError(kind)


def _parses(parse: Any, value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _of_whole(package: Json) -> Iterator[str]:
    """Yield what is wrong between the parts: identities, ends of associations, the tree, definitions."""
    items = package.get("CFItems", [])
    associations = package.get("CFAssociations", [])
    document = package["CFDocument"]["identifier"]
    for records in ([package["CFDocument"], *items], associations):
        for identifier, count in Counter(one["identifier"] for one in records).items():
            if count > 1:
                yield f"{identifier}: there {count} times"
    nodes = {document, *(item["identifier"] for item in items)}
    parents: dict[str, list[str]] = {}
    for one in associations:
        origin, destination = one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"]
        if one["associationType"] == "isChildOf" and origin in nodes and destination in nodes:
            parents.setdefault(origin, []).append(destination)
    for start in parents:
        above = set(parents[start])
        seen: set[str] = set()
        while above - seen:
            seen |= above
            above = {parent for one in above for parent in parents.get(one, [])}
        if start in seen:
            yield f"{start}: stands below itself"
    defined = {one["identifier"] for one in package.get("CFDefinitions", {}).get("CFItemTypes", [])}
    for item in items:
        link = item.get("CFItemTypeURI")
        if link and link["uri"].startswith("urn:x-competency-map:") and link["identifier"] not in defined:
            yield f"{item['identifier']}: its item type is not defined"
