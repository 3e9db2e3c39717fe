"""Did learners gain: pre and post of the same learners, as class means.

⟨g⟩ = (mean post − mean pre) / (1 − mean pre), on class means (Hake 1998: low below .3, high from .7), not the mean of
individual gains, which is another number. d_z = mean(post − pre) / SD(post − pre), sample SD. Scores run from 0 to 1.
"""

from __future__ import annotations

from typing import Literal

import ibis
import ibis.expr.types as ir
from pydantic import BaseModel, ConfigDict

from evidence.columns import TRAIL
from evidence.intervals import Interval, gain_interval, mean_interval, standardised_interval
from evidence.measures.tries import POST, PRE

#: Below it a standard deviation is rounding noise of equal changes.
_NO_SPREAD = 1e-9
#: A gain per item is told only where either form has as many questions on it.
MIN_ITEM_QUESTIONS = 3


class GainRow(BaseModel):
    """The gain of one group of matched learners; scores from 0 to 1. None: the formula has no value there."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str | None = None
    centre: str | None = None
    work: str | None = None
    item: str | None = None
    n: int
    pre_mean: float
    post_mean: float
    pre_sd: float | None
    post_sd: float | None
    change_sd: float | None
    gain_g: float | None
    gain_dz: float | None

    @property
    def change(self) -> float:
        """Mean of post − pre."""
        return self.post_mean - self.pre_mean

    def change_interval(self) -> Interval:
        """Return the interval of the mean change."""
        return mean_interval(self.n, self.change, self.change_sd)

    def g_interval(self) -> Interval:
        """Return the interval of ⟨g⟩."""
        if self.gain_g is None or self.pre_sd is None or self.post_sd is None or self.change_sd is None:
            return Interval()
        variances = (self.pre_sd**2, self.post_sd**2, self.change_sd**2)
        return gain_interval(self.n, self.pre_mean, self.gain_g, variances)

    def dz_interval(self) -> Interval:
        """Return the interval of d_z."""
        return Interval() if self.gain_dz is None else standardised_interval(self.n, self.gain_dz)


def gain(scores: ir.Table, *by: str) -> ir.Table:
    """Return the gain of every group: the columns of GainRow, as far as `by` names them.

    `scores` has one row per learner and cohort (and work or item), with `pre` and `post`.
    """
    groups = scores.group_by(list(by)).aggregate(
        n=scores.count(),
        pre_mean=scores.pre.mean(),
        post_mean=scores.post.mean(),
        pre_sd=scores.pre.std(how="sample"),
        post_sd=scores.post.std(how="sample"),
        change_sd=(scores.post - scores.pre).std(how="sample"),
    )
    change = groups.post_mean - groups.pre_mean
    return groups.mutate(
        gain_g=ibis.ifelse(groups.pre_mean < 1, change / (1 - groups.pre_mean), None),
        gain_dz=ibis.ifelse(groups.change_sd > _NO_SPREAD, change / groups.change_sd, None),
    )


def part_scores(answers: ir.Table, part: Literal["work", "item"]) -> ir.Table:
    """Return every learner's share of right answers on each work or item, before and after.

    Every question counts the same, whatever points it gives. Columns: TRAIL, `part`, pre, post. An item needs
    MIN_ITEM_QUESTIONS answers in either form, a work one.
    """
    least = MIN_ITEM_QUESTIONS if part == "item" else 1
    about = answers.filter(answers[part].notnull())
    before, after = about.phase == PRE, about.phase == POST
    scores = about.group_by([*TRAIL, part]).aggregate(
        pre=about.score.mean(where=before),
        post=about.score.mean(where=after),
        pre_questions=about.count(where=before),
        post_questions=about.count(where=after),
    )
    return scores.filter(scores.pre_questions >= least, scores.post_questions >= least).drop(
        "pre_questions", "post_questions"
    )
