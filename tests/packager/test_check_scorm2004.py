"""The check of anybody's SCORM 2004 package, clause by clause: what is wrong is told, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from packager.check.inspection import inspect_package
from packager.check.report import check_package
from tests.packager.foreign import write
from tests.packager.foreign2004 import FILES, MANIFEST
from tests.packager.official2004 import errors


def _write(folder: Path, manifest: str = MANIFEST, files: dict[str, bytes] = FILES) -> Path:
    return write(folder, manifest, files)


def test_a_sound_package_of_another_author_valid(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path))
    assert report.findings == ()
    assert (report.format, report.valid, report.will_import, report.will_report) == ("scorm2004", True, True, True)
    assert errors(MANIFEST.encode(), "4th") == []


#: What is replaced in the sound manifest by what, what is found and where, and whether the package still imports.
_CASES: tuple[tuple[str, str, str, list[tuple[str, str | None]], bool], ...] = (
    ("namespace", "/imscp_v1p1", "/imscp_v1p2", [("PK-2004-NAMESPACE", "imsmanifest.xml")], True),
    ("edition", "2004 4th Edition", "2004 5th Edition", [("PK-2004-SCHEMA-VERSION", "imsmanifest.xml")], True),
    ("leaf", ' identifierref="RES-2"', "", [("PK-2004-LEAF", "ITEM-2")], False),
    (
        "cluster",
        '<item identifier="CLUSTER">',
        '<item identifier="CLUSTER" identifierref="RES-2">',
        [("PK-2004-CLUSTER", "CLUSTER")],
        False,
    ),
    (
        "scormType in lower case",
        'adlcp:scormType="asset"',
        'adlcp:scormtype="asset"',
        [("PK-2004-SCORM-TYPE", "RES-3")],
        True,
    ),
    (
        "element of 1.2",
        "<title>第一课</title>",
        "<title>第一课</title><adlcp:masteryscore>80</adlcp:masteryscore>",
        [("PK-2004-OLD-ELEMENT", "ITEM-1")],
        True,
    ),
    ("threshold", 'minProgressMeasure="0.8"', 'minProgressMeasure="80"', [("PK-2004-THRESHOLD", "ITEM-1")], True),
    (
        "threshold of the 3rd edition",
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>',
        "<adlcp:completionThreshold>8</adlcp:completionThreshold>",
        [("PK-2004-THRESHOLD", "ITEM-1")],
        True,
    ),
    ("time limit action", ">exit,no message<", ">exit<", [("PK-TIME-ACTION", "ITEM-1")], True),
    ("hidden control", ">previous<", ">back<", [("PK-2004-HIDE-UI", "ITEM-1")], True),
    (
        "order in sequencing",
        '<imsss:limitConditions attemptLimit="3"/>',
        '<imsss:limitConditions attemptLimit="3"/><imsss:controlMode/>',
        [("PK-SEQ-ELEMENT", "ITEM-2")],
        True,
    ),
    (
        "no primary objective",
        '<imsss:primaryObjective objectiveID="score"/>',
        "",
        [("PK-SEQ-ELEMENT", "ITEM-2")],
        True,
    ),
    ("no action", '<imsss:ruleAction action="retry"/>', "", [("PK-SEQ-ELEMENT", "ITEM-2")], True),
    (
        "two sequencings",
        "<title>测验</title>",
        "<title>测验</title><imsss:sequencing/>",
        [("PK-SEQ-PLACE", "ITEM-2")],
        False,
    ),
    ("condition", 'condition="satisfied"', 'condition="passed"', [("PK-SEQ-WORD", "ITEM-2")], True),
    ("action of another rule", 'action="retry"', 'action="disabled"', [("PK-SEQ-WORD", "ITEM-2")], True),
    ("boolean", 'satisfiedByMeasure="true"', 'satisfiedByMeasure="yes"', [("PK-SEQ-WORD", "ITEM-1")], True),
    ("measure", ">0.6<", ">60<", [("PK-SEQ-NUMBER", "ITEM-1")], True),
    ("weight", 'objectiveMeasureWeight="0.5"', 'objectiveMeasureWeight="5"', [("PK-SEQ-NUMBER", "CLUSTER")], True),
    ("threshold of a rule", 'measureThreshold="0.5"', 'measureThreshold="x"', [("PK-SEQ-NUMBER", "ITEM-2")], True),
    ("reference to a collection", 'IDRef="SHARED"', 'IDRef="GONE"', [("PK-SEQ-IDREF", "ITEM-1")], False),
    (
        "referenced objective",
        'referencedObjective="before"',
        'referencedObjective="after"',
        [("PK-SEQ-OBJECTIVE", "ITEM-2")],
        True,
    ),
    ("objective twice", 'objectiveID="own"', 'objectiveID="before"', [("PK-SEQ-OBJECTIVE-TWICE", "ITEM-2")], True),
    ("objective without id", ' objectiveID="own"', "", [("PK-SEQ-NO-OBJECTIVE-ID", "ITEM-2")], True),
    (
        "two write to one global objective",
        '<imsss:primaryObjective objectiveID="score"/>',
        '<imsss:primaryObjective objectiveID="score"><imsss:mapInfo targetObjectiveID="own" '
        'writeSatisfiedStatus="true"/></imsss:primaryObjective>',
        [("PK-SEQ-MAP-WRITES", "ITEM-2")],
        True,
    ),
    (
        "one reads from two global objectives",
        '<imsss:mapInfo targetObjectiveID="own" writeSatisfiedStatus="true"/>',
        '<imsss:mapInfo targetObjectiveID="own" writeSatisfiedStatus="true"/>'
        '<imsss:mapInfo targetObjectiveID="lesson" readNormalizedMeasure="false"/>',
        [("PK-SEQ-MAP-READS", "ITEM-2")],
        True,
    ),
    (
        "a rule on what nobody writes",
        '<imsss:mapInfo targetObjectiveID="lesson" writeSatisfiedStatus="true"/>',
        "",
        [("PK-SEQ-NEVER-WRITTEN", "ITEM-2")],
        True,
    ),
    (
        "no way in below",
        'choice="false" flow="true"',
        'choice="false" flow="false"',
        [("PK-SEQ-NO-WAY-BELOW", "CLUSTER")],
        True,
    ),
    (
        "no way in",
        "    </organization>",
        '<imsss:sequencing><imsss:controlMode choice="false" flow=" 0 "/></imsss:sequencing></organization>',
        [("PK-SEQ-NO-WAY", "ORG-1")],
        False,
    ),
    (
        "default organization",
        'default="ORG-1"',
        'default="ORG-9"',
        [("PK-DEFAULT-ORGANIZATION", "imsmanifest.xml")],
        True,
    ),
    ("identifier twice", 'identifier="ITEM-2"', 'identifier="ITEM-1"', [("PK-IDENTIFIER-TWICE", "ITEM-1")], False),
    ("resource", 'identifierref="RES-2"', 'identifierref="RES-9"', [("PK-ITEM-REFERENCE", "ITEM-2")], False),
    ("no title", "<title>测验</title>", "", [("PK-NO-TITLE", "ITEM-2")], True),
)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case[0])
def test_what_breaks_a_rule_is_told_error(tmp_path: Path, case: tuple[str, str, str, list[object], bool]) -> None:
    _, old, new, expected, imports = case
    assert MANIFEST.count(old) >= 1
    report = check_package(_write(tmp_path, MANIFEST.replace(old, new, 1)))
    assert [(each.id, each.place) for each in report.findings] == expected
    assert report.will_import is imports
    assert {each.id: each.clause for each in report.findings if "SCORM 1.2" in (each.clause or "")} == {}


def test_white_space_around_identifiers_and_words_says_nothing(tmp_path: Path) -> None:
    manifest = MANIFEST
    for name in ("identifier", "identifierref", "default", "IDRef", "referencedObjective", "readNormalizedMeasure"):
        manifest = manifest.replace(f' {name}="', f' {name}="  ')
    report = check_package(_write(tmp_path, manifest.replace('objectiveID="before"', 'objectiveID="before  "')))
    assert (report.findings, report.will_import) == ((), True)
    assert [item.id for item in inspect_package(_write(tmp_path, manifest)).items] == ["CLUSTER", "ITEM-1", "ITEM-2"]


def test_a_package_whose_scripts_never_call_the_run_time_error(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path, files={**FILES, "shared/api.js": b"LMSInitialize('')"}))
    assert [each.id for each in report.findings] == ["PK-2004-NO-RUNTIME"]
    assert (report.will_import, report.will_report) == (True, False)


def test_another_authors_tree_shows_objectives_and_rules(tmp_path: Path) -> None:
    shown = inspect_package(_write(tmp_path))
    assert [(item.id, item.href, item.objectives, item.prerequisites) for item in shown.items] == [
        ("CLUSTER", None, (), None),
        ("ITEM-1", "one/index.html?lang=zh", ("PRIMARY",), None),
        ("ITEM-2", "two/index.html", ("score", "before", "own"), "disabled if not satisfied lesson"),
    ]
