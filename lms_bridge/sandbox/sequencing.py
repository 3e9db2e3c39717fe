"""Sequencing of a SCORM 2004 manifest, as the activity tree that scorm-again runs.

Names on the right are scorm-again's own; what the manifest leaves out is left out here, so that the run-time's
defaults, which are the specification's, hold. Spec: SCORM 2004 SN 3, IMS SS 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from foundation.xml import parse_xml
from lms_bridge.sandbox.xmlnames import attribute, child, child_text, children, name_of

Tree = dict[str, Any]
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_CONTROL = (
    *("choice", "choiceExit", "flow", "forwardOnly"),
    *("useCurrentAttemptObjectiveInfo", "useCurrentAttemptProgressInfo"),
)
_CONSIDERATIONS = ("requiredForSatisfied", "requiredForNotSatisfied", "requiredForCompleted", "requiredForIncomplete")
_MAX_DEPTH = 30


def read_activity_tree(manifest: bytes) -> Tree:
    """Return the activity tree of a manifest's default organization.

    Raises:
        MalformedXmlError: the manifest is not well-formed.
    """
    root = parse_xml(manifest)
    container = child(root, "organizations")
    found = list(children(container, "organization"))
    default = None if container is None else container.get("default")
    chosen = next((each for each in found if each.get("identifier") == default), found[0] if found else None)
    return {} if chosen is None else activity_tree(chosen, sequencing_collection(root))


def activity_tree(organization: etree._Element, collections: dict[str, etree._Element]) -> Tree:
    """Return the activity tree of an organization; `collections` are the sequencings that others refer to by id."""
    return _activity(organization, collections, 0)


def sequencing_collection(root: etree._Element) -> dict[str, etree._Element]:
    """Return the sequencings of a manifest's `sequencingCollection` by their ID."""
    found = (each for each in root if name_of(each) == "sequencingCollection")
    return {each.get("ID", ""): each for collection in found for each in children(collection, "sequencing")}


def _activity(element: etree._Element, collections: dict[str, etree._Element], depth: int) -> Tree:
    tree: Tree = {"id": element.get("identifier", ""), "title": child_text(element, "title") or ""}
    tree["isVisible"] = _FLAGS.get(element.get("isvisible", "true"), True)
    own = child(element, "sequencing")
    if own is not None:
        tree |= _sequencing(own, collections.get(own.get("IDRef", "")))
    tree |= _adl(element)
    below = children(element, "item") if depth < _MAX_DEPTH else iter(())
    tree["children"] = [_activity(each, collections, depth + 1) for each in below]
    return tree


def _sequencing(own: etree._Element, shared: etree._Element | None) -> Tree:
    """What stands in the item's own sequencing goes before what it refers to. Spec: CAM 5.1.2."""
    parts = {name_of(each): each for source in (shared, own) if source is not None for each in source}
    tree: Tree = {}
    controls: Tree = {}
    if (mode := parts.get("controlMode")) is not None:
        controls |= _flags(mode, _CONTROL)
    if (rollup := parts.get("rollupRules")) is not None:
        controls |= _flags(rollup, ("rollupObjectiveSatisfied", "rollupProgressCompletion"))
        if (weight := _number(rollup.get("objectiveMeasureWeight"))) is not None:
            controls["objectiveMeasureWeight"] = weight
        tree["rollupRules"] = {"rules": [_rollup_rule(each) for each in children(rollup, "rollupRule")]}
    if (constrained := parts.get("constrainedChoiceConsiderations")) is not None:
        controls |= _flags(constrained, ("preventActivation", "constrainChoice"))
    if (delivery := parts.get("deliveryControls")) is not None:
        tree["deliveryControls"] = _flags(delivery, ("tracked", "completionSetByContent", "objectiveSetByContent"))
    if (rules := parts.get("sequencingRules")) is not None:
        tree["sequencingRules"] = _rules(rules)
    if (considered := parts.get("rollupConsiderations")) is not None:
        given = {key: value for key in _CONSIDERATIONS if (value := considered.get(key)) is not None}
        tree["rollupConsiderations"] = {**given, **_flags(considered, ("measureSatisfactionIfActive",))}
    if (limits := parts.get("limitConditions")) is not None:
        tree |= _limits(limits)
    if controls:
        tree["sequencingControls"] = controls
    return tree | _objectives([each for each in parts.values() if name_of(each) == "objectives"])


def _limits(limits: etree._Element) -> Tree:
    count = _number(limits.get("attemptLimit"))
    duration = limits.get("attemptAbsoluteDurationLimit")
    found: Tree = {} if count is None else {"attemptLimit": int(count)}
    return found if duration is None else {**found, "attemptAbsoluteDurationLimit": duration}


def _rules(rules: etree._Element) -> Tree:
    kinds = ("preConditionRule", "exitConditionRule", "postConditionRule")
    return {f"{kind}s": [_rule(each) for each in children(rules, kind)] for kind in kinds}


def _rule(rule: etree._Element) -> Tree:
    conditions = child(rule, "ruleConditions")
    action = child(rule, "ruleAction")
    return {
        "action": "" if action is None else action.get("action", ""),
        "conditionCombination": "all" if conditions is None else conditions.get("conditionCombination", "all"),
        "conditions": [_condition(each) for each in children(conditions, "ruleCondition")],
    }


def _condition(condition: etree._Element) -> Tree:
    found: Tree = {"condition": condition.get("condition", ""), "operator": condition.get("operator", "noOp")}
    if referenced := condition.get("referencedObjective"):
        found["referencedObjective"] = referenced
    if (threshold := _number(condition.get("measureThreshold"))) is not None:
        found["parameters"] = {"threshold": threshold}
    return found


def _rollup_rule(rule: etree._Element) -> Tree:
    conditions = child(rule, "rollupConditions")
    action = child(rule, "rollupAction")
    found: Tree = {
        "action": "" if action is None else action.get("action", ""),
        "consideration": rule.get("childActivitySet", "all"),
        "conditionCombination": "any" if conditions is None else conditions.get("conditionCombination", "any"),
        "conditions": [
            {"condition": each.get("condition", ""), "operator": each.get("operator", "noOp")}
            for each in children(conditions, "rollupCondition")
        ],
    }
    if (count := _number(rule.get("minimumCount"))) is not None:
        found["minimumCount"] = int(count)
    if (percent := _number(rule.get("minimumPercent"))) is not None:
        found["minimumPercent"] = percent
    return found


def _objectives(containers: list[etree._Element]) -> Tree:
    """Objectives of IMS SS, then ADL's maps of the same objectives (raw score, completion …)."""
    primary: Tree | None = None
    others: list[Tree] = []
    more: dict[str, list[Tree]] = {}
    for container in containers:
        for each in container:
            if name_of(each) == "primaryObjective":
                primary = _objective(each)
            elif child(each, "minNormalizedMeasure") is not None or _is_ss(each):
                others.append(_objective(each))
            else:
                more.setdefault(each.get("objectiveID", ""), []).extend(_objective(each).get("mapInfo", []))
    for objective in [*([primary] if primary else []), *others]:
        objective.setdefault("mapInfo", []).extend(more.get(objective["objectiveID"], []))
    found: Tree = {"objectives": others} if others else {}
    return found if primary is None else {**found, "primaryObjective": primary}


def _is_ss(element: etree._Element) -> bool:
    return "adlseq" not in (etree.QName(element).namespace or "")


def _objective(element: etree._Element) -> Tree:
    found: Tree = {"objectiveID": element.get("objectiveID", "")}
    found["satisfiedByMeasure"] = _FLAGS.get(element.get("satisfiedByMeasure", "false"), False)
    if (least := _number(child_text(element, "minNormalizedMeasure"))) is not None:
        found["minNormalizedMeasure"] = least
    found["mapInfo"] = [_map(each) for each in children(element, "mapInfo")]
    return found


def _map(element: etree._Element) -> Tree:
    target = "targetObjectiveID"
    given = {str(key): str(value) for key, value in element.attrib.items() if key != target}
    return {target: element.get(target, ""), **{key: _FLAGS[value] for key, value in given.items() if value in _FLAGS}}


def _adl(element: etree._Element) -> Tree:
    """ADL's own elements of an item: completion threshold, time limit action, what the LMS is not to show."""
    tree: Tree = {}
    if (threshold := child(element, "completionThreshold")) is not None:
        tree["completionThreshold"] = _threshold(threshold)
    if action := child_text(element, "timeLimitAction"):
        tree["timeLimitAction"] = action
    presentation = child(element, "presentation")
    interface = None if presentation is None else child(presentation, "navigationInterface")
    if interface is not None:
        tree["hideLmsUi"] = [(each.text or "").strip() for each in children(interface, "hideLMSUI")]
    return tree


def _threshold(element: etree._Element) -> Tree:
    """4th edition: attributes; 3rd edition: the least measure as content, which decides by being there."""
    content = _number(element.text)
    if content is not None:
        return {"completedByMeasure": True, "minProgressMeasure": content}
    least = _number(element.get("minProgressMeasure"))
    weight = _number(element.get("progressWeight"))
    return {
        "completedByMeasure": _FLAGS.get(element.get("completedByMeasure", "false"), False),
        "minProgressMeasure": 1.0 if least is None else least,
        "progressWeight": 1.0 if weight is None else weight,
    }


def _flags(element: etree._Element, names: tuple[str, ...]) -> Tree:
    return dict(_given_flags(element, names))


def _given_flags(element: etree._Element, names: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    for name in names:
        value = attribute(element, name)
        if value in _FLAGS:
            yield name, _FLAGS[value]


def _number(text: str | None) -> float | None:
    try:
        return None if text is None or not text.strip() else float(text)
    except ValueError:
        return None
