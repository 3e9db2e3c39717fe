"""What a learner did in the sandbox, as learning records: each of them, with its values, times and versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from course_templates.card import CourseCard
from foundation.text import both
from lms_bridge.errors import SkippableRecordError
from lms_bridge.normalise.base import Normalised
from lms_bridge.normalise.cmi import seconds
from lms_bridge.normalise.sandbox import SandboxNormaliser
from lms_bridge.records import LearningRecord
from lms_bridge.segments import LandedRow, SegmentHeader
from tests.lms_bridge.scenes import START, card, interaction, post_test, pre_test, survey

HEADER = SegmentHeader(source="box", connector="sandbox", centre="hefei", simulated=False, serial=1)
LEARNER = "ab" * 16


class Shelf:
    """Holds one card."""

    def card(self, sha256: str) -> CourseCard:
        if sha256 != "card":
            raise SkippableRecordError(both("缺少课程卡片", "no card"))
        return card()


def attempt(*commits: Mapping[str, str], **changes: Any) -> LandedRow:
    """Return the row of an attempt whose commits came one minute after the other; a value that stays keeps its time."""
    cmi: dict[str, dict[str, str]] = {}
    for minute, values in enumerate(commits, start=1):
        at = (START + timedelta(minutes=minute)).isoformat()
        for element, value in values.items():
            if cmi.get(element, {}).get("value") != value:
                cmi[element] = {"value": value, "set_at": at}
    payload = {
        "activity": "cb-quality-basics",
        "package_version": 1,
        "course": "quality-basics",
        "course_version": "1.0.0",
        "card": "card",
        "number": 1,
        "started_at": START.isoformat(),
        "finished_at": None,
        "passed_before": False,
        "cmi": cmi,
    }
    return landed("attempt", {**payload, **changes}, modified_at=START + timedelta(minutes=len(commits)))


def landed(kind: str, payload: dict[str, Any], **changes: Any) -> LandedRow:
    """Return a row."""
    row = {"kind": kind, "native_id": f"{kind}-7", "modified_at": START, "learner": LEARNER, "key_id": "0" * 12}
    return LandedRow.model_validate({**row, "payload": payload, **changes})


def normalised(*rows: LandedRow, header: SegmentHeader = HEADER) -> Normalised:
    return SandboxNormaliser().normalise(header, rows, Shelf())


def records(*rows: LandedRow) -> list[LearningRecord]:
    made = normalised(*rows)
    assert made.refused == ()
    return list(made.records)


def one(found: list[LearningRecord], **values: Any) -> LearningRecord:
    """Return the only record with these values."""
    matching = [record for record in found if all(getattr(record, name) == value for name, value in values.items())]
    assert len(matching) == 1, matching
    return matching[0]


def test_an_answer_carries_question_item_work_result_time_and_versions() -> None:
    record = one(records(attempt(pre_test(1))), kind="response", question="q1")
    assert record.model_dump(exclude={"record_id", "revision"}) == {
        "kind": "response",
        "deleted": False,
        "source": "box",
        "centre": "hefei",
        "learner": LEARNER,
        "key_id": "0" * 12,
        "simulated": False,
        "delivered_by": "lms",
        "role": "quality",
        "level": None,
        "map": "https://example.cn/map/quality",
        "map_version": "0.1",
        "course": "quality-basics",
        "course_version": "1.0.0",
        "phase": "pre",
        "form": "pre-a",
        "form_version": 3,
        "question": "q1",
        "question_version": 1,
        "activity": "cb-quality-basics",
        "item": "a1",
        "work": "w1",
        "aspect": None,
        "attempt": 1,
        "response": "a",
        "value": None,
        "score_scaled": 1.0,
        "success": True,
        "completed": None,
        "marked_by": "package",
        "duration_s": 12.5,
        "occurred_at": START + timedelta(minutes=1),
        "stored_at": START + timedelta(minutes=1),
    }


def test_a_form_is_scored_by_points_and_passed_by_its_own_mark() -> None:
    found = records(attempt(pre_test(2), post_test(1)))
    pre, post = one(found, kind="attempt", form="pre-a"), one(found, kind="attempt", form="post-a")
    assert (pre.score_scaled, pre.success, pre.completed, pre.attempt) == (1.0, None, True, 1)
    assert (post.score_scaled, post.success, post.completed, post.duration_s) == (1 / 3, False, True, 25.0)
    assert one(records(attempt(post_test(2))), kind="attempt", form="post-a").success is True


def test_a_pass_mark_that_is_just_reached_passes() -> None:
    exact = attempt(
        interaction(0, "post.post-a.q4.1.1", "b", "correct"), interaction(1, "post.post-a.q3.1.1", "b", "wrong")
    )
    assert one(records(exact), kind="attempt", form="post-a").success is True  # 2 of 3 points; the mark is 0.6


def test_a_form_half_done_is_not_complete_and_neither_passed_nor_failed() -> None:
    half = attempt(interaction(0, "post.post-a.q4.1.1", "b", "correct"))
    form = one(records(half), kind="attempt", form="post-a")
    assert (form.completed, form.success, form.score_scaled) == (False, None, 2 / 3)


def test_a_retaken_post_test_is_a_second_try_with_its_own_result() -> None:
    found = records(attempt(post_test(0), post_test(2, tried=2)))
    assert one(found, kind="attempt", form="post-a", attempt=1).success is False
    assert one(found, kind="attempt", form="post-a", attempt=2).success is True


def test_the_whole_attempt_has_the_lms_score_status_and_time() -> None:
    row = attempt(pre_test(0), {**post_test(1), "cmi.core.total_time": "0001:02:03.50"}, number=2)
    whole = one(records(row), kind="attempt", phase=None)
    assert (whole.score_scaled, whole.success, whole.completed, whole.attempt) == (0.33, False, True, 2)
    assert (whole.duration_s, whole.form, whole.occurred_at) == (3723.5, None, START)


def test_a_score_with_its_own_range_is_scaled_by_it() -> None:
    score = {"cmi.core.score.raw": "30", "cmi.core.score.min": "20", "cmi.core.score.max": "40"}
    assert one(records(attempt(score)), kind="attempt").score_scaled == 0.5


def test_the_survey_gives_ratings_with_numbers_and_comments_with_text() -> None:
    found = records(attempt(survey()))
    rating = one(found, kind="rating", question="s1")
    assert (rating.phase, rating.form, rating.aspect, rating.work) == ("survey", "fit", "importance", "w1")
    assert (rating.response, rating.value, rating.success) == ("b", 4.0, None)
    assert one(found, question="s2").value is None
    comment = one(found, kind="comment")
    assert (comment.aspect, comment.response, comment.question_version) == ("missing", "缺少供应商质量管理", 2)
    assert not [record for record in found if record.kind == "attempt" and record.form == "fit"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("passed", (True, True)), ("failed", (True, False)), ("completed", (True, None)), ("incomplete", (False, None))],
)
def test_completion_follows_the_lms_status(status: str, expected: tuple[bool, bool | None]) -> None:
    found = one(records(attempt({"cmi.core.lesson_status": status})), kind="completion")
    assert (found.completed, found.success) == expected


def test_a_pass_is_not_undone_by_a_later_attempt() -> None:
    failed = {"cmi.core.lesson_status": "failed"}
    again = records(attempt(failed, number=2, passed_before=True))
    assert not [record for record in again if record.kind == "completion"]
    first_pass = records(attempt({"cmi.core.lesson_status": "passed"}, number=2))
    earlier = records(attempt(failed))
    assert one(first_pass, kind="completion").record_id == one(earlier, kind="completion").record_id


def test_opening_a_second_attempt_says_nothing_about_completion() -> None:
    opened = records(attempt({"cmi.core.lesson_status": "incomplete"}, number=2))
    assert not [record for record in opened if record.kind == "completion"]


def test_an_attempt_that_goes_on_gives_new_revisions_of_what_changed_alone() -> None:
    before = {record.record_id: record.revision for record in records(attempt(pre_test(1)))}
    found = records(attempt(pre_test(1), {**post_test(2), "cmi.core.total_time": "0000:03:00.00"}))
    after = {record.record_id: record for record in found}
    changed = {rid for rid in before if after[rid].revision != before[rid]}
    assert {(after[rid].kind, after[rid].form) for rid in changed} == {("attempt", None), ("completion", None)}
    assert all(after[rid].revision > before[rid] for rid in changed)


def test_two_answers_under_one_id_are_one_record_with_the_last_values() -> None:
    twice = attempt(
        interaction(0, "pre.pre-a.q1.1.1", "a", "wrong"), interaction(1, "pre.pre-a.q1.1.1", "b", "correct")
    )
    assert one(records(twice), kind="response", question="q1").response == "b"


def test_an_answer_that_was_cut_off_before_the_response_is_left_out() -> None:
    row = attempt({"cmi.interactions.0.id": "pre.pre-a.q1.1.1", "cmi.interactions.0.type": "choice"})
    assert not [record for record in records(row) if record.kind == "response"]


def test_a_question_that_the_card_does_not_know_takes_its_item_from_the_objective() -> None:
    row = attempt(interaction(0, "practice.l1.q99.2.1", "a", "wrong", **{"objectives.0.id": "practice.a3"}))
    response = one(records(row), kind="response")
    assert (response.item, response.work, response.form, response.form_version) == ("a3", "w2", "l1", None)


def test_a_foreign_package_gives_attempt_and_completion_alone() -> None:
    values = {**interaction(0, "Scene1_Q1", "x", "correct"), "cmi.core.lesson_status": "completed"}
    found = records(attempt(values, card=None, course=None, course_version=None))
    assert {record.kind for record in found} == {"attempt", "completion"}
    assert {record.role for record in found} == {None}


def test_an_answer_with_an_unknown_id_is_refused_and_the_rest_is_kept() -> None:
    made = normalised(attempt(pre_test(2), interaction(2, "Scene1_Q1", "x", "correct")))
    assert [refused.place for refused in made.refused] == ["Scene1_Q1"]
    assert len([record for record in made.records if record.kind == "response"]) == 2


@pytest.mark.parametrize("raw", ["101", "-1", "NaN", "inf", "九十"])
def test_an_impossible_score_is_refused_and_the_attempt_is_kept_without_it(raw: str) -> None:
    made = normalised(attempt({"cmi.core.score.raw": raw, "cmi.core.lesson_status": "passed"}))
    assert [refused.place for refused in made.refused] == ["cmi.core.score.raw"]
    assert one(list(made.records), kind="attempt").score_scaled is None


def test_rows_that_cannot_be_understood_are_refused_and_hold_up_no_other() -> None:
    bad = [
        landed("attempt", {"activity": "x"}),
        landed("grade", {}),
        attempt(pre_test(1)).model_copy(update={"learner": None}),
        attempt(pre_test(1), card="gone"),
    ]
    made = normalised(*bad, attempt(pre_test(1)))
    assert [refused.row for refused in made.refused] == bad
    assert len(made.records) == len(records(attempt(pre_test(1))))


def test_simulated_is_marked_by_source_and_by_course() -> None:
    row = attempt(pre_test(1))
    by_source = normalised(row, header=HEADER.model_copy(update={"simulated": True})).records
    assert {record.simulated for record in by_source} == {True}

    class Simulated:
        def card(self, sha256: str) -> CourseCard:
            return card(simulated=True)

    by_course = SandboxNormaliser().normalise(HEADER, [row], Simulated()).records
    assert {record.simulated for record in by_course} == {True}


def test_ids_differ_between_sources_attempts_and_questions() -> None:
    other_source = HEADER.model_copy(update={"source": "other"})
    other_attempt = attempt(pre_test(1)).model_copy(update={"native_id": "attempt-8"})
    made = [
        *records(attempt(pre_test(1))),
        *normalised(attempt(pre_test(1)), header=other_source).records,
        *[record for record in records(other_attempt) if record.kind != "completion"],
    ]
    assert len({record.record_id for record in made}) == len(made)


def test_times_are_read_as_scorm_writes_them() -> None:
    assert seconds("0001:02:03.5") == 3723.5
    assert seconds("00:00:10") == 10.0
    assert [seconds(text) for text in (None, "", "PT10S", "1:2:3")] == [None] * 4


def test_an_enrolment_is_a_record_of_its_own() -> None:
    payload = {"activity": "cb", "package_version": 1, "course": "quality-basics", "course_version": "1.0.0"}
    found = one(records(landed("enrolment", {**payload, "card": "card"})), kind="enrolment")
    assert (found.occurred_at, found.role, found.attempt) == (datetime(2026, 4, 28, 1, 0, tzinfo=UTC), "quality", None)
