"""The check of anybody's Moodle backup: what a restore refuses or drops is told, and nothing else is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from packager.build import build_package
from packager.check.report import check_package
from tests.packager.courses import make_course

_Members = dict[str, bytes]
_QUIZ, _PAGE, _SCORM = "activities/quiz_1", "activities/page_2", "activities/scorm_3"


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> _Members:
    built = build_package(make_course(works=1, per_work=2), "mbz", tmp_path_factory.mktemp("mbz"))
    with zipfile.ZipFile(built.path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _swapped(path: str, old: bytes, new: bytes, count: int = -1) -> Callable[[_Members], _Members]:
    def swap(members: _Members) -> _Members:
        assert old in members[path]
        return members | {path: members[path].replace(old, new, count)}

    return swap


def _gone(path: str) -> Callable[[_Members], _Members]:
    return lambda members: {name: content for name, content in members.items() if name != path}


def _file_of(members: _Members, mark: bytes) -> str:
    return next(name for name, content in members.items() if name.startswith("files/") and mark in content)


def _damaged(members: _Members) -> _Members:
    path = _file_of(members, b"LMSInitialize")
    return members | {path: members[path] + b" "}


def _without_content(members: _Members) -> _Members:
    return _gone(_file_of(members, b"LMSInitialize"))(members)


def _idnumber_twice(members: _Members) -> _Members:
    return _swapped(f"{_PAGE}/module.xml", b"quality.page.l1", b"quality.pre.pre-a")(members)


_USERS = (
    b"<name>userscompletion</name>\n        <value>0</value>",
    b"<name>userscompletion</name>\n        <value>1</value>",
)
_CASES: dict[str, tuple[Callable[[_Members], _Members], list[str], bool]] = {
    "information": (
        _swapped("moodle_backup.xml", b"<original_course_id>2</original_course_id>", b""),
        ["PK-MBZ-INFORMATION"],
        False,
    ),
    "declaration in single quotes": (
        _swapped("moodle_backup.xml", b'version="1.0" encoding="UTF-8"', b"version='1.0' encoding='UTF-8'"),
        ["PK-MBZ-DECLARATION"],
        False,
    ),
    "backup of one activity": (
        _swapped("moodle_backup.xml", b"<type>course</type>", b"<type>activity</type>"),
        ["PK-MBZ-PARTIAL"],
        True,
    ),
    "file of an activity missing": (_gone(f"{_QUIZ}/grades.xml"), ["PK-MBZ-MISSING"], False),
    "question bank missing": (_gone("questions.xml"), ["PK-MBZ-MISSING", *["PK-MBZ-SLOT"] * 4], False),
    "completion not well-formed": (
        _swapped("completion.xml", b"</course_completion>", b""),
        ["PK-MBZ-MALFORMED"],
        False,
    ),
    "page not well-formed": (_swapped(f"{_PAGE}/page.xml", b"</activity>", b""), ["PK-MBZ-MALFORMED"], False),
    "content missing": (_without_content, ["PK-MBZ-CONTENT-MISSING"], True),
    "content changed": (_damaged, ["PK-MBZ-CONTENT-CHANGED"], True),
    "file not in inforef": (
        _swapped(f"{_SCORM}/inforef.xml", b"<id>1</id>", b"<id>99</id>"),
        ["PK-MBZ-UNREFERENCED"],
        True,
    ),
    "completion without users": (_swapped("moodle_backup.xml", *_USERS), ["PK-MBZ-USER-COMPLETION"], False),
    "slot without question": (
        _swapped(f"{_QUIZ}/quiz.xml", b"<questionbankentryid>1<", b"<questionbankentryid>99<"),
        ["PK-MBZ-SLOT"],
        False,
    ),
    "category not in inforef": (
        _swapped(f"{_QUIZ}/inforef.xml", b"<id>3</id>", b"<id>99</id>"),
        ["PK-MBZ-CATEGORY"],
        True,
    ),
    "idnumber twice": (_idnumber_twice, ["PK-MBZ-IDNUMBER-TWICE"], True),
    "name too long": (
        _swapped(f"{_PAGE}/page.xml", b"<name>", b"<name>" + "长".encode() * 256),
        ["PK-MBZ-TOO-LONG"],
        False,
    ),
    "activity of a plugin": (
        lambda members: {
            name.replace("page_2/page.xml", "page_2/hvp.xml"): content
            for name, content in _swapped("moodle_backup.xml", b"<modulename>page<", b"<modulename>hvp<")(
                members
            ).items()
        },
        ["PK-MBZ-PLUGIN"],
        True,
    ),
}


@pytest.mark.parametrize("name", _CASES)
def test_a_backup_that_moodle_would_refuse_or_lose_part_of_error(name: str, members: _Members, tmp_path: Path) -> None:
    change, expected, imports = _CASES[name]
    path = tmp_path / "别人的.mbz"
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in change(members).items():
            archive.writestr(member, content)
    report = check_package(path)
    assert [each.id for each in report.findings if each.id != "PK-MBZ-COMPETENCIES"] == expected
    assert (report.format, report.will_import) == ("mbz", imports)


def test_a_backup_that_tracks_nothing_reports_nothing(members: _Members, tmp_path: Path) -> None:
    path = tmp_path / "x.mbz"
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            if member.endswith("/module.xml"):
                content = content.replace(b"<completion>2<", b"<completion>0<")
            if member.endswith("/grades.xml"):
                content = b'<?xml version="1.0" encoding="UTF-8"?><activity_gradebook/>'
            archive.writestr(member, content)
    report = check_package(path)
    assert (report.will_import, report.will_report) == (True, False)
