"""Is a question good: difficulty p and discrimination D, of matched learners' first answers."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from pydantic import BaseModel, ConfigDict

from evidence.columns import COHORT, TRAIL
from evidence.measures.tries import POST, PRE

#: Share of learners in the best and in the weakest group (Kelley 1939).
_TAIL = 0.27
#: D is told where either group holds as many learners.
MIN_TAIL = 10


class QuestionRow(BaseModel):
    """One question of the pre-test or post-test. `p` is the share of right answers, `d` top − bottom 27 %."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str
    course: str
    phase: str
    question: str
    question_version: int | None
    n: int
    p: float
    d: float | None


def questions(answers: ir.Table, pairs: ir.Table) -> ir.Table:
    """Return the columns of QuestionRow. Learners of one score are told apart by pseudonym, so that D is the same
    every time."""
    group = [*COHORT, "course", "phase"]
    graded = answers.inner_join(_places(pairs), [*TRAIL, "phase"])
    top, bottom = graded.place >= graded.size - graded.tail, graded.place < graded.tail
    found = graded.group_by([*group, "question", "question_version"]).aggregate(
        n=graded.count(),
        p=graded.score.mean(),
        top=graded.score.mean(where=top),
        bottom=graded.score.mean(where=bottom),
        tail=graded.tail.min(),
    )
    return found.mutate(d=ibis.ifelse(found.tail >= MIN_TAIL, found.top - found.bottom, None)).drop(
        "top", "bottom", "tail"
    )


def _places(pairs: ir.Table) -> ir.Table:
    """Return every learner's place in either test, from 0 for the lowest score, and how many make 27 %."""
    pre = pairs.select(*TRAIL, total=pairs.pre).mutate(phase=ibis.literal(PRE))
    post = pairs.select(*TRAIL, total=pairs.post).mutate(phase=ibis.literal(POST))
    totals = pre.union(post)
    group = [*COHORT, "course", "phase"]
    placed = totals.mutate(
        place=ibis.row_number().over(group_by=group, order_by=[totals.total.asc(), totals.learner.asc()]),
        size=totals.count().over(group_by=group),
    )
    return placed.mutate(tail=(placed["size"] * _TAIL).floor().cast("int64")).drop("total")
