"""Points and questions follow the weights exactly, and parallel forms are parallel."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_templates.blueprint import (
    Target,
    apportion,
    cell_counts,
    largest_remainder,
    make_cells,
    parallel_forms,
    points_of_questions,
    unplaced,
)
from course_templates.errors import BlueprintError
from course_templates.model import Cell, Choice, Question
from foundation.text import LangText

WEIGHTS = st.lists(st.fractions(0, 1000, max_denominator=100), min_size=1, max_size=20).filter(any)


def test_the_example_of_the_textbook() -> None:
    assert largest_remainder([50, 30, 20], 7) == (4, 2, 1)
    assert largest_remainder([1, 1, 1], 8) == (3, 3, 2)
    assert largest_remainder([1, 1, 1], 100) == (34, 33, 33)
    assert largest_remainder([0, 0], 0) == (0, 0)


@given(WEIGHTS, st.integers(0, 500))
def test_shares_add_up_and_stay_within_one_of_the_exact_quota(weights: list[Fraction], total: int) -> None:
    shares = largest_remainder(weights, total)
    assert sum(shares) == total
    for weight, share in zip(weights, shares, strict=True):
        assert abs(share - weight * total / sum(weights)) < 1


@given(WEIGHTS, st.integers(0, 500))
def test_more_weight_never_gets_less(weights: list[Fraction], total: int) -> None:
    pairs = sorted(zip(weights, largest_remainder(weights, total), strict=True))
    for (light, fewer), (heavy, more) in itertools.pairwise(pairs):
        assert fewer <= more or light == heavy


@given(WEIGHTS, st.integers(0, 500), st.integers(1, 9))
def test_the_unit_of_the_weights_does_not_matter(weights: list[Fraction], total: int, factor: int) -> None:
    assert largest_remainder(weights, total) == largest_remainder([weight * factor for weight in weights], total)


@pytest.mark.parametrize(("weights", "total"), [([1, -1], 3), ([1], -1), ([0, 0], 1), ([], 1)])
def test_impossible_shares_are_refused(weights: list[int], total: int) -> None:
    with pytest.raises(ValueError):
        largest_remainder(weights, total)


@given(WEIGHTS, st.integers(0, 3), st.integers(0, 200))
def test_every_weight_gets_its_minimum_and_the_total_is_exact(weights: list[Fraction], minimum: int, more: int) -> None:
    total = minimum * sum(weight > 0 for weight in weights) + more
    shares = apportion(weights, total, minimum)
    assert sum(shares) == total
    assert all(share >= minimum if weight else share == 0 for weight, share in zip(weights, shares, strict=True))


@given(WEIGHTS, st.integers(0, 40), st.integers(0, 200))
def test_a_blueprint_gives_every_work_a_question_and_every_question_a_point(
    weights: list[Fraction], more_questions: int, more_points: int
) -> None:
    targets = [Target(f"w{number}", weight) for number, weight in enumerate(weights)]
    questions = sum(weight > 0 for weight in weights) + more_questions
    points = questions + more_points
    cells = make_cells(targets, questions, points)
    assert [cell.item for cell in cells] == [target.item for target in targets if target.weight]
    assert (sum(cell.count for cell in cells), sum(cell.points for cell in cells)) == (questions, points)
    assert all(min(points_of_questions(cell)) >= 1 for cell in cells)


def test_points_follow_the_weights_whatever_the_counts_are() -> None:
    cells = make_cells([Target("a", Fraction(50)), Target("b", Fraction(30)), Target("c", Fraction(20))], 8, 100)
    assert [(cell.count, cell.points) for cell in cells] == [(4, 50), (2, 30), (2, 20)]


def test_too_few_questions_for_the_works_are_refused() -> None:
    with pytest.raises(BlueprintError):
        make_cells([Target("a", Fraction(1)), Target("b", Fraction(1))], 1, 100)
    with pytest.raises(BlueprintError):
        make_cells([], 8, 100)


def _question(number: int, item: str, points: int, bloom: str = "apply") -> Question:
    choices = tuple(Choice(key=key, text=LangText.of(key)) for key in "ab")
    stem = LangText.of(f"第 {number} 题")
    return Question.model_validate(
        {"id": f"q{number}", "item": item, "bloom": bloom, "stem": stem, "choices": choices, "answer": ("a",)}
        | {"points": points}
    )


WORK_OF = {f"i{work}-{item}": f"w{work}" for work in range(4) for item in range(3)}


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9)), min_size=1, max_size=4),
    st.integers(2, 3),
    st.randoms(use_true_random=False),
)
def test_parallel_forms_share_no_question_and_agree_in_every_cell(
    shape: list[tuple[int, int]], forms: int, random: object
) -> None:
    cells = [Cell(item=f"w{n}", count=count, points=count + extra) for n, (count, extra) in enumerate(shape)]
    wanted = [
        (f"i{number}-{index % 3}", points)
        for number, cell in enumerate(cells)
        for index, points in enumerate(points_of_questions(cell))
        for _ in range(forms + 1)
    ]
    bank = [_question(number, item, points) for number, (item, points) in enumerate(wanted)]
    random.shuffle(bank)  # type: ignore[attr-defined]
    chosen = parallel_forms(bank, cells, WORK_OF, forms)
    by_id = {question.id: question for question in bank}
    everything = [question for form in chosen for question in form]
    assert len(everything) == len(set(everything)) == forms * sum(cell.count for cell in cells)
    for form in chosen:
        questions = [by_id[question] for question in form]
        assert all((have.count, have.points) == (cell.count, cell.points)
                   for cell, have in cell_counts(cells, questions, WORK_OF))  # fmt: skip
        assert unplaced(cells, questions, WORK_OF) == []


def test_twins_on_one_item_go_one_to_each_form() -> None:
    bank = [_question(1, "i0-0", 1), _question(2, "i0-1", 1), _question(3, "i0-1", 1), _question(4, "i0-0", 1)]
    pre, post = parallel_forms(bank, [Cell(item="w0", count=2, points=2)], WORK_OF)
    items = {question.id: question.item for question in bank}
    assert [items[question] for question in pre] == [items[question] for question in post] == ["i0-0", "i0-1"]


def test_a_bank_too_small_is_refused_with_the_cell() -> None:
    with pytest.raises(BlueprintError) as refusal:
        parallel_forms([_question(1, "i0-0", 1)], [Cell(item="w0", count=1, points=1)], WORK_OF)
    assert refusal.value.place == "w0"


def test_a_question_counts_in_its_narrowest_cell_alone() -> None:
    cells = [
        Cell(item="w0", count=1, points=1),
        Cell(item="w0", bloom="analyse", count=1, points=1),
        Cell(item="i0-0", count=1, points=1),
    ]
    questions = [
        _question(1, "i0-0", 1, "analyse"),
        _question(2, "i0-1", 1, "analyse"),
        _question(3, "i0-1", 1),
        _question(4, "i1-0", 1),
    ]
    assert [have.count for _, have in cell_counts(cells, questions, WORK_OF)] == [1, 1, 1]
    assert [question.id for question in unplaced(cells, questions, WORK_OF)] == ["q4"]
