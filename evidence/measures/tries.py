"""Whose pre-test meets whose post-test: first tries, complete forms, matched learners.

Only try 1 counts: a retake measures practice with the very questions. A learner who went through a course twice is
taken the first time; order is by `occurred_at`, then by `record_id`, which is total.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from evidence.columns import COHORT, TRAIL, TRAIL_KEY

PRE, POST = "pre", "post"


def first_tries(records: ir.Table) -> ir.Table:
    """Return the first complete try 1 of the pre-test and of the post-test, per learner and course.

    Columns: TRAIL, course_version, phase, form, form_version, score (0 to 1), occurred_at, record_id.
    """
    tried = records.filter(
        records.kind == "attempt",
        records.phase.isin((PRE, POST)),
        records.form.notnull(),
        records.attempt == 1,
        records.completed.fill_null(False),
        records.score_scaled.notnull(),
        records.role.notnull(),
        records.course.notnull(),
    )
    firsts = _first(tried, (*TRAIL_KEY, "phase"))
    return firsts.select(
        *(*TRAIL, "course_version", "phase", "form", "form_version", "occurred_at", "record_id"),
        score=firsts.score_scaled,
    )


def matched(tries: ir.Table) -> ir.Table:
    """Return learners with both tests in one course, one row per learner and cohort.

    Columns: TRAIL, pre_form, post_form, pre, post (scores from 0 to 1). Of several courses of one cohort, the one
    whose pre-test came first counts.
    """
    pre = tries.filter(tries.phase == PRE)
    post = tries.filter(tries.phase == POST)
    post = post.select(*TRAIL_KEY, post=post.score, post_form=post.form)
    both = pre.inner_join(post, list(TRAIL_KEY))
    pairs = both.select(*TRAIL, "occurred_at", "record_id", "post", "post_form", pre=both.score, pre_form=both.form)
    return _first(pairs, (*COHORT, "centre", "learner")).drop("occurred_at", "record_id")


def first_answers(records: ir.Table, pairs: ir.Table) -> ir.Table:
    """Return the first answer of every matched learner to every question of the two forms.

    Columns: TRAIL, phase, question, question_version, work, item, score (0 to 1). Answers of
    try 1 alone, as in the forms' scores.
    """
    answered = records.filter(
        records.kind == "response",
        records.phase.isin((PRE, POST)),
        records.question.notnull(),
        records.attempt == 1,
        records.role.notnull(),
    )
    scored = answered.select(
        *(*TRAIL_KEY, "phase", "form", "question", "question_version", "work", "item", "occurred_at", "record_id"),
        score=answered.score_scaled.coalesce(answered.success.cast("float64")),
    )
    own = scored.filter(scored.score.notnull()).inner_join(
        pairs.select(*TRAIL, "pre_form", "post_form"), list(TRAIL_KEY)
    )
    of_form = own.filter(own.form == ibis.ifelse(own.phase == PRE, own.pre_form, own.post_form))
    return _first(of_form, (*TRAIL_KEY, "phase", "question")).select(
        *TRAIL, "phase", "question", "question_version", "work", "item", "score"
    )


def _first(table: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    order = [table.occurred_at.asc(nulls_first=False), table.record_id.asc()]
    ranked = table.mutate(place=ibis.row_number().over(group_by=list(keys), order_by=order))
    return ranked.filter(ranked.place == 0).drop("place")
