"""Elements, words and bounds of IMS Simple Sequencing as tables. Spec: IMS SS 1.0, SCORM 2004 4th Ed. CAM 5.1."""

from __future__ import annotations

NAMESPACE = "http://www.imsglobal.org/xsd/imsss"

#: Element → its children in order as (name, may be many), and those that it must have. `*`: other namespaces.
CHILDREN: dict[str, tuple[tuple[tuple[str, bool], ...], tuple[str, ...]]] = {
    "sequencingCollection": ((("sequencing", True),), ("sequencing",)),
    "sequencing": (
        (
            ("controlMode", False),
            ("sequencingRules", False),
            ("limitConditions", False),
            ("auxiliaryResources", False),
            ("rollupRules", False),
            ("objectives", False),
            ("randomizationControls", False),
            ("deliveryControls", False),
            ("*", True),
        ),
        (),
    ),
    "sequencingRules": (
        (("preConditionRule", True), ("exitConditionRule", True), ("postConditionRule", True)),
        (),
    ),
    "preConditionRule": ((("ruleConditions", False), ("ruleAction", False)), ("ruleAction",)),
    "exitConditionRule": ((("ruleConditions", False), ("ruleAction", False)), ("ruleAction",)),
    "postConditionRule": ((("ruleConditions", False), ("ruleAction", False)), ("ruleAction",)),
    "ruleConditions": ((("ruleCondition", True),), ("ruleCondition",)),
    "rollupRules": ((("rollupRule", True),), ()),
    "rollupRule": ((("rollupConditions", False), ("rollupAction", False)), ("rollupConditions", "rollupAction")),
    "rollupConditions": ((("rollupCondition", True),), ("rollupCondition",)),
    "objectives": ((("primaryObjective", False), ("objective", True)), ("primaryObjective",)),
    "primaryObjective": ((("minNormalizedMeasure", False), ("mapInfo", True)), ()),
    "objective": ((("minNormalizedMeasure", False), ("mapInfo", True)), ()),
}

_BOOLEAN = frozenset({"true", "false", "1", "0"})
_STATES = frozenset(
    {
        *("satisfied", "objectiveStatusKnown", "objectiveMeasureKnown", "completed", "activityProgressKnown"),
        *("attempted", "attemptLimitExceeded", "timeLimitExceeded", "outsideAvailableTimeRange"),
    }
)
_TIMING = frozenset({"never", "once", "onEachNewAttempt"})
_ACTIONS = {
    "preConditionRule": ("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal"),
    "exitConditionRule": ("exit",),
    "postConditionRule": ("exitParent", "exitAll", "retry", "retryAll", "continue", "previous"),
}
#: (element, attribute) → its words; `*` stands for every element.
WORDS: dict[tuple[str, str], frozenset[str]] = {
    ("ruleCondition", "condition"): _STATES | {"objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always"},
    ("rollupCondition", "condition"): _STATES,
    ("rollupAction", "action"): frozenset({"satisfied", "notSatisfied", "completed", "incomplete"}),
    ("rollupRule", "childActivitySet"): frozenset({"all", "any", "none", "atLeastCount", "atLeastPercent"}),
    ("*", "operator"): frozenset({"not", "noOp"}),
    ("*", "conditionCombination"): frozenset({"all", "any"}),
    ("*", "randomizationTiming"): _TIMING,
    ("*", "selectionTiming"): _TIMING,
} | {
    ("*", name): _BOOLEAN
    for name in (
        *("choice", "choiceExit", "flow", "forwardOnly", "useCurrentAttemptObjectiveInfo"),
        *("useCurrentAttemptProgressInfo", "satisfiedByMeasure", "readSatisfiedStatus", "readNormalizedMeasure"),
        *("writeSatisfiedStatus", "writeNormalizedMeasure", "rollupObjectiveSatisfied", "rollupProgressCompletion"),
        *("tracked", "completionSetByContent", "objectiveSetByContent", "reorderChildren"),
    )
}
#: Action of a rule by the rule's kind.
RULE_ACTIONS = {kind: frozenset(words) for kind, words in _ACTIONS.items()}

#: Attribute → least and greatest value.
NUMBERS: dict[str, tuple[float, float]] = {
    "measureThreshold": (-1, 1),
    "objectiveMeasureWeight": (0, 1),
    "minimumPercent": (0, 1),
    "minimumCount": (0, 1_000_000),
    "attemptLimit": (0, 1_000_000),
    "selectCount": (0, 1_000_000),
}
#: Element → least and greatest value of its text.
TEXT_NUMBERS: dict[str, tuple[float, float]] = {"minNormalizedMeasure": (-1, 1)}
