"""The blueprint (双向细目表): weights become whole questions and points, and parallel forms are chosen by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol, TypeVar

from competency_xml.model import Bloom
from course_templates.errors import BlueprintError
from course_templates.model import Cell
from foundation.text import both

Number = int | Decimal | Fraction


class Target(NamedTuple):
    """What a cell is about: the id of a work or item, and its weight against the others."""

    item: str
    weight: Fraction


class Askable(Protocol):
    """What a blueprint looks at in a question, written or still to be written."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def item(self) -> str:
        """The id of the item it is about."""
        ...

    @property
    def bloom(self) -> Bloom:
        """Its Bloom level."""
        ...

    @property
    def points(self) -> int:
        """The points it gives."""
        ...


AskableT = TypeVar("AskableT", bound=Askable)


@dataclass(frozen=True)
class Have:
    """What a form has in a cell: so many questions, so many points."""

    count: int
    points: int


def largest_remainder(weights: Sequence[Number], total: int) -> tuple[int, ...]:
    """Return whole shares of `total` in proportion to `weights`; they add up to it exactly.

    Each share is its exact quota rounded down or up; equal remainders go to whoever comes first.

    Raises:
        ValueError: a weight or the total is negative, or there is a total and no weight above 0 to give it to.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    if total < 0 or any(weight < 0 for weight in exact):
        raise ValueError("weights and total must not be negative")
    if whole == 0:
        if total > 0:
            raise ValueError("no weight is above 0")
        return (0,) * len(exact)
    quotas = [weight * total / whole for weight in exact]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(exact)), key=lambda index: (shares[index] - quotas[index], index))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return tuple(shares)


def apportion(weights: Sequence[Number], total: int, minimum: int) -> tuple[int, ...]:
    """Return largest-remainder shares of `total` with at least `minimum` for every weight above 0.

    Whoever would get less is given the minimum, and the rest is shared among the others.

    Raises:
        ValueError: as `largest_remainder`, or `total` is less than all the minima.
    """
    shares: dict[int, int] = {}
    free = [index for index, weight in enumerate(weights) if weight > 0]
    if total < minimum * len(free):
        raise ValueError("the total is less than the minima")
    while True:
        left = total - minimum * len(shares)
        proposal = dict(zip(free, largest_remainder([weights[index] for index in free], left), strict=True))
        short = [index for index in free if proposal[index] < minimum]
        if not short:
            shares.update(proposal)
            return tuple(shares.get(index, 0) for index in range(len(weights)))
        shares.update(dict.fromkeys(short, minimum))
        free = [index for index in free if index not in shares]


def make_cells(targets: Sequence[Target], questions: int, points: int) -> tuple[Cell, ...]:
    """Return a cell for every target that has weight: exactly so many questions and points in all.

    Every such target gets a question, and every question a point.

    Raises:
        BlueprintError: fewer questions than targets, or fewer points than questions.
    """
    weighted = [target for target in targets if target.weight > 0]
    weights = [target.weight for target in weighted]
    if questions < len(weighted) or points < questions or not weighted:
        raise BlueprintError(
            both(
                f"{len(weighted)} 项内容、{questions} 题、{points} 分，无法分配",
                f"{len(weighted)} targets, {questions} questions and {points} points cannot be shared out",
            ),
            remedy=both("每项至少一题，每题至少一分", "Each target needs a question, each question a point"),
        )
    counts = apportion(weights, questions, 1)
    shares = _points(weights, points, counts)
    return tuple(
        Cell(item=target.item, count=count, points=share)
        for target, count, share in zip(weighted, counts, shares, strict=True)
    )


def _points(weights: Sequence[Fraction], points: int, counts: Sequence[int]) -> tuple[int, ...]:
    """Share points by weight; where that leaves a question without a point, by what each cell has above its count."""
    shares = largest_remainder(weights, points)
    if all(share >= count for share, count in zip(shares, counts, strict=True)):
        return shares
    extra = largest_remainder(weights, points - sum(counts))
    return tuple(count + more for count, more in zip(counts, extra, strict=True))


def points_of_questions(cell: Cell) -> tuple[int, ...]:
    """Return the points of each question of a cell, as equal as whole numbers allow."""
    return largest_remainder([1] * cell.count, cell.points)


def cell_counts(
    cells: Sequence[Cell], questions: Sequence[Askable], work_of: Mapping[str, str | None]
) -> list[tuple[Cell, Have]]:
    """Return each cell with what these questions give it; a question counts in its narrowest cell alone."""
    placed = _place(cells, questions, work_of)
    return [(cell, _have(questions, placed, index)) for index, cell in enumerate(cells)]


def unplaced(cells: Sequence[Cell], questions: Sequence[AskableT], work_of: Mapping[str, str | None]) -> list[AskableT]:
    """Return the questions that belong to no cell."""
    placed = _place(cells, questions, work_of)
    return [question for question, index in zip(questions, placed, strict=True) if index is None]


def parallel_forms(
    bank: Sequence[AskableT], cells: Sequence[Cell], work_of: Mapping[str, str | None], forms: int = 2
) -> tuple[tuple[str, ...], ...]:
    """Return the question ids of `forms` parallel forms: equal counts and points per cell, no question in two.

    Within a cell, questions on the same item and Bloom level are dealt out to all forms before the next.

    Raises:
        BlueprintError: the bank has too few questions of the right points for a cell.
    """
    placed = _place(cells, bank, work_of)
    chosen: list[list[str]] = [[] for _ in range(forms)]
    for index, cell in enumerate(cells):
        pool = [question for question, at in zip(bank, placed, strict=True) if at == index]
        for points in points_of_questions(cell):
            for form, question in zip(chosen, _take(pool, points, forms, cell), strict=True):
                form.append(question.id)
    return tuple(tuple(form) for form in chosen)


def _take(pool: list[AskableT], points: int, forms: int, cell: Cell) -> list[AskableT]:
    """Remove from the pool one question for each form: alike in item and Bloom level where there are such."""
    right = [question for question in pool if question.points == points]
    if len(right) < forms:
        raise BlueprintError(
            both(
                f"题库中 {cell.item} 的 {points} 分题不够 {forms} 套试卷用",
                f"The bank has too few questions of {points} points on {cell.item} for {forms} forms",
            ),
            place=cell.item,
            remedy=both("补充题目，或减少题数", "Write more questions, or ask for fewer"),
        )
    groups: dict[tuple[str, str], list[AskableT]] = {}
    for question in right:
        groups.setdefault((question.item, question.bloom), []).append(question)
    taken = next((group for group in groups.values() if len(group) >= forms), right)[:forms]
    for question in taken:
        pool.remove(question)
    return taken


def _place(cells: Sequence[Cell], questions: Sequence[Askable], work_of: Mapping[str, str | None]) -> list[int | None]:
    """Return the index of each question's cell: item and Bloom before item, work and Bloom before work."""
    index = {(cell.item, cell.bloom): at for at, cell in reversed(list(enumerate(cells)))}
    return [next((index[key] for key in _keys(question, work_of) if key in index), None) for question in questions]


def _keys(question: Askable, work_of: Mapping[str, str | None]) -> Iterator[tuple[str, str | None]]:
    work = work_of.get(question.item)
    for part in (question.item, work):
        if part is not None:
            yield part, question.bloom
            yield part, None


def _have(questions: Sequence[Askable], placed: Sequence[int | None], index: int) -> Have:
    inside = [question.points for question, at in zip(questions, placed, strict=True) if at == index]
    return Have(len(inside), sum(inside))
