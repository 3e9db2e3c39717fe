"""The picture shows the weights that the map gives, and invents none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from competency_xml.model import CompetencyMap, Item, Weight, Weights
from competency_xml.view.shares import item_shares
from competency_xml.view.sheets import sheets_of
from tests.competency_xml.diff.editing import Edited, plain_map
from tests.competency_xml.generated import competency_maps

BASE = plain_map()
LEVEL = BASE.roles[0].levels[0]


def _table(**percents: Any) -> Weights:
    weights = (
        Weight(ref=f"quality.L0.{ref.replace('_', '-')}", percent=None if percent is None else Decimal(percent))
        for ref, percent in percents.items()
    )
    return Weights(part="theory", weights=tuple(weights))


def _of(shares: dict[str, Decimal], start: str) -> float:
    return float(sum(share for part_id, share in shares.items() if part_id[:-2].endswith(start)))


@given(competency_maps())
def test_shares_are_shares_whatever_the_map(competency_map: CompetencyMap) -> None:
    for sheet in sheets_of([competency_map]):
        for by_table in zip(*sheet.shares.values(), strict=True):
            assert all(0 <= share <= 1 for share in by_table)
            assert sum(by_table) == pytest.approx(1) or not any(by_table)


def test_functions_have_the_share_of_their_weight_and_items_share_it() -> None:
    shares = item_shares(LEVEL.functions, (), _table(f1=70, f2=30))
    assert (_of(shares, "1-1"), _of(shares, "1-2")) == (pytest.approx(0.35), pytest.approx(0.35))
    assert _of(shares, "2-1") == pytest.approx(0.15)
    assert shares["quality.L0.a1-1-1"] == shares["quality.L0.k1-2-3"]


def test_what_does_not_apply_has_no_share() -> None:
    shares = item_shares(LEVEL.functions, BASE.basic, _table(f1=None, f2=100))
    assert (_of(shares, "1-1"), _of(shares, "2-1")) == (0, pytest.approx(0.5))
    assert shares["basic.ethics"] == 0


@pytest.mark.parametrize("whole", [40, 100])
def test_weights_of_works_divide_their_functions_whether_they_sum_to_it_or_to_100(whole: int) -> None:
    halves = {"w1_1": whole * 3 // 4, "w1_2": whole // 4}
    shares = item_shares(LEVEL.functions, (), _table(f1=40, f2=60, **halves))
    assert _of(shares, "1-1") == pytest.approx(0.3)
    assert _of(shares, "1-2") == pytest.approx(0.1)


def test_weights_of_works_alone_make_those_of_their_functions() -> None:
    shares = item_shares(LEVEL.functions, (), _table(w1_1=20, w1_2=20, w2_1=60))
    assert (_of(shares, "2-1"), _of(shares, "2-2")) == (pytest.approx(0.6), 0)


def test_without_weights_every_item_has_the_same() -> None:
    shares = item_shares(LEVEL.functions, BASE.basic, None)
    assert set(shares.values()) == {Decimal(1) / 13}


def test_retired_items_have_no_share() -> None:
    edited = Edited.of(BASE)
    item = edited.works()[0]["items"][0]
    item["status"] = "retired"
    level = edited.map().roles[0].levels[0]
    assert item_shares(level.functions, (), None)[item["id"]] == 0
    retired = Item.model_validate(item)
    assert set(item_shares((), (retired,), None).values()) <= {Decimal(0)}
