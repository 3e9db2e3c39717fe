"""Figures of gain, and of the questions it was measured with."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.figures import Figure, Measure
from evidence.intervals import Interval
from evidence.measures.gain import GainRow
from evidence.privacy import ALL
from evidence.publish.publisher import Publisher


def gain_figures(publisher: Publisher) -> Iterator[Figure]:
    """Yield the gain per role, level, centre, work and item."""
    for row in publisher.evidence.gains:
        # A standard without levels has its figures once, under the role.
        if row.level == "" and row.work is None and row.item is None:
            continue
        yield from _gain(publisher, row)


def _gain(publisher: Publisher, row: GainRow) -> Iterator[Figure]:
    level = ALL if row.level is None else row.level
    about = {"centre": row.centre, "work": row.work, "item": row.item}
    group = publisher.group(row.map, row.role, level, **about)
    whole = ("matched", row.map, row.role, level, row.centre or ALL)
    shown = publisher.shows(whole) and row.n >= publisher.least
    n = publisher.part_of(row.n, whole)
    numbers: list[tuple[Measure, float | None, Interval]] = [
        ("gain_g", row.gain_g, row.g_interval()),
        ("gain_dz", row.gain_dz, row.dz_interval()),
        ("gain_points", row.change, row.change_interval()),
        ("pre_mean", row.pre_mean, Interval()),
        ("post_mean", row.post_mean, Interval()),
        ("pre_sd", row.pre_sd, Interval()),
        ("post_sd", row.post_sd, Interval()),
    ]
    for measure, value, interval in numbers:
        yield publisher.figure(measure, group, value, n, shown=shown, interval=interval)


def question_figures(publisher: Publisher) -> Iterator[Figure]:
    """Yield difficulty and discrimination of every question."""
    for row in publisher.evidence.questions:
        about = {"course": row.course, "phase": row.phase, "question": row.question}
        group = publisher.group(row.map, row.role, row.level, **about)
        group = group.model_copy(update={"question_version": row.question_version})
        whole = ("matched", row.map, row.role, row.level, ALL)
        shown = publisher.shows(whole) and row.n >= publisher.least
        n = publisher.part_of(row.n, whole)
        yield publisher.figure("question_p", group, row.p, n, shown=shown)
        if row.d is not None:
            yield publisher.figure("question_d", group, row.d, n, shown=shown)
