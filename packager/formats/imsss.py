"""Sequencing of SCORM 2004: what is open when, what counts, and which global objectives carry it.

Pre-test first; modules once it is done; the post-test once all modules are complete, which the cluster around them
rolls up to a global objective; the survey once the post-test is done. Spec: SCORM 2004 SN 3, IMS SS 1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from lxml import etree

from packager.formats.imsmanifest import add
from packager.parts import TESTED_PHASES, Part, asked_items

NAMESPACE = "http://www.imsglobal.org/xsd/imsss"
#: The objective by which a SCO tells that its work is done; the player sets it where the manifest names it.
DONE = "done"
PRIMARY = "result"
_NOT = "not"
_MAP_PREFIX = "ss"


def ss(name: str) -> str:
    """Return a name of IMS Simple Sequencing."""
    return f"{{{NAMESPACE}}}{name}"


def global_id(part: Part, phase: str, item: str) -> str:
    """Return the id of the global objective of an item in a phase: the item's IRI with the phase as its fragment."""
    return f"{part.course.map.iri}{item}#{phase}"


def course_global(part: Part, name: str) -> str:
    """Return the id of a global objective that is about the course: where something is done, or its result."""
    return f"CB-{part.course.id}.{name}"


def root_sequencing() -> etree._Element:
    """Return the sequencing of the organization: free choice and flow, and what was done earlier goes on to count."""
    root = etree.Element(ss("sequencing"))
    _control_mode(root)
    return root


def cluster_sequencing(modules: Sequence[Part]) -> etree._Element:
    """Return the sequencing of the cluster of modules: satisfied, for all to read, once every module is complete.

    What bars the modules stands on each of them: some run-times do not look at the cluster when one is chosen.
    """
    root = etree.Element(ss("sequencing"))
    _control_mode(root)
    rollup = add(root, ss("rollupRules"), rollupObjectiveSatisfied="false", objectiveMeasureWeight="0")
    rule = add(rollup, ss("rollupRule"), childActivitySet="all")
    add(add(rule, ss("rollupConditions")), ss("rollupCondition"), condition="completed")
    add(rule, ss("rollupAction"), action="satisfied")
    objectives = add(root, ss("objectives"))
    primary = add(objectives, ss("primaryObjective"), objectiveID="modules")
    _maps(primary, course_global(modules[0], "modules"), reads=False)
    return root


def leaf_sequencing(part: Part, parts: Sequence[Part]) -> etree._Element:
    """Return the sequencing of one SCO: when it opens, what it adds to the course, its objectives."""
    root = etree.Element(ss("sequencing"))
    _wait_for(root, [DONE_BEFORE] if _done_before(parts, part.kind) else [])
    if not part.is_whole:
        _rollup(root, part)
    objectives = add(root, ss("objectives"))
    _primary(objectives, part)
    if part.kind in ("pre", "post"):
        done = add(objectives, ss("objective"), objectiveID=DONE)
        _maps(done, course_global(part, f"{part.kind}.done"), reads=False)
    _reads_what_is_before(objectives, parts, part)
    for phase, item in item_objectives(part):
        element = add(objectives, ss("objective"), objectiveID=f"{phase}.{item}")
        _maps(element, global_id(part, phase, item))
    add(root, ss("deliveryControls"), completionSetByContent="true", objectiveSetByContent="true")
    return root


def item_objectives(part: Part) -> Iterable[tuple[str, str]]:
    """Yield phase and item of every objective that a part tells."""
    return ((phase, item) for phase in TESTED_PHASES for item in asked_items(part.course, phase))


#: The objective by which a part reads whether what comes before it is done.
DONE_BEFORE = "before"


def _done_before(parts: Sequence[Part], kind: str) -> str | None:
    """Return the name of the global objective that must be satisfied before parts of a kind open, or None."""
    kinds = {part.kind for part in parts}
    order = {"module": ("pre",), "post": ("module", "pre"), "survey": ("post", "module", "pre")}
    nearest = next((each for each in order.get(kind, ()) if each in kinds), None)
    return None if nearest is None else ("modules" if nearest == "module" else f"{nearest}.done")


def _reads_what_is_before(objectives: etree._Element, parts: Sequence[Part], part: Part) -> None:
    if (name := _done_before(parts, part.kind)) is not None:
        before = add(objectives, ss("objective"), objectiveID=DONE_BEFORE)
        add(
            before,
            ss("mapInfo"),
            targetObjectiveID=course_global(part, name),
            readSatisfiedStatus="true",
            readNormalizedMeasure="false",
        )


def _control_mode(root: etree._Element) -> None:
    """What was done in an earlier attempt at the course goes on to count. Spec: SN 3.2.1."""
    add(
        root,
        ss("controlMode"),
        choice="true",
        flow="true",
        useCurrentAttemptObjectiveInfo="false",
        useCurrentAttemptProgressInfo="false",
    )


def _wait_for(root: etree._Element, objectives: Sequence[str]) -> None:
    """Append the rule that an activity is disabled until these objectives are satisfied. Spec: SN 3.4.2."""
    if not objectives:
        return
    rule = add(add(root, ss("sequencingRules")), ss("preConditionRule"))
    conditions = add(rule, ss("ruleConditions"), conditionCombination="any")
    for objective in objectives:
        for condition in ("satisfied", "objectiveStatusKnown"):
            add(
                conditions,
                ss("ruleCondition"),
                referencedObjective=objective,
                operator=_NOT,
                condition=condition,
            )
    add(rule, ss("ruleAction"), action="disabled")


def _rollup(root: etree._Element, part: Part) -> None:
    """Say what a part adds: the post-test alone decides success; a survey is voluntary. Spec: SN 3.7."""
    rules = add(root, ss("rollupRules"))
    if part.kind in ("pre", "survey"):
        rules.set("rollupObjectiveSatisfied", "false")
    if part.kind == "survey":
        rules.set("rollupProgressCompletion", "false")
    rules.set("objectiveMeasureWeight", "1" if part.kind == "post" else "0")


def _primary(objectives: etree._Element, part: Part) -> None:
    form = part.course.form("post")
    passing = form.passing_scaled if form else None
    primary = add(objectives, ss("primaryObjective"), objectiveID=PRIMARY)
    if passing is not None:
        primary.set("satisfiedByMeasure", "true")
        add(primary, ss("minNormalizedMeasure"), _decimal(passing))
    if form is not None:
        _maps(primary, course_global(part, "post"))


def _maps(objective: etree._Element, target: str, *, reads: bool = True) -> None:
    add(
        objective,
        ss("mapInfo"),
        targetObjectiveID=target,
        readSatisfiedStatus=str(reads).lower(),
        readNormalizedMeasure=str(reads).lower(),
        writeSatisfiedStatus="true",
        writeNormalizedMeasure="true",
    )


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def prefix_maps(root: etree._Element) -> None:
    """Write every mapInfo of a whole manifest under a prefix of its own for the same namespace.

    Moodle (seen in 4.5 and 5.1, on PHP 8) compares prefixes, and cannot take in a package that has an element
    written `imsss:mapInfo`. It passes over these; whoever reads namespaces, as XML asks, finds them.
    """
    for written in list(root.iter(ss("mapInfo"))):
        objective = written.getparent()
        assert objective is not None
        attributes = {str(name): str(value) for name, value in written.items()}
        etree.SubElement(objective, ss("mapInfo"), attributes, nsmap={_MAP_PREFIX: NAMESPACE})
        objective.remove(written)
