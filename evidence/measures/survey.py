"""Does the map fit real work: what learners say in the job-fit survey, each asked once, the last answer counting.

Ratings run from 1 to 5 and are self-reports. The discrepancy is Borich's MWDS = mean[(I − A) · mean I], of which only
the rank of works is told.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from pydantic import BaseModel, ConfigDict

from evidence.columns import COHORT
from evidence.intervals import Interval, mean_interval

RATED = ("importance", "frequency", "own-ability")
DESCRIBED = ("employer-kind", "experience-years", "role-exists")

_RESPONDENT = (*COHORT, "centre", "learner")


class RatingRow(BaseModel):
    """The mean rating of one aspect of a work."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str
    work: str
    aspect: str
    n: int
    mean: float
    sd: float | None

    def interval(self) -> Interval:
        """Return the t interval of the mean."""
        return mean_interval(self.n, self.mean, self.sd)


class NeedRow(BaseModel):
    """The weighted discrepancy (MWDS) of a work, of respondents who rated its importance and their ability."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str
    work: str
    n: int
    discrepancy: float


class AnswerRow(BaseModel):
    """How many respondents gave one answer about themselves or their employer."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str
    aspect: str
    response: str
    n: int


def last_answers(records: ir.Table) -> ir.Table:
    """Return every respondent's last answer per aspect and work (empty text: no work), ratings and choices alike."""
    given = records.filter(records.kind == "rating", records.aspect.notnull(), records.role.notnull())
    given = given.mutate(work=given.work.fill_null(""))
    order = [given.occurred_at.desc(nulls_first=False), given.record_id.desc()]
    keys = [*_RESPONDENT, "aspect", "work"]
    ranked = given.mutate(place=ibis.row_number().over(group_by=keys, order_by=order))
    return ranked.filter(ranked.place == 0).select(*keys, "response", "value")


def ratings(answers: ir.Table) -> ir.Table:
    """Return the columns of RatingRow. `answers` is what `last_answers` gives."""
    rated = answers.filter(answers.aspect.isin(RATED), answers.work != "", answers.value.notnull())
    return rated.group_by([*COHORT, "work", "aspect"]).aggregate(
        n=rated.count(), mean=rated.value.mean(), sd=rated.value.std(how="sample")
    )


def needs(answers: ir.Table) -> ir.Table:
    """Return the columns of NeedRow. `answers` is what `last_answers` gives."""
    rated = answers.filter(answers.work != "", answers.value.notnull())
    importance = rated.filter(rated.aspect == "importance").drop("aspect", "response")
    ability = rated.filter(rated.aspect == "own-ability").drop("aspect", "response")
    keys = [*_RESPONDENT, "work"]
    both = importance.rename(importance="value").inner_join(ability.rename(ability="value"), keys)
    return both.group_by([*COHORT, "work"]).aggregate(
        n=both.count(),
        discrepancy=(both.importance - both.ability).mean() * both.importance.mean(),
    )


def described(answers: ir.Table) -> ir.Table:
    """Return the columns of AnswerRow. `answers` is what `last_answers` gives."""
    chosen = answers.filter(answers.aspect.isin(DESCRIBED), answers.response.notnull())
    return chosen.group_by([*COHORT, "aspect", "response"]).aggregate(n=chosen.count())


def ranks(rows: list[NeedRow], least: int) -> dict[str, int]:
    """Return the rank of every work of one cohort, 1 for the largest discrepancy; ties share a rank.

    Works with fewer than `least` respondents are not ranked.
    """
    ranked = {row.work: round(row.discrepancy, 9) for row in rows if row.n >= least}
    return {work: 1 + sum(other > own for other in ranked.values()) for work, own in ranked.items()}
