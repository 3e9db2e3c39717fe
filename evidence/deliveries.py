"""What learners brought as files beside what LMSs gave: a fact that both tell counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.engines.base import Engine

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: What two records of one fact share, whoever delivered them. A whole attempt is told by its course alone.
_FACT = ("kind", "learner", "course", "phase", "form", "question", "attempt")
_MAY_BE_NULL = ("course", "phase", "form", "question")


def not_told_twice(records: ir.Table) -> ir.Table:
    """Return newest records without those that a learner brought as a file and an LMS has as well: the LMS's count.

    A test or course that the LMS has unfinished is not told by it: the file may be all there is of the rest.
    """
    given = records.mutate(**{f"_{name}": records[name].fill_null("") for name in _MAY_BE_NULL})
    fact = [f"_{name}" if name in _MAY_BE_NULL else name for name in _FACT]
    is_told = ~given.kind.isin(("attempt", "completion")) | given.completed.fill_null(False)
    of_lms = given.filter(given.delivered_by == "lms", is_told).select(*fact).distinct()
    brought = given.filter(given.delivered_by != "lms").anti_join(of_lms, fact)
    return given.filter(given.delivered_by == "lms").union(brought).drop(*(f"_{name}" for name in _MAY_BE_NULL))


def has_brought(engine: Engine, known: ir.Table) -> bool:
    """Return whether any record came as a file that a learner brought."""
    return "learner" in engine.execute(known.select("delivered_by").distinct())["delivered_by"].to_pylist()
