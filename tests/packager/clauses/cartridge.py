"""Common Cartridges and their tests in QTI. Spec: IMS CC 1.0 to 1.3, IMS CC Profile of QTI 1.2.1."""

from __future__ import annotations

from tests.packager.clauses.table import Sound
from tests.packager.foreign_cartridge import BANK, FILES

_LTI = (
    '<cartridge_basiclti_link xmlns="http://www.imsglobal.org/xsd/imslticc_v1p0" xmlns:blti="http://x">'
    "<blti:title>工具</blti:title><blti:launch_url>https://example.org/lti</blti:launch_url></cartridge_basiclti_link>"
)
_TOOL = '<resource identifier="R7" type="imsbasiclti_xmlv1p0"><file href="lti.xml"/></resource></resources>'
_MANIFEST = FILES["imsmanifest.xml"].replace("</resources>", _TOOL)
_S = Sound("imscc", "imsmanifest.xml", {**FILES, "imsmanifest.xml": _MANIFEST, "lti.xml": _LTI})
_NEW = (("v1p1", "v1p{}"), ("1.1.0", "1.{}.0"), ("imsqti_xmlv1p1", "imsqti_xmlv1p2"))


def _version(minor: int) -> str:
    text = _MANIFEST
    for old, new in _NEW:
        text = text.replace(old, new.format(minor))
    return text.replace(f"imscp_v1p{minor}", "imscp_v1p1").replace(f"imsbasiclti_xmlv1p{minor}", "imsbasiclti_xmlv1p0")


_V12 = Sound("imscc12", "imsmanifest.xml", {**FILES, "imsmanifest.xml": _version(2), "lti.xml": _LTI})
_V13 = Sound("imscc13", "imsmanifest.xml", {**FILES, "imsmanifest.xml": _version(3), "lti.xml": _LTI})
_ROOT = '<item identifier="ROOT">'
_QUIZ = '<file href="quiz.xml"/>'
_FIG = '<file href="fig.png"/></resource>'
_R2 = 'type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment">'
_BANK = '<resource identifier="{}" type="imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"><file href="bank.xml"/></resource>'
_METADATA = "</lomr:lom></metadata>"
_VARIANT = (
    '<file href="fig.png"/><cpx:variant xmlns:cpx="http://www.imsglobal.org/xsd/imsccv1p3/imscp_extensionv1p2" '
    'identifier="V1" identifierref="{}"/></resource>'
)


def _standards(guid: str) -> str:
    return (
        '</lomr:lom><c:curriculumStandardsMetadataSet xmlns:c="http://www.imsglobal.org/xsd/imsccv1p2/imscsmd_v1p0">'
        f"<c:curriculumStandardsMetadata><c:setOfGUIDs><c:labelledGUID><c:GUID>{guid}</c:GUID></c:labelledGUID>"
        "</c:setOfGUIDs></c:curriculumStandardsMetadata></c:curriculumStandardsMetadataSet></metadata>"
    )


MANIFESTS = (
    _S.clause("PK-CC-SCHEMA", "1.1.0", "9.9"),
    _S.other(
        "PK-CC-SCHEMA",
        _S.changed("IMS Common", "IMS Thin Common"),
        _V12.changed("IMS Common", "IMS Thin Common"),
    ),
    _S.clause(
        "PK-CC-NAMESPACE",
        'xmlns="http://www.imsglobal.org/xsd/imsccv1p1',
        'xmlns="http://www.imsglobal.org/xsd/imsccv1p7',
    ),
    _S.clause("PK-CC-METADATA", ">仓储安全<", "><", ">A<"),
    _S.clause("PK-CC-ORGANIZATION", "rooted-hierarchy", "flat"),
    _S.clause(
        "PK-CC-ORGANIZATION", _ROOT, f'<item identifier="X"><item identifier="Y"><title>y</title></item></item>{_ROOT}'
    ),
    _S.clause("PK-CC-ROOT-ITEM", _ROOT, f"{_ROOT}<title>根</title>"),
    _S.clause("PK-CC-ITEM-TITLE", "<title>第一课</title>", "<title/>"),
    _S.clause("PK-ITEM-REFERENCE", 'identifierref="R2"', 'identifierref="R9"'),
    _S.clause("PK-PARENT-REFERENCE", 'identifier="I1"', 'identifier="I1" identifierref="R1"'),
    _S.clause("PK-IDENTIFIER", 'identifier="I2"', 'identifier="2I"', 'identifier="_2I"'),
    _S.clause("PK-IDENTIFIER-TWICE", 'identifier="I2"', 'identifier="I3"'),
    _S.clause("PK-NO-IDENTIFIER", '<item identifier="I2"', "<item"),
    _S.clause("PK-CC-RESOURCE-TYPE", "imswl_xmlv1p1", "imswl_xmlv1p3"),
    _S.clause("PK-CC-HREF", 'identifier="R2"', 'identifier="R2" href="quiz.xml"'),
    _S.clause("PK-CC-ONE-FILE", _QUIZ, f'{_QUIZ}<file href="fig.png"/>'),
    _S.clause("PK-CC-DEPENDENCY", '<dependency identifierref="R5"/>', '<dependency identifierref="R2"/>'),
    _S.clause("PK-DEPENDENCY", '<dependency identifierref="R5"/>', '<dependency identifierref="R9"/>'),
    _S.clause("PK-CC-INTENDED-USE", '"lessonplan"', '"assignment"', '"syllabus"'),
    _V13.clause("PK-CC-INTENDED-USE", '"lessonplan"', '"exam"', '"assignment"'),
    _S.clause("PK-CC-ROLE", ">Instructor<", ">Teacher<", ">Mentor<"),
    _S.other(
        "PK-CC-STANDARDS-EARLY", _S.changed(_METADATA, _standards("6A")), _V12.changed(_METADATA, _standards("6A"))
    ),
    _V12.clause("PK-CC-STANDARDS", _METADATA, _standards(""), _standards("6A")),
    _V13.clause("PK-CC-VARIANT", _FIG, _VARIANT.format("R9"), _VARIANT.format("R1")),
    _S.clause("PK-CC-BANKS", "</resources>", f"{_BANK.format('R8')}</resources>"),
    _S.other("PK-CC-MOODLE", _V12.files),
    _S.other("PK-CC-NO-TEST", _S.changed(_R2, 'type="webcontent" href="quiz.xml">')),
    _S.other("PK-FILE-MISSING", _S.changed(_FIG, '<file href="fig.png"/><file href="no.png"/></resource>')),
)
_RIGHT = '<varequal respident="R">b</varequal></conditionvar><setvar varname="SCORE">'
QTI = (
    _S.clause("PK-CC-XML", "</questestinterop>", "", path="quiz.xml"),
    _S.clause("PK-CC-ROOT", "questestinterop", "test", path="quiz.xml"),
    _S.clause("PK-CC-WEB-LINK", ' href="https://example.org/"', "", path="link.xml"),
    _S.clause("PK-CC-TOPIC", "text/html", "text/markdown", "text/plain", path="topic.xml"),
    _S.clause("PK-CC-LTI", "launch_url>", "url>", "secure_launch_url>", path="lti.xml"),
    _S.clause("PK-QTI-CONTENT", "assessment", "objectbank", path="quiz.xml"),
    _S.clause("PK-QTI-SECTION", "</assessment>", '<section ident="s2"/></assessment>', path="quiz.xml"),
    _S.clause("PK-QTI-EXAM", "cc.exam.v0p1", "exam", path="quiz.xml"),
    _S.clause("PK-QTI-EMPTY", BANK[BANK.index("<item") : BANK.index("</objectbank>")], "", path="bank.xml"),
    _S.clause("PK-QTI-IDENT", 'ident="Q2"', 'ident="Q1"', 'ident="q1"', path="quiz.xml"),
    _S.clause("PK-QTI-PROFILE", "cc.essay.v0p1", "cc.hotspot.v0p1", path="quiz.xml"),
    _S.clause("PK-QTI-RESPONSE", 'rcardinality="Multiple"', 'rcardinality="Single"', path="quiz.xml"),
    _S.clause("PK-QTI-ANSWER", f"{_RIGHT}100", f"{_RIGHT}99", f"{_RIGHT}100.0", path="quiz.xml"),
    _S.clause(
        "PK-QTI-LABEL",
        '<conditionvar><varequal respident="R">b<',
        '<conditionvar><varequal respident="R">z<',
        '<conditionvar><varequal respident="R">c<',
        path="quiz.xml",
    ),
    _S.clause("PK-QTI-TRUE-FALSE", 'ident="true"', 'ident="yes"', path="quiz.xml"),
    _S.clause("PK-QTI-FEEDBACK", 'linkrefid="F1"', 'linkrefid="F9"', path="quiz.xml"),
    _S.clause("PK-QTI-SCORE", 'varname="SCORE"', 'varname="MARK"', path="quiz.xml"),
)
CLAUSES = (*MANIFESTS, *QTI)
