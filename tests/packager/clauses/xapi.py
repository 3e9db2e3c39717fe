"""cmi5 course structures and `tincan.xml`. Spec: cmi5 8.1, 13, 14; Tin Can packages."""

from __future__ import annotations

from tests.packager.clauses.table import Sound
from tests.packager.cmi5_cases import BLOCK, COURSE, FILES, FIRST, SECOND, STRUCTURE

_C = Sound("cmi5", "cmi5.xml", {"cmi5.xml": STRUCTURE, **FILES})
_URL = "<url>two.html</url>"
_UNITS = STRUCTURE[STRUCTURE.index("  <block") : STRUCTURE.index("</courseStructure>")]
_FULL = STRUCTURE.replace("one/index.html", "https://example.org/1").replace("two.html", "https://example.org/2")

CMI5 = (
    _C.clause("PK-CMI5-ROOT", "/v1/CourseStructure", "/v2/CourseStructure"),
    _C.clause("PK-CMI5-ELEMENT", _URL, f"{_URL}<note/>", f"{_URL}<v:note/>"),
    _C.clause("PK-CMI5-ELEMENT", _URL, "", f"{_URL}<launchParameters/>"),
    _C.clause("PK-CMI5-ELEMENT", 'launchMethod="OwnWindow"', 'launchmethod="OwnWindow"', 'v:launchmethod="x"'),
    _C.clause("PK-CMI5-IRI", f'course id="{COURSE}"', 'course id="safety"', 'course id="urn:x:safety"'),
    _C.clause("PK-CMI5-ID-TWICE", f'id="{SECOND}"', f'id="{FIRST}"', f'id="{FIRST}0"'),
    _C.clause("PK-CMI5-ID-TWICE", BLOCK, COURSE, f"{COURSE}/b"),
    _C.clause("PK-CMI5-NO-TEXT", ">附录<", ">  <", ">A<"),
    _C.clause("PK-CMI5-LANGUAGE", '<langstring lang="en">', '<langstring lang="en_US">', '<langstring lang="en-US">'),
    _C.clause("PK-CMI5-NO-AU", _UNITS, "", _UNITS[: _UNITS.index("</block>") + 8]),
    _C.clause("PK-CMI5-URL", _URL, "<url>two .html</url>", "<url>two.html#a%20b</url>"),
    _C.clause("PK-CMI5-URL-MISSING", _URL, "<url>three.html</url>", "<url>./two.html</url>"),
    _C.clause("PK-CMI5-URL-CASE", _URL, "<url>Two.html</url>", "<url>two.html?A</url>"),
    _C.clause("PK-CMI5-URL-OUTSIDE", _URL, "<url>https://example.org/two.html</url>"),
    _C.clause("PK-CMI5-URL-QUERY", "?start=1", "?fetch=1", "?fetched=1"),
    _C.other("PK-CMI5-URL-RELATIVE", {"": STRUCTURE.encode()}, {"": _FULL.encode()}),
    _C.clause("PK-CMI5-MASTERY-SCORE", "0.85", "1.01", "1.0"),
    _C.clause("PK-CMI5-MASTERY-SCORE", "0.85", "0.66667", "0.6667"),
    _C.clause("PK-CMI5-MOVE-ON", "CompletedAndPassed", "PassedAndCompleted", "CompletedOrPassed"),
    _C.clause("PK-CMI5-NOTHING-NEEDED", "CompletedAndPassed", "NotApplicable", "Passed"),
    _C.clause("PK-CMI5-LAUNCH-METHOD", "OwnWindow", "NewWindow", "AnyWindow"),
    _C.clause("PK-CMI5-ACTIVITY-TYPE", "http://adlnet.gov/expapi/activities/lesson", "lesson", "urn:x:lesson"),
    _C.clause("PK-CMI5-OBJECTIVE-REFERENCE", 'idref="https://example.org/items/', 'idref="https://example.org/i/'),
    _C.clause("PK-CMI5-NO-RUNTIME", "auth-token", "token", "LMS.LaunchData", path="au.js"),
    _C.other("PK-CMI5-DEEPER", {f"课/{path}": content for path, content in _C.files.items()}),
)

_DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="https://example.org/a" type="http://adlnet.gov/expapi/activities/course"><name>仓储</name>
<description lang="zh-CN">叉车</description><launch lang="zh-CN">c/index.html?s=1</launch></activity>
<activity id="https://example.org/q" type="http://adlnet.gov/expapi/activities/cmi.interaction"><name>Q</name>
<interactionType>choice</interactionType></activity></activities></tincan>"""
_T = Sound("xapi", "tincan.xml", {"tincan.xml": _DOCUMENT, "c/index.html": b"'X-Experience-API-Version'"})
_ACTIVITIES = _DOCUMENT[_DOCUMENT.index("<activity ") : _DOCUMENT.index("</activities>")]

TINCAN = (
    _T.clause("PK-TINCAN-ROOT", "tincan.xsd", "tincan2.xsd"),
    _T.clause("PK-TINCAN-IRI", 'id="https://example.org/a"', 'id="a"', 'id="urn:x:a"'),
    _T.clause("PK-TINCAN-ID-TWICE", "example.org/q", "example.org/a", "example.org/A"),
    _T.clause("PK-TINCAN-TYPE", "http://adlnet.gov/expapi/activities/course", "course", "urn:x:course"),
    _T.clause("PK-TINCAN-NO-NAME", "<name>仓储</name>", "<name/>", "<name/><name>仓</name>"),
    _T.clause("PK-TINCAN-LANGUAGE", 'description lang="zh-CN"', 'description lang="中文"', 'description lang="und"'),
    _T.clause("PK-TINCAN-NO-ACTIVITY", _ACTIVITIES, ""),
    _T.clause("PK-TINCAN-NO-LAUNCH", '<launch lang="zh-CN">c/index.html?s=1</launch>', ""),
    _T.clause("PK-TINCAN-LAUNCH", "c/index.html?", "c/in dex.html?"),
    _T.clause("PK-TINCAN-LAUNCH-MISSING", "c/index.html?", "c/main.html?", "./c/index.html?"),
    _T.clause("PK-TINCAN-LAUNCH-CASE", "c/index.html?", "C/index.html?"),
    _T.clause("PK-TINCAN-LAUNCH-OUTSIDE", "c/index.html?", "https://example.org/c/index.html?"),
    _T.clause("PK-TINCAN-LAUNCH-QUERY", "s=1", "auth=1", "author=1"),
    _T.clause(
        "PK-TINCAN-SEVERAL-LAUNCHES",
        "<interactionType>",
        "<launch>c/index.html</launch><interactionType>",
        "<interactionType>",
    ),
    _T.clause("PK-TINCAN-INTERACTION", ">choice<", ">multiple<", ">long-fill-in<"),
    _T.clause("PK-TINCAN-NO-RUNTIME", "X-Experience-API-Version", "x", path="c/index.html"),
    _T.other("PK-TINCAN-DEEPER", {f"课/{path}": content for path, content in _T.files.items()}),
)
CLAUSES = (*CMI5, *TINCAN)
