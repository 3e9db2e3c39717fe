"""SCORM 2004: manifest, ADL's elements, sequencing, and what SCORM 1.2 has as well. Spec: CAM 3.4, 5.1; SN 3."""

from __future__ import annotations

from tests.packager.clauses.table import Sound
from tests.packager.foreign2004 import FILES, MANIFEST

_S = Sound("scorm2004", "imsmanifest.xml", {"imsmanifest.xml": MANIFEST, **FILES})
_PRIMARY = '<imsss:primaryObjective objectiveID="score"/>'
_OWN = '<imsss:mapInfo targetObjectiveID="own" writeSatisfiedStatus="true"/>'
_LIMIT = '<imsss:limitConditions attemptLimit="3"/>'
_THIRD = MANIFEST.replace("2004 4th Edition", "2004 3rd Edition")
_MEASURE = '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>'
_CLOSED = '<imsss:sequencing><imsss:controlMode choice="false" flow="{}"/></imsss:sequencing></organization>'
_API = '<file href="shared/api.js"/>'


def _primary(target: str) -> str:
    info = f'<imsss:mapInfo targetObjectiveID="{target}" writeSatisfiedStatus="true"/>'
    return f'<imsss:primaryObjective objectiveID="score">{info}</imsss:primaryObjective>'


CLAUSES = (
    _S.clause("PK-2004-NAMESPACE", "/imscp_v1p1", "/imscp_v1p2"),
    _S.clause("PK-2004-SCHEMA-VERSION", "2004 4th Edition", "2004 5th Edition", "CAM 1.3"),
    _S.clause("PK-2004-LEAF", ' identifierref="RES-2"', "", ' identifierref="RES-1"'),
    _S.clause("PK-2004-CLUSTER", 'identifier="CLUSTER"', 'identifier="CLUSTER" identifierref="RES-2"'),
    _S.clause("PK-2004-SCORM-TYPE", 'scormType="asset"', 'scormtype="asset"', 'scormType="sco"'),
    _S.clause(
        "PK-2004-OLD-ELEMENT",
        "<title>测验</title>",
        "<title>测验</title><adlcp:masteryscore>80</adlcp:masteryscore>",
        "<title>测验</title><adlcp:dataFromLMS>x</adlcp:dataFromLMS>",
    ),
    _S.clause("PK-2004-THRESHOLD", 'minProgressMeasure="0.8"', 'minProgressMeasure="80"', 'minProgressMeasure="1"'),
    _S.other(
        "PK-2004-FOURTH-EDITION",
        {**_S.files, "imsmanifest.xml": _THIRD.encode()},
        {
            **_S.files,
            "imsmanifest.xml": _THIRD.replace(
                _MEASURE, "<adlcp:completionThreshold>0.8</adlcp:completionThreshold>"
            ).encode(),
        },
    ),
    _S.clause("PK-2004-HIDE-UI", ">previous<", ">toc<", ">abandonAll<"),
    _S.clause("PK-2004-NO-RUNTIME", "API_1484_11", "API", path="shared/api.js"),
    _S.clause("PK-TIME-ACTION", ">exit,no message<", ">exit<", ">continue,message<"),
    _S.clause("PK-SEQ-ELEMENT", _LIMIT, f"{_LIMIT}<imsss:controlMode/>", f"{_LIMIT}<imsss:rollupRules/>"),
    _S.clause("PK-SEQ-ELEMENT", _PRIMARY, "", "<imsss:primaryObjective/>"),
    _S.clause("PK-SEQ-PLACE", "<title>测验</title>", "<title>测验</title><imsss:sequencing/>"),
    _S.clause("PK-SEQ-WORD", 'condition="satisfied"', 'condition="passed"', 'condition="attempted"'),
    _S.clause("PK-SEQ-WORD", 'action="retry"', 'action="skip"', 'action="exitAll"'),
    _S.clause("PK-SEQ-WORD", 'satisfiedByMeasure="true"', 'satisfiedByMeasure="yes"', 'satisfiedByMeasure=" 1 "'),
    _S.clause("PK-SEQ-NUMBER", ">0.6<", ">60<", ">-1<"),
    _S.clause("PK-SEQ-NUMBER", 'attemptLimit="3"', 'attemptLimit="-1"', 'attemptLimit="0"'),
    _S.clause("PK-SEQ-IDREF", 'IDRef="SHARED"', 'IDRef="GONE"', 'IDRef=" SHARED "'),
    _S.clause("PK-SEQ-OBJECTIVE", 'dObjective="before"', 'dObjective="after"', 'dObjective="own"'),
    _S.clause(
        "PK-SEQ-OBJECTIVE",
        "</imsss:objectives>",
        '</imsss:objectives><adlseq:objectives><adlseq:objective objectiveID="after"/></adlseq:objectives>',
        "</imsss:objectives><adlseq:objectives/>",
    ),
    _S.clause("PK-SEQ-OBJECTIVE-TWICE", 'objectiveID="own"', 'objectiveID="before"', 'objectiveID="PRIMARY"'),
    _S.clause("PK-SEQ-NO-OBJECTIVE-ID", ' objectiveID="own"', "", ' objectiveID="o"'),
    _S.clause("PK-SEQ-MAP-WRITES", _PRIMARY, _primary("own"), _primary("other")),
    _S.clause(
        "PK-SEQ-MAP-READS",
        _OWN,
        f'{_OWN}<imsss:mapInfo targetObjectiveID="lesson"/>',
        f'{_OWN}<imsss:mapInfo targetObjectiveID="x" readSatisfiedStatus="0" readNormalizedMeasure="false"/>',
    ),
    _S.clause("PK-SEQ-NEVER-WRITTEN", 'ID="lesson" write', 'ID="another" write'),
    _S.clause("PK-SEQ-NO-WAY", "</organization>", _CLOSED.format("false"), _CLOSED.format("true")),
    _S.clause("PK-SEQ-NO-WAY-BELOW", 'choice="false" flow="true"', 'choice="0" flow="false"', 'choice="true"'),
    _S.clause("PK-NO-IDENTIFIER", '<resource identifier="RES-3"', "<resource"),
    _S.clause("PK-IDENTIFIER", 'identifier="MAN-1"', 'identifier="1 MAN"', 'identifier="_1"'),
    _S.clause("PK-IDENTIFIER-TWICE", 'identifier="MAN-1"', 'identifier="RES-1"'),
    _S.clause("PK-DEFAULT-ORGANIZATION", 'default="ORG-1"', 'default="ORG-9"', 'default=" ORG-1"'),
    _S.clause("PK-NO-TITLE", "<title>测验</title>", "<title/>"),
    _S.clause("PK-ITEM-REFERENCE", 'identifierref="RES-2"', 'identifierref="RES-9"', 'identifierref="RES-1"'),
    _S.clause("PK-RESOURCE-TYPE", 'identifier="RES-2" type="webcontent"', 'identifier="RES-2" type="html"'),
    _S.clause("PK-NO-SCO", 'scormType="sco"', 'scormType="asset"'),
    _S.clause("PK-NO-HREF", ' href="two/index.html">', ">"),
    _S.clause("PK-HREF", _API, f'{_API}<file href="/up.js"/>'),
    _S.other("PK-LAUNCH-MISSING", _S.without("two/index.html")),
    _S.other("PK-FILE-MISSING", _S.without("one/a b.png")),
    _S.clause("PK-DEPENDENCY", '<dependency identifierref="RES-3"/>', '<dependency identifierref="RES-9"/>'),
)
