"""A release build refuses what is not written yet, and nothing that is."""

from __future__ import annotations

from course_templates.drafts import drafts
from course_templates.source import read_course
from tests.course_templates.folders import COUNTING, CourseFolder

BANK = "questions/题库.yaml"


def _places(folder: CourseFolder) -> list[str]:
    return [draft.place for draft in drafts(read_course(folder.root))]


def test_a_finished_course_has_no_drafts(sound: CourseFolder) -> None:
    assert _places(sound) == []


def test_drafts_are_named_by_place(sound: CourseFolder) -> None:
    sound.change(COUNTING, "practice: [pr-2]", "practice: [pr-2]\ndraft: true")
    sound.change(BANK, "answer: [b]\n  - id: pre-2", "answer: [b]\n    draft: true\n  - id: pre-2")
    assert _places(sound) == ["modules/counting/counting", "questions/pre-1"]


def test_a_prompt_left_in_a_text_is_a_draft_whatever_its_mark_says(sound: CourseFolder) -> None:
    sound.change(COUNTING, "差异率 = 差异数", "【待编写】差异率 = 差异数")
    end_of_first = "正确}\n      - {key: c, text: 直接拒收}\n    answer: [b]\n  - id: pre-2"
    sound.change(BANK, end_of_first, end_of_first.replace("正确", '"[To be written] why"'))
    assert _places(sound) == ["modules/counting/counting", "questions/pre-1"]
