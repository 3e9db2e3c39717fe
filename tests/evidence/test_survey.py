"""Survey figures that are wrong would change the standard for the wrong reason."""

from __future__ import annotations

import statistics
from collections.abc import Callable

import ibis.expr.types as ir
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.measures.comments import comment_counts, comments
from evidence.measures.survey import NeedRow, RatingRow, described, last_answers, needs, ranks, ratings
from lms_bridge.records import LearningRecord
from tests.evidence.conftest import Run
from tests.evidence.rows import rated, row
from tests.evidence.test_gain import SETTINGS

STARS = st.none() | st.integers(1, 5)
RESPONDENTS = st.lists(st.tuples(STARS, STARS), min_size=1, max_size=20)


def of_answers(measure: Callable[[ir.Table], ir.Table]) -> Callable[[ir.Table], ir.Table]:
    return lambda records: measure(last_answers(records))


def survey(pairs: list[tuple[int | None, int | None]], work: str = "w1") -> list[LearningRecord]:
    found = [rated("nobody", "employer-kind", None)]
    for number, (importance, ability) in enumerate(pairs):
        found += [] if importance is None else [rated(f"L{number}", "importance", importance, work)]
        found += [] if ability is None else [rated(f"L{number}", "own-ability", ability, work)]
    return found


@SETTINGS
@given(RESPONDENTS)
def test_survey_means_are_those_of_plain_python(run: Run, pairs: list[tuple[int | None, int | None]]) -> None:
    rows = {found["aspect"]: RatingRow.model_validate(found) for found in run(survey(pairs), of_answers(ratings))}
    for aspect, side in (("importance", 0), ("own-ability", 1)):
        values = [both[side] for both in pairs if both[side] is not None]
        if not values:
            assert aspect not in rows
            continue
        assert rows[aspect].n == len(values)
        assert rows[aspect].mean == pytest.approx(statistics.fmean(values))
        assert rows[aspect].sd == (pytest.approx(statistics.stdev(values)) if len(values) > 1 else None)


@SETTINGS
@given(RESPONDENTS)
def test_discrepancy_is_that_of_plain_python(run: Run, pairs: list[tuple[int | None, int | None]]) -> None:
    both = [(i, a) for i, a in pairs if i is not None and a is not None]
    rows = run(survey(pairs), of_answers(needs))
    if not both:
        assert rows == []
        return
    mean_importance = statistics.fmean(i for i, _ in both)
    assert rows[0]["n"] == len(both)
    assert rows[0]["discrepancy"] == pytest.approx(statistics.fmean((i - a) * mean_importance for i, a in both))


def test_interval_of_a_mean_is_that_of_student(run: Run) -> None:
    rows = run(survey([(3, None), (4, None), (5, None), (4, None)]), of_answers(ratings))
    low, high = RatingRow.model_validate(rows[0]).interval()
    assert low == pytest.approx(4 - 3.182446305284 * (2 / 3) ** 0.5 / 2)
    assert high == pytest.approx(4 + 3.182446305284 * (2 / 3) ** 0.5 / 2)


def test_an_answer_given_again_replaces_the_first(run: Run) -> None:
    records = [rated("A", "importance", 2, "w1"), rated("A", "importance", 5, "w1", course="again", minutes=60)]
    (found,) = run(records, of_answers(ratings))
    assert (found["n"], found["mean"]) == (1, 5)


def test_kinds_of_employer_are_counted_once_per_respondent(run: Run) -> None:
    records = [rated(learner, "employer-kind", None, response=key) for learner, key in ("Aa", "Ba", "Cb")]
    records.append(rated("A", "employer-kind", None, response="a", course="again", minutes=60))
    rows = run(records, of_answers(described))
    assert [(found["response"], found["n"]) for found in rows] == [("a", 2), ("b", 1)]


def needed(work: str, n: int, discrepancy: float) -> NeedRow:
    return NeedRow(map="m", role="r", level="", work=work, n=n, discrepancy=discrepancy)


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    rows = [needed("a", 10, 2.0), needed("b", 12, 4.5), needed("c", 40, 2.0 + 1e-13), needed("d", 11, -1.0)]
    assert ranks(rows, 10) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_nothing_is_ranked_on_fewer_than_ten() -> None:
    assert ranks([needed("a", 9, 9.0), needed("b", 10, 1.0)], 10) == {"b": 1}


def test_comments_count_people_and_skip_blanks(run: Run) -> None:
    written = [("A", 1, "缺少数据治理"), ("A", 2, "还缺标准化"), ("B", 1, "  "), ("C", 1, "无")]
    records = [row("comment", who, number, aspect="missing", response=text) for who, number, text in written]
    (counted,) = run(records, comment_counts)
    assert counted["n"] == 2
    assert [found["response"] for found in run(records, comments)] == ["无", "缺少数据治理", "还缺标准化"]
