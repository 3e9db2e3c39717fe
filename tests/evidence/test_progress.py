"""A funnel that counts wrongly hides where learners are lost."""

from __future__ import annotations

from collections import Counter

import ibis.expr.types as ir

from evidence.measures.progress import progress
from evidence.measures.tries import first_tries, matched
from lms_bridge.records import LearningRecord
from tests.evidence.conftest import Run
from tests.evidence.rows import answered, rated, row, tried


def funnel(records: ir.Table) -> ir.Table:
    return progress(records, matched(first_tries(records)))


def stages(run: Run, records: list[LearningRecord]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for counted in run(records, funnel):
        found[counted["stage"]] += counted["n"]
    return dict(found)


def launched(learner: str) -> LearningRecord:
    return row("attempt", learner, "whole", attempt=1)


def test_every_learner_is_at_the_furthest_stage_reached(run: Run) -> None:
    records = [row("enrolment", learner) for learner in "ABCDEF"]
    records += [launched(learner) for learner in "BCDEF"]
    records += [tried(learner, "pre", 0.5, success=None) for learner in "CDEF"]
    records += [tried("D", "pre", 0.5, completed=False, lms_attempt=2)]
    records += [tried("E", "post", 0.25, success=False), tried("F", "post", 0.75, success=True)]
    assert stages(run, records) == {"enrolled": 1, "started": 1, "pre": 2, "finished": 1, "passed": 1}


def test_a_pass_on_a_retake_is_a_pass(run: Run) -> None:
    records = [tried("A", "pre", 0.5), tried("A", "post", 0.25, success=False)]
    assert stages(run, [*records, tried("A", "post", 0.75, 2, success=True)]) == {"passed": 1}


def test_a_pre_test_is_not_passed_and_a_half_post_test_is_not_finished(run: Run) -> None:
    records = [tried("A", "pre", 1.0, success=True), tried("A", "post", 1.0, completed=False, success=True)]
    assert stages(run, records) == {"pre": 1}


def test_an_lms_that_knows_only_completion_still_shows_who_finished(run: Run) -> None:
    records = [row("completion", "A", completed=True, success=True), row("completion", "B", completed=True)]
    records += [row("completion", "C", completed=False), row("enrolment", "C")]
    assert stages(run, records) == {"unmatched-passed": 1, "unmatched-finished": 1, "enrolled": 1}


def test_learners_without_answers_question_by_question_are_told_apart(run: Run) -> None:
    records = [launched("A"), launched("B"), answered("B", "pre", "q1", 1.0), rated("B", "employer-kind", 1)]
    rows = run(records, funnel)
    assert [(found["items"], found["survey"], found["n"]) for found in rows] == [(False, False, 1), (True, True, 1)]


def test_a_foreign_package_is_part_of_no_cohort(run: Run) -> None:
    records = [row("enrolment", "A", role=None, map=None), row("enrolment", "B")]
    assert stages(run, records) == {"enrolled": 1}


def test_roles_without_levels_and_with_levels_are_counted_apart(run: Run) -> None:
    records = [row("enrolment", "A"), row("enrolment", "A", "senior", level="quality.senior", course="c2")]
    assert [found["level"] for found in run(records, funnel)] == ["", "quality.senior"]
