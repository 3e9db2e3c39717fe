"""A question that tells nothing apart would stay in the bank."""

from __future__ import annotations

import ibis.expr.types as ir
import pytest

from evidence.measures.questions import questions
from evidence.measures.tries import first_answers, first_tries, matched
from tests.evidence.conftest import Run
from tests.evidence.rows import answered, tried


def quality(records: ir.Table) -> ir.Table:
    pairs = matched(first_tries(records))
    return questions(first_answers(records, pairs), pairs)


def test_difficulty_and_discrimination_worked_out_by_hand(run: Run) -> None:
    records = []
    for number in range(40):  # 27 % of 40 is 10: the ten best and the ten weakest
        learner = f"L{number:02d}"
        records += [tried(learner, "pre", 0.5), tried(learner, "post", number / 40)]
        records.append(answered(learner, "post", "sharp", float(number >= 20)))
        records.append(answered(learner, "post", "upside-down", float(number < 5)))
    found = {row["question"]: row for row in run(records, quality)}
    assert (found["sharp"]["n"], found["sharp"]["p"], found["sharp"]["d"]) == (40, 0.5, 1.0)
    assert found["upside-down"]["p"] == pytest.approx(5 / 40)
    assert found["upside-down"]["d"] == pytest.approx(-0.5)


def test_discrimination_is_silent_where_its_groups_are_small(run: Run) -> None:
    records = []
    for number in range(37):
        learner = f"L{number:02d}"
        records += [tried(learner, "pre", 0.5), tried(learner, "post", number / 40)]
        records.append(answered(learner, "post", "q", float(number >= 20)))
    (found,) = run(records, quality)
    assert found["d"] is None


def test_versions_of_a_question_are_told_apart(run: Run) -> None:
    records = []
    for learner, version in (("A", 1), ("B", 2)):
        records += [tried(learner, "pre", 0.5), tried(learner, "post", 0.5)]
        records.append(answered(learner, "post", "q", 1.0, question_version=version))
    assert [found["question_version"] for found in run(records, quality)] == [1, 2]
