"""Figure: one published number, or the place where one was suppressed. `figures.json` is a list of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_serializer

Measure = Literal[
    "gain_g",  # normalised gain of class means
    "gain_dz",  # standardised mean change
    "gain_points",  # mean of post − pre, 0 to 1
    "pre_mean",
    "post_mean",
    "pre_sd",
    "post_sd",
    "pre_only",  # learners with a pre-test alone
    "post_only",  # learners with a post-test alone
    "progress",  # share of the enrolled who reached a step
    "no_item_data",  # share of the finished without answers question by question
    "rating_mean",  # mean of a survey rating, 1 to 5
    "need_rank",  # rank of a work by discrepancy, 1 = largest
    "answer_share",  # share of respondents with one answer
    "question_p",  # difficulty: share of right answers
    "question_d",  # discrimination: top − bottom 27 %
    "comments",  # learners who wrote a comment
]

#: Decimals that are published: more would be noise, and would differ from run to run in the last bit.
DECIMALS = 6


class Group(BaseModel):
    """What a figure is about; dimensions that do not apply are absent.

    `level` is there where the standard has levels, `map` where the store holds evidence on more than one map.
    """

    model_config = ConfigDict(frozen=True)

    role: str
    level: str | None = None
    map: str | None = None
    centre: str | None = None
    work: str | None = None
    item: str | None = None
    course: str | None = None
    phase: str | None = None
    question: str | None = None
    question_version: int | None = None
    step: str | None = None
    aspect: str | None = None
    response: str | None = None

    @model_serializer
    def _present(self) -> dict[str, Any]:
        return {name: value for name, value in self if value is not None}


class Figure(BaseModel):
    """One number: `value` with its 95 % interval `low` to `high`, on `n` learners.

    `suppressed`: there is a value, but too few learners are behind it, or it would give others away. A `value` of
    None that is not suppressed has none (its formula divides by zero, say). `n` may be withheld by itself.
    `basis` says, in both languages, what the number rests on.
    """

    model_config = ConfigDict(frozen=True)

    measure: Measure
    group: Group
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None
    suppressed: bool = False
    basis: str

    @classmethod
    def hidden(cls, measure: Measure, group: Group, basis: str) -> Figure:
        """Return the place of a suppressed number."""
        return cls(measure=measure, group=group, value=None, n=None, suppressed=True, basis=basis)


def rounded(value: float | None) -> float | None:
    """Return a value as it is published."""
    return None if value is None else round(value, DECIMALS) + 0.0


class Figures(Sequence[Figure]):
    """Figures in their order, found by measure and group."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = tuple(figures)
        self._by_measure: dict[str, list[Figure]] = {}
        self._by_group = {(figure.measure, figure.group): figure for figure in self._figures}
        for figure in self._figures:
            self._by_measure.setdefault(figure.measure, []).append(figure)

    def __len__(self) -> int:
        return len(self._figures)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._figures)

    def __getitem__(self, index: Any) -> Any:
        return self._figures[index]

    def find(self, measure: Measure, **group: str | int | None) -> list[Figure]:
        """Return the figures of a measure whose group has these values; None wants the dimension absent."""
        return [
            figure
            for figure in self._by_measure.get(measure, [])
            if all(getattr(figure.group, name) == value for name, value in group.items())
        ]

    def one(self, measure: Measure, group: Group) -> Figure | None:
        """Return the figure of exactly this group, or None."""
        return self._by_group.get((measure, group))
