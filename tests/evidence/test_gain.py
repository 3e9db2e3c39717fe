"""A gain that is wrong would let a course look better, or worse, than it is."""

from __future__ import annotations

import random
import statistics
from typing import Any

import ibis.expr.types as ir
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.measures.gain import GainRow, gain, part_scores
from evidence.measures.tries import first_answers, first_tries, matched
from lms_bridge.records import LearningRecord
from tests.evidence.conftest import Run
from tests.evidence.rows import answered, tried

SETTINGS = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
EIGHTHS = st.integers(0, 8).map(lambda points: points / 8)
PAIRS = st.lists(st.tuples(st.none() | EIGHTHS, st.none() | EIGHTHS), min_size=1, max_size=25)


def by_role(records: ir.Table) -> ir.Table:
    return gain(matched(first_tries(records)), "map", "role")


def by_work(records: ir.Table) -> ir.Table:
    pairs = matched(first_tries(records))
    return gain(part_scores(first_answers(records, pairs), "work"), "map", "role", "work")


def by_item(records: ir.Table) -> ir.Table:
    pairs = matched(first_tries(records))
    return gain(part_scores(first_answers(records, pairs), "item"), "map", "role", "item")


def learners(pairs: list[tuple[float | None, float | None]]) -> list[LearningRecord]:
    found = []
    for number, (pre, post) in enumerate(pairs):
        found += [] if pre is None else [tried(f"L{number}", "pre", pre)]
        found += [] if post is None else [tried(f"L{number}", "post", post, minutes=90)]
    return found or [tried("L0", "pre", 0.5, completed=False)]


@SETTINGS
@given(PAIRS)
def test_gain_is_that_of_plain_python(run: Run, pairs: list[tuple[float | None, float | None]]) -> None:
    both = [(pre, post) for pre, post in pairs if pre is not None and post is not None]
    rows = run(learners(pairs), by_role)
    if not both:
        assert rows == []
        return
    (row,) = rows
    before, after = [pre for pre, _ in both], [post for _, post in both]
    change = [post - pre for pre, post in both]
    assert row["n"] == len(both)
    assert row["pre_mean"] == pytest.approx(statistics.fmean(before))
    assert row["post_mean"] == pytest.approx(statistics.fmean(after))
    missing = 1 - statistics.fmean(before)
    assert row["gain_g"] == (pytest.approx(statistics.fmean(change) / missing) if missing else None)
    if len(both) < 2:
        assert row["pre_sd"] is None
        assert row["gain_dz"] is None
        return
    assert row["pre_sd"] == pytest.approx(statistics.stdev(before))
    assert row["post_sd"] == pytest.approx(statistics.stdev(after))
    spread = statistics.stdev(change)
    assert row["gain_dz"] == (pytest.approx(statistics.fmean(change) / spread) if spread else None)


def test_gain_of_a_class_worked_out_by_hand(run: Run) -> None:
    rows = run(learners([(0.25, 0.75), (0.5, 0.75), (0.0, 0.75), (None, 1.0), (1.0, None)]), by_role)
    row = GainRow.model_validate(rows[0])
    assert row.n == 3
    assert row.pre_mean == 0.25
    assert row.gain_g == pytest.approx(0.5 / 0.75)
    assert row.gain_dz == pytest.approx(0.5 / 0.25)
    low, high = row.change_interval()
    assert low == pytest.approx(0.5 - 4.302652729749 * 0.25 / 3**0.5)
    assert high == pytest.approx(0.5 + 4.302652729749 * 0.25 / 3**0.5)
    # All reach 0.75, so 1 - g = 0.25 / (1 - mean pre): only the mean of pre varies, s = 0.25, and R = 1/3.
    low, high = row.g_interval()
    assert high is not None
    assert low is not None
    assert (high - low) / 2 == pytest.approx(4.302652729749 * (1 / 3) * 0.25 / (3**0.5 * 0.75))
    low, high = row.dz_interval()
    assert high == pytest.approx(2 + 1.959963984540 * (1 / 3 + 4 / 6) ** 0.5)


def test_class_gain_is_not_the_mean_of_single_gains(run: Run) -> None:
    (row,) = run(learners([(0.0, 0.5), (0.75, 1.0)]), by_role)
    assert row["gain_g"] == pytest.approx(0.375 / 0.625)
    assert row["gain_g"] != pytest.approx((0.5 + 1.0) / 2)


def test_full_marks_before_leave_no_gain_to_tell(run: Run) -> None:
    (row,) = run(learners([(1.0, 1.0), (1.0, 0.5)]), by_role)
    assert row["gain_g"] is None
    assert GainRow.model_validate(row).g_interval() == (None, None)


def test_equal_changes_have_no_standardised_effect(run: Run) -> None:
    (row,) = run(learners([(0.1, 0.4), (0.2, 0.5), (0.3, 0.6), (0.6, 0.9)]), by_role)
    assert row["gain_dz"] is None


def test_a_retake_does_not_raise_the_gain(run: Run) -> None:
    first = learners([(0.25, 0.5), (0.25, 0.5)])
    retakes = [tried("L0", "post", 1.0, 2, minutes=100), tried("L1", "post", 1.0, 3, minutes=110)]
    assert run(first + retakes, by_role) == run(first, by_role)


def test_an_unfinished_form_is_no_result(run: Run) -> None:
    records = [*learners([(0.25, 0.5), (0.5, None)]), tried("L1", "post", 0.0, minutes=95, completed=False)]
    (row,) = run(records, by_role)
    assert row["n"] == 1


def test_only_the_first_time_through_counts(run: Run) -> None:
    again = [
        tried("L0", "pre", 0.9, lms_attempt=2, minutes=500),
        tried("L0", "post", 1.0, lms_attempt=2, minutes=600),
    ]
    (row,) = run(again + learners([(0.25, 0.5)]), by_role)
    assert (row["n"], row["pre_mean"], row["post_mean"]) == (1, 0.25, 0.5)


def test_ties_in_time_are_broken_the_same_way_whatever_the_order(run: Run) -> None:
    records = [tried("L0", "pre", score / 8, lms_attempt=score, minutes=5) for score in range(8)]
    records += [tried("L0", "post", 1.0, minutes=9)]
    first = run(records, by_role)
    for seed in range(3):
        random.Random(seed).shuffle(records)
        assert run(records, by_role) == first


def test_pre_and_post_of_two_courses_are_no_pair(run: Run) -> None:
    records = [tried("L0", "pre", 0.5), tried("L0", "post", 1.0, course="another", minutes=50)]
    assert run(records, by_role) == []


def test_a_learner_of_two_courses_of_a_cohort_counts_once(run: Run) -> None:
    records = learners([(0.25, 0.5)])
    records += [tried("L0", phase, 1.0, course="another", minutes=900) for phase in ("pre", "post")]
    (row,) = run(records, by_role)
    assert (row["n"], row["post_mean"]) == (1, 0.5)


def test_an_illustrative_map_is_never_pooled_with_another(run: Run) -> None:
    records = learners([(0.25, 0.5)]) + [
        tried("L9", phase, 1.0, map="https://example.org/cm/standard/") for phase in ("pre", "post")
    ]
    assert [row["n"] for row in run(records, by_role)] == [1, 1]


def test_the_newest_revision_is_the_one_that_counts(run: Run) -> None:
    old = tried("L0", "pre", 0.0)
    corrected = old.model_copy(update={"score_scaled": 0.25, "revision": "2026-05-01T00:00:00.000000Z.a"})
    late = old.model_copy(update={"score_scaled": 1.0, "revision": "2026-04-01T00:00:00.000000Z.f"})
    (row,) = run([corrected, old, late, tried("L0", "post", 0.5)], by_role)
    assert row["pre_mean"] == 0.25


def test_a_deleted_record_is_gone_and_its_older_states_with_it(run: Run) -> None:
    old = tried("L0", "pre", 0.0)
    gone = old.model_copy(update={"deleted": True, "revision": "2027-01-01T00:00:00.000000Z.a"})
    assert run([old, gone, tried("L0", "post", 0.5)], by_role) == []


WORKS = {f"q{number}": f"w{number % 3}" for number in range(8)}


@st.composite
def response_sets(draw: st.DrawFn) -> list[tuple[dict[str, float], dict[str, float]]]:
    answers = st.fixed_dictionaries({question: st.sampled_from([0.0, 1.0]) for question in WORKS})
    return draw(st.lists(st.tuples(answers, answers), min_size=1, max_size=12))


def with_answers(sets: list[tuple[dict[str, float], dict[str, float]]]) -> list[LearningRecord]:
    records = learners([(statistics.fmean(pre.values()), statistics.fmean(post.values())) for pre, post in sets])
    for number, both in enumerate(sets):
        for phase, given_answers in zip(("pre", "post"), both, strict=True):
            records += [
                answered(f"L{number}", phase, f"{phase}-{question}", score, work=WORKS[question], item=WORKS[question])
                for question, score in given_answers.items()
            ]
    return records


def oracle(sets: list[tuple[dict[str, float], dict[str, float]]], work: str) -> dict[str, Any]:
    before, after = (
        [statistics.fmean(score for question, score in both[side].items() if WORKS[question] == work) for both in sets]
        for side in (0, 1)
    )
    return {"n": len(sets), "pre_mean": statistics.fmean(before), "post_mean": statistics.fmean(after)}


@SETTINGS
@given(response_sets())
def test_gain_per_work_is_that_of_plain_python(run: Run, sets: list[tuple[dict[str, float], dict[str, float]]]) -> None:
    rows = run(with_answers(sets), by_work)
    assert [row["work"] for row in rows] == ["w0", "w1", "w2"]
    for row in rows:
        expected = oracle(sets, row["work"])
        assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_an_item_with_two_questions_per_form_has_no_gain_of_its_own(run: Run) -> None:
    right = dict.fromkeys(WORKS, 1.0)
    rows = run(with_answers([(right, right)] * 3), by_item)
    assert [row["item"] for row in rows] == ["w0", "w1"]  # three questions each; w2 has two


def test_answers_of_a_retake_and_of_unmatched_learners_stay_out(run: Run) -> None:
    right, wrong = dict.fromkeys(WORKS, 1.0), dict.fromkeys(WORKS, 0.0)
    records = with_answers([(wrong, wrong)] * 2)
    expected = run(records, by_work)
    records += [answered("L0", "post", f"post-{question}", 1.0, 2, work=WORKS[question]) for question in right]
    records += [answered("L7", "pre", f"pre-{question}", 1.0, work=WORKS[question]) for question in right]
    records += [answered("L0", "pre", f"pre-{q}", 1.0, lms_attempt=2, minutes=700, work=WORKS[q]) for q in right]
    assert run(records, by_work) == expected


def test_right_and_wrong_alone_are_enough_to_score_an_answer(run: Run) -> None:
    records = [tried("L0", "pre", 0.0), tried("L0", "post", 1.0)]
    for phase, right in (("pre", False), ("post", True)):
        answer = answered("L0", phase, "q", 0.0, work="w")
        records.append(answer.model_copy(update={"score_scaled": None, "success": right}))
    (row,) = run(records, by_work)
    assert (row["pre_mean"], row["post_mean"]) == (0.0, 1.0)
