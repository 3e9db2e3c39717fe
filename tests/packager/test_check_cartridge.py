"""The check of anybody's Common Cartridge, clause by clause: what is wrong is told, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from packager.check.inspection import inspect_package
from packager.check.report import check_package
from tests.packager.foreign_cartridge import BANK, FILES, MANIFEST, write


def test_a_sound_cartridge_of_another_author_valid(tmp_path: Path) -> None:
    report = check_package(write(tmp_path))
    assert report.findings == ()
    assert (report.format, report.valid, report.will_import, report.will_report) == ("imscc", True, True, True)


_V12 = MANIFEST.replace("v1p1", "v1p2").replace("1.1.0", "1.2.0").replace("imsqti_xmlv1p1", "imsqti_xmlv1p2")
_V13 = MANIFEST.replace("v1p1", "v1p3").replace("1.1.0", "1.3.0").replace("imsqti_xmlv1p1", "imsqti_xmlv1p2")
_V12 = _V12.replace("imscp_v1p2", "imscp_v1p1")
_V13 = _V13.replace("imscp_v1p3", "imscp_v1p1")
_CSMD = (
    '<csmd:curriculumStandardsMetadataSet xmlns:csmd="http://www.imsglobal.org/xsd/imsccv1p{}/imscsmd_v1p0">'
    "<csmd:curriculumStandardsMetadata><csmd:setOfGUIDs><csmd:labelledGUID><csmd:GUID>{}</csmd:GUID>"
    "</csmd:labelledGUID></csmd:setOfGUIDs></csmd:curriculumStandardsMetadata></csmd:curriculumStandardsMetadataSet>"
)
_VARIANT = (
    '<file href="fig.png"/><cpx:variant xmlns:cpx="http://www.imsglobal.org/xsd/imsccv1p3/imscp_extensionv1p2" '
    'identifier="V1" identifierref="{}"/></resource>'
)


def _with_standards(manifest: str, minor: int, guid: str) -> str:
    return manifest.replace("</lomr:lom></metadata>", f"</lomr:lom>{_CSMD.format(minor, guid)}</metadata>")


def _with_variant(manifest: str, target: str) -> str:
    return manifest.replace('<file href="fig.png"/></resource>', _VARIANT.format(target))


@pytest.mark.parametrize(
    ("manifest", "form"),
    [
        (_V12, "imscc12"),
        (_V13, "imscc13"),
        (_with_standards(_V12, 2, "6A0F"), "imscc12"),
        (_with_variant(_V13, "R1"), "imscc13"),
        (_V13.replace('"lessonplan"', '"assignment"'), "imscc13"),
    ],
)
def test_a_sound_cartridge_of_a_later_version_is_told_to_be_none_for_moodle(
    tmp_path: Path, manifest: str, form: str
) -> None:
    report = check_package(write(tmp_path, {"imsmanifest.xml": manifest}))
    assert [each.id for each in report.findings] == ["PK-CC-MOODLE"]
    assert (report.format, report.valid, report.will_import, report.will_report) == (form, True, True, True)


def test_what_moodle_alone_refuses_stops_no_cartridge_of_a_version_that_it_does_not_take(tmp_path: Path) -> None:
    for old, new in (('identifier="I2"', 'identifier="2"'), ("<title>第一课</title>", ""), ("imswl_", "imswl_x")):
        report = check_package(write(tmp_path, {"imsmanifest.xml": _V13.replace(old, new)}))
        assert (report.format, report.valid, report.will_import) == ("imscc13", False, True)


@pytest.mark.parametrize(("manifest", "is_thin"), [(_V13, True), (_V12, True), (MANIFEST, False)])
def test_a_thin_cartridge_is_one_from_version_1_2_on(tmp_path: Path, manifest: str, is_thin: bool) -> None:
    thin = manifest.replace("IMS Common", "IMS Thin Common")
    found = [each.id for each in check_package(write(tmp_path, {"imsmanifest.xml": thin})).findings]
    assert found == (["PK-CC-MOODLE"] if is_thin else ["PK-CC-SCHEMA"])


def test_a_link_that_is_no_xml_is_left_out_and_a_test_stops_moodle(tmp_path: Path) -> None:
    for name, imports in (("link.xml", True), ("topic.xml", True), ("quiz.xml", False), ("bank.xml", False)):
        report = check_package(write(tmp_path, {name: "<x"}))
        assert ([each.id for each in report.findings], report.will_import) == (["PK-CC-XML"], imports)


_ROOT_ITEM = '<item identifier="ROOT">'
#: The file, what is replaced in it by what, what is found and where, and whether Moodle 4.5 imports the package.
_CASES: tuple[tuple[str, str, str, list[tuple[str, str | None]], bool], ...] = (
    ("imsmanifest.xml", "1.1.0", "9.9", [("PK-CC-SCHEMA", "imsmanifest.xml")], False),
    (
        "imsmanifest.xml",
        'xmlns="http://www.imsglobal.org/xsd/imsccv1p1',
        'xmlns="http://www.imsglobal.org/xsd/imsccv1p7',
        [("PK-CC-NAMESPACE", "imsmanifest.xml")],
        False,
    ),
    (
        "imsmanifest.xml",
        '<lomm:string language="zh-CN">仓储安全</lomm:string>',
        "",
        [("PK-CC-METADATA", "imsmanifest.xml")],
        True,
    ),
    ("imsmanifest.xml", "rooted-hierarchy", "flat", [("PK-CC-ORGANIZATION", "ORG")], False),
    (
        "imsmanifest.xml",
        "</organization>",
        '</organization><organization identifier="ORG2" structure="rooted-hierarchy"/>',
        [("PK-CC-ORGANIZATION", "ORG")],
        False,
    ),
    (
        "imsmanifest.xml",
        _ROOT_ITEM,
        '<item identifier="X"><item identifier="Y"><title>x</title></item></item>' + _ROOT_ITEM,
        [("PK-CC-ORGANIZATION", "ORG")],
        False,
    ),
    ("imsmanifest.xml", _ROOT_ITEM, _ROOT_ITEM + "<title>根</title>", [("PK-CC-ROOT-ITEM", "ROOT")], False),
    ("imsmanifest.xml", "<title>第一课</title>", "", [("PK-CC-ITEM-TITLE", "I2")], False),
    ("imsmanifest.xml", 'identifierref="R2"', 'identifierref="R9"', [("PK-ITEM-REFERENCE", "I3")], True),
    ("imsmanifest.xml", 'identifier="I1"', 'identifier="I1" identifierref="R1"', [("PK-PARENT-REFERENCE", "I1")], True),
    ("imsmanifest.xml", 'identifier="I2"', 'identifier="I3"', [("PK-IDENTIFIER-TWICE", "I3")], False),
    ("imsmanifest.xml", 'identifier="I2"', 'identifier="2 I"', [("PK-IDENTIFIER", "2 I")], False),
    ("imsmanifest.xml", '<item identifier="I2"', "<item", [("PK-NO-IDENTIFIER", "imsmanifest.xml")], False),
    ("imsmanifest.xml", "imswl_xmlv1p1", "imswl_xmlv1p3", [("PK-CC-RESOURCE-TYPE", "R3")], False),
    (
        "imsmanifest.xml",
        '<resource identifier="R2"',
        '<resource identifier="R2" href="quiz.xml"',
        [("PK-CC-HREF", "R2")],
        True,
    ),
    (
        "imsmanifest.xml",
        '<file href="quiz.xml"/>',
        '<file href="quiz.xml"/><file href="fig.png"/>',
        [("PK-CC-ONE-FILE", "R2")],
        True,
    ),
    (
        "imsmanifest.xml",
        '<dependency identifierref="R5"/>',
        '<dependency identifierref="R2"/>',
        [("PK-CC-DEPENDENCY", "R1")],
        True,
    ),
    (
        "imsmanifest.xml",
        '<file href="link.xml"/>',
        '<file href="link.xml"/><dependency identifierref="R5"/>',
        [("PK-CC-DEPENDENCY", "R3")],
        True,
    ),
    (
        "imsmanifest.xml",
        '<dependency identifierref="R5"/>',
        '<dependency identifierref="R9"/>',
        [("PK-DEPENDENCY", "R1")],
        True,
    ),
    ("imsmanifest.xml", "lessonplan", "assignment", [("PK-CC-INTENDED-USE", "R1")], False),
    ("imsmanifest.xml", ">Instructor<", ">Teacher<", [("PK-CC-ROLE", "R1")], False),
    ("imsmanifest.xml", "CC_Rolesv1p1", "CC_Rolesv1p2", [("PK-CC-ROLE", "R1")], False),
    (
        "imsmanifest.xml",
        "</lomr:lom></metadata>",
        f"</lomr:lom>{_CSMD.format(2, '6A0F')}</metadata>",
        [("PK-CC-STANDARDS-EARLY", "R1")],
        False,
    ),
    (
        "imsmanifest.xml",
        '<resource identifier="R1"',
        '<resource identifier="R7" type="imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"><file href="bank.xml"/></resource>'
        '<resource identifier="R1"',
        [("PK-CC-BANKS", "R6")],
        True,
    ),
    (
        "imsmanifest.xml",
        '<file href="fig.png"/>',
        '<file href="Fig.png"/>',
        [("PK-LAUNCH-UNLISTED", "R5"), ("PK-FILE-CASE", "fig.png")],
        False,
    ),
    (
        "imsmanifest.xml",
        "</resources>",
        '<resource identifier="R8" type="webcontent"><file href="no.png"/></resource></resources>',
        [("PK-FILE-MISSING", "no.png")],
        True,
    ),
    ("quiz.xml", "</questestinterop>", "", [("PK-CC-XML", "quiz.xml")], False),
    ("quiz.xml", "questestinterop", "test", [("PK-CC-ROOT", "quiz.xml")], False),
    ("quiz.xml", "assessment", "objectbank", [("PK-QTI-CONTENT", "quiz.xml")], False),
    ("bank.xml", "objectbank", "assessment", [("PK-QTI-CONTENT", "bank.xml")], False),
    ("quiz.xml", "</assessment>", '<section ident="s2"/></assessment>', [("PK-QTI-SECTION", "quiz.xml")], True),
    ("quiz.xml", "cc.exam.v0p1", "exam", [("PK-QTI-EXAM", "quiz.xml")], True),
    ("quiz.xml", 'ident="Q2"', 'ident="Q1"', [("PK-QTI-IDENT", "quiz.xml")], True),
    ("quiz.xml", "cc.essay.v0p1", "cc.hotspot.v0p1", [("PK-QTI-PROFILE", "quiz.xml#Q6")], True),
    ("quiz.xml", 'rcardinality="Multiple"', 'rcardinality="Single"', [("PK-QTI-RESPONSE", "quiz.xml#Q2")], True),
    (
        "quiz.xml",
        'ident="true"',
        'ident="yes"',
        [("PK-QTI-TRUE-FALSE", "quiz.xml#Q3"), ("PK-QTI-LABEL", "quiz.xml#Q3")],
        False,
    ),
    (
        "quiz.xml",
        '<varequal respident="R">b</varequal></conditionvar><setvar varname="SCORE">100',
        '<varequal respident="R">b</varequal></conditionvar><setvar varname="SCORE">50',
        [("PK-QTI-ANSWER", "quiz.xml#Q1")],
        True,
    ),
    (
        "quiz.xml",
        '<conditionvar><varequal respident="R">b<',
        '<conditionvar><varequal respident="R">z<',
        [("PK-QTI-LABEL", "quiz.xml#Q1")],
        True,
    ),
    ("quiz.xml", 'linkrefid="F1"', 'linkrefid="F9"', [("PK-QTI-FEEDBACK", "quiz.xml#Q1")], True),
    ("link.xml", "webLink", "link", [("PK-CC-ROOT", "link.xml")], True),
    ("link.xml", ' href="https://example.org/"', "", [("PK-CC-WEB-LINK", "link.xml")], True),
    ("topic.xml", "text/html", "text/markdown", [("PK-CC-TOPIC", "topic.xml")], True),
    ("topic.xml", "topic", "forum", [("PK-CC-ROOT", "topic.xml")], True),
)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected", "imports"), _CASES, ids=[f"{case[3][0][0]} {case[2][:20]}" for case in _CASES]
)
def test_what_is_broken_is_told_and_nothing_else(
    tmp_path: Path, file: str, old: str, new: str, expected: list[tuple[str, str | None]], imports: bool
) -> None:
    assert old in FILES[file]
    report = check_package(write(tmp_path, {file: FILES[file].replace(old, new)}))
    assert [(each.id, each.place) for each in report.findings] == expected
    assert report.will_import == imports
    assert report.valid == all(each.severity != "error" for each in report.findings)


@pytest.mark.parametrize(
    ("changed", "without", "expected"),
    [
        ({"imsmanifest.xml": _with_standards(_V12, 2, "")}, (), ["PK-CC-STANDARDS", "PK-CC-MOODLE"]),
        ({"imsmanifest.xml": _with_variant(_V13, "R9")}, (), ["PK-CC-VARIANT", "PK-CC-MOODLE"]),
        ({"bank.xml": BANK[: BANK.index("<item")] + "</objectbank></questestinterop>"}, (), ["PK-QTI-EMPTY"]),
        ({"quiz.xml": FILES["quiz.xml"].replace('varname="SCORE"', 'varname="MARK"')}, (), ["PK-QTI-SCORE"] * 5),
        (
            {
                "imsmanifest.xml": MANIFEST.replace(
                    '<resource identifier="R2" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="quiz.xml"/>',
                    '<resource identifier="R2" type="webcontent" href="one.html"><file href="one.html"/>',
                )
            },
            ("quiz.xml",),
            ["PK-CC-NO-TEST"],
        ),
    ],
)
def test_what_takes_more_than_one_change_is_told_as_well(
    tmp_path: Path, changed: dict[str, str], without: tuple[str, ...], expected: list[str]
) -> None:
    assert [each.id for each in check_package(write(tmp_path, changed, without=without)).findings] == expected


def test_a_hostile_cartridge_of_very_many_items_is_told_in_few_findings(tmp_path: Path) -> None:
    items = "".join(f'<item identifier="X{n}" identifierref="GONE"/>' for n in range(30_000))
    report = check_package(write(tmp_path, {"imsmanifest.xml": MANIFEST.replace(_ROOT_ITEM, _ROOT_ITEM + items)}))
    assert len(report.findings) < 200


def test_a_test_that_many_resources_name_is_looked_into_once(tmp_path: Path) -> None:
    again = (
        '<resource identifier="T{}" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="quiz.xml"/></resource>'
    )
    many = "".join(map(again.format, range(20))) + "</resources>"
    quiz = FILES["quiz.xml"].replace('ident="Q2"', 'ident="Q1"')
    report = check_package(
        write(tmp_path, {"imsmanifest.xml": MANIFEST.replace("</resources>", many), "quiz.xml": quiz})
    )
    assert [each.id for each in report.findings] == ["PK-QTI-IDENT"]


def test_a_cartridge_shows_its_tree_its_tests_and_its_questions(tmp_path: Path) -> None:
    shown = inspect_package(write(tmp_path))
    assert (shown.format, shown.identifier, shown.title) == ("imscc", "MAN", "仓储安全")
    assert [(item.id, item.title, item.href) for item in shown.items][1:4] == [
        ("I1", "第一章", None),
        ("I2", "第一课", "one.html"),
        ("I3", "测验", "quiz.xml"),
    ]
    assert ("quiz.xml", "test") in [(page.path, page.type) for page in shown.pages]
