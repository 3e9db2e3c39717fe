"""The check of anybody's Open edX course, clause by clause: what is wrong is told, and nothing else is."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from packager.check.inspection import inspect_package
from packager.check.olx import check_olx
from packager.check.report import check_package

FILES: dict[str, str] = {
    "course.xml": '<course url_name="2026" org="ORG" course="SAFE"/>',
    "course/2026.xml": '<course display_name="仓储安全"><chapter url_name="c1"/><wiki slug="ORG.SAFE"/></course>',
    "chapter/c1.xml": '<chapter display_name="第一章"><sequential url_name="s1"/></chapter>',
    "sequential/s1.xml": (
        '<sequential display_name="第一课" graded="true" format="Exam"><vertical url_name="v1"/>'
        '<vertical display_name="内联" url_name="v2"><html url_name="h2">见'
        '<img src="/static/a_b.png"/></html></vertical>'
        "</sequential>"
    ),
    "vertical/v1.xml": (
        '<vertical display_name="单元"><html url_name="h1"/><problem url_name="p1"/><problem url_name="p2"/>'
        '<video url_name="x1" display_name="片"/></vertical>'
    ),
    "html/h1.xml": '<html display_name="页" filename="h1"/>',
    "html/h1.html": '<p><a href="/static/fig.png?x#y">图</a></p>',
    "problem/p1.xml": (
        '<problem display_name="单选" max_attempts="2"><multiplechoiceresponse><choicegroup>'
        '<choice correct="true">a</choice><choice correct="false">b</choice></choicegroup></multiplechoiceresponse>'
        "<optionresponse><optioninput options=\"('x','y')\" correct=\"x\"/></optionresponse></problem>"
    ),
    "problem/p2.xml": '<problem><numericalresponse answer="3.14"/><stringresponse answer="圆"/></problem>',
    "policies/2026/policy.json": '{"course/2026": {"start": "2026-01-01T00:00:00Z"}}',
    "policies/2026/grading_policy.json": (
        '{"GRADER": [{"type": "Exam", "weight": 1.0}], "GRADE_CUTOFFS": {"Pass": 0.6}}'
    ),
    "static/fig.png": "PNG",
    "static/a/b.png": "PNG",
}


def _found(files: Mapping[str, str]) -> list[tuple[str, str | None]]:
    encoded = {path: content.encode() for path, content in files.items()}
    return [(each.id, each.place) for each in check_olx(list(files), encoded.get)]


def _write(folder: Path, files: Mapping[str, str], root: str = "course/") -> Path:
    path = folder / "别人的.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(root + name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
    return path


@pytest.mark.parametrize("root", ["course/", "", "导出-1/"])
def test_a_sound_course_of_another_author_valid(tmp_path: Path, root: str) -> None:
    report = check_package(_write(tmp_path, FILES, root))
    assert report.findings == ()
    assert (report.format, report.valid, report.will_import, report.will_report) == ("olx", True, True, True)


_P1, _GRADING = "problem/p1.xml", "policies/2026/grading_policy.json"
#: The file, what is replaced in it by what, what is found and where.
_CASES: tuple[tuple[str, str, str, list[tuple[str, str | None]]], ...] = (
    ("vertical/v1.xml", "</vertical>", "", [("PK-OLX-XML", "vertical/v1.xml")]),
    ("course.xml", ' org="ORG"', "", [("PK-OLX-ROOT", "course.xml")]),
    ("course.xml", "<course", "<kurs", [("PK-OLX-ROOT", "course.xml")]),
    (
        "course/2026.xml",
        'url_name="c1"',
        'url_name="c9"',
        [("PK-OLX-MISSING", "course/2026.xml"), ("PK-OLX-EMPTY", "course/2026.xml"), ("PK-OLX-NO-GRADE", None)],
    ),
    ("vertical/v1.xml", 'problem url_name="p1"', 'problem url_name="p9"', [("PK-OLX-MISSING", "vertical/v1.xml")]),
    ("html/h1.xml", 'filename="h1"', 'filename="h9"', [("PK-OLX-MISSING", "html/h1.xml")]),
    (_P1, "problem", "html", [("PK-OLX-KIND", _P1)]),
    (
        "chapter/c1.xml",
        "<sequential",
        '<vertical url_name="v1"/><sequential',
        [
            ("PK-OLX-NAME-TWICE", "vertical/v1.xml"),
            ("PK-OLX-NESTING", "chapter/c1.xml"),
        ],
    ),
    ("vertical/v1.xml", 'url_name="x1"', 'url_name="片 1"', [("PK-OLX-NAME", "vertical/v1.xml#片 1")]),
    ("vertical/v1.xml", 'url_name="p2"', 'url_name="p1"', [("PK-OLX-NAME-TWICE", _P1)]),
    ("vertical/v1.xml", "</vertical>", '<sequential url_name="s1"/></vertical>', [("PK-OLX-CYCLE", "vertical/v1.xml")]),
    ("chapter/c1.xml", ' display_name="第一章"', "", [("PK-OLX-DISPLAY-NAME", "chapter/c1.xml")]),
    (
        "sequential/s1.xml",
        '<vertical url_name="v1"/>',
        '<vertical url_name="v3" display_name="空"/>',
        [("PK-OLX-EMPTY", "sequential/s1.xml#v3")],
    ),
    ("html/h1.html", "fig.png", "no.png", [("PK-OLX-STATIC", "html/h1.html")]),
    ("sequential/s1.xml", "a_b.png", "c.png", [("PK-OLX-STATIC", "sequential/s1.xml#h2")]),
    ("policies/2026/policy.json", "course/2026", "course/2025", [("PK-OLX-POLICY", "policies/2026/policy.json")]),
    ("policies/2026/policy.json", "{", "[", [("PK-OLX-POLICY", "policies/2026/policy.json")]),
    (_GRADING, '"GRADER"', '"GRADERS"', [("PK-OLX-GRADING", _GRADING)]),
    (_GRADING, "1.0", "0.7", [("PK-OLX-WEIGHTS", _GRADING)]),
    (_GRADING, "1.0", '"all"', [("PK-OLX-GRADING", _GRADING)]),
    (_GRADING, "0.6", "60", [("PK-OLX-GRADING", _GRADING)]),
    (_GRADING, '{"Pass": 0.6}', "{}", [("PK-OLX-GRADING", _GRADING)]),
    (_GRADING, "}", "", [("PK-OLX-GRADING", _GRADING)]),
    ("sequential/s1.xml", 'format="Exam"', 'format="Quiz"', [("PK-OLX-FORMAT", _GRADING)]),
    (
        "problem/p2.xml",
        '<numericalresponse answer="3.14"/><stringresponse answer="圆"/>',
        "<p>想一想</p>",
        [("PK-OLX-PROBLEM", "problem/p2.xml")],
    ),
    ("problem/p2.xml", ' answer="3.14"', "", [("PK-OLX-ANSWER", "problem/p2.xml")]),
    (_P1, 'correct="true"', 'correct="false"', [("PK-OLX-ANSWER", _P1)]),
    (_P1, ' correct="x"', "", [("PK-OLX-ANSWER", _P1)]),
    (_P1, 'max_attempts="2"', 'max_attempts="two"', [("PK-OLX-ATTEMPTS", _P1)]),
    ("sequential/s1.xml", ' graded="true"', "", [("PK-OLX-NO-GRADE", None)]),
)


@pytest.mark.parametrize(("file", "old", "new", "expected"), _CASES, ids=[f"{c[3][0][0]} {c[2][:15]}" for c in _CASES])
def test_what_is_broken_is_told_and_nothing_else(
    file: str, old: str, new: str, expected: list[tuple[str, str | None]]
) -> None:
    assert old in FILES[file]
    assert _found({**FILES, file: FILES[file].replace(old, new)}) == expected


def test_a_course_that_names_its_files_again_and_again_is_no_larger_for_it() -> None:
    again = {
        f"vertical/v{n}.xml": f'<vertical display_name="v">{f"""<vertical url_name="v{n + 1}"/>""" * 30}</vertical>'
        for n in range(2, 20)
    }
    pointer = FILES["vertical/v1.xml"].replace("</vertical>", '<vertical url_name="v2"/></vertical>')
    found = _found(FILES | {"vertical/v1.xml": pointer} | again)
    assert "PK-OLX-NAME-TWICE" in {kind for kind, _ in found}
    assert len(found) < 400


def test_what_studio_writes_for_no_limit_is_none(tmp_path: Path) -> None:
    problem = FILES[_P1].replace('max_attempts="2"', 'max_attempts="null" weight=""')
    assert _found(FILES | {_P1: problem}) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "answers"),
    [
        (_GRADING, '"GRADER"', '"GRADERS"', (True, False)),
        (_GRADING, "1.0", "0.7", (True, True)),
        (_P1, 'max_attempts="2"', 'max_attempts="two"', (True, True)),
    ],
)
def test_grading_that_is_not_sound_stops_no_import(
    tmp_path: Path, file: str, old: str, new: str, answers: tuple[bool, bool]
) -> None:
    report = check_package(_write(tmp_path, FILES | {file: FILES[file].replace(old, new)}))
    assert (report.will_import, report.will_report) == answers


def test_a_course_without_policies_is_told_of_both() -> None:
    bare = {path: content for path, content in FILES.items() if not path.startswith("policies/")}
    assert [finding for finding, _ in _found(bare)] == ["PK-OLX-POLICY", "PK-OLX-GRADING"]


def test_a_course_of_more_blocks_than_any_has_is_refused(tmp_path: Path) -> None:
    many = f"<vertical display_name='v'>{'<html>x</html>' * 50_001}</vertical>"
    report = check_package(_write(tmp_path, FILES | {"vertical/v1.xml": many}))
    assert ([each.id for each in report.findings], report.will_import) == (["CB-ARCHIVE"], False)


def test_a_tower_of_blocks_is_read_in_time() -> None:
    tower = "<vertical>" * 200 + "</vertical>" * 200
    assert len(_found({**FILES, "vertical/v1.xml": tower})) < 120


def test_a_course_shows_its_tree_pages_and_tests(tmp_path: Path) -> None:
    shown = inspect_package(_write(tmp_path, FILES))
    assert (shown.format, shown.identifier, shown.title) == ("olx", "ORG/SAFE/2026", "仓储安全")
    assert [(item.id, item.title) for item in shown.items] == [
        ("c1", "第一章"),
        ("s1", "第一课"),
        ("v1", "单元"),
        ("v2", "内联"),
    ]
    assert [(page.path, page.type) for page in shown.pages][:1] == [("course/html/h1.html", "page")]
    assert ("course/vertical/v1.xml", "test") in [(page.path, page.type) for page in shown.pages]


def test_a_course_that_names_nobody_will_not_import(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path, {**FILES, "course.xml": "<course/>"}))
    assert (report.valid, report.will_import) == (False, False)
