"""A cmi5 package as another author makes it, and every way to break a clause of it."""

from __future__ import annotations

from packager.check import kinds_cmi5
from packager.check.kind import Kind

STRUCTURE = """<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd" xmlns:v="urn:x-vendor">
  <course id="https://example.org/courses/safety">
    <title><langstring lang="zh-CN">仓储安全</langstring><langstring lang="en">Warehouse safety</langstring></title>
    <description><langstring>叉车、货架、消防。</langstring></description>
    <v:origin>自编</v:origin>
  </course>
  <objectives>
    <objective id="https://example.org/items/forklift">
      <description><langstring lang="zh-CN">能检查叉车</langstring></description>
      <title><langstring lang="zh-CN">叉车</langstring></title>
    </objective>
  </objectives>
  <block id="https://example.org/courses/safety/blocks/1">
    <title><langstring lang="zh-CN">第一章</langstring></title>
    <description><langstring lang="zh-CN">叉车安全</langstring></description>
    <au id=" https://example.org/courses/safety/units/1 " moveOn="CompletedAndPassed" masteryScore="0.85"
        launchMethod="OwnWindow" activityType="http://adlnet.gov/expapi/activities/lesson">
      <title><langstring lang="zh-CN">叉车</langstring></title>
      <description><langstring lang="zh-CN">出车前检查</langstring></description>
      <objectives><objective idref="https://example.org/items/forklift"/></objectives>
      <url>one/index.html?start=1#top</url>
      <launchParameters>quiz=on</launchParameters>
    </au>
  </block>
  <au id="https://example.org/courses/safety/units/2">
    <title><langstring lang="zh-CN">附录</langstring></title>
    <description><langstring lang="zh-CN">法规全文</langstring></description>
    <url>two.html</url>
  </au>
</courseStructure>
"""
FILES = {"one/index.html": b"<script src='../au.js'></script>", "two.html": b"<p>", "au.js": b"x['auth-token']"}
FIRST = "https://example.org/courses/safety/units/1"
SECOND = "https://example.org/courses/safety/units/2"
COURSE = "https://example.org/courses/safety"
BLOCK = "https://example.org/courses/safety/blocks/1"


#: What is replaced in the sound structure by what, what is found and where, and whether the package imports, reports.
CASES: tuple[tuple[str, str, str, list[tuple[Kind, str]], tuple[bool, bool | None]], ...] = (
    ("root", "courseStructure", "courseTree", [(kinds_cmi5.ROOT, "cmi5.xml")], (False, False)),
    ("namespace", "/v1/CourseStructure", "/v2/CourseStructure", [(kinds_cmi5.ROOT, "cmi5.xml")], (False, False)),
    (
        "element unknown",
        "<url>two.html</url>",
        "<url>two.html</url><note/>",
        [(kinds_cmi5.ELEMENT, SECOND)],
        (False, False),
    ),
    (
        "element out of order",
        '<description><langstring lang="zh-CN">法规全文</langstring></description>\n    <url>two.html</url>',
        '<url>two.html</url>\n    <description><langstring lang="zh-CN">法规全文</langstring></description>',
        [(kinds_cmi5.ELEMENT, SECOND)],
        (False, False),
    ),
    ("url missing", "<url>two.html</url>", "", [(kinds_cmi5.ELEMENT, SECOND)], (False, False)),
    (
        "url twice",
        "<url>two.html</url>",
        "<url>two.html</url><url>two.html</url>",
        [(kinds_cmi5.ELEMENT, SECOND)],
        (False, False),
    ),
    (
        "title missing",
        '<title><langstring lang="zh-CN">第一章</langstring></title>',
        "",
        [(kinds_cmi5.ELEMENT, BLOCK)],
        (False, False),
    ),
    (
        "attribute unknown",
        'launchMethod="OwnWindow"',
        'launchmethod="OwnWindow"',
        [(kinds_cmi5.ELEMENT, FIRST)],
        (False, False),
    ),
    (
        "id missing",
        'objective id="https://example.org/items/forklift"',
        "objective",
        [(kinds_cmi5.ELEMENT, "cmi5.xml"), (kinds_cmi5.OBJECTIVE_REFERENCE, FIRST)],
        (False, False),
    ),
    (
        "vendor element too early",
        '<title><langstring lang="zh-CN">附录</langstring></title>',
        '<v:x/><title><langstring lang="zh-CN">附录</langstring></title>',
        [(kinds_cmi5.ELEMENT, SECOND)] * 3,
        (False, False),
    ),
    (
        "course id no IRI",
        f'course id="{COURSE}"',
        'course id="example.org/safety"',
        [(kinds_cmi5.IRI, "example.org/safety")],
        (False, False),
    ),
    ("unit id no IRI", f'id="{SECOND}"', 'id="unit 2"', [(kinds_cmi5.IRI, "unit 2")], (False, False)),
    (
        "objective id no IRI",
        "https://example.org/items/forklift",
        "forklift",
        [(kinds_cmi5.IRI, "forklift")],
        (False, False),
    ),
    ("block id no IRI", BLOCK, "//example.org/b", [(kinds_cmi5.IRI, "//example.org/b")], (False, False)),
    ("units with one id", f'id="{SECOND}"', f'id="{FIRST}"', [(kinds_cmi5.ID_TWICE, FIRST)], (False, False)),
    ("block and unit with one id", BLOCK, SECOND, [(kinds_cmi5.ID_TWICE, SECOND)], (False, False)),
    ("text empty", ">附录<", ">  <", [(kinds_cmi5.NO_TEXT, SECOND)], (False, False)),
    (
        "no langstring",
        "<langstring>叉车、货架、消防。</langstring>",
        "",
        [(kinds_cmi5.NO_TEXT, COURSE)],
        (False, False),
    ),
    (
        "language",
        '<langstring lang="en">',
        '<langstring lang="en_US!">',
        [(kinds_cmi5.LANGUAGE, COURSE)],
        (False, False),
    ),
    ("mastery score above 1", "0.85", "85", [(kinds_cmi5.MASTERY_SCORE, FIRST)], (False, False)),
    ("mastery score below 0", "0.85", "-0.1", [(kinds_cmi5.MASTERY_SCORE, FIRST)], (False, False)),
    ("mastery score too fine", "0.85", "0.66667", [(kinds_cmi5.MASTERY_SCORE, FIRST)], (False, False)),
    ("mastery score no number", "0.85", "八十", [(kinds_cmi5.MASTERY_SCORE, FIRST)], (False, False)),
    ("moveOn", "CompletedAndPassed", "Complete", [(kinds_cmi5.MOVE_ON, FIRST)], (False, False)),
    ("launchMethod", "OwnWindow", "Popup", [(kinds_cmi5.LAUNCH_METHOD, FIRST)], (False, False)),
    (
        "activityType",
        "http://adlnet.gov/expapi/activities/lesson",
        "lesson",
        [(kinds_cmi5.ACTIVITY_TYPE, FIRST)],
        (True, True),
    ),
    ("nothing needed", 'moveOn="CompletedAndPassed" ', "", [(kinds_cmi5.NEVER_NEEDED, "cmi5.xml")], (True, True)),
    (
        "reference to nothing",
        'idref="https://example.org/items/forklift"',
        'idref="https://example.org/items/x"',
        [(kinds_cmi5.OBJECTIVE_REFERENCE, FIRST)],
        (True, True),
    ),
    ("url with a space", "two.html</url>", "two .html</url>", [(kinds_cmi5.URL, SECOND)], (False, False)),
    ("url without host", "two.html</url>", "http:///two.html</url>", [(kinds_cmi5.URL, SECOND)], (False, False)),
    ("url empty", "two.html</url>", "</url>", [(kinds_cmi5.URL, SECOND)], (False, False)),
    ("url to nothing", "two.html</url>", "three.html</url>", [(kinds_cmi5.URL_MISSING, SECOND)], (False, False)),
    ("url climbs out", "two.html</url>", "../two.html</url>", [(kinds_cmi5.URL_MISSING, SECOND)], (False, False)),
    (
        "url from the server's root",
        "two.html</url>",
        "/two.html</url>",
        [(kinds_cmi5.URL_MISSING, SECOND)],
        (False, False),
    ),
    ("url in another case", "two.html</url>", "Two.html</url>", [(kinds_cmi5.URL_CASE, SECOND)], (False, False)),
    (
        "url elsewhere",
        "two.html</url>",
        "https://example.org/two.html</url>",
        [(kinds_cmi5.URL_OUTSIDE, SECOND)],
        (True, True),
    ),
    (
        "query of cmi5's",
        "?start=1",
        "?start=1&amp;endpoint=x&amp;fetch=",
        [(kinds_cmi5.URL_QUERY, FIRST)] * 2,
        (False, False),
    ),
)
