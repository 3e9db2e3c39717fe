"""Open comments: counted for all to read, listed for internal readers alone."""

from __future__ import annotations

import ibis.expr.types as ir
from pydantic import BaseModel, ConfigDict

from evidence.columns import COHORT


class CommentCount(BaseModel):
    """How many learners wrote something about one aspect."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str
    aspect: str
    n: int


class Comment(BaseModel):
    """One comment, verbatim."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str
    aspect: str
    centre: str
    response: str


def comment_counts(records: ir.Table) -> ir.Table:
    """Return the columns of CommentCount: distinct learners, blank comments left out."""
    written = _written(records)
    return written.group_by([*COHORT, "aspect"]).aggregate(n=written.learner.nunique())


def comments(records: ir.Table) -> ir.Table:
    """Return the columns of Comment, in an order that says nothing of who wrote when."""
    written = _written(records).select(*COHORT, "aspect", "centre", "response")
    return written.order_by([*COHORT, "aspect", "centre", "response"])


def _written(records: ir.Table) -> ir.Table:
    return records.filter(
        records.kind == "comment", records.role.notnull(), records.aspect.notnull(), records.response.strip() != ""
    )
