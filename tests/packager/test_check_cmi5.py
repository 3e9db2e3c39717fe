"""The check of anybody's cmi5 package, clause by clause: what is wrong is told, and nothing else is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from packager.check.inspection import inspect_package
from packager.check.kind import Kind
from packager.check.report import check_package
from tests.packager.cmi5_cases import BLOCK, CASES, COURSE, FILES, FIRST, STRUCTURE


def _write(folder: Path, structure: str | None = STRUCTURE, files: dict[str, bytes] = FILES, prefix: str = "") -> Path:
    path = folder / "包.zip"
    with zipfile.ZipFile(path, "w") as archive:
        if structure is not None:
            archive.writestr(f"{prefix}cmi5.xml", structure.encode())
        for name, content in files.items():
            archive.writestr(prefix + name, content)
    return path


def test_a_sound_package_of_another_author_valid(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path))
    assert report.findings == ()
    assert (report.format, report.valid, report.will_import, report.will_report) == ("cmi5", True, True, True)


@pytest.mark.parametrize(("old", "new", "found", "answers"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_what_breaks_a_clause_is_told_error(
    tmp_path: Path, old: str, new: str, found: list[tuple[Kind, str]], answers: tuple[bool, bool | None]
) -> None:
    assert old in STRUCTURE
    report = check_package(_write(tmp_path, STRUCTURE.replace(old, new)))
    assert [(each.id, each.place) for each in report.findings] == [(kind.id, place) for kind, place in found]
    assert (report.will_import, report.will_report) == answers
    assert report.valid == all(each.severity != "error" for each in report.findings)
    assert all(each.clause and each.clause.startswith("cmi5 ") and each.file for each in report.findings)


def test_a_course_of_nothing_error(tmp_path: Path) -> None:
    start, end = STRUCTURE.index("  <block"), STRUCTURE.index("</courseStructure>")
    report = check_package(_write(tmp_path, STRUCTURE[:start] + STRUCTURE[end:]))
    assert [each.id for each in report.findings] == ["PK-CMI5-NO-AU"]
    assert (report.valid, report.will_import) == (False, False)


def test_an_empty_block_error(tmp_path: Path) -> None:
    start, end = STRUCTURE.index('    <au id=" '), STRUCTURE.index("  </block>")
    report = check_package(_write(tmp_path, STRUCTURE[:start] + STRUCTURE[end:]))
    assert [(each.id, each.place) for each in report.findings] == [
        ("PK-CMI5-NO-AU", BLOCK),
        ("PK-CMI5-NOTHING-NEEDED", "cmi5.xml"),
    ]


def test_a_course_structure_in_a_folder_error(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path, prefix="课程/"))
    (told,) = [each for each in report.findings if each.id != "PK-UNKNOWN-FORMAT"]
    assert (told.id, told.place) == ("PK-CMI5-DEEPER", "课程/cmi5.xml")
    assert report.valid is False


def test_a_package_whose_scripts_ask_for_no_token_error(tmp_path: Path) -> None:
    report = check_package(_write(tmp_path, files={**FILES, "au.js": b"1"}))
    assert [each.id for each in report.findings] == ["PK-CMI5-NO-RUNTIME"]
    assert (report.valid, report.will_import, report.will_report) == (True, True, False)


def test_a_course_structure_by_itself_needs_full_addresses(tmp_path: Path) -> None:
    lone = tmp_path / "cmi5.xml"
    full = STRUCTURE.replace("one/index.html", "https://example.org/1").replace("two.html", "https://example.org/2")
    lone.write_text(full, encoding="utf-8")
    report = check_package(lone)
    assert [each.id for each in report.findings] == ["PK-CMI5-URL-OUTSIDE"] * 2
    assert (report.format, report.valid, report.will_import, report.will_report) == ("cmi5", True, True, None)
    lone.write_text(STRUCTURE, encoding="utf-8")
    report = check_package(lone)
    assert [each.id for each in report.findings] == ["PK-CMI5-URL-RELATIVE"] * 2
    assert report.valid is False


def test_inspect_shows_units_rules_and_objectives(tmp_path: Path) -> None:
    shown = inspect_package(_write(tmp_path))
    assert (shown.format, shown.identifier, shown.title) == ("cmi5", COURSE, "仓储安全")
    first, second = shown.items
    assert (first.id, first.title, first.href) == (FIRST, "叉车", "one/index.html?start=1#top")
    assert first.objectives == ("https://example.org/items/forklift",)
    assert first.rules == ("moveOn=CompletedAndPassed", "masteryScore=0.85", "launchMethod=OwnWindow")
    assert (second.objectives, second.rules) == ((), ())
    assert {page.path: page.type for page in shown.pages} == {"one/index.html": "launch", "two.html": "launch"}
