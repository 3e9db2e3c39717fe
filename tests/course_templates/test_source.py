"""What a course folder says is what the course holds: order, languages, pins, pictures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from course_templates.errors import CourseError
from course_templates.source import load_course, read_course
from foundation.digest import sha256_file
from foundation.findings import has_errors
from foundation.text import LangText
from tests.course_templates.folders import COUNTING, RECEIVING, CourseFolder, sound_folder
from tests.course_templates.maps import small_map


def test_the_course_carries_what_its_files_and_map_say(sound: CourseFolder) -> None:
    course = read_course(sound.root)
    assert (course.id, course.version, course.role, course.level) == ("warehouse", "1.0.0", "warehousing", None)
    assert course.title == LangText.of("仓储数字化", "Digital warehousing")
    assert course.role_label.best() == "仓储管理人员"
    assert course.map.sha256 == sha256_file(sound.root / "map.xml")
    assert (course.map.status, course.map.inspired_by.best()) == ("illustrative", "智能制造数字应用人员能力评价规范")
    assert [work.id for work in course.works] == ["wh.w1-1", "wh.w1-2"]
    assert [(each.id, each.work, each.critical) for each in course.objectives] == [
        ("wh.a1-1-1", "wh.w1-1", True),
        ("wh.a1-1-2", "wh.w1-1", False),
        ("wh.k1-1-1", "wh.w1-1", False),
        ("wh.a1-2-1", "wh.w1-2", False),
        ("wh.k1-2-1", "wh.w1-2", False),
    ]
    assert [lesson.id for lesson in course.lessons()] == ["receiving", "counting"]
    assert course.question("pre-1").answer == ("b",)


def test_a_lesson_has_its_translation_beside_it(sound: CourseFolder) -> None:
    sound.write(COUNTING.replace(".md", ".en.md"), "---\ntitle: Cycle counts\n---\n\nRate = difference ÷ book.\n")
    lesson = list(read_course(sound.root).lessons())[1]
    assert lesson.title == LangText.of("循环盘点", "Cycle counts")
    assert lesson.body == LangText.of("差异率 = 差异数 ÷ 账面数。", "Rate = difference ÷ book.")


def test_only_pictures_that_lessons_use_are_packed(sound: CourseFolder) -> None:
    sound.write("assets/raw/original.png", b"x" * 100)
    sound.write("assets/.DS_Store", b"x")
    course, findings = load_course(sound.root)
    assert course is not None
    assert [(asset.path, asset.media_type) for asset in course.assets] == [
        ("assets/count.csv", "text/csv"),
        ("assets/flow.svg", "image/svg+xml"),
    ]
    assert course.assets[1].source.is_absolute()
    assert course.assets[1].sha256 == sha256_file(sound.root / "assets/flow.svg")
    assert [(finding.id, finding.severity) for finding in findings] == [("CT-ASSET-UNUSED", "warning")]


def test_numbers_in_folder_names_order_modules_by_value(sound: CourseFolder) -> None:
    for number in (10, 9):
        sound.write(f"modules/{number}-更多/module.yaml", f"id: m{number}\ntitle: 更多\n")
        sound.write(f"modules/{number}-更多/1-a.md", f"---\nid: l{number}\ntitle: 更多\n---\n正文\n")
    assert [module.id for module in read_course(sound.root).modules] == ["receiving", "counting", "m9", "m10"]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(sound: CourseFolder) -> None:
    before = read_course(sound.root)
    for path in sound.root.rglob("*"):
        if path.suffix in (".yaml", ".md"):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_course(sound.root) == before


def test_answers_are_in_key_order_as_interactions_write_them(sound: CourseFolder) -> None:
    bank = "questions/题库.yaml"
    sound.change(bank, "answer: [b]\n  - id: pre-2", "answer: [c, a]\n    type: multiple\n  - id: pre-2")
    assert read_course(sound.root).question("pre-1").answer == ("a", "c")


def test_a_pass_mark_is_exact(sound: CourseFolder) -> None:
    sound.change("forms.yaml", "    phase: post\n", "    phase: post\n    passing_scaled: 0.6\n")
    form = read_course(sound.root).form("post")
    assert form is not None
    assert form.passing_scaled == Decimal("0.6")


def test_a_broken_course_is_refused_with_every_finding(sound: CourseFolder) -> None:
    sound.change(COUNTING, "  - wh.k1-2-1", "  - nowhere")
    sound.change(RECEIVING, "assets/flow.svg", "assets/flaw.svg")
    with pytest.raises(CourseError) as refusal:
        read_course(sound.root)
    found = refusal.value.findings()
    assert {finding.id for finding in found} == {"CT-REF-ITEM", "CT-ASSET-MISSING", "CT-ASSET-UNUSED"}
    assert all(finding.remedy for finding in found)


def test_a_course_with_findings_is_still_there_for_reports(sound: CourseFolder) -> None:
    sound.change("forms.yaml", "questions: [pre-1, pre-2]", "questions: [pre-1]")
    course, findings = load_course(sound.root)
    assert course is not None
    assert has_errors(findings)


def test_a_huge_file_is_refused_before_it_is_parsed(sound: CourseFolder) -> None:
    sound.write("questions/大.yaml", "questions: [" + "1," * 600_000 + "1]")
    assert [finding.id for finding in sound.findings()] == ["CT-FILE-SIZE"]


def test_deep_nesting_is_a_finding(sound: CourseFolder) -> None:
    sound.write("questions/深.yaml", "questions: " + "[" * 5000 + "]" * 5000)
    assert [finding.id for finding in sound.findings()] == ["CT-YAML"]


def test_a_yaml_bomb_is_read_once(sound: CourseFolder) -> None:
    layers = "".join(f"  - &a{n + 1} [*a{n},*a{n},*a{n},*a{n},*a{n},*a{n},*a{n},*a{n},*a{n}]\n" for n in range(1, 30))
    sound.write("questions/弹.yaml", f"questions:\n  - &a1 [x]\n{layers}")
    assert {finding.id for finding in sound.findings()} == {"CT-YAML", "CT-VALUE"}


def test_a_folder_without_permission_to_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "course.yaml"
    file.mkdir()
    assert [finding.id for finding in CourseFolder(tmp_path).findings()] == ["CT-FILE-MISSING"]


def test_more_values_than_any_course_has_are_refused_before_they_are_parsed(sound: CourseFolder) -> None:
    sound.write("questions/多.yaml", "questions: [" + "1," * 200_000 + "1]")
    sound.write("modules/02-盘点/02-多.md", "---\nid: x\ntitle: 多\n---\n" + "![" * 200_000)
    assert {finding.id for finding in sound.findings()} == {"CT-FILE-SIZE"}


def test_a_file_of_nothing_but_mistakes_is_told_in_a_hundred(sound: CourseFolder) -> None:
    sound.write("questions/错.yaml", "questions: [" + "1," * 5_000 + "1]")
    assert [finding.id for finding in sound.findings()] == ["CT-VALUE"] * 101
    sound.write("questions/错.yaml", "questions: [{choices: [" + "{k: 1}," * 5_000 + "]}]")
    assert len(sound.findings()) == 100


def test_a_course_is_released_on_its_own_day_or_else_on_its_maps(tmp_path: Path) -> None:
    changed = small_map(modified=datetime(2026, 5, 4, 23, tzinfo=UTC))
    of_map = sound_folder(tmp_path / "map", changed)
    assert read_course(of_map.root).released == date(2026, 5, 4)
    of_map.change("course.yaml", "role:", "released: 2027-03-01\nrole:")
    assert read_course(of_map.root).released == date(2027, 3, 1)
    of_map.change("course.yaml", "2027-03-01", "三月")
    assert [(file, place) for _, file, place in of_map.found()] == [("course.yaml", "4:1")]


def test_a_course_without_a_day_has_none(sound: CourseFolder) -> None:
    assert read_course(sound.root).released is None
