"""SCORM 1.2: manifest, items and resources. Spec: SCORM 1.2 CAM 2.3."""

from __future__ import annotations

from tests.packager.clauses.table import Sound
from tests.packager.foreign import FILES, MANIFEST

_S = Sound("scorm12", "imsmanifest.xml", {"imsmanifest.xml": MANIFEST, **FILES})
_API = '<file href="shared/api.js"/>'
_ORGANIZATIONS = MANIFEST[MANIFEST.index("<organizations") : MANIFEST.index("</organizations>")]
_UNTITLED = '<item identifier="N{}" identifierref="RES-2"/>'
_INNER = '<item identifier="ITEM-3" identifierref="RES-2"><title>第三课</title></item>'


def _untitled(count: int) -> str:
    return "".join(map(_UNTITLED.format, range(count))) + "</organization>"


def _of_length(characters: int) -> str:
    return "ITEM-1" + "&amp;ITEM-1".rjust(characters + 4 - len("ITEM-1"))


CLAUSES = (
    _S.other("PK-ROOT", _S.changed("manifest", "package")),
    _S.clause("PK-NAMESPACE", "imscp_rootv1p1p2", "imscp_rootv1p1p3"),
    _S.clause("PK-SCHEMA-VERSION", "<schemaversion>1.2<", "<schemaversion>1.1<"),
    _S.clause(
        "PK-ELEMENT",
        "<title>第二课</title>",
        "<title>第二课</title><title>又</title>",
        "<title>第二课</title><metadata/>",
    ),
    _S.clause("PK-NO-IDENTIFIER", '<resource identifier="RES-3"', "<resource"),
    _S.clause("PK-IDENTIFIER", 'identifier="MAN-1"', 'identifier="1-MAN"', 'identifier=" _1.MAN-测 "'),
    _S.clause("PK-IDENTIFIER-TWICE", 'identifier="MAN-1"', 'identifier="RES-1"', 'identifier="res-1"'),
    _S.clause("PK-NO-ORGANIZATION", _ORGANIZATIONS, "<organizations>"),
    _S.clause("PK-DEFAULT-ORGANIZATION", ' default="ORG-1"', ' default="ORG-9"', ' default=" ORG-1 "'),
    _S.clause("PK-NO-TITLE", "<title>第二课</title>", "<title> </title>"),
    _S.clause("PK-TITLE-LENGTH", "第一课", "长" * 201, "长" * 200),
    _S.clause("PK-NO-ITEM", ' identifierref="RES-', ' rel="RES-'),
    _S.clause("PK-ITEM-REFERENCE", 'identifierref="RES-2"', 'identifierref="RES-9"', 'identifierref="RES-1"'),
    _S.other(
        "PK-PARENT-REFERENCE",
        _S.changed("<title>第一课</title>", f"<title>第一课</title>{_INNER}"),
        _S.changed("</organization>", f'<item identifier="UP"><title>上</title>{_INNER}</item></organization>'),
    ),
    _S.clause("PK-MASTERY-SCORE", ">80<", ">100.5<", ">100<"),
    _S.clause("PK-PREREQUISITES", 'ITEM-1="passed"', 'ITEM-7="passed"', 'ITEM-1&lt;&gt;"failed"'),
    _S.clause(
        "PK-PREREQUISITES-LENGTH",
        'ITEM-1 &amp; (2*{ITEM-1, ITEM-2} | ITEM-1="passed")',
        _of_length(201),
        _of_length(200),
    ),
    _S.clause("PK-PREREQUISITES-TYPE", 'type="aicc_script"', 'type="javascript"'),
    _S.clause("PK-PREREQUISITES-NEVER", "ITEM-1 &amp; (", "ITEM-2 &amp; (", "~ITEM-2 &amp; ("),
    _S.clause("PK-TIME-ALLOWED", "00:30:00", "0:30:00", "0000:30:00.50"),
    _S.clause("PK-TIME-ACTION", "exit,no message", "exit", "continue,message"),
    _S.clause("PK-LAUNCH-DATA", "start=1", "x" * 256, "x" * 255),
    _S.clause("PK-MORE", "</organization>", _untitled(51), _untitled(50)),
    _S.clause("PK-RESOURCE-TYPE", 'identifier="RES-2" type="webcontent"', 'identifier="RES-2" type="html"'),
    _S.clause("PK-SCORM-TYPE", 'scormtype="asset"', 'scormtype="Asset"', 'scormtype="sco"'),
    _S.clause("PK-NO-SCO", 'scormtype="sco"', 'scormtype="asset"'),
    _S.clause("PK-NO-HREF", ' href="two/index.html">', ">", ' href="two/index.html#p2">'),
    _S.clause("PK-HREF", _API, f'{_API}<file href="../up.js"/>', '<file href="./shared/api.js"/>'),
    _S.clause("PK-EXTERNAL", _API, f'{_API}<file href="https://example.org/x.js"/>'),
    _S.other("PK-LAUNCH-MISSING", _S.without("two/index.html")),
    _S.other("PK-FILE-MISSING", _S.without("one/a b.png")),
    _S.clause("PK-FILE-CASE", _API, '<file href="shared/API.js"/>'),
    _S.clause("PK-LAUNCH-UNLISTED", '<file href="two/index.html"/>', "", '<file href="./two/index.html"/>'),
    _S.other("PK-FILE-UNLISTED", {**_S.files, "more.js": b""}, {**_S.files, "ims_xml.xsd": b"", ".DS_Store": b""}),
    _S.other(
        "PK-NON-ASCII-PATH",
        {**_S.changed("one/a%20b.png", "one/%E5%9B%BE.png"), "one/图.png": b""},
        {**_S.changed("one/a%20b.png", "one/a~b.png"), "one/a~b.png": b"", "one/a b.png": b""},
    ),
    _S.clause("PK-DEPENDENCY", '<dependency identifierref="RES-3"/>', '<dependency identifierref="RES-9"/>'),
    _S.clause(
        "PK-DEPENDENCY-CYCLE",
        _API,
        f'{_API}<dependency identifierref="RES-1"/>',
        f'{_API}<dependency identifierref="RES-2"/>',
    ),
    _S.clause("PK-NO-RUNTIME", "LMSInitialize", "initialize", path="shared/api.js"),
)
