"""JSON as programs really write it: other encodings, NaN, names that come twice, records without identity."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.case import CaseFormat
from competency_xml.model import CompetencyMap
from foundation.findings import Finding
from tests.competency_xml.exchange.case.packages import (
    DOCUMENT,
    association,
    document,
    item,
    package,
    package_file,
    tree,
    uuid_of,
)
from tests.competency_xml.exchange.case.rules import breaches

NO_UUID = "d0000000-0000-0000-0000-000000000000"


def _read(path: Path) -> tuple[CompetencyMap, list[tuple[str, str | None]]]:
    competency_map, findings = CaseFormat().read(path)
    return competency_map, [(one.id, one.place) for one in findings if one.id.startswith("MAP-C")]


def _labels(competency_map: CompetencyMap) -> list[str]:
    return [one.label.best() for one in competency_map.items()]


def _text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _sample(**fields: Any) -> dict[str, Any]:
    return package(items=[item(1, "能编制计划", **fields)], associations=[association(1, DOCUMENT)])


def test_gb18030_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "框架.json"
    path.write_bytes(json.dumps(_sample(notes="含生僻字㐂"), ensure_ascii=False).encode("gb18030"))
    competency_map, found = _read(path)
    assert _labels(competency_map) == ["能编制计划"]
    assert next(competency_map.items()).description.best() == "含生僻字㐂"
    assert found == [("MAP-CASE-ENCODING", None)]


def test_bytes_in_no_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "框架.json"
    path.write_bytes(b'{"CFItems": [{"fullStatement": "caf\xff"}]}')
    with pytest.raises(UnreadableFrameworkError, match=r"GB 18030"):
        CaseFormat().read(path)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_number_that_is_none_costs_its_field_alone_and_is_told_by_path(tmp_path: Path, number: str) -> None:
    text = json.dumps(_sample(humanCodingScheme="数"), ensure_ascii=False).replace('"数"', number)
    competency_map, found = _read(_text(tmp_path / "a.json", text))
    assert _labels(competency_map) == ["能编制计划"]
    assert found[0] == ("MAP-CASE-VALUE", "$.CFItems[0].humanCodingScheme")


def test_names_that_come_twice_are_told_and_their_lists_joined(tmp_path: Path) -> None:
    whole = _sample()
    text = json.dumps(whole, ensure_ascii=False)[:-1] + ',"CFItems":' + json.dumps([item(2, "能检查计划")]) + "}"
    competency_map, found = _read(_text(tmp_path / "a.json", text))
    assert sorted(_labels(competency_map)) == ["能检查计划", "能编制计划"]
    assert ("MAP-CASE-KEY", "CFItems") in found


def test_record_without_any_name_is_told_by_its_path(tmp_path: Path) -> None:
    whole = _sample()
    whole["CFItems"].insert(0, 7)
    whole["CFItems"].append({"notes": 3, "uri": None})
    whole["CFAssociations"].append([])
    whole["CFDefinitions"] = {"CFConcepts": [None, "x" * 3, 5]}
    _, found = _read(package_file(tmp_path / "a.json", whole))
    assert ("MAP-CASE-UNSOUND", "$.CFItems[0]") in found
    assert ("MAP-CASE-UNSOUND", "$.CFAssociations[1]") in found
    assert ("MAP-CASE-UNSOUND", "$.CFDefinitions.CFConcepts[2]") in found


def test_control_characters_are_told_by_path(tmp_path: Path) -> None:
    _, found = _read(package_file(tmp_path / "a.json", _sample(educationLevel=["高\x01级"])))
    assert ("MAP-CELL-CHARACTER", "$.CFItems[0].educationLevel[0]") in found


def test_items_without_identifier_are_all_kept_even_when_they_read_alike(tmp_path: Path) -> None:
    whole = package(items=[{"fullStatement": "通用要求"} for _ in range(3)])
    competency_map, found = _read(package_file(tmp_path / "a.json", whole))
    assert _labels(competency_map) == ["通用要求"] * 3
    assert len({one.uuid for one in competency_map.items()}) == 3
    assert {finding for finding, _ in found} == {"MAP-CASE-FILLED"}
    assert _read(tmp_path / "a.json")[0] == competency_map


def test_document_whose_identifier_is_no_uuid_of_case_keeps_its_children_and_its_name(tmp_path: Path) -> None:
    whole = _sample()
    whole["CFDocument"]["identifier"] = NO_UUID
    whole["CFAssociations"][0]["destinationNodeURI"]["identifier"] = NO_UUID
    competency_map, found = _read(package_file(tmp_path / "a.json", whole))
    assert {finding for finding, _ in found} == {"MAP-CASE-MENDED"}
    CaseFormat().write(competency_map, tmp_path / "b.json")
    again = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert breaches(again, "1.1") == []
    assert again["CFDocument"]["extensions"]["sourceIdentifier"] == NO_UUID
    assert again["CFAssociations"][0]["destinationNodeURI"]["identifier"] == again["CFDocument"]["identifier"]


def test_document_without_identifier_takes_that_of_what_its_roots_are_children_of(tmp_path: Path) -> None:
    whole = tree(2, 2)
    del whole["CFDocument"]["identifier"], whole["CFDocument"]["uri"]
    competency_map, found = _read(package_file(tmp_path / "a.json", whole))
    assert uuid_of(DOCUMENT) in competency_map.base
    assert ("MAP-CASE-FILLED", uuid_of(DOCUMENT)) in found


def test_frameworks_without_document_are_not_taken_for_one(tmp_path: Path) -> None:
    bases = set()
    for name in ("甲", "乙"):
        path = package_file(tmp_path / "a.json", {"CFItems": [item(name)]})
        bases.add(CaseFormat().read(path)[0].base)
    assert len(bases) == 2


def test_tree_upside_down_is_turned_and_told(tmp_path: Path) -> None:
    whole = tree(2, 2, 2)
    for one in whole["CFAssociations"]:
        one["originNodeURI"], one["destinationNodeURI"] = one["destinationNodeURI"], one["originNodeURI"]
    competency_map, found = _read(package_file(tmp_path / "a.json", whole))
    assert found == [("MAP-CASE-REVERSED", uuid_of(DOCUMENT))]
    upright = CaseFormat().read(package_file(tmp_path / "b.json", tree(2, 2, 2)))[0]
    assert _labels(competency_map) == _labels(upright)


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("educationalLevel", ["09", "10"], "educationLevel"),
        ("EducationLevel", ["09"], "educationLevel"),
        ("listEnumInSource", "b", "listEnumeration"),
        ("HUMANCODINGSCHEME", "A.1", "humanCodingScheme"),
    ],
)
def test_former_and_misspelt_field_names_are_understood(tmp_path: Path, name: str, value: Any, field: str) -> None:
    competency_map, found = _read(package_file(tmp_path / "a.json", _sample(**{name: value})))
    assert [finding for finding, _ in found] == ["MAP-CASE-MENDED"]
    CaseFormat().write(competency_map, tmp_path / "b.json")
    (one,) = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["CFItems"]
    assert one[field] == value


def test_end_that_names_an_item_by_its_uri_alone_is_found(tmp_path: Path) -> None:
    whole = tree(1, 2)
    for one in whole["CFAssociations"]:
        one["destinationNodeURI"]["identifier"] = f"server-{one['identifier'][:4]}"
    assert _labels(_read(package_file(tmp_path / "a.json", whole))[0]) == ["第 2 层 1.1 号内容", "第 2 层 1.2 号内容"]


def test_thousands_of_unknown_fields_make_a_list_that_can_be_read(tmp_path: Path) -> None:
    whole = _sample(**{f"字段{number}": number for number in range(3000)})
    findings: list[Finding] = list(CaseFormat().read(package_file(tmp_path / "a.json", whole))[1])
    assert len(findings) < 250
    assert any("2800" in one.message for one in findings)


@pytest.mark.parametrize("spoil", [lambda moment: moment[:10], lambda moment: moment.replace("Z", "")])
def test_moments_are_written_in_utc(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    whole = package(items=[item(1)])
    whole["CFDocument"] = document(lastChangeDateTime=spoil("2024-03-01T00:00:00Z"))
    competency_map, _ = _read(package_file(tmp_path / "a.json", whole))
    CaseFormat().write(competency_map, tmp_path / "b.json")
    written = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert written["CFDocument"]["lastChangeDateTime"] == "2024-03-01T00:00:00Z"
