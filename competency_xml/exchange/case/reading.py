"""JSON values → a sound package: what can be mended is, what cannot is left out, and all of it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.case.definitions import Concept, Definitions, Grouping, ItemType, License, Rubric, Subject
from competency_xml.exchange.case.mending import Mending, derived_identifier
from competency_xml.exchange.case.package import Association, Document, Item, Package
from competency_xml.exchange.case.part import CasePart, CaseRecord, as_list
from competency_xml.exchange.case.residue import extension_of
from competency_xml.exchange.case.righting import document_named, upright
from competency_xml.exchange.case.values import moment_of
from competency_xml.exchange.framework.notes import Remark
from foundation.text import both

#: Items and associations together: a map of 20,000 items in two languages has some 120,000.
RECORDS = ("CFItems", "CFAssociations")
MAX_RECORDS = 150_000
#: Items that are no translations of others.
MAX_ITEMS = 25_000
_Part = TypeVar("_Part", bound=CasePart)
_WRAPPERS = ("CFPackage", "CFPackages")
_PARTS = ("CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions")
_BY_LOWER = {name.lower(): name for name in (*_WRAPPERS, *_PARTS)}
_DEFINITIONS: dict[str, tuple[str, type[CaseRecord]]] = {
    "CFConcepts": ("concepts", Concept),
    "CFSubjects": ("subjects", Subject),
    "CFLicenses": ("licenses", License),
    "CFItemTypes": ("item_types", ItemType),
    "CFAssociationGroupings": ("groupings", Grouping),
}


def read_package(value: Any, mending: Mending) -> Package:
    """Return the package in JSON values.

    Raises:
        UnreadableFrameworkError: there is no CASE package in it, or it has no item.
    """
    raw = dict(_package_in(value, mending))
    del value
    documents = [one for one in as_list(raw.get("CFDocument")) if isinstance(one, Mapping)]
    _tell_more_roots(documents, mending)
    given: Any = documents[0] if documents else {}
    first = document_named(given, raw)
    if first is not given:
        mending.filled("CFDocument.identifier", str(first["identifier"]))
    mending.moment = moment_of(first.get("lastChangeDateTime")) or mending.moment
    document = Document.model_validate(first, context=mending)
    mending.settle()
    _refuse_too_many(raw, mending)
    items = _distinct(_sound(Item, raw.pop("CFItems", None), "CFItems", mending), mending)
    if not items and not extension_of(document.extensions):
        raise _refused(mending, "没有一个可用的条目（CFItem）", "It has no sound CFItem")
    sound = _sound(Association, raw.pop("CFAssociations", None), "CFAssociations", mending)
    associations = upright(_told_once(sound, mending), document.identifier, mending.notes)
    package = Package(
        document=document,
        items=tuple(items),
        associations=tuple(associations),
        definitions=_definitions(raw.get("CFDefinitions"), mending),
        rubrics=tuple(_sound(Rubric, raw.get("CFRubrics"), "CFRubrics", mending)),
        extensions=_extensions(raw, mending),
    )
    mending.settle()
    return package


def _package_in(value: Any, mending: Mending) -> Mapping[str, Any]:
    """Return the object that holds document and items, out of the wrappers that servers put around it."""
    for _ in range(3):
        if isinstance(value, list):
            _tell_more_roots(value, mending)
            value = value[0] if value else None
        if not isinstance(value, Mapping):
            break
        named: dict[str, Any] = {_BY_LOWER.get(str(name).lower(), str(name)): inner for name, inner in value.items()}
        if "CFItems" in named or "CFDocument" in named:
            return named
        value = next((named[name] for name in _WRAPPERS if name in named), None)
    raise _refused(mending, "文件里没有 CASE 框架（CFDocument、CFItems）", "It holds no CASE package")


def _refuse_too_many(raw: Mapping[str, Any], mending: Mending) -> None:
    if sum(len(as_list(raw.get(name))) for name in RECORDS) > MAX_RECORDS:
        raise _refused(mending, f"条目和关联超过 {MAX_RECORDS} 个", f"It has over {MAX_RECORDS} items and associations")


def _tell_more_roots(roots: list[Any], mending: Mending) -> None:
    for root in roots[1:]:
        document = root.get("CFDocument", root) if isinstance(root, Mapping) else {}
        identifier = document.get("identifier") if isinstance(document, Mapping) else None
        message = both("文件里有几个框架，只导入了第一个", "The file holds several frameworks; the first was imported")
        remedy = both("请每个框架一个文件", "Use one file per framework")
        mending.notes.add(Remark("MAP-CASE-ROOT", message, remedy), str(identifier) if identifier else None)


def _sound(model: type[_Part], values: Any, where: str, mending: Mending) -> Iterable[_Part]:
    left = as_list(values)[::-1]
    count = len(left)
    while left:
        value = left.pop()
        try:
            part = model.model_validate(value, context=mending)
            mending.settle()
            yield part
        except ValueError:
            mending.settle(taken=False)
            place = value.get("identifier") or value.get("uri") if isinstance(value, Mapping) else None
            place = place if isinstance(place, str | int) else f"$.{where}[{count - len(left) - 1}]"
            name = model.CASE_NAME
            message = both(f"一个 {name} 无法读懂，没有导入", f"A {name} could not be read and was not imported")
            remedy = both("请在原系统中更正", "Correct it where it comes from")
            mending.notes.add(Remark("MAP-CASE-UNSOUND", message, remedy), str(place)[:100])


def _distinct(items: Iterable[Item], mending: Mending) -> list[Item]:
    by_identifier: dict[str, Item] = {}
    for item in items:
        if item.identifier in by_identifier:
            message = both("标识重复，只导入了第一个条目", "The identifier is there twice; the first item was imported")
            remedy = both("每个条目用自己的标识", "Give every item an identifier of its own")
            mending.notes.add(Remark("MAP-CASE-DUPLICATE", message, remedy), item.identifier)
            continue
        by_identifier[item.identifier] = item
    return list(by_identifier.values())


def _told_once(associations: Iterable[Association], mending: Mending) -> Iterable[Association]:
    """Yield associations without repetitions, each with an identifier of its own."""
    seen: set[tuple[str, str, str]] = set()
    identifiers: set[str] = set()
    for association in associations:
        relation = (association.association_type, association.origin, association.destination)
        if relation in seen:
            message = both("同一关联出现两次，只留一次", "An association is there twice and was kept once")
            mending.notes.count("repeated", Remark("MAP-CASE-REPEATED", message, severity="note"), association.origin)
            continue
        seen.add(relation)
        if association.identifier in identifiers:
            mending.changed("CFAssociation.identifier", association.identifier)
            association = association.model_copy(update={"identifier": derived_identifier(" ".join(relation))})
        identifiers.add(association.identifier)
        yield association


def _definitions(value: Any, mending: Mending) -> Definitions:
    raw = value if isinstance(value, Mapping) else {}
    others = {name: inner for name, inner in raw.items() if name not in _DEFINITIONS}
    lists = {
        field: tuple(_sound(model, raw.get(name), f"CFDefinitions.{name}", mending))
        for name, (field, model) in _DEFINITIONS.items()
    }
    kept = Definitions.model_validate(others, context=mending)
    return kept.model_copy(update=lists)


def _extensions(raw: Mapping[str, Any], mending: Mending) -> dict[str, Any] | None:
    own = raw.get("extensions")
    unknown = {name: inner for name, inner in raw.items() if name not in _PARTS and inner not in (None, "", [], {})}
    for name in unknown:
        mending.unknown(f"CFPackage.{name}", None)
    return {**(own if isinstance(own, dict) else {}), **unknown} or None


def _refused(mending: Mending, zh: str, en: str) -> UnreadableFrameworkError:
    remedy = both("请导出 CFPackage（CASE 1.0 或 1.1 的 JSON）", "Export a CFPackage, JSON of CASE 1.0 or 1.1")
    return UnreadableFrameworkError(both(zh, en), file=mending.notes.file, remedy=remedy)
