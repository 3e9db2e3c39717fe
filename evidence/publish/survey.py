"""Figures of the job-fit survey: ratings, the rank of works by need, who answered, and how many commented."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.figures import Figure
from evidence.measures.survey import NeedRow, ranks
from evidence.privacy import ALL
from evidence.publish.publisher import Publisher

#: Nothing is ranked on fewer learners, for no reader.
MIN_RANKED = 10


def survey_figures(publisher: Publisher) -> Iterator[Figure]:
    """Yield all figures of the survey."""
    yield from _ratings(publisher)
    yield from _ranks(publisher)
    yield from _answers(publisher)
    yield from _comments(publisher)


def _ratings(publisher: Publisher) -> Iterator[Figure]:
    for row in publisher.evidence.ratings:
        group = publisher.group(row.map, row.role, row.level, work=row.work, aspect=row.aspect)
        shown = publisher.shows(("ratings", row.map, row.role, row.level, row.work, row.aspect))
        yield publisher.figure("rating_mean", group, row.mean, row.n, shown=shown, interval=row.interval())


def _ranks(publisher: Publisher) -> Iterator[Figure]:
    cohorts: dict[tuple[str, str, str], list[NeedRow]] = {}
    for row in publisher.evidence.needs:
        cohorts.setdefault((row.map, row.role, row.level), []).append(row)
    for about, rows in cohorts.items():
        ranked = ranks(rows, max(MIN_RANKED, publisher.least))
        for row in rows:
            group = publisher.group(*about, work=row.work)
            rank = ranked.get(row.work)
            shown = publisher.is_enough(row.n)
            yield publisher.figure("need_rank", group, None if rank is None else float(rank), row.n, shown=shown)


def _answers(publisher: Publisher) -> Iterator[Figure]:
    for row in publisher.evidence.answers:
        line = ("answers", row.map, row.role, row.level, row.aspect)
        group = publisher.group(row.map, row.role, row.level, aspect=row.aspect, response=row.response)
        total = (*line, ALL)
        shown = publisher.shows((*line, row.response)) and publisher.shows(total)
        yield publisher.figure("answer_share", group, row.n / publisher.tables.n(total), row.n, shown=shown)


def _comments(publisher: Publisher) -> Iterator[Figure]:
    for row in publisher.evidence.comment_counts:
        group = publisher.group(row.map, row.role, row.level, aspect=row.aspect)
        shown = publisher.shows(("comments", row.map, row.role, row.level, row.aspect))
        yield publisher.figure("comments", group, float(row.n), row.n, shown=shown)
