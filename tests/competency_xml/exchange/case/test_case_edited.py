"""What somebody changes in our export with another tool is what comes back, not what stood there before."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from competency_xml.exchange.case import CaseFormat
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap
from competency_xml.xml import read_map
from tests.competency_xml.exchange.case.packages import association, item, package_file

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def quality() -> CompetencyMap:
    return read_map(starter_maps()["quality"])


def _edited(competency_map: CompetencyMap, tmp_path: Path, change: Change) -> CompetencyMap:
    path = tmp_path / "框架.json"
    CaseFormat().write(competency_map, path)
    whole = json.loads(path.read_text(encoding="utf-8"))
    change(whole)
    return CaseFormat().read(package_file(path, whole))[0]


def _item(whole: dict[str, Any], part_id: str) -> dict[str, Any]:
    return next(
        one for one in whole["CFItems"] if one.get("extensions", {}).get("x-competency-map", {}).get("id") == part_id
    )


def _part(competency_map: CompetencyMap, part_id: str) -> Any:
    return next(one for one in competency_map.items() if one.id == part_id)


def test_reworded_statement_keeps_id_and_further_fields(quality: CompetencyMap, tmp_path: Path) -> None:
    first = next(quality.items())

    def change(whole: dict[str, Any]) -> None:
        _item(whole, first.id).update(fullStatement="新的说法", humanCodingScheme="9.9", notes="新的说明")

    part = _part(_edited(quality, tmp_path, change), first.id)
    assert (part.label.get("zh-CN"), part.code, part.description.get("zh-CN")) == ("新的说法", "9.9", "新的说明")
    assert (part.label.get("en"), part.uuid, part.kind) == (first.label.get("en"), first.uuid, first.kind)


def test_reworded_translation_is_taken(quality: CompetencyMap, tmp_path: Path) -> None:
    first = next(quality.items())

    def change(whole: dict[str, Any]) -> None:
        english = next(one for one in whole["CFItems"] if one["fullStatement"] == first.label.get("en"))
        english["fullStatement"] = "New wording"

    assert _part(_edited(quality, tmp_path, change), first.id).label.get("en") == "New wording"


def test_moved_item_stands_where_it_was_moved(quality: CompetencyMap, tmp_path: Path) -> None:
    works = [work for level in quality.levels() for work in level.works()]
    moved = works[0].items[0]

    def change(whole: dict[str, Any]) -> None:
        identifier, target = _item(whole, moved.id)["identifier"], _item(whole, works[1].id)["identifier"]
        for one in whole["CFAssociations"]:
            if one["associationType"] == "isChildOf" and one["originNodeURI"]["identifier"] == identifier:
                one["destinationNodeURI"]["identifier"] = target
                one["sequenceNumber"] = 99

    edited = [work for level in _edited(quality, tmp_path, change).levels() for work in level.works()]
    assert edited[1].items[-1].id == moved.id
    assert len(edited[0].items) == len(works[0].items) - 1


def test_removed_and_added_items(quality: CompetencyMap, tmp_path: Path) -> None:
    first = next(quality.items())
    work = next(work for level in quality.levels() for work in level.works())

    def change(whole: dict[str, Any]) -> None:
        whole["CFItems"].remove(_item(whole, first.id))
        whole["CFItems"].append(item("新", "能做新的事"))
        added = association("新", "x", sequenceNumber=99)
        added["destinationNodeURI"] = {**added["destinationNodeURI"], "identifier": _item(whole, work.id)["identifier"]}
        whole["CFAssociations"].append(added)

    edited = _edited(quality, tmp_path, change)
    assert first.id not in {one.id for one in edited.items()}
    found = next(one for level in edited.levels() for one in level.works() if one.id == work.id)
    assert found.items[-1].label.best() == "能做新的事"
    assert found.items[-1].kind == "ability"


def test_document_of_another_version_and_title(quality: CompetencyMap, tmp_path: Path) -> None:
    def change(whole: dict[str, Any]) -> None:
        whole["CFDocument"].update(title="新标题", version="3.0", lastChangeDateTime="2026-05-01T00:00:00Z")

    edited = _edited(quality, tmp_path, change)
    assert (edited.title.get("zh-CN"), edited.version) == ("新标题", "3.0")
    assert edited.title.get("en") == quality.title.get("en")
    assert edited.modified is not None
    assert edited.modified.year == 2026


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        {"part": "item"},
        {"part": "item", "id": "有 空格"},
        {"part": "item", "id": "a", "kind": "x"},
        {"part": 3},
    ],
)
def test_damaged_extension_costs_no_item(quality: CompetencyMap, tmp_path: Path, value: Any) -> None:
    first = next(quality.items())

    def change(whole: dict[str, Any]) -> None:
        _item(whole, first.id)["extensions"]["x-competency-map"] = value

    edited = _edited(quality, tmp_path, change)
    assert first.label in [one.label for one in edited.items()]
    assert len(list(edited.items())) == len(list(quality.items()))


def test_extensions_dropped_by_a_server_leave_a_whole_tree(quality: CompetencyMap, tmp_path: Path) -> None:
    def change(whole: dict[str, Any]) -> None:
        for one in (whole["CFDocument"], *whole["CFItems"], *whole["CFAssociations"]):
            one.pop("extensions", None)

    edited = _edited(quality, tmp_path, change)
    assert [one.label for one in edited.items()] == [one.label for one in quality.items()]
    assert [one.id for one in edited.items()] == [one.id for one in quality.items()]
    assert [one.kind for one in edited.items()] == [one.kind for one in quality.items()]


def test_edited_map_overrides_what_was_kept_for_case(tmp_path: Path) -> None:
    whole = {
        "CFDocument": {
            "identifier": "0f5b1c52-4a8e-4c66-9d3a-3f0f4f6f0a11",
            "title": "旧标题",
            "creator": "某协会",
            "uri": "https://x.example/1",
            "lastChangeDateTime": "2024-01-01T00:00:00Z",
        },
        "CFItems": [{**item(1, "旧的说法"), "alternativeLabel": "成果"}],
    }
    competency_map, _ = CaseFormat().read(package_file(tmp_path / "旧.json", whole))
    text = competency_map.model_dump_json().replace("旧的说法", "新的说法")
    CaseFormat().write(CompetencyMap.model_validate_json(text), tmp_path / "新.json")
    (only,) = json.loads((tmp_path / "新.json").read_text(encoding="utf-8"))["CFItems"]
    assert (only["fullStatement"], only["alternativeLabel"]) == ("新的说法", "成果")
