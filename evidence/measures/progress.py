"""How far learners came: enrolled, started, pre-test done, matched post-test done, passed."""

from __future__ import annotations

from typing import Literal, get_args

import ibis
import ibis.expr.types as ir
from pydantic import BaseModel, ConfigDict

from evidence.columns import COHORT
from evidence.measures.tries import POST, PRE

#: The furthest stage of a learner; every learner is at exactly one. `finished` and `passed` are matched learners;
#: the last two finished without a pre-test of the same course, so that they have no gain.
Stage = Literal["enrolled", "started", "pre", "finished", "passed", "unmatched-finished", "unmatched-passed"]
STAGES: tuple[Stage, ...] = get_args(Stage)

_LEARNER = (*COHORT, "centre", "learner")
_DOING = ("attempt", "response", "rating", "comment")


class ProgressRow(BaseModel):
    """How many learners of one centre are at one stage, with or without answers question by question, and survey."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str
    centre: str
    stage: Stage
    items: bool
    survey: bool
    n: int


def progress(records: ir.Table, pairs: ir.Table) -> ir.Table:
    """Return the columns of ProgressRow. `pairs` are the matched learners.

    Started: any record but the enrolment, or a completion that says so. Finished: the post-test complete, or the LMS
    says completed. Passed: a post-test passed at any try, or the LMS says passed. Items: any answered question.
    """
    learners = _learners(records)
    known = pairs.select(*_LEARNER).mutate(matched=True)
    joined = learners.left_join(known, list(_LEARNER))
    joined = joined.select(*(joined[name] for name in learners.columns), matched=joined.matched.fill_null(False))
    staged = joined.mutate(
        stage=ibis.cases(
            (joined.matched & joined.passed, "passed"),
            (joined.matched, "finished"),
            (joined.passed, "unmatched-passed"),
            (joined.finished, "unmatched-finished"),
            (joined.pre, "pre"),
            (joined.started, "started"),
            else_="enrolled",
        )
    )
    return staged.group_by([*COHORT, "centre", "stage", "items", "survey"]).aggregate(n=staged.count())


def _learners(records: ir.Table) -> ir.Table:
    of_roles = records.filter(records.role.notnull())
    kind, phase = of_roles.kind, of_roles.phase.fill_null("")
    completed, success = of_roles.completed.fill_null(False), of_roles.success.fill_null(False)
    is_form = (kind == "attempt") & of_roles.form.notnull() & completed
    is_first = is_form & (of_roles.attempt == 1) & of_roles.score_scaled.notnull()
    says = kind == "completion"
    return of_roles.group_by(list(_LEARNER)).aggregate(
        started=(kind.isin(_DOING) | (says & (completed | success))).any(),
        pre=(is_first & (phase == PRE)).any(),
        finished=((is_form & (phase == POST)) | (says & (completed | success))).any(),
        passed=(success & ((is_form & (phase == POST)) | says)).any(),
        items=(kind == "response").any(),
        survey=(kind == "rating").any(),
    )
