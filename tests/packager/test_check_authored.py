"""Packages as widespread tools write them: each is told for what it is, and judged as a centre needs it.

Made from scratch after the habits of those tools: what they name, list, leave out and pack beside the course.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from packager.build import build_package
from packager.check.report import check_package
from packager.formats.registry import package_formats
from tests.packager import foreign
from tests.packager.courses import make_course
from tests.packager.foreign2004 import FILES as FILES_2004
from tests.packager.foreign2004 import MANIFEST as MANIFEST_2004

_STORYLINE = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="_5a" version="1.3" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
    <lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general><title>
      <langstring xml:lang="x-none">叉车</langstring></title></general></lom></metadata>
  <organizations default="B0"><organization identifier="B0"><title>叉车</title>
    <item identifier="i1" identifierref="r1" isvisible="true"><title>叉车</title></item></organization></organizations>
  <resources><resource identifier="r1" type="webcontent" href="driver/index.html" adlcp:scormtype="sco">
    <file href="driver/index.html"/><file href="driver/driver.js"/></resource></resources>
</manifest>"""
_DRIVER = {"driver/index.html": b"<script src='driver.js'></script>", "driver/driver.js": b"API.LMSInitialize('')"}
_TINCAN = b"""<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="http://6ErS_rise" type="http://adlnet.gov/expapi/activities/course"><name>Rise</name>
<description lang="und">d</description><launch lang="und">index_lms.html</launch></activity>
<activity id="http://6ErS_rise/1" type="http://adlnet.gov/expapi/activities/module"><name lang="und">1</name></activity>
<activity id="http://6ErS_rise/q" type="http://adlnet.gov/expapi/activities/cmi.interaction"><name lang="und">Q</name>
<interactionType>choice</interactionType></activity></activities></tincan>"""
_TINCAN_FILES = {"index_lms.html": b"<script src='lib.js'></script>", "lib.js": b"'X-Experience-API-Version'"}
_IMS = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><metadata><schema>{schema}</schema>
<schemaversion>1.1</schemaversion></metadata><organizations/><resources>
<resource identifier="r" type="{type}" href="a.html"><file href="a.html"/></resource></resources></manifest>"""
_BLACKBOARD = """<manifest identifier="man1" xmlns:bb="http://www.blackboard.com/content-packaging/">
<organizations default="toc1"><organization identifier="toc1"/></organizations><resources>
<resource identifier="res1" type="assessment/x-bb-qti-test" bb:file="res1.dat"/></resources></manifest>"""


def _edition(name: str) -> str:
    return MANIFEST_2004.replace("2004 4th Edition", name)


def _package(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    path = folder / "课件.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


#: What is in the package; its format, whether it is valid, imports, reports; the ids of what is said of it.
_Case = tuple[dict[str, bytes | str], tuple[str, bool, bool, bool], set[str]]
_CASES: dict[str, _Case] = {
    "Storyline": ({"imsmanifest.xml": _STORYLINE, **_DRIVER}, ("scorm12", True, True, True), set()),
    "Storyline with its schemas, zipped on a Mac": (
        {
            "imsmanifest.xml": _STORYLINE,
            **_DRIVER,
            "adlcp_rootv1p2.xsd": "",
            "__MACOSX/._a": "",
            "driver/.DS_Store": "",
        },
        ("scorm12", True, True, True),
        set(),
    ),
    "its folder zipped instead of the files": (
        {"course/imsmanifest.xml": _STORYLINE, **{f"course/{name}": each for name, each in _DRIVER.items()}},
        ("unknown", False, False, False),
        {"PK-MANIFEST-DEEPER", "PK-UNKNOWN-FORMAT"},
    ),
    "SCORM and Tin Can in one": (
        {"imsmanifest.xml": _STORYLINE, "tincan.xml": _TINCAN, **_DRIVER, **_TINCAN_FILES},
        ("scorm12", True, True, True),
        {"PK-FILE-UNLISTED"},
    ),
    "a manifest in GBK that says so": (
        {"imsmanifest.xml": _STORYLINE.replace('"utf-8"', '"GBK"').encode("gbk"), **_DRIVER},
        ("scorm12", True, True, True),
        {"PK-NOT-UTF8"},
    ),
    "a manifest in GBK that says UTF-8": (
        {"imsmanifest.xml": _STORYLINE.encode("gbk"), **_DRIVER},
        ("scorm12", False, False, False),
        {"PK-ENCODING"},
    ),
    "a manifest with a byte order mark": (
        {"imsmanifest.xml": b"\xef\xbb\xbf" + _STORYLINE.encode(), **_DRIVER},
        ("scorm12", True, True, True),
        set(),
    ),
    "a page that reports nothing": (
        {"imsmanifest.xml": _STORYLINE, **_DRIVER, "driver/driver.js": b"start()"},
        ("scorm12", True, True, False),
        {"PK-NO-RUNTIME"},
    ),
    "no word of what kind the resource is": (
        {"imsmanifest.xml": _STORYLINE.replace(' adlcp:scormtype="sco"', ""), **_DRIVER},
        ("scorm12", False, True, False),
        {"PK-SCORM-TYPE", "PK-NO-SCO"},
    ),
    "2004, 4th edition": ({"imsmanifest.xml": MANIFEST_2004, **FILES_2004}, ("scorm2004", True, True, True), set()),
    "2004, 3rd edition": (
        {"imsmanifest.xml": _edition("2004 3rd Edition"), **FILES_2004},
        ("scorm2004-3rd", True, True, True),
        {"PK-2004-FOURTH-EDITION"},
    ),
    "2004, 2nd edition": (
        {"imsmanifest.xml": _edition("CAM 1.3"), **FILES_2004},
        ("scorm2004", True, True, True),
        set(),
    ),
    "2004 with a driver of 1.2": (
        {"imsmanifest.xml": MANIFEST_2004, **FILES_2004, "shared/api.js": b"API.LMSInitialize('')"},
        ("scorm2004", True, True, False),
        {"PK-2004-NO-RUNTIME"},
    ),
    "Tin Can with several activities": ({"tincan.xml": _TINCAN, **_TINCAN_FILES}, ("xapi", True, True, True), set()),
    "questions of QTI 2.1": (
        {"imsmanifest.xml": _IMS.format(schema="QTIv2.1 Package", type="imsqti_item_xmlv2p1"), "a.html": ""},
        ("unknown", False, False, False),
        {"PK-OTHER-PACKAGE", "PK-UNKNOWN-FORMAT"},
    ),
    "pages of IMS content packaging": (
        {"imsmanifest.xml": _IMS.format(schema="IMS Content", type="webcontent"), "a.html": ""},
        ("unknown", False, False, False),
        {"PK-OTHER-PACKAGE", "PK-UNKNOWN-FORMAT"},
    ),
    "an export of Blackboard": (
        {"imsmanifest.xml": _BLACKBOARD, "res1.dat": "", ".bb-package-info": ""},
        ("unknown", False, False, False),
        {"PK-OTHER-PACKAGE", "PK-UNKNOWN-FORMAT"},
    ),
    "H5P": (
        {"h5p.json": "{}", "content/content.json": "{}"},
        ("unknown", None, None, None),
        {"PK-NOT-JUDGED"},
    ),
    "AICC": (
        {"Course.CRS": "", "course.au": "", "course.des": "", "course.cst": "", "one.html": "<p>"},
        ("unknown", None, None, None),
        {"PK-NOT-JUDGED"},
    ),
}


@pytest.mark.parametrize("name", _CASES)
def test_a_package_of_another_tool_is_told_for_what_it_is(name: str, tmp_path: Path) -> None:
    files, expected, said = _CASES[name]
    report = check_package(_package(tmp_path, files))
    assert (report.format, report.valid, report.will_import, report.will_report) == expected
    assert {each.id for each in report.findings} == said


@pytest.mark.parametrize("form", [form.name for form in package_formats()])
def test_what_we_build_is_told_by_the_name_that_it_was_built_by(form: str, tmp_path: Path) -> None:
    report = check_package(build_package(make_course(works=1, per_work=2), form, tmp_path).path)
    assert report.format == form
    assert report.valid is True


def test_a_manifest_without_metadata_is_still_taken_for_scorm(tmp_path: Path) -> None:
    bare = foreign.MANIFEST.replace(
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>", ""
    )
    report = check_package(foreign.write(tmp_path, bare))
    assert (report.format, report.will_import) == ("scorm12", True)
    assert {each.id for each in report.findings} == {"PK-SCHEMA-VERSION"}
