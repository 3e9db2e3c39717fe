"""Matching keeps what is the same thing together: across tables imported anew, other ids, other codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from competency_xml.exchange.printed import read_printed
from competency_xml.matching import Matching, match_maps
from competency_xml.model import CompetencyMap
from competency_xml.similarity import Wording
from competency_xml.xml import read_map
from foundation.text import LangText
from tests.bench.maps import large_map
from tests.competency_xml.diff.editing import Edited, plain_map, sentence, without_ids
from tests.competency_xml.workbooks import SOUND_ROWS, workbook_file

BASE = plain_map()


def _imported(folder: Path, *lines: str, name: str = "表.xlsx") -> CompetencyMap:
    """Return what a table gives whose first cell of abilities holds these lines, numbered anew."""
    numbered = "\n".join(f"1.1.{number} {line}" for number, line in enumerate(lines, start=1))
    rows = (("1. 质量策划", "1.1 制订质量计划", numbered, "1.1.1 质量计划的内容"), *SOUND_ROWS[1:])
    return read_printed(workbook_file(folder / name, rows))[0]


def _texts(matching: Matching, kind: str = "ability") -> dict[str, str]:
    return {
        pair.old.part.label.best(): pair.new.part.label.best()
        for pair in matching.pairs
        if pair.old.type == "item" and getattr(pair.old.part, "kind", "") == kind
    }


def test_a_row_inserted_before_a_fresh_import_shifts_no_identity(tmp_path: Path) -> None:
    old = _imported(tmp_path, "能编制质量计划", "能分解质量目标", "能组织质量评审")
    new = _imported(tmp_path, "能编制质量计划", "能测算质量成本", "能分解质量目标", "能组织质量评审")
    # The trap: 1.1.2 has the same id and UUID in both, and is another item.
    assert {item.id: item.uuid for item in old.items()}.items() <= {item.id: item.uuid for item in new.items()}.items()
    matching = match_maps(old, new)
    assert not matching.identity_believed
    assert all(one == other for one, other in _texts(matching).items())
    assert [place.part.label.best() for place in matching.only_new] == ["能测算质量成本"]
    assert matching.only_old == ()


def test_a_text_replaced_where_it_stands_keeps_its_identity(tmp_path: Path) -> None:
    old = _imported(tmp_path, "能编制质量计划", "能分解质量目标")
    new = _imported(tmp_path, "能编制质量计划", "会召集供方索赔谈判")
    for identity in ("auto", "ignored"):
        matching = match_maps(old, new, identity=identity)  # type: ignore[arg-type]
        assert _texts(matching)["能分解质量目标"] == "会召集供方索赔谈判"
    (doubt,) = matching.doubtful
    assert (doubt.how, doubt.sure) == ("key", False)


def test_stored_ids_are_believed_even_when_two_texts_change_places(tmp_path: Path) -> None:
    edited = Edited.of(BASE)
    first, second, _ = edited.works()[0]["items"]
    first["label"], second["label"] = second["label"], first["label"]
    matching = match_maps(BASE, edited.map())
    assert matching.identity_believed
    assert all(pair.how == "uuid" and pair.old.id == pair.new.id for pair in matching.pairs)


def test_a_new_item_with_its_own_id_is_not_taken_for_the_one_that_was_deleted() -> None:
    edited = Edited.of(BASE)
    item = edited.works()[0]["items"][0]
    item |= {"id": "quality.new", "uuid": "00000000-0000-4000-8000-000000000001"}
    item["label"] = {"zh-CN": item["label"]["zh-CN"][:-2] + "文字"}
    matching = match_maps(BASE, edited.map())
    assert [place.id for place in matching.only_new] == ["quality.new"]
    (miss,) = matching.near_misses
    assert (miss.new.id, miss.sure) == ("quality.new", False)


def test_a_row_that_lost_its_id_and_nothing_else_finds_itself() -> None:
    edited = Edited.of(BASE)
    edited.works()[0]["items"][0] |= {"id": "lost", "uuid": "00000000-0000-4000-8000-000000000001"}
    matching = match_maps(BASE, edited.map())
    assert matching.old_by_new_id["lost"].id == "quality.L0.a1-1-1"


def test_two_roles_are_not_one_because_their_names_are_alike(starter: dict[str, CompetencyMap]) -> None:
    matching = match_maps(starter["quality"], starter["finance"])
    assert matching.pairs == ()


def test_every_part_is_in_one_place(starter: dict[str, CompetencyMap]) -> None:
    old, new = starter["quality"], without_ids(starter["quality"])
    matching = match_maps(old, new)
    assert len(matching.pairs) == len(matching.olds) == len(matching.news)
    assert all(pair.sure for pair in matching.pairs)
    mixed = match_maps(starter["quality"], BASE)
    assert len(mixed.pairs) + len(mixed.only_old) == len(mixed.olds)
    assert len(mixed.pairs) + len(mixed.only_new) == len(mixed.news)


def test_levels_of_a_real_standard_are_told_apart_although_codes_and_texts_repeat(printed_standard: Path) -> None:
    standard, _ = read_printed(printed_standard)
    matching = match_maps(standard, without_ids(standard))
    assert [pair.old.part.label for pair in matching.pairs] == [pair.new.part.label for pair in matching.pairs]
    assert len(matching.pairs) == len(matching.olds)
    assert {pair.new.above("level").part.label for pair in matching.pairs if pair.new.above("level")} == {  # type: ignore[union-attr]
        level.label for level in standard.levels()
    }
    for pair in matching.pairs:
        if (level := pair.old.above("level")) is not None:
            assert level.part.label == pair.new.above("level").part.label  # type: ignore[union-attr]


def test_a_work_whose_name_was_replaced_is_known_by_its_items() -> None:
    edited = Edited.of(BASE)
    work = edited.works()[0]
    work["label"] = {"zh-CN": sentence("another name", 6)}
    matching = match_maps(BASE, without_ids(edited.map()), identity="ignored")
    pair = next(pair for pair in matching.pairs if pair.old.id == work["id"])
    assert (pair.how, pair.score, pair.sure) == ("contents", 1.0, True)


def test_an_editor_has_the_last_word() -> None:
    new = without_ids(BASE)
    first, second, *_ = (item.id for level in BASE.levels() for item in level.items())
    theirs, others, *_ = (item.id for level in new.levels() for item in level.items())
    matching = match_maps(BASE, new, settled={theirs: second, others: None, "no such": first})
    assert matching.old_by_new_id[theirs].id == second
    assert others in {place.id for place in matching.only_new}
    assert first in {place.id for place in matching.only_old}


def test_equally_good_partners_are_doubtful() -> None:
    edited = Edited.of(BASE)
    work = edited.works()[0]
    work["items"][0]["label"] = {"zh-CN": "能按作业指导书完成首件检验并留存记录甲"}
    old = edited.map()
    work["items"][0]["label"] = {"zh-CN": "能按作业指导书完成首件检验并留存记录乙"}
    work["items"][1]["label"] = {"zh-CN": "能按作业指导书完成首件检验并留存记录丙"}
    work["items"][0]["code"] = work["items"][1]["code"] = None
    matching = match_maps(old, without_ids(edited.map()))
    pair = next(pair for pair in matching.pairs if pair.old.id == work["items"][0]["id"])
    assert not pair.sure


@pytest.mark.parametrize("threshold", [0.5, 0.95])
def test_the_threshold_decides(threshold: float) -> None:
    edited = Edited.of(BASE)
    item = edited.works()[0]["items"][0]
    item["label"] = {"zh-CN": item["label"]["zh-CN"][:12] + sentence("two", 2)}
    item["code"] = None
    new = without_ids(edited.map())
    matching = match_maps(BASE, new, threshold=threshold)
    assert (item["id"] in matching.new_by_old_id) == (threshold == 0.5)


def test_thousands_of_items_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    likeness = Wording.likeness

    def counted(self: Wording, other: Wording, least: float = 0.0) -> float:
        nonlocal looks
        looks += 1
        return likeness(self, other, least)

    monkeypatch.setattr(Wording, "likeness", counted)
    old = large_map().model_copy(update={"roles": large_map().roles[:3]})
    edited = Edited.of(old)
    for work in edited.works()[::10]:
        work["items"][0] |= {"label": {"zh-CN": sentence(work["id"], 20)}, "code": None}
    matching = match_maps(old, without_ids(edited.map()))
    assert len(matching.pairs) == len(matching.olds) - 30
    assert looks < 3_000


@pytest.fixture
def starter() -> dict[str, CompetencyMap]:
    from competency_xml.maps import starter_maps

    return {role: read_map(path) for role, path in starter_maps().items() if role in {"quality", "finance"}}


def test_untranslated_and_empty_texts_are_not_one() -> None:
    edited = Edited.of(BASE)
    for item in edited.works()[0]["items"]:
        item |= {"label": LangText().model_dump(), "code": None}
    matching = match_maps(edited.map(), without_ids(edited.map()))
    assert len(matching.only_old) == len(matching.only_new) == 3
