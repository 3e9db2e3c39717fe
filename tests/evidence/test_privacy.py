"""A suppressed number that can be worked out again would show who a few learners are."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evidence.privacy import ALL, Cell, Key, Sum, suppressed

SETTINGS = settings(max_examples=150, deadline=None, derandomize=True)
COUNTS = st.integers(0, 30)


def grid(counts: Mapping[Key, int]) -> tuple[dict[Key, Cell], list[Sum]]:
    """Return a table of any number of dimensions with every margin, and the sums that tie them."""
    axes = [sorted({key[axis] for key in counts}) for axis in range(len(next(iter(counts))))]
    keys = list(product(*([*axis, ALL] for axis in axes)))
    cells = {
        key: Cell(sum(n for own, n in counts.items() if all(k in (ALL, o) for k, o in zip(key, own, strict=True))))
        for key in keys
    }
    sums = [
        Sum(key, tuple((*key[:axis], part, *key[axis + 1 :]) for part in axes[axis]))
        for key in keys
        for axis in range(len(axes))
        if key[axis] == ALL
    ]
    return cells, sums


def tables(*sizes: int) -> st.SearchStrategy[dict[Key, int]]:
    keys = [tuple(str(part) for part in key) for key in product(*(range(size) for size in sizes))]
    return st.fixed_dictionaries(dict.fromkeys(keys, COUNTS))


def recoverable(cells: Mapping[Key, Cell], sums: list[Sum], hidden: frozenset[Key]) -> set[Key]:
    """Return the hidden cells that follow from the shown ones, by rank: another method than the product's.

    A cell follows iff adding "this cell is known" to the equations does not raise their rank. Modulo a large prime.
    """
    order = sorted(hidden)
    column = {key: number for number, key in enumerate(order)}
    matrix = []
    for one in sums:
        line = [0] * len(order)
        for key, sign in [(one.total, -1), *((part, 1) for part in one.parts)]:
            if key in column:
                line[column[key]] += sign
        matrix.append(line)
    full = rank(matrix)
    units = ([int(number == column[key]) for number in range(len(order))] for key in order)
    return {key for key, unit in zip(order, units, strict=True) if rank([*matrix, unit]) == full}


def rank(matrix: list[list[int]], prime: int = 2_147_483_647) -> int:
    rows, found = [list(line) for line in matrix], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((line for line in rows[found:] if line[column] % prime), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        inverse = pow(pivot[column], -1, prime)
        for line in rows[found + 1 :]:
            if factor := line[column] * inverse % prime:
                line[:] = [(value - factor * lead) % prime for value, lead in zip(line, pivot, strict=True)]
        found += 1
    return found


@SETTINGS
@given(st.one_of(tables(5), tables(2, 3), tables(3, 4), tables(2, 2, 3)))
def test_no_suppressed_cell_follows_from_the_shown_ones(counts: dict[Key, int]) -> None:
    cells, sums = grid(counts)
    hidden = suppressed(cells, sums)
    assert {key for key, cell in cells.items() if 0 < cell.n < 10} <= hidden
    assert not any(cells[key].n == 0 for key in hidden)
    assert recoverable(cells, sums, hidden) == set() or hidden >= {key for key, cell in cells.items() if cell.n}


@settings(SETTINGS, max_examples=8)
@given(tables(2, 3))
def test_counting_by_trial_leaves_every_suppressed_cell_open(counts: dict[Key, int]) -> None:
    """Knowing that counts are whole and not negative does not help either: another table fits what is shown."""
    counts = {key: n % 6 for key, n in counts.items()}
    cells, sums = grid(counts)
    hidden = suppressed(cells, sums, threshold=3)
    open_keys = sorted(key for key in hidden if ALL not in key)
    assume(2 <= len(open_keys) <= 4)
    values: dict[Key, set[int]] = {key: set() for key in hidden}
    for trial in product(range(8), repeat=len(open_keys)):
        other, _ = grid({**counts, **dict(zip(open_keys, trial, strict=True))})
        if all(other[key].n == cells[key].n for key in cells if key not in hidden):
            for key in hidden:
                values[key].add(other[key].n)
    assert all(len(found) > 1 for found in values.values())


def one_line(*counts: int) -> tuple[dict[Key, Cell], list[Sum]]:
    return grid({(str(number),): n for number, n in enumerate(counts)})


def test_one_small_class_takes_a_second_one_along() -> None:
    cells, sums = one_line(4, 12, 30)
    assert suppressed(cells, sums) == {("0",), ("1",)}


def test_two_small_classes_with_a_small_sum_are_not_enough() -> None:
    cells, sums = one_line(3, 4, 30, 40)
    assert suppressed(cells, sums) == {("0",), ("1",), ("2",)}


def test_two_small_classes_with_a_large_sum_are() -> None:
    cells, sums = one_line(5, 6, 30)
    assert suppressed(cells, sums) == {("0",), ("1",)}


def test_a_lonely_small_class_takes_its_total_along() -> None:
    cells, sums = one_line(4)
    assert suppressed(cells, sums) == {("0",), (ALL,)}
    cells, sums = one_line(4, 0)
    assert suppressed(cells, sums) == {("0",), (ALL,)}


def test_what_is_worth_keeping_is_given_up_last() -> None:
    cells, sums = one_line(4, 12, 30)
    kept = {key: cell._replace(keep=1) if key != (ALL,) else cell for key, cell in cells.items()}
    assert suppressed(kept, sums) == {("0",), (ALL,)}


def test_nothing_small_nothing_hidden() -> None:
    cells, sums = one_line(10, 0, 30)
    assert suppressed(cells, sums) == frozenset()


def test_lines_that_give_cells_away_only_together_are_seen() -> None:
    """Each sum alone hides two cells, but three sums of three cells tell all of them."""
    cells = {("a",): Cell(5), ("b",): Cell(6), ("c",): Cell(7), ("x",): Cell(11), ("y",): Cell(13), ("z",): Cell(12)}
    pairs = (("x", "ab"), ("y", "bc"), ("z", "ac"))
    sums = [Sum((total,), tuple((part,) for part in parts)) for total, parts in pairs]
    assert recoverable(cells, sums, frozenset({("a",), ("b",), ("c",)}))
    assert recoverable(cells, sums, suppressed(cells, sums)) == set()


def test_the_threshold_is_the_programmes_to_choose() -> None:
    cells, sums = one_line(4, 12, 30)
    assert suppressed(cells, sums, threshold=3) == frozenset()
    assert ("1",) in suppressed(cells, sums, threshold=13)


def test_a_programme_of_many_centres_is_worked_out_in_a_moment() -> None:
    counts = {
        (f"r{role}", f"c{centre:02d}"): (role * 37 + centre * 11) % 40 for role in range(16) for centre in range(30)
    }
    cells, sums = grid(counts)
    hidden = suppressed(cells, sums)
    assert recoverable(cells, sums, hidden) == set()
