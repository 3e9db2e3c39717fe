"""A printed weight table is what the tests follow."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from competency_xml.model import Level, Weight, Weights
from course_templates.weights import work_targets
from tests.course_templates.maps import counting, function, level, levelled_map, receiving


def _weighted(*weights: tuple[str, str | None], part: str = "theory") -> Level:
    table = tuple(Weight(ref=ref, percent=None if percent is None else Decimal(percent)) for ref, percent in weights)
    functions = [
        function("f1", "1", "库存", [receiving("a"), counting("a")]),
        function("f2", "2", "出库", [counting("b")]),
    ]
    return level("l", functions, weights=(Weights(part=part, weights=table),))


def _shares(level_: Level, part: str | None = None) -> dict[str, Fraction]:
    return {target.item: target.weight for target in work_targets(level_, part)}


def test_without_a_table_works_weigh_the_same() -> None:
    plain = level("l", [function("f1", "1", "库存", [receiving("a"), counting("a")])])
    assert _shares(plain) == {"a.w1-1": 1, "a.w1-2": 1}


def test_a_function_shares_its_weight_among_its_works_and_a_dash_is_not_tested() -> None:
    junior = levelled_map().roles[0].levels[0]
    assert _shares(junior) == {
        "basic.ethics": 10,
        "wh.junior.w1-1": 30,
        "wh.junior.w1-2": 30,
        "wh.junior.w2-1": 30,
    }


def test_a_work_weighs_what_the_table_gives_it_or_its_items() -> None:
    assert _shares(_weighted(("a.w1-1", "70"), ("b.a1-2-1", "20"), ("b.k1-2-1", "10"))) == {"a.w1-1": 70, "b.w1-2": 30}


def test_what_the_table_passes_over_is_not_tested() -> None:
    assert _shares(_weighted(("f2", "100"), ("f1", None))) == {"b.w1-2": 100}


def test_the_part_asked_for_counts_and_theory_by_default() -> None:
    both = _weighted(("f1", "100")).model_copy(
        update={
            "weights": (
                Weights(part="ability", weights=(Weight(ref="f2", percent=Decimal(100)),)),
                Weights(part="theory", weights=(Weight(ref="f1", percent=Decimal(100)),)),
            )
        }
    )
    assert _shares(both) == {"a.w1-1": 50, "a.w1-2": 50}
    assert _shares(both, "ability") == {"b.w1-2": 100}
