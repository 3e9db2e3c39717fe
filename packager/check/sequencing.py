"""The rules of SCORM 2004 for sequencing: elements, words, numbers, references. Spec: CAM 5.1, SN 3, IMS SS 1.0."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping

from lxml import etree

from foundation.findings import Finding
from packager.check import kinds_2004
from packager.check.manifest import MANIFEST, local
from packager.check.sequencing_words import CHILDREN, NAMESPACE, NUMBERS, RULE_ACTIONS, TEXT_NUMBERS, WORDS

#: Objectives of a sequencing by id, and the names among those its rules look at that are not right for all.
_Shared = tuple[dict[str, etree._Element], tuple[str, ...]]
_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})
#: Objectives of the 4th edition, each of which adds to one of IMS SS. Spec: CAM 5.1.7.1.
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
_HOLDERS = frozenset({"item", "organization"})


def check_sequencing(root: etree._Element) -> Iterator[Finding]:
    """Yield what is wrong with every sequencing of a manifest."""
    written = _written(root)
    collection = {
        _get(each, "ID", ""): _shared(each, written)
        for each in root.iter(_ss("sequencing"))
        if (parent := each.getparent()) is not None and local(parent) == "sequencingCollection"
    }
    for element in root.iter(etree.Element):
        if etree.QName(element).namespace == NAMESPACE:
            yield from _element(element)
    for element in root.iter(_ss("sequencing")):
        parent = element.getparent()
        if parent is None or local(parent) == "sequencingCollection":
            yield from _objectives(element, MANIFEST)
            continue
        yield from _activity(element, parent, collection, written)


def _ss(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _get(element: etree._Element, name: str, default: str = "") -> str:
    """Return an attribute without the white space around it, which none of its types keeps. Spec: XSD 2 4.3.6."""
    return str(element.get(name, default)).strip()


def _place(element: etree._Element) -> str:
    """Return the identifier of the item or organization that an element is about."""
    for each in (element, *element.iterancestors()):
        if identifier := each.get("identifier"):
            return str(identifier).strip()
    return MANIFEST


def _element(element: etree._Element) -> Iterator[Finding]:
    name, place = local(element), _place(element)
    if name in CHILDREN:
        yield from _children(element, place)
    for attribute, value in ((str(key), str(text)) for key, text in element.attrib.items()):
        words = _words(element, attribute)
        if words is not None and value.strip() not in words:
            yield kinds_2004.SEQ_WORD.at(place, element=name, attribute=attribute, value=value)
        bounds = NUMBERS.get(attribute)
        if bounds is not None and not _within(value, bounds):
            yield kinds_2004.SEQ_NUMBER.at(place, element=attribute, value=value, low=bounds[0], high=bounds[1])
    if name in TEXT_NUMBERS and not _within(element.text or "", TEXT_NUMBERS[name]):
        low, high = TEXT_NUMBERS[name]
        yield kinds_2004.SEQ_NUMBER.at(place, element=name, value=(element.text or "").strip(), low=low, high=high)


def _words(element: etree._Element, attribute: str) -> frozenset[str] | None:
    """Return the words that an attribute may hold; None: anything."""
    name, parent = local(element), element.getparent()
    if (name, attribute) == ("ruleAction", "action") and parent is not None:
        return RULE_ACTIONS.get(local(parent))
    return WORDS.get((name, attribute)) or WORDS.get(("*", attribute))


def _children(parent: etree._Element, place: str) -> Iterator[Finding]:
    allowed, needed = CHILDREN[local(parent)]
    position = 0
    seen: set[str] = set()
    for child in parent.iterchildren(etree.Element):
        name = local(child) if etree.QName(child).namespace == NAMESPACE else "*"
        slot = next((n for n, (each, _) in enumerate(allowed) if each == name), None)
        is_again = name in seen and slot is not None and not allowed[slot][1]
        if slot is None or slot < position or is_again:
            yield kinds_2004.SEQ_ELEMENT.at(place, parent=local(parent), name=local(child))
        else:
            position = slot
        seen.add(name)
    for name in needed:
        if name not in seen:
            yield kinds_2004.SEQ_ELEMENT.at(place, parent=local(parent), name=f"∅ {name}")


def _within(text: str, bounds: tuple[float, float]) -> bool:
    try:
        return bounds[0] <= float(text) <= bounds[1]
    except ValueError:
        return False


def _activity(
    element: etree._Element, parent: etree._Element, collection: Mapping[str, _Shared], written: set[str]
) -> Iterator[Finding]:
    place = _place(element)
    twins = [each for each in parent if each.tag == element.tag]
    if local(parent) not in _HOLDERS or twins[0] is not element:
        yield kinds_2004.SEQ_PLACE.at(place)
    reference = _get(element, "IDRef")
    if "IDRef" in element.attrib and reference not in collection:
        yield kinds_2004.SEQ_IDREF.at(place, value=reference)
    shared = collection.get(reference)
    yield from _objectives(element, place)
    yield from _references(element, shared, place, written)
    yield from _way_in(element, parent, place)


def _way_in(element: etree._Element, parent: etree._Element, place: str) -> Iterator[Finding]:
    """Content may mean to close a cluster, to open it by a jump; nothing opens an organization that is closed."""
    mode = element.find(_ss("controlMode"))
    if mode is None or not any(local(each) == "item" for each in parent):
        return
    if _get(mode, "choice", "true") in _FALSE and _get(mode, "flow", "false") in _FALSE:
        is_whole = local(parent) == "organization"
        yield (kinds_2004.SEQ_NO_WAY if is_whole else kinds_2004.SEQ_NO_WAY_BELOW).at(place)


def _objectives(sequencing: etree._Element, place: str) -> Iterator[Finding]:
    seen: set[str] = set()
    writers: dict[tuple[str, str], str] = {}
    for index, objective in enumerate(_local_objectives(sequencing)):
        identifier = _get(objective, "objectiveID")
        is_primary = local(objective) == "primaryObjective"
        if not identifier and (not is_primary or objective.find(_ss("mapInfo")) is not None):
            yield kinds_2004.SEQ_NO_OBJECTIVE_ID.at(place)
        if identifier and identifier in seen:
            yield kinds_2004.SEQ_OBJECTIVE_TWICE.at(place, value=identifier)
        seen.add(identifier)
        yield from _maps(objective, f"{index} {identifier}", writers, place)


def _maps(objective: etree._Element, name: str, writers: dict[tuple[str, str], str], place: str) -> Iterator[Finding]:
    reads: set[str] = set()
    for info in objective.findall(_ss("mapInfo")):
        target = _get(info, "targetObjectiveID", "")
        for value in ("SatisfiedStatus", "NormalizedMeasure"):
            if _get(info, f"read{value}", "true") in _TRUE:
                if value in reads:
                    yield kinds_2004.SEQ_MAP_READS.at(place, value=_get(objective, "objectiveID"))
                reads.add(value)
            if _get(info, f"write{value}", "false") in _TRUE and writers.setdefault((target, value), name) != name:
                yield kinds_2004.SEQ_MAP_WRITES.at(place, value=target)


def _references(sequencing: etree._Element, shared: _Shared | None, place: str, written: set[str]) -> Iterator[Finding]:
    own = {_get(each, "objectiveID"): each for each in _local_objectives(sequencing)}
    given, asked = ({}, ()) if shared is None else shared
    objectives = ChainMap(own, given)
    told: set[str] = set()
    for extended in sequencing.iter(f"{{{ADLSEQ}}}objective"):
        if (name := _get(extended, "objectiveID")) not in objectives:
            yield kinds_2004.SEQ_OBJECTIVE.at(place, value=name)
    for name in (*_asked(sequencing), *asked):
        if name not in objectives:
            yield kinds_2004.SEQ_OBJECTIVE.at(place, value=name)
        for target in _only_read(objectives.get(name)):
            if target not in written and target not in told:
                told.add(target)
                yield kinds_2004.SEQ_NEVER_WRITTEN.at(place, value=target)


def _asked(sequencing: etree._Element) -> tuple[str, ...]:
    """Return the objectives that the rules of a sequencing look at, each as often as they do."""
    names = (_get(each, "referencedObjective") for each in sequencing.iter(_ss("ruleCondition")))
    return tuple(name for name in names if name)


def _shared(sequencing: etree._Element, written: set[str]) -> _Shared:
    """Return a sequencing of the collection for the items that refer to it: its objectives, and names to look into.

    Names whose objective is there, and reads nothing that is never written, are right for all: they are left out.
    """
    objectives = {_get(each, "objectiveID"): each for each in _local_objectives(sequencing)}
    names = dict.fromkeys(_asked(sequencing))
    doubtful = (
        name for name in names if name not in objectives or not written.issuperset(_only_read(objectives[name]))
    )
    return objectives, tuple(doubtful)


def _only_read(objective: etree._Element | None) -> Iterator[str]:
    """Yield the global objectives that a local one reads and does not write itself."""
    for info in () if objective is None else objective.findall(_ss("mapInfo")):
        if not _writes(info):
            yield _get(info, "targetObjectiveID", "")


def _local_objectives(sequencing: etree._Element) -> Iterator[etree._Element]:
    for container in sequencing.findall(_ss("objectives")):
        yield from (each for each in container if local(each) in ("primaryObjective", "objective"))


def _written(root: etree._Element) -> set[str]:
    return {_get(info, "targetObjectiveID", "") for info in root.iter(_ss("mapInfo")) if _writes(info)}


def _writes(info: etree._Element) -> bool:
    return _get(info, "writeSatisfiedStatus") in _TRUE or _get(info, "writeNormalizedMeasure") in _TRUE
