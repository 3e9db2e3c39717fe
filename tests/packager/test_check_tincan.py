"""The check of anybody's package with tincan.xml, rule by rule: what is wrong is told, and nothing else is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from packager.check import kinds_tincan
from packager.check.inspection import inspect_package
from packager.check.kind import Kind
from packager.check.report import check_package

DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd">
  <activities>
    <activity id="https://example.org/safety" type="http://adlnet.gov/expapi/activities/course">
      <name>仓储安全</name>
      <description lang="zh-CN">叉车、货架、消防</description>
      <launch lang="zh-CN">course/index.html?start=1</launch>
    </activity>
    <activity id="https://example.org/safety/q1" type="http://adlnet.gov/expapi/activities/cmi.interaction">
      <name lang="zh-CN">出车前</name>
      <interactionType>choice</interactionType>
    </activity>
  </activities>
</tincan>
"""
FILES = {"course/index.html": b"<script>'X-Experience-API-Version'</script>"}
_ID = "https://example.org/safety"
_LAUNCH = '<launch lang="zh-CN">course/index.html?start=1</launch>'


def _write(folder: Path, document: str = DOCUMENT, files: dict[str, bytes] = FILES, prefix: str = "") -> Path:
    path = folder / "包.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{prefix}tincan.xml", document)
        for name, content in files.items():
            archive.writestr(prefix + name, content)
    return path


def test_a_sound_package_of_another_author_valid(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path))
    assert report.findings == ()
    assert (report.format, report.valid, report.will_import, report.will_report) == ("xapi", True, True, True)


#: What is replaced by what, what is found and where, and whether the package imports, reports.
_CASES: tuple[tuple[str, str, str, list[tuple[Kind, str]], tuple[bool, bool]], ...] = (
    ("root", "tincan.xsd", "tincan2.xsd", [(kinds_tincan.ROOT, "tincan.xml")], (False, False)),
    ("id no IRI", f'id="{_ID}"', 'id="safety"', [(kinds_tincan.IRI, "safety")], (False, False)),
    ("id missing", f'id="{_ID}" ', "", [(kinds_tincan.IRI, "tincan.xml")], (False, False)),
    ("id twice", f'id="{_ID}/q1"', f'id="{_ID}"', [(kinds_tincan.ID_TWICE, _ID)], (False, False)),
    ("type", "http://adlnet.gov/expapi/activities/course", "course", [(kinds_tincan.TYPE, _ID)], (True, True)),
    ("name missing", "<name>仓储安全</name>", "", [(kinds_tincan.NO_NAME, _ID)], (True, True)),
    (
        "language",
        '<description lang="zh-CN">',
        '<description lang="中文">',
        [(kinds_tincan.LANGUAGE, _ID)],
        (True, True),
    ),
    ("no launch", _LAUNCH, "", [(kinds_tincan.NO_LAUNCH, "tincan.xml")], (False, False)),
    ("launch with a space", "index.html?", "in dex.html?", [(kinds_tincan.LAUNCH, _ID)], (False, False)),
    ("launch to nothing", "course/index", "course/main", [(kinds_tincan.LAUNCH_MISSING, _ID)], (False, False)),
    ("launch in another case", "course/index", "Course/index", [(kinds_tincan.LAUNCH_CASE, _ID)], (False, False)),
    (
        "launch elsewhere",
        "course/index.html?start=1",
        "https://example.org/x",
        [(kinds_tincan.LAUNCH_OUTSIDE, _ID)],
        (True, True),
    ),
    ("query of the launch's", "start=1", "auth=1", [(kinds_tincan.LAUNCH_QUERY, _ID)], (False, False)),
    (
        "several launches",
        "<interactionType>",
        "<launch>course/index.html</launch><interactionType>",
        [(kinds_tincan.SEVERAL_LAUNCHES, "tincan.xml")],
        (True, True),
    ),
    ("interaction", ">choice<", ">multiple<", [(kinds_tincan.INTERACTION, f"{_ID}/q1")], (True, True)),
)


@pytest.mark.parametrize(("old", "new", "found", "answers"), [c[1:] for c in _CASES], ids=[c[0] for c in _CASES])
def test_what_breaks_a_rule_is_told_error(
    tmp_path: Path, old: str, new: str, found: list[tuple[Kind, str]], answers: tuple[bool, bool]
) -> None:
    assert old in DOCUMENT
    report = check_package(_write(tmp_path, DOCUMENT.replace(old, new)))
    assert [(each.id, each.place) for each in report.findings] == [(kind.id, place) for kind, place in found]
    assert (report.will_import, report.will_report) == answers
    assert report.valid == all(each.severity != "error" for each in report.findings)
    assert all(each.clause and each.file for each in report.findings)


def test_a_document_of_nothing_error(tmp_path: Path) -> None:
    start, end = DOCUMENT.index("    <activity"), DOCUMENT.index("  </activities>")
    report = check_package(_write(tmp_path, DOCUMENT[:start] + DOCUMENT[end:]))
    assert [each.id for each in report.findings] == ["PK-TINCAN-NO-ACTIVITY"]


def test_a_document_in_a_folder_error(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path, prefix="课程/"))
    assert ("PK-TINCAN-DEEPER", "课程/tincan.xml") in [(each.id, each.place) for each in report.findings]
    assert report.valid is False


def test_a_package_whose_scripts_speak_to_no_lrs_error(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path, files={"course/index.html": b"<p>"}))
    assert [each.id for each in report.findings] == ["PK-TINCAN-NO-RUNTIME"]
    assert (report.valid, report.will_import, report.will_report) == (True, True, False)


def test_inspect_shows_what_is_launched(tmp_path: Path) -> None:
    shown = inspect_package(_write(tmp_path))
    assert (shown.format, shown.identifier, shown.title) == ("xapi", _ID, "仓储安全")
    assert [(item.id, item.title, item.href) for item in shown.items] == [
        (_ID, "仓储安全", "course/index.html?start=1")
    ]
    assert [(page.path, page.type) for page in shown.pages] == [("course/index.html", "launch")]
