"""Figures of progress: the funnel, who was lost, and of whom there are no answers question by question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from evidence.counts import MATCHED, bodies
from evidence.figures import Figure, Group, Measure
from evidence.measures.progress import STAGES, Stage
from evidence.privacy import ALL, Key
from evidence.publish.publisher import Publisher

Step = Literal["enrolled", "started", "pre", "post", "passed", "survey"]
#: The steps of the funnel in order, each with the furthest stages of those who took it.
STEPS: dict[Step, tuple[Stage, ...]] = {
    "enrolled": STAGES,
    "started": tuple(stage for stage in STAGES if stage != "enrolled"),
    "pre": ("pre", *MATCHED),
    "post": (*MATCHED, "unmatched-finished", "unmatched-passed"),
    "passed": ("passed", "unmatched-passed"),
}
_UNMATCHED: tuple[Stage, ...] = ("unmatched-finished", "unmatched-passed")


def progress_figures(publisher: Publisher) -> Iterator[Figure]:
    """Yield the progress per role and level, and for internal readers per centre."""
    for map_, role, levels in bodies(publisher.evidence):
        for level in (ALL, *(own for own in levels if own)):
            yield from _progress(publisher, map_, role, level)
    if publisher.internal:
        yield from _progress_of_centres(publisher)


def _progress(publisher: Publisher, map_: str, role: str, level: str) -> Iterator[Figure]:
    group = publisher.group(map_, role, level)
    cell = ("progress", map_, role, level)
    for step, stages in STEPS.items():
        if step == "pre" and not _has_pre_test(publisher, map_, role):
            continue
        n = sum(publisher.tables.n((*cell, stage)) for stage in stages)
        yield _step(publisher, group, step, n, cell, shown=publisher.shows_union(cell, stages))
    yield from _dropouts(publisher, group, cell)
    yield from _answering(publisher, group, cell)


def _step(publisher: Publisher, group: Group, step: Step, n: int, cell: Key, *, shown: bool) -> Figure:
    total: Key = (*cell, ALL)
    enrolled = publisher.tables.n(total)
    about = group.model_copy(update={"step": step})
    figure = publisher.figure("progress", about, n / enrolled if enrolled else None, n, shown=shown)
    if shown and not publisher.shows(total):
        # The share and the count would tell how many enrolled.
        return figure.model_copy(update={"value": None, "suppressed": True})
    return figure


def _dropouts(publisher: Publisher, group: Group, cell: Key) -> Iterator[Figure]:
    lost: tuple[tuple[Measure, tuple[Stage, ...]], ...] = (("pre_only", ("pre",)), ("post_only", _UNMATCHED))
    for measure, stages in lost:
        n = sum(publisher.tables.n((*cell, stage)) for stage in stages)
        yield publisher.figure(measure, group, float(n), n, shown=publisher.shows_union(cell, stages))


def _answering(publisher: Publisher, group: Group, cell: Key) -> Iterator[Figure]:
    _, map_, role, level = cell
    rows = [
        row for row in publisher.evidence.progress if (row.map, row.role) == (map_, role) and level in (ALL, row.level)
    ]
    finished = [row for row in rows if row.stage in STEPS["post"]]
    n, without = sum(row.n for row in finished), sum(row.n for row in finished if not row.items)
    yield _without_items(publisher, group, (without, n), counted=publisher.shows_union(cell, STEPS["post"]))
    answered = sum(row.n for row in rows if row.survey)
    yield _step(publisher, group, "survey", answered, cell, shown=publisher.is_enough(answered))


def _without_items(publisher: Publisher, group: Group, part: tuple[int, int], *, counted: bool) -> Figure:
    """Return the share without answers question by question; `counted`: whether the whole of `part` may be told."""
    without, n = part
    all_or_none = without in (0, n) and publisher.is_enough(n)  # says nothing about how many there are
    splits = publisher.is_enough(without) and publisher.is_enough(n - without)
    shown = all_or_none or (counted and splits)
    return publisher.figure("no_item_data", group, without / n if n else None, n if counted else None, shown=shown)


def _progress_of_centres(publisher: Publisher) -> Iterator[Figure]:
    counts: dict[tuple[str, str, str], dict[Stage, int]] = {}
    for row in publisher.evidence.progress:
        stages = counts.setdefault((row.map, row.role, row.centre), dict.fromkeys(STAGES, 0))
        stages[row.stage] += row.n
    for (map_, role, centre), own in sorted(counts.items()):
        group = publisher.group(map_, role, ALL, centre=centre)
        enrolled = sum(own.values())
        for step, taken in STEPS.items():
            n = sum(own[stage] for stage in taken)
            about = group.model_copy(update={"step": step})
            yield publisher.figure("progress", about, n / enrolled, n, shown=True)


def _has_pre_test(publisher: Publisher, map_: str, role: str) -> bool:
    return any(publisher.tables.n(("progress", map_, role, ALL, stage)) for stage in STEPS["pre"])
