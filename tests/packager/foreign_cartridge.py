"""A Common Cartridge as another author makes it: small, valid, with every kind of item, and the ways to break it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="MAN" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
  xmlns:lomm="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
  xmlns:lomr="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource">
  <metadata>
    <schema>IMS Common Cartridge</schema>
    <schemaversion>1.1.0</schemaversion>
    <lomm:lom><lomm:general><lomm:title><lomm:string language="zh-CN">仓储安全</lomm:string></lomm:title>
    </lomm:general></lomm:lom>
  </metadata>
  <organizations>
    <organization identifier="ORG" structure="rooted-hierarchy">
      <item identifier="ROOT">
        <item identifier="I1"><title>第一章</title>
          <item identifier="I2" identifierref="R1"><title>第一课</title></item>
          <item identifier="I3" identifierref="R2"><title>测验</title></item>
          <item identifier="I4" identifierref="R3"><title>网页</title></item>
          <item identifier="I5" identifierref="R4"><title>讨论</title></item>
        </item>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="R1" type="webcontent" href="one.html" intendeduse="lessonplan">
      <metadata><lomr:lom><lomr:educational><lomr:intendedEndUserRole>
        <lomr:source>IMSGLC_CC_Rolesv1p1</lomr:source><lomr:value>Instructor</lomr:value>
      </lomr:intendedEndUserRole></lomr:educational></lomr:lom></metadata>
      <file href="one.html"/>
      <dependency identifierref="R5"/>
    </resource>
    <resource identifier="R2" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="quiz.xml"/></resource>
    <resource identifier="R3" type="imswl_xmlv1p1"><file href="link.xml"/></resource>
    <resource identifier="R4" type="imsdt_xmlv1p1"><file href="topic.xml"/></resource>
    <resource identifier="R5" type="webcontent" href="fig.png"><file href="fig.png"/></resource>
    <resource identifier="R6" type="imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"><file href="bank.xml"/></resource>
  </resources>
</manifest>
"""
_ITEM = """<item ident="{ident}"><itemmetadata><qtimetadata><qtimetadatafield>
<fieldlabel>cc_profile</fieldlabel><fieldentry>cc.{profile}.v0p1</fieldentry></qtimetadatafield></qtimetadata>
</itemmetadata><presentation><material><mattext>题干</mattext></material>{response}</presentation>{processing}{more}</item>
"""
_RIGHT = """<resprocessing><outcomes><decvar varname="SCORE" vartype="Decimal"/></outcomes><respcondition>
<conditionvar>{condition}</conditionvar><setvar varname="SCORE">100</setvar>{told}</respcondition></resprocessing>"""


def _lid(cardinality: str, *idents: str) -> str:
    labels = "".join(
        f'<response_label ident="{each}"><material><mattext>{each}</mattext></material></response_label>'
        for each in idents
    )
    return (
        f'<response_lid ident="R" rcardinality="{cardinality}"><render_choice>{labels}</render_choice></response_lid>'
    )


def _right(condition: str, told: str = "") -> str:
    return _RIGHT.format(condition=condition, told=told)


def _equal(value: str) -> str:
    return f'<varequal respident="R">{value}</varequal>'


_STRING = '<response_str ident="R"><render_fib/></response_str>'
_ITEMS = "".join(
    _ITEM.format(ident=ident, profile=profile, response=response, processing=processing, more=more)
    for ident, profile, response, processing, more in (
        (
            "Q1",
            "multiple_choice",
            _lid("Single", "a", "b", "c"),
            _right(_equal("b"), '<displayfeedback feedbacktype="Response" linkrefid="F1"/>'),
            '<itemfeedback ident="F1"><material><mattext>对</mattext></material></itemfeedback>',
        ),
        (
            "Q2",
            "multiple_response",
            _lid("Multiple", "a", "b", "c"),
            _right(f"<and>{_equal('a')}{_equal('c')}<not>{_equal('b')}</not></and>"),
            "",
        ),
        ("Q3", "true_false", _lid("Single", "true", "false"), _right(_equal("true")), ""),
        ("Q4", "fib", _STRING, _right(_equal("五")), ""),
        ("Q5", "pattern_match", _STRING, _right('<varsubstring respident="R">安全</varsubstring>'), ""),
        ("Q6", "essay", _STRING, "", ""),
    )
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
_EXAM = """<qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.exam.v0p1</fieldentry>
</qtimetadatafield></qtimetadata>"""
QUIZ = (
    f'{_HEAD}<assessment ident="A1" title="测验">{_EXAM}<section ident="root_section">{_ITEMS}</section></assessment>'
    "</questestinterop>"
)
BANK = f'{_HEAD}<objectbank ident="B1">{_ITEMS}</objectbank></questestinterop>'
LINK = (
    '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"><title>网页</title>'
    '<url href="https://example.org/"/></webLink>'
)
TOPIC = (
    '<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"><title>讨论</title>'
    '<text texttype="text/html">说说看</text></topic>'
)
FILES: dict[str, str] = {
    "imsmanifest.xml": MANIFEST,
    "one.html": "<p>one</p>",
    "quiz.xml": QUIZ,
    "bank.xml": BANK,
    "link.xml": LINK,
    "topic.xml": TOPIC,
    "fig.png": "\x89PNG",
}


def write(folder: Path, changed: Mapping[str, str] = {}, *, without: tuple[str, ...] = ()) -> Path:
    """Write a cartridge, some files changed or left out."""
    path = folder / "别人的课件.imscc"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**FILES, **changed}.items():
            if name not in without:
                archive.writestr(name, content)
    return path
