"""Every defect of a course folder is told at its place, and nothing else is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.course_templates.folders import COUNTING, RECEIVING, CourseFolder

BANK = "questions/题库.yaml"
_QUESTION = """\
  - {id: pre-1, item: wh.a1-1-1, bloom: apply, stem: 问, choices: [{key: a, text: 甲}, {key: b, text: 乙}], answer: [a]}
"""
_FIRST_STEM = "stem: 到货 120 箱，单据 118 箱，先做什么？"
_FIRST_CHOICE = f"{_FIRST_STEM}\n    choices:\n      - {{key: "
_SECOND_POST = "item: {}\n    bloom: apply\n    stem: 两次"
_PRE_QUESTIONS = "questions: [pre-1, pre-2]"


def test_a_sound_folder_has_no_findings(sound: CourseFolder) -> None:
    assert sound.found() == []


def _replace(relative: str, old: str, new: str) -> Callable[[CourseFolder], None]:
    return lambda folder: folder.change(relative, old, new)


def _write(relative: str, content: str | bytes) -> Callable[[CourseFolder], object]:
    return lambda folder: folder.write(relative, content)


def _remove(relative: str) -> Callable[[CourseFolder], None]:
    return lambda folder: (folder.root / relative).unlink()


TEXT_DEFECTS = {
    "colon-without-quotes": (
        _replace("survey.yaml", "title: 岗位契合度调查", "title: 岗位: 契合度"),
        [("CT-YAML", "survey.yaml", "2:10")],
    ),
    "tab": (_replace("forms.yaml", "    phase: pre\n", "\tphase: pre\n"), [("CT-YAML", "forms.yaml", "3:1")]),
    "control-character": (
        _replace("survey.yaml", "还缺什么？", "还缺\x07什么？"),
        [("CT-YAML", "survey.yaml", "15:15")],
    ),
    "anchor": (
        _replace("survey.yaml", "prompt: 还缺什么？", "prompt: &p 还缺什么？\nintro: *p"),
        [("CT-YAML", "survey.yaml", "15:13")],
    ),
    "tag": (
        _replace("survey.yaml", "prompt: 还缺什么？", "prompt: !!python/name:os.system 还缺什么？"),
        [("CT-YAML", "survey.yaml", "15:13")],
    ),
    "key-twice": (
        _replace("course.yaml", "role: warehousing\n", "role: warehousing\nrole: other\n"),
        [("CT-KEY-TWICE", "course.yaml", "5:1")],
    ),
    "key-unknown": (
        _replace("modules/01-收货/module.yaml", "works: [wh.w1-1]", "works: [wh.w1-1]\nwork: wh.w1-1"),
        [("CT-KEY-UNKNOWN", "modules/01-收货/module.yaml", "4:1")],
    ),
    "key-missing": (
        _replace(BANK, f"    {_FIRST_STEM}\n", ""),
        [("CT-KEY-MISSING", BANK, "2:5")],
    ),
    "two-wrong-values": (
        _replace("forms.yaml", "    phase: pre\n", "    phase: before\n    passing_scaled: 60\n"),
        [("CT-VALUE", "forms.yaml", "3:5"), ("CT-VALUE", "forms.yaml", "4:5")],
    ),
    "number-as-title": (
        _replace(COUNTING, "title: 循环盘点", "title: 2026"),
        [("CT-VALUE", COUNTING, "3:1")],
    ),
    "language-not-listed": (
        _replace(BANK, _FIRST_STEM, "stem: {zh: 到货}"),
        [("CT-LANGUAGE", BANK, "5:12")],
    ),
    "front-matter-missing": (_replace(COUNTING, "---\nid:", "id:"), [("CT-FRONT", COUNTING, "1:1")]),
    "front-matter-not-closed": (_replace(COUNTING, "[pr-2]\n---\n", "[pr-2]\n"), [("CT-FRONT", COUNTING, "1:1")]),
    "empty-front-matter": (
        _write(COUNTING, "---\n---\n正文\n"),
        [("CT-VALUE", COUNTING, "2:1")],
    ),
    "not-utf8": (_write(BANK.replace("题库", "附加"), "questions: # 题库".encode("gbk")), None),
    "lesson-without-text": (
        lambda folder: (
            folder.change(COUNTING, "\n差异率 = 差异数 ÷ 账面数。\n", ""),
            folder.write(COUNTING.replace(".md", ".en.md"), ""),
        ),
        [("CT-EMPTY", COUNTING, "2:1")],
    ),
}


@pytest.mark.parametrize("name", TEXT_DEFECTS)
def test_broken_text_is_told_at_its_line_and_column(sound: CourseFolder, name: str) -> None:
    change, expected = TEXT_DEFECTS[name]
    change(sound)
    if expected is None:
        assert [finding.id for finding in sound.findings()] == ["CB-FILE"]
    else:
        assert sound.found() == expected


REFERENCE_DEFECTS = {
    "lesson-id-twice": (_replace(COUNTING, "id: counting", "id: receiving"), [("CT-ID-TWICE", COUNTING, "2:1")]),
    "question-id-twice": (
        _write("questions/新题.yaml", f"questions:\n{_QUESTION}"),
        [("CT-ID-TWICE", BANK, "2:5")],
    ),
    "phase-twice": (
        _replace("forms.yaml", "    phase: practice\n", "    phase: pre\n"),
        [("CT-ID-TWICE", "forms.yaml", "9:5")],
    ),
    "item-unknown": (
        _replace(COUNTING, "  - wh.k1-2-1", "  - wh.k1-2-9"),
        [("CT-REF-ITEM", COUNTING, "6:5")],
    ),
    "item-is-a-work": (_replace(COUNTING, "  - wh.k1-2-1", "  - wh.w1-2"), [("CT-REF-ITEM", COUNTING, "6:5")]),
    "item-retired": (_replace(COUNTING, "  - wh.k1-2-1", "  - wh.a1-1-3"), [("CT-RETIRED", COUNTING, "6:5")]),
    "work-unknown": (
        _replace("modules/02-盘点/module.yaml", "[wh.w1-2]", "[wh.w1-3]"),
        [("CT-REF-WORK", "modules/02-盘点/module.yaml", "3:9")],
    ),
    "survey-work-unknown": (
        _replace("survey.yaml", "work: wh.w1-1", "work: wh.w9"),
        [("CT-REF-WORK", "survey.yaml", "7:5")],
    ),
    "question-unknown-in-lesson": (
        _replace(COUNTING, "practice: [pr-2]", "practice: [pr-2, pr-9]"),
        [("CT-REF-QUESTION", COUNTING, "7:18")],
    ),
    "practised-in-two-lessons": (
        _replace(COUNTING, "practice: [pr-2]", "practice: [pr-2, pr-1]"),
        [("CT-PRACTICE-TWICE", COUNTING, "7:18")],
    ),
    "practice-question-is-tested": (
        _replace(COUNTING, "practice: [pr-2]", "practice: [pr-2, post-2]"),
        [("CT-LEAK", COUNTING, "7:18")],
    ),
    "item-tested-and-not-taught": (
        _replace(COUNTING, "  - wh.a1-2-1\n", ""),
        [("CT-UNTAUGHT", ".", "wh.a1-2-1")],
    ),
    "role-unknown": (_replace("course.yaml", "role: warehousing", "role: w"), [("CT-ROLE", "course.yaml", "4:1")]),
    "level-unknown": (_replace("course.yaml", "level: null", "level: 高级"), [("CT-ROLE", "course.yaml", "5:1")]),
    "map-of-another-version": (
        _replace("course.yaml", "  version: 1.0.0", "  version: 1.1.0"),
        [("CT-PIN", "course.yaml", "7:1")],
    ),
    "map-missing": (_remove("map.xml"), [("CT-FILE-MISSING", "map.xml", None)]),
    "map-hostile": (
        _write("map.xml", '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'),
        [("CB-XML", "map.xml", "1:1")],
    ),
    "forms-missing": (
        _remove("forms.yaml"),
        [("CT-FORM-NONE", "forms.yaml", None), ("CT-FORM-NONE", "forms.yaml", None)],
    ),
    "module-file-missing": (
        _remove("modules/02-盘点/module.yaml"),
        [("CT-FILE-MISSING", "modules/02-盘点/module.yaml", None)],
    ),
    "module-without-lesson": (
        _write("modules/03-空/module.yaml", "id: empty\ntitle: 空\n"),
        [("CT-MODULE-EMPTY", "modules/03-空/module.yaml", "1:1")],
    ),
    "translation-without-lesson": (
        _write("modules/02-盘点/02-其他.en.md", "text"),
        [("CT-FILE-MISSING", "modules/02-盘点/02-其他.en.md", None)],
    ),
    "misspelt-file": (
        _write("questions/补充.yml", "questions: []"),
        [("CT-FILE-UNKNOWN", "questions/补充.yml", None)],
    ),
    "survey-rating-without-value": (
        _replace("survey.yaml", "text: 重要, value: 2", "text: 重要"),
        [("CT-SURVEY", "survey.yaml", "4:5")],
    ),
    "survey-rating-without-work": (
        _replace("survey.yaml", "    work: wh.w1-1\n", ""),
        [("CT-SURVEY", "survey.yaml", "4:5")],
    ),
}


@pytest.mark.parametrize("name", REFERENCE_DEFECTS)
def test_a_reference_that_leads_nowhere_is_told_where_it_stands(sound: CourseFolder, name: str) -> None:
    change, expected = REFERENCE_DEFECTS[name]
    change(sound)
    assert sound.found() == expected


QUESTION_DEFECTS = {
    "answer-is-no-choice": (
        _replace(BANK, "answer: [b]\n  - id: pre-2", "answer: [e]\n  - id: pre-2"),
        [("CT-ANSWER", BANK, "10:14")],
    ),
    "two-answers-to-a-single-choice": (
        _replace(BANK, "answer: [b]\n  - id: pre-2", "answer: [a, b]\n  - id: pre-2"),
        [("CT-ANSWER", BANK, "10:5")],
    ),
    "choice-key-twice": (
        _replace(
            BANK, f"{_FIRST_STEM}\n    choices:\n      - {{key: a,", f"{_FIRST_STEM}\n    choices:\n      - {{key: c,"
        ),
        [("CT-CHOICES", BANK, "6:5")],
    ),
    "true-false-with-three-choices": (
        _replace(BANK, f"    {_FIRST_STEM}", f"    type: true-false\n    {_FIRST_STEM}"),
        [("CT-CHOICES", BANK, "7:5")],
    ),
    "stem-empty": (_replace(BANK, _FIRST_STEM, 'stem: ""'), [("CT-EMPTY", BANK, "5:5")]),
    "stem-asked-before": (
        _replace(BANK, "stem: 到货 96 箱，单据 100 箱，先做什么？", _FIRST_STEM),
        [("CT-ALIKE", BANK, "23:5")],
    ),
    "question-in-pre-and-post": (
        _replace("forms.yaml", "questions: [post-1, post-2]", "questions: [pre-1, post-2]"),
        [("CT-FORM-SHARED", "forms.yaml", "19:17")],
    ),
    "question-twice-in-a-form": (
        _replace("forms.yaml", _PRE_QUESTIONS, "questions: [pre-1, pre-2, pre-2]"),
        [("CT-FORM-TWICE", "forms.yaml", "7:31")],
    ),
    "cell-short-of-a-question": (
        _replace("forms.yaml", _PRE_QUESTIONS, "questions: [pre-1]"),
        [("CT-FORM-CELL", "forms.yaml", "6:9")],
    ),
    "forms-not-parallel": (
        lambda folder: (
            folder.change(
                BANK,
                "item: wh.a1-2-1\n    bloom: apply\n    stem: 两次",
                "item: wh.a1-1-2\n    bloom: apply\n    stem: 两次",
            ),
            folder.write("forms.yaml", _with_last_form_on_one_work(folder)),
        ),
        [("CT-FORM-PARALLEL", "forms.yaml", "16:5")],
    ),
    "form-question-unknown": (
        _replace("forms.yaml", _PRE_QUESTIONS, "questions: [pre-1, pre-7]"),
        [("CT-REF-QUESTION", "forms.yaml", "7:24")],
    ),
}


def _with_last_form_on_one_work(folder: CourseFolder) -> str:
    text = (folder.root / "forms.yaml").read_text(encoding="utf-8")
    head, tail = text.split("  - id: post\n")
    cells = tail.replace("      - {item: wh.w1-2, count: 1, points: 1}\n", "")
    return head + "  - id: post\n" + cells.replace("wh.w1-1, count: 1, points: 1", "wh.w1-1, count: 2, points: 2")


@pytest.mark.parametrize("name", QUESTION_DEFECTS)
def test_a_question_that_cannot_be_marked_fairly_is_told(sound: CourseFolder, name: str) -> None:
    change, expected = QUESTION_DEFECTS[name]
    change(sound)
    assert sound.found() == expected


PICTURE = '![收货流程](assets/flow.svg "图 1　收货流程")'
ASSET_DEFECTS = {
    "missing": (_remove("assets/flow.svg"), [("CT-ASSET-MISSING", RECEIVING, "13:1")]),
    "case-differs": (
        _replace(RECEIVING, "assets/flow.svg", "assets/Flow.svg"),
        [("CT-ASSET-MISSING", RECEIVING, "13:1")],
    ),
    "outside-assets": (_replace(RECEIVING, "assets/flow.svg", "flow.svg"), [("CT-ASSET-MISSING", RECEIVING, "13:1")]),
    "climbs-out": (
        _replace(RECEIVING, "assets/flow.svg", "assets/../../secret.svg"),
        [("CT-ASSET-ESCAPE", RECEIVING, "13:1")],
    ),
    "remote": (
        _replace(RECEIVING, "assets/flow.svg", "https://example.org/flow.svg"),
        [("CT-ASSET-REMOTE", RECEIVING, "13:1")],
    ),
    "insecure-link": (
        _replace(RECEIVING, "https://example.org/a", "http://example.org/a"),
        [("CT-LINK", RECEIVING, "15:1")],
    ),
    "svg-with-script": (
        _write("assets/flow.svg", '<svg xmlns="http://www.w3.org/2000/svg">\n<script>alert(1)</script></svg>'),
        [("CT-ASSET-SVG", "assets/flow.svg", "2:1")],
    ),
    "svg-with-handler": (
        _write("assets/flow.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        [("CT-ASSET-SVG", "assets/flow.svg", "1:1")],
    ),
    "svg-broken": (_write("assets/flow.svg", "<svg><g></svg>"), [("CT-ASSET-SVG", "assets/flow.svg", "1:15")]),
    "unused": (_write("assets/old.png", b"x"), [("CT-ASSET-UNUSED", "assets/old.png", None)]),
}


@pytest.mark.parametrize("name", ASSET_DEFECTS)
def test_a_picture_that_learners_would_not_see_is_told(sound: CourseFolder, name: str) -> None:
    change, expected = ASSET_DEFECTS[name]
    change(sound)
    found = [finding for finding in sound.found() if finding != ("CT-ASSET-UNUSED", "assets/flow.svg", None)]
    assert found == expected


def test_a_chinese_picture_name_is_told_before_an_lms_garbles_it(sound: CourseFolder) -> None:
    (sound.root / "assets/flow.svg").rename(sound.root / "assets/流程.svg")
    sound.change(RECEIVING, "assets/flow.svg", "assets/流程.svg")
    assert sound.found() == [("CT-ASSET-NAME", RECEIVING, "13:1")]


def test_pictures_whose_names_differ_in_case_alone_are_told_before_a_build_fails(sound: CourseFolder) -> None:
    for name in ("Flow.svg", "flow.svg"):
        (sound.root / "assets" / name).write_text("<svg/>", encoding="utf-8")
    sound.change(RECEIVING, "(assets/flow.svg", "(assets/Flow.svg) ![流程](assets/flow.svg")
    assert sound.found() == [("CT-ASSET-CASE", "assets/flow.svg", None)]


def test_a_file_type_that_browsers_do_not_show_is_told(sound: CourseFolder) -> None:
    (sound.root / "assets/flow.svg").rename(sound.root / "assets/flow.vsdx")
    sound.change(RECEIVING, "assets/flow.svg", "assets/flow.vsdx")
    assert sound.found() == [("CT-ASSET-TYPE", "assets/flow.vsdx", None)]


def test_an_asset_linked_from_outside_the_folder_is_not_packed(sound: CourseFolder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg/>", encoding="utf-8")
    picture = sound.root / "assets/flow.svg"
    picture.unlink()
    picture.symlink_to(secret)
    assert sound.found() == [("CT-ASSET-ESCAPE", "assets/flow.svg", None)]


def test_a_lesson_linked_from_outside_the_folder_is_not_read(sound: CourseFolder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("questions: []", encoding="utf-8")
    (sound.root / "questions/外部.yaml").symlink_to(secret)
    assert sound.found() == [("CT-FILE-LINK", "questions/外部.yaml", None)]


def test_a_pipe_in_place_of_a_picture_does_not_hang_the_check(sound: CourseFolder) -> None:
    picture = sound.root / "assets/flow.svg"
    picture.unlink()
    os.mkfifo(picture)
    assert sound.found() == [("CT-ASSET-ESCAPE", "assets/flow.svg", None)]


def test_a_changed_map_is_told_but_changed_line_ends_are_not(sound: CourseFolder) -> None:
    content = (sound.root / "map.xml").read_bytes()
    sound.write("map.xml", content.replace(b"\n", b"\r\n"))
    assert sound.found() == []
    sound.write("map.xml", content.replace("库存盘点".encode(), "库存清点".encode()))
    assert sound.found() == [("CT-PIN", "course.yaml", "10:3")]


def test_all_problems_of_a_folder_are_told_at_once(sound: CourseFolder) -> None:
    sound.change("course.yaml", "role: warehousing\n", "rôle: warehousing\n")
    sound.change(BANK, "answer: [b]\n  - id: pre-2", "answer: [e]\n  - id: pre-2")
    sound.change(RECEIVING, "assets/flow.svg", "assets/flaw.svg")
    ids = {finding.id for finding in sound.findings() if finding.severity == "error"}
    assert ids == {"CT-KEY-MISSING", "CT-KEY-UNKNOWN", "CT-ANSWER", "CT-ASSET-MISSING"}


def test_a_folder_that_is_no_course_is_told_in_one_line(tmp_path: Path) -> None:
    assert CourseFolder(tmp_path).found() == [("CT-FILE-MISSING", "course.yaml", None)]
    assert [each.id for each in CourseFolder(tmp_path / "没有").findings()] == ["CT-FILE-MISSING"]


def test_a_misspelt_field_suggests_the_right_one(sound: CourseFolder) -> None:
    sound.change(BANK, f"    {_FIRST_STEM}", f"    stme: 题干\n    {_FIRST_STEM}")
    (finding,) = sound.findings()
    assert "“stem”" in finding.message


def test_a_misspelt_item_suggests_the_right_one(sound: CourseFolder) -> None:
    sound.change(COUNTING, "  - wh.k1-2-1", "  - wh.k1-2.1")
    assert "wh.k1-2-1" in sound.findings()[0].message
