"""All measures of a record store, worked out once: what a report is made of, before anything is suppressed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import ibis.expr.types as ir
from pydantic import BaseModel, ConfigDict

from evidence.columns import COHORT
from evidence.engines.base import Engine
from evidence.maps import MapKeys
from evidence.measures.comments import Comment, CommentCount, comment_counts, comments
from evidence.measures.gain import GainRow, gain, part_scores
from evidence.measures.progress import ProgressRow, progress
from evidence.measures.questions import QuestionRow, questions
from evidence.measures.survey import AnswerRow, NeedRow, RatingRow, described, last_answers, needs, ratings
from evidence.measures.tries import first_answers, first_tries, matched
from evidence.store import open_store
from foundation.progress import Progress, silent
from foundation.text import both

Row = TypeVar("Row", bound=BaseModel)

_STEPS = (
    both("读取学习记录", "Reading the learning records"),
    both("计算培训前后对比", "Working out the gain"),
    both("计算学习进度", "Working out progress"),
    both("计算岗位调查", "Working out the survey"),
)


class Extent(BaseModel):
    """How much was read: records, learners, first and last moment.

    `unattributed` records have no role (foreign packages), `brought` ones came as files that learners handed in.
    """

    model_config = ConfigDict(frozen=True)

    records: int
    learners: int
    unattributed: int
    brought: int = 0
    first: datetime | None
    until: datetime


class VersionRow(BaseModel):
    """One version of a text that records are about."""

    model_config = ConfigDict(frozen=True)

    map: str
    role: str
    level: str
    map_version: str | None
    course: str
    course_version: str | None


class Evidence(BaseModel):
    """Every measure of a store. Nothing here is suppressed: `publish` decides who may read what."""

    model_config = ConfigDict(frozen=True)

    simulated: bool
    extent: Extent
    sources: tuple[str, ...]
    centres: tuple[str, ...]
    versions: tuple[VersionRow, ...]
    gains: tuple[GainRow, ...]
    progress: tuple[ProgressRow, ...]
    ratings: tuple[RatingRow, ...]
    needs: tuple[NeedRow, ...]
    answers: tuple[AnswerRow, ...]
    questions: tuple[QuestionRow, ...]
    comment_counts: tuple[CommentCount, ...]
    comments: tuple[Comment, ...]


def collect(
    engine: Engine,
    home: Path,
    *,
    as_of: date | None = None,
    centre: str | None = None,
    keys: MapKeys | None = None,
    tell: Progress = silent,
) -> Evidence:
    """Work out all measures of a home folder's records; `keys` part versions of maps that are not to be pooled.

    Raises:
        EvidenceError: as `open_store`.
    """
    tell(0, len(_STEPS), _STEPS[0])
    store = open_store(engine, home, as_of, centre, keys)
    return _Collection(engine, store.records, tell).evidence(store.simulated)


class _Collection:
    """The measures of one store's records; what several of them need is worked out once and kept."""

    def __init__(self, engine: Engine, records: ir.Table, tell: Progress) -> None:
        self._engine = engine
        self._records = records
        self._tell = tell

    def evidence(self, simulated: bool) -> Evidence:
        """Return everything."""
        records = self._records
        self._tell(1, len(_STEPS), _STEPS[1])
        pairs = self._engine.keep("pairs", matched(first_tries(records)))
        answers = self._engine.keep("first_answers", first_answers(records, pairs))
        gains = tuple(self._gains(pairs, answers))
        self._tell(2, len(_STEPS), _STEPS[2])
        reached = self._rows(ProgressRow, progress(records, pairs))
        self._tell(3, len(_STEPS), _STEPS[3])
        said = self._engine.keep("last_answers", last_answers(records))
        return Evidence(
            simulated=simulated,
            extent=self._extent(),
            sources=self._names("source"),
            centres=self._names("centre"),
            versions=self._rows(VersionRow, _versions(records)),
            gains=gains,
            progress=reached,
            ratings=self._rows(RatingRow, ratings(said)),
            needs=self._rows(NeedRow, needs(said)),
            answers=self._rows(AnswerRow, described(said)),
            questions=self._rows(QuestionRow, questions(answers, pairs)),
            comment_counts=self._rows(CommentCount, comment_counts(records)),
            comments=self._rows(Comment, comments(records)),
        )

    def _gains(self, pairs: ir.Table, answers: ir.Table) -> Iterable[GainRow]:
        for by in (("map", "role"), COHORT, ("map", "role", "centre"), (*COHORT, "centre")):
            yield from self._rows(GainRow, gain(pairs, *by))
        yield from self._rows(GainRow, gain(part_scores(answers, "work"), *COHORT, "work"))
        yield from self._rows(GainRow, gain(part_scores(answers, "item"), *COHORT, "item"))

    def _extent(self) -> Extent:
        records = self._records
        counted = records.aggregate(
            records=records.count(),
            learners=records.learner.nunique(),
            unattributed=records.count(where=records.role.isnull()),
            brought=records.count(where=records.delivered_by == "learner"),
            first=records.occurred_at.min(),
            until=records.stored_at.max(),
        )
        return self._rows(Extent, counted)[0]

    def _names(self, column: str) -> tuple[str, ...]:
        return tuple(sorted(self._engine.execute(self._records.select(column).distinct())[column].to_pylist()))

    def _rows(self, model: type[Row], expression: ir.Table) -> tuple[Row, ...]:
        found: Sequence[dict[str, object]] = self._engine.execute(expression).to_pylist()
        rows = (model.model_validate(row) for row in found)
        return tuple(sorted(rows, key=_order))


def _versions(records: ir.Table) -> ir.Table:
    known = records.filter(records.role.notnull(), records.course.notnull())
    return known.select(*COHORT, "map_version", "course", "course_version").distinct()


def _order(row: BaseModel) -> list[tuple[bool, str]]:
    """Engines return rows in any order; here it is that of the columns, as text."""
    return [(value is not None, str(value)) for value in row.model_dump().values()]
