"""The check of anybody's SCORM 1.2 package, clause by clause: what is wrong is told, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from packager.check.kinds import KINDS
from packager.check.report import check_package
from tests.packager.foreign import FILES, MANIFEST, write
from tests.packager.official import errors

_LONG = "长" * 201
_GBK = MANIFEST.replace('encoding="UTF-8"', 'encoding="GBK"')


def _without(*names: str) -> dict[str, bytes]:
    return {name: content for name, content in FILES.items() if name not in names}


def test_a_sound_package_of_another_author_valid(tmp_path: Path) -> None:
    report = check_package(write(tmp_path))
    assert report.findings == ()
    assert (report.format, report.valid, report.will_import, report.will_report) == ("scorm12", True, True, True)
    assert errors(MANIFEST.encode()) == []


#: What is replaced in the sound manifest by what, what is found and where, and whether the package imports, reports.
_CASES: tuple[tuple[str, str, str, list[tuple[str, str | None]], tuple[bool, bool]], ...] = (
    (
        "root",
        "manifest",
        "paket",
        [("PK-ROOT", "imsmanifest.xml")],
        (False, False),
    ),
    (
        "namespace",
        "imsproject.org/xsd/imscp_rootv1p1p2",
        "imsglobal.org/xsd/imscp_rootv1p1p3",
        [("PK-NAMESPACE", "imsmanifest.xml")],
        (True, True),
    ),
    (
        "schemaversion",
        "<schemaversion>1.2</schemaversion>",
        "",
        [("PK-SCHEMA-VERSION", "imsmanifest.xml")],
        (True, True),
    ),
    (
        "element order",
        "<title>第一课</title>\n        <adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>",
        "<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>\n        <title>第一课</title>",
        [("PK-ELEMENT", "ITEM-1")],
        (True, True),
    ),
    (
        "unknown element",
        "<title>第一课</title>",
        "<title>第一课</title><note/>",
        [("PK-ELEMENT", "ITEM-1")],
        (True, True),
    ),
    (
        "title twice",
        "<title>第一课</title>",
        "<title>第一课</title><title>又一个</title>",
        [("PK-ELEMENT", "ITEM-1")],
        (True, True),
    ),
    (
        "identifier missing",
        '<manifest identifier="MAN-1"',
        "<manifest",
        [("PK-NO-IDENTIFIER", "imsmanifest.xml")],
        (False, False),
    ),
    (
        "identifier not allowed",
        "MAN-1",
        "1 课",
        [("PK-IDENTIFIER", "1 课")],
        (True, True),
    ),
    (
        "identifier twice",
        "ORG-1",
        "MAN-1",
        [("PK-IDENTIFIER-TWICE", "MAN-1")],
        (False, False),
    ),
    (
        "default organization",
        'default="ORG-1"',
        'default="ORG-9"',
        [("PK-DEFAULT-ORGANIZATION", "imsmanifest.xml")],
        (True, True),
    ),
    (
        "title missing",
        "<title>仓储安全</title>",
        "",
        [("PK-NO-TITLE", "ORG-1")],
        (True, True),
    ),
    (
        "title too long",
        "第一课",
        _LONG,
        [("PK-TITLE-LENGTH", "ITEM-1")],
        (True, True),
    ),
    (
        "reference to nothing",
        'identifierref="RES-2"',
        'identifierref="RES-9"',
        [("PK-ITEM-REFERENCE", "ITEM-2")],
        (False, False),
    ),
    (
        "resource type",
        'identifier="RES-2" type="webcontent"',
        'identifier="RES-2" type="html"',
        [("PK-RESOURCE-TYPE", "RES-2")],
        (True, True),
    ),
    (
        "scormtype",
        'adlcp:scormtype="asset"',
        'adlcp:scormType="Asset"',
        [("PK-SCORM-TYPE", "RES-3")],
        (True, True),
    ),
    (
        "no sco",
        'adlcp:scormtype="sco"',
        'adlcp:scormtype="asset"',
        [("PK-NO-SCO", "imsmanifest.xml")],
        (True, False),
    ),
    (
        "launch without href",
        ' href="two/index.html">',
        ">",
        [("PK-NO-HREF", "RES-2")],
        (False, False),
    ),
    (
        "href climbs out",
        '<file href="shared/api.js"/>',
        '<file href="shared/api.js"/><file href="../up.js"/>',
        [("PK-HREF", "RES-3")],
        (False, False),
    ),
    (
        "href on the web",
        '<file href="shared/api.js"/>',
        '<file href="shared/api.js"/><file href="https://example.org/x.js"/>',
        [("PK-EXTERNAL", "RES-3")],
        (True, True),
    ),
    (
        "file missing",
        '<file href="shared/api.js"/>',
        '<file href="shared/api.js"/><file href="shared/gone.js"/>',
        [("PK-FILE-MISSING", "shared/gone.js")],
        (True, True),
    ),
    (
        "file in another case",
        '<file href="shared/api.js"/>',
        '<file href="shared/API.js"/>',
        [("PK-FILE-CASE", "shared/api.js"), ("PK-FILE-UNLISTED", "shared/api.js")],
        (False, False),
    ),
    (
        "launch page not listed",
        '<file href="two/index.html"/>',
        "",
        [("PK-LAUNCH-UNLISTED", "RES-2")],
        (True, True),
    ),
    (
        "file not listed",
        '<file href="shared/api.js"/>',
        "",
        [("PK-FILE-UNLISTED", "shared/api.js")],
        (True, True),
    ),
    (
        "dependency on nothing",
        '<dependency identifierref="RES-3"/>',
        '<dependency identifierref="RES-9"/>',
        [("PK-DEPENDENCY", "RES-1")],
        (False, False),
    ),
    (
        "dependencies in a circle",
        '<file href="shared/api.js"/>',
        '<file href="shared/api.js"/><dependency identifierref="RES-1"/>',
        [("PK-DEPENDENCY-CYCLE", "RES-1")],
        (False, False),
    ),
    (
        "mastery score",
        "<adlcp:masteryscore>80<",
        "<adlcp:masteryscore>120<",
        [("PK-MASTERY-SCORE", "ITEM-1")],
        (True, True),
    ),
    (
        "prerequisite that is no item",
        'ITEM-1="passed"',
        'ITEM-7="passed"',
        [("PK-PREREQUISITES", "ITEM-2")],
        (True, True),
    ),
    (
        "prerequisites in another language",
        'type="aicc_script"',
        'type="javascript"',
        [("PK-PREREQUISITES-TYPE", "ITEM-2")],
        (True, True),
    ),
    (
        "time allowed",
        "00:30:00",
        "30 min",
        [("PK-TIME-ALLOWED", "ITEM-1")],
        (True, True),
    ),
    (
        "what to do when time is up",
        "exit,no message",
        "stop",
        [("PK-TIME-ACTION", "ITEM-1")],
        (True, True),
    ),
    (
        "launch data too long",
        "start=1",
        "x" * 256,
        [("PK-LAUNCH-DATA", "ITEM-1")],
        (True, True),
    ),
)


@pytest.mark.parametrize(("name", "old", "new", "expected", "judged"), _CASES, ids=[case[0] for case in _CASES])
def test_a_broken_rule_error_and_nothing_else_reported(
    tmp_path: Path,
    name: str,
    old: str,
    new: str,
    expected: list[tuple[str, str | None]],
    judged: tuple[bool, bool],
) -> None:
    assert old in MANIFEST, name
    path = write(tmp_path, MANIFEST.replace(old, new))
    report = check_package(path)
    assert [(each.id, each.place) for each in report.findings] == expected
    assert {each.file for each in report.findings} == {str(path)}
    assert all(each.message and each.remedy for each in report.findings)
    assert report.valid == all(each.severity != "error" for each in report.findings)
    assert (report.will_import, report.will_report) == judged


def test_no_organization_error(tmp_path: Path) -> None:
    start, end = MANIFEST.index("<organizations"), MANIFEST.index("</organizations>")
    report = check_package(write(tmp_path, MANIFEST[:start] + "<organizations>" + MANIFEST[end:]))
    assert [each.id for each in report.findings] == ["PK-NO-ORGANIZATION"]


def test_an_organization_that_opens_nothing_error(tmp_path: Path) -> None:
    manifest = MANIFEST.replace(' identifierref="RES-1"', "").replace(' identifierref="RES-2"', "")
    report = check_package(write(tmp_path, manifest))
    assert [each.id for each in report.findings] == ["PK-NO-ITEM"]
    assert (report.will_import, report.will_report) == (False, False)


def test_an_item_with_items_below_that_opens_a_page_itself_is_a_warning(tmp_path: Path) -> None:
    inner = '<item identifier="ITEM-3" identifierref="RES-2"><title>第三课</title></item>'
    manifest = MANIFEST.replace("<title>第一课</title>", f"<title>第一课</title>{inner}")
    report = check_package(write(tmp_path, manifest))
    assert [(each.id, each.place) for each in report.findings] == [("PK-PARENT-REFERENCE", "ITEM-1")]
    assert report.will_import


def test_a_package_that_never_calls_the_run_time_is_told(tmp_path: Path) -> None:
    report = check_package(write(tmp_path, files=FILES | {"shared/api.js": b"void 0"}))
    assert [each.id for each in report.findings] == ["PK-NO-RUNTIME"]
    assert (report.valid, report.will_import, report.will_report) == (True, True, False)


def test_a_launch_page_that_is_not_there_error(tmp_path: Path) -> None:
    report = check_package(write(tmp_path, files=_without("one/index.html")))
    assert [(each.id, each.place) for each in report.findings] == [("PK-LAUNCH-MISSING", "one/index.html")]
    assert (report.will_import, report.will_report) == (False, False)


def test_a_chinese_file_name_is_a_warning(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("two/index.html", "two/%E9%A6%96%E9%A1%B5.html")
    report = check_package(write(tmp_path, manifest, _without("two/index.html") | {"two/首页.html": b"<p>two</p>"}))
    assert [(each.id, each.place) for each in report.findings] == [("PK-NON-ASCII-PATH", "two/首页.html")]
    assert report.valid


def test_a_large_package_is_a_note(tmp_path: Path) -> None:
    manifest = MANIFEST.replace(
        '<file href="shared/api.js"/>', '<file href="shared/api.js"/><file href="shared/v.mp4"/>'
    )
    report = check_package(write(tmp_path, manifest, FILES | {"shared/v.mp4": bytes(51_000_000)}))
    assert [each.id for each in report.findings] == ["PK-UPLOAD-SIZE"]
    assert report.valid


# ---- manifests that are somewhere else, or in another encoding


def test_no_manifest_error(tmp_path: Path) -> None:
    report = check_package(write(tmp_path, None, {"lesson.html": b"<p>", "readme.txt": b""}))
    assert [each.id for each in report.findings] == ["PK-NO-MANIFEST", "PK-UNKNOWN-FORMAT"]
    assert (report.format, report.valid, report.will_import) == ("unknown", False, False)


def test_a_manifest_in_a_folder_error_and_its_place_told(tmp_path: Path) -> None:
    report = check_package(write(tmp_path, None, {"课件/imsmanifest.xml": MANIFEST.encode()}))
    assert (report.findings[0].id, report.findings[0].place) == ("PK-MANIFEST-DEEPER", "课件/imsmanifest.xml")
    assert not report.will_import


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbf" + MANIFEST.encode(), []),
        (_GBK.encode("gbk"), ["PK-NOT-UTF8"]),
        (MANIFEST.replace(' encoding="UTF-8"', "").encode("utf-16"), ["PK-NOT-UTF8"]),
        (MANIFEST.encode("gbk"), ["PK-ENCODING"]),
        (MANIFEST.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "").encode("gb18030"), ["PK-ENCODING"]),
    ],
    ids=["UTF-8 with BOM", "GBK declared", "UTF-16", "GBK that says UTF-8", "GB18030 that says nothing"],
)
def test_encodings_of_chinese_authors_are_read(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    report = check_package(write(tmp_path, content))
    assert [each.id for each in report.findings] == expected
    assert report.format == "scorm12"


def test_every_kind_of_finding_has_its_own_id() -> None:
    ids = [kind.id for kind in KINDS]
    assert len(ids) == len(set(ids)) > 35
    assert all(each.startswith("PK-") for each in ids)
