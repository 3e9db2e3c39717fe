"""What a Moodle says of a course done and of a question answered: nobody finishes by lessons alone, keys are ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from course_templates.card import CourseCard
from lms_bridge.connectors.moodle.courses import Courses
from lms_bridge.connectors.moodle.plugin_rows import raw_row
from lms_bridge.connectors.moodle.review import read_review
from lms_bridge.normalise.moodle import MoodleNormaliser
from lms_bridge.records import LearningRecord
from lms_bridge.segments import LandedRow, SegmentHeader
from tests.lms_bridge.scenes import START, card, interaction, post_test, pre_test

HEADER = SegmentHeader(source="campus", connector="moodle", centre="hefei", simulated=False, serial=1)
WHERE = {"course_id": 7, "course": "quality-basics", "course_version": "1.0.0", "card": "card", "cm": 70}
DONE = {"cmi.core.lesson_status": "passed"}


class Shelf:
    """Holds one card."""

    def __init__(self, one: CourseCard) -> None:
        self.one = one

    def card(self, sha256: str) -> CourseCard:
        return self.one


def made(kind: str, payload: Mapping[str, Any], of: CourseCard | None = None) -> list[LearningRecord]:
    """Return the records of one row."""
    row = LandedRow.model_validate(
        {
            "kind": kind,
            "native_id": "x.1",
            "modified_at": START,
            "learner": "ab" * 16,
            "key_id": "0" * 12,
            "payload": {**WHERE, **payload},
        }
    )
    normalised = MoodleNormaliser().normalise(HEADER, [row], Shelf(of or card()))
    assert normalised.refused == ()
    return list(normalised.records)


def track(values: Mapping[str, str], of: CourseCard | None = None) -> list[LearningRecord]:
    """Return the records of a SCORM track."""
    cmi = {name: {"value": value, "set_at": START.isoformat()} for name, value in values.items()}
    where = {"activity": "scorm.CB-quality", "number": 1, "started_at": START.isoformat()}
    return made("scorm_attempt", {**where, "cmi": cmi}, of)


def completions(records: list[LearningRecord]) -> list[bool | None]:
    """Return what the completions among records say."""
    return [one.completed for one in records if one.kind == "completion"]


def test_lessons_done_do_not_finish_a_course_whose_tests_are_quizzes() -> None:
    practice = interaction(0, "practice.pra-1.q5.1.1", "a", "correct")
    assert completions(track({**practice, **DONE})) == []
    assert completions(track(DONE)) == []
    assert [one.completed for one in track(DONE) if one.kind == "attempt"] == [True], "the work itself is told"


def test_a_package_that_holds_the_tests_finishes_its_course() -> None:
    assert completions(track({**pre_test(2), **post_test(2)})) == [True]


def test_a_package_of_a_course_without_tests_finishes_it() -> None:
    assert completions(track(DONE, card(forms=()))) == [True]


def test_moodle_itself_says_when_a_course_is_done() -> None:
    assert completions(made("course_completion", {"completed_at": START.isoformat()})) == [True]
    assert completions(made("course_completion", {"completed_at": None})) == [False]


def test_a_run_in_scorm_2004_gives_the_records_of_one_in_12() -> None:
    new = {
        "cmi.completion_status": "completed",
        "cmi.success_status": "passed",
        "cmi.score.scaled": "1",
        "cmi.interactions.0.id": "post.post-a.q3.1.1",
        "cmi.interactions.0.type": "multiple-choice",
        "cmi.interactions.0.learner_response": "b",
        "cmi.interactions.0.result": "correct",
        "cmi.interactions.0.latency": "PT12.5S",
    }
    old = {
        **interaction(0, "post.post-a.q3.1.1", "b", "correct"),
        **DONE,
        "cmi.core.score.raw": "1",
        "cmi.core.score.min": "0",
        "cmi.core.score.max": "1",
    }
    assert track(new) == track(old)


def _truefalse(chosen: str, stem: str) -> str:
    sides = "".join(
        f'<input type="radio" name="q5:1_answer" value="{value}" {"checked" * (value == chosen)}><label>{word}</label>'
        for value, word in (("1", "对"), ("0", "错"))
    )
    return f'<div class="qtext"><p>题干</p>{stem}</div>{sides}'


@pytest.mark.parametrize(
    ("stem", "keys"), [('<span data-cb-choices="1 0"></span>', ("1", "0")), ("", ("t", "f"))], ids=["named", "plain"]
)
def test_a_native_true_false_answer_on_the_review_page_has_the_key_of_our_choice(
    stem: str, keys: tuple[str, str]
) -> None:
    read = [read_review(_truefalse(chosen, stem), "truefalse").response for chosen in ("1", "0", "")]
    assert read == [(keys[0],), (keys[1],), ()]


@pytest.mark.parametrize(("told", "key"), [("true", "t"), ("false", "f"), ("1", "1"), ("f", "f")])
def test_a_native_true_false_answer_that_the_plugin_tells_has_the_key_of_our_choice(told: str, key: str) -> None:
    question = {"question": "q3", "name": "q3.1", "type": "truefalse", "response": [told], "answered": 5}
    line = {"kind": "quiz_attempt", "id": "9", "modified": 5, "userid": 4, "course": 7, "attempt": 1}
    line |= {"state": "finished", "timestart": 1, "timefinish": 5, "activity": "c.post.post-a", "questions": [question]}
    row = raw_row(json.dumps(line).encode(), Courses(), "https://moodle.example.cn")
    assert row is not None
    assert [answer["response"] for answer in row.payload["answers"]] == [key]


@pytest.mark.parametrize("activity", ["c.post.post-a", "c.post.post-a~1"], ids=["in place", "put aside"])
def test_what_was_answered_in_a_quiz_that_another_took_the_place_of_is_still_of_its_test(activity: str) -> None:
    question = {"question": "q3", "name": "q3.1", "type": "multichoice", "response": ["a"], "answered": 5}
    line = {"kind": "quiz_attempt", "id": "9", "modified": 5, "userid": 4, "course": 7, "attempt": 1}
    line |= {"state": "finished", "timestart": 1, "timefinish": 5, "activity": activity, "questions": [question]}
    row = raw_row(json.dumps(line).encode(), Courses({7: "c"}), "https://moodle.example.cn")
    assert row is not None
    assert (row.payload["phase"], row.payload["form"]) == ("post", "post-a")
