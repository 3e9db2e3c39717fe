"""The rules of Common Cartridge for tests and banks in QTI 1.2.1. Spec: IMS CC Profile of QTI 1.2.1."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from foundation.findings import Finding
from packager.check import kinds_cartridge as kinds
from packager.check.walk import below, child, child_text, children, local, text

_CHOICES = frozenset({"cc.multiple_choice.v0p1", "cc.multiple_response.v0p1", "cc.true_false.v0p1"})
_STRINGS = frozenset({"cc.fib.v0p1", "cc.pattern_match.v0p1", "cc.essay.v0p1"})
PROFILES = _CHOICES | _STRINGS


def check_qti(root: etree._Element, path: str, *, is_bank: bool) -> Iterator[Finding]:
    """Yield what is wrong with an assessment, or with a question bank."""
    if local(root) != "questestinterop":
        yield kinds.CC_ROOT.at(path, wanted="questestinterop", name=local(root))
        return
    wanted = "objectbank" if is_bank else "assessment"
    content = child(root, wanted)
    if content is None or len(children(root)) != 1:
        yield kinds.QTI_CONTENT.at(path, type="question-bank" if is_bank else "assessment", wanted=wanted)
        return
    if not is_bank:
        yield from _assessment(content, path)
    items = list(below(content, "item"))
    if not items:
        yield kinds.QTI_EMPTY.at(path)
    seen: set[str] = set()
    for item in items:
        ident = item.get("ident", "")
        if not ident or ident in seen:
            yield kinds.QTI_IDENT.at(path, value=ident)
        seen.add(ident)
        yield from _item(item, f"{path}#{ident}")


def _assessment(content: etree._Element, path: str) -> Iterator[Finding]:
    profile = _field(child(content, "qtimetadata"), "cc_profile")
    if profile != "cc.exam.v0p1":
        yield kinds.QTI_EXAM.at(path, value=profile)
    sections = children(content, "section")
    if len(sections) != 1 or any(local(each) != "item" for each in children(sections[0])):
        yield kinds.QTI_SECTION.at(path)


def profile_of(item: etree._Element) -> str:
    """Return the cc_profile of an item, or ''."""
    metadata = child(item, "itemmetadata")
    return next((found for each in children(metadata, "qtimetadata") if (found := _field(each, "cc_profile"))), "")


def _item(item: etree._Element, place: str) -> Iterator[Finding]:
    profile = profile_of(item)
    if profile not in PROFILES:
        yield kinds.QTI_PROFILE.at(place, value=profile)
        return
    if not _fits(item, profile):
        yield kinds.QTI_RESPONSE.at(place, profile=profile)
    labels = [each.get("ident", "") for each in below(item, "response_label")]
    if profile == "cc.true_false.v0p1" and sorted(labels) != ["false", "true"]:
        yield kinds.QTI_TRUE_FALSE.at(place)
    yield from _processing(item, profile, set(labels), place)


def _fits(item: etree._Element, profile: str) -> bool:
    presentation = child(item, "presentation")
    lids, strings = list(below(presentation, "response_lid")), list(below(presentation, "response_str"))
    if profile in _STRINGS:
        return len(strings) == 1 and not lids
    if len(lids) != 1 or strings:
        return False
    cardinality = lids[0].get("rcardinality", "Single")
    count = len(list(below(lids[0], "response_label")))
    if profile == "cc.multiple_response.v0p1":
        return cardinality == "Multiple" and count >= 2
    return cardinality == "Single" and (count == 2 if profile == "cc.true_false.v0p1" else count >= 2)


def _processing(item: etree._Element, profile: str, labels: set[str], place: str) -> Iterator[Finding]:
    scores = [*below(item, "decvar"), *below(item, "setvar")]
    for name in dict.fromkeys(each.get("varname", "SCORE") for each in scores):
        if name != "SCORE":
            yield kinds.QTI_SCORE.at(place, value=name)
    if profile != "cc.essay.v0p1" and not any(_is_full(each) for each in below(item, "setvar")):
        yield kinds.QTI_ANSWER.at(place)
    if profile in _CHOICES:
        for value in dict.fromkeys(text(each) for each in below(item, "varequal")):
            if value not in labels:
                yield kinds.QTI_LABEL.at(place, value=value)
    feedbacks = {each.get("ident") for each in children(item, "itemfeedback")}
    for reference in dict.fromkeys(each.get("linkrefid", "") for each in below(item, "displayfeedback")):
        if reference not in feedbacks:
            yield kinds.QTI_FEEDBACK.at(place, value=reference)


def _is_full(setvar: etree._Element) -> bool:
    try:
        return float(text(setvar)) == 100
    except ValueError:
        return False


def _field(metadata: etree._Element | None, label: str) -> str:
    fields = children(metadata, "qtimetadatafield")
    return next((child_text(each, "fieldentry") for each in fields if child_text(each, "fieldlabel") == label), "")
