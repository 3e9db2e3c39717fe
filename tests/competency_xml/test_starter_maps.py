"""The sixteen starter maps: complete, in both languages, marked as our own, and no two of them alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from competency_xml.check import check_map, map_counts
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap, Item
from competency_xml.roles import KNOWN_ROLES
from competency_xml.xml import map_bytes, read_map
from foundation.text import EN, ZH, LangText

MAPS = {role_id: read_map(path) for role_id, path in starter_maps().items()}
#: Two texts are near-alike when they share this much of their two-character pieces (Dice's coefficient).
NEAR_ALIKE = 0.6
MOST_ALIKE = 0.10

every_map = pytest.mark.parametrize("role_id", sorted(MAPS))


def test_every_role_of_the_programme_has_a_starter_map() -> None:
    assert set(MAPS) == {role.id for role in KNOWN_ROLES}


@every_map
def test_a_designer_finds_a_whole_role_in_a_starter_map(role_id: str) -> None:
    starter = MAPS[role_id]
    counts = map_counts(starter)
    assert counts["functions"] >= 3
    assert counts["works"] >= 8
    assert counts["abilities"] >= 24
    assert counts["knowledge"] >= 24
    assert counts["experience"] >= 4
    (role,) = starter.roles
    assert role.id == role_id
    assert role.description
    assert len(role.duty) >= 4
    assert {table.part for table in role.levels[0].weights} >= {"theory", "practical"}


@every_map
def test_nobody_takes_a_starter_map_for_the_standard(role_id: str) -> None:
    starter = MAPS[role_id]
    assert starter.status == "illustrative"
    assert starter.standard is None
    assert starter.inspired_by is not None
    assert "示例" in starter.title.best(ZH)
    assert b"T/CEAMI" not in map_bytes(starter)
    assert not re.search(rb"clause=", map_bytes(starter))


@every_map
def test_a_starter_map_is_sound(role_id: str) -> None:
    assert check_map(MAPS[role_id]) == []


@every_map
def test_every_text_of_a_starter_map_is_in_both_languages(role_id: str) -> None:
    for text in _texts(MAPS[role_id]):
        assert text.languages == (ZH, EN), text
        assert re.search(r"[\u4e00-\u9fff]", text.best(ZH))
        assert not re.search(r"[\u4e00-\u9fff]", text.best(EN))


@every_map
def test_every_ability_is_something_one_can_see_done_and_rests_on_knowledge(role_id: str) -> None:
    level = MAPS[role_id].roles[0].levels[0]
    items = list(level.items())
    abilities = [item for item in items if item.kind == "ability"]
    supported = {ref for item in items if item.kind == "knowledge" for ref in item.supports}
    assert supported == {ability.id for ability in abilities}
    for ability in abilities:
        assert ability.label.best(ZH).startswith("能")
        assert re.match(r"Can\b", ability.label.best(EN))
        assert ability.bloom is not None
    assert 3 <= sum(item.critical for item in items) <= 6


def test_no_two_roles_share_more_than_a_tenth_of_their_items() -> None:
    pieces = {role_id: [_pieces(item, role_id) for item in _items(starter)] for role_id, starter in MAPS.items()}
    for one, other in combinations(sorted(MAPS), 2):
        alike = sum(any(_dice(a, b) >= NEAR_ALIKE for b in pieces[other]) for a in pieces[one])
        share = alike / min(len(pieces[one]), len(pieces[other]))
        assert share <= MOST_ALIKE, (one, other, share)


def test_the_measure_of_likeness_sees_a_template_with_the_name_replaced() -> None:
    role_names = {role.id: role.zh for role in KNOWN_ROLES}
    template = "能根据{}的业务需求，选择合适的数字化工具并制定应用方案"
    one, other = (
        _bigrams(template.format(role_names[r]).replace(role_names[r], "")) for r in ("finance", "warehousing")
    )
    assert _dice(one, other) >= NEAR_ALIKE


def _items(starter: CompetencyMap) -> Iterator[Item]:
    yield from starter.roles[0].levels[0].items()


def _texts(starter: CompetencyMap) -> Iterator[LangText]:
    (role,) = starter.roles
    (level,) = role.levels
    yield from (starter.title, role.label, role.description, *role.duty)
    yield from (entry.text for entry in level.entry)
    yield from (part.label for part in (*starter.basic, *level.functions, *level.works(), *level.items()))


def _pieces(item: Item, role_id: str) -> frozenset[str]:
    name = next(role.zh for role in KNOWN_ROLES if role.id == role_id)
    return _bigrams(item.label.best(ZH).replace(name, ""))


def _bigrams(text: str) -> frozenset[str]:
    letters = re.sub(r"[\W_]+", "", text)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
