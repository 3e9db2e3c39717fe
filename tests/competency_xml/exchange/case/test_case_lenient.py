"""Packages as systems really send them: what can be understood is imported, what was mended or left out is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.base import ImportOptions
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

Whole = dict[str, Any]


def _read(tmp_path: Path, whole: Any, **options: Any) -> tuple[CompetencyMap, list[Finding]]:
    competency_map, findings = CaseFormat().read(package_file(tmp_path / "框架.json", whole), ImportOptions(**options))
    return competency_map, [one for one in findings if one.id.startswith("MAP-CASE")]


def _statements(competency_map: CompetencyMap) -> list[str]:
    return [one.label.best() for one in competency_map.items()]


def _small() -> Whole:
    return package(
        items=[item("f", "仓储规划"), item("w", "库位规划"), item(1), item(2)],
        associations=[
            association("f", DOCUMENT, sequenceNumber=1),
            association("w", "f", sequenceNumber=1),
            association(1, "w", sequenceNumber=1),
            association(2, "w", sequenceNumber=2),
        ],
    )


def test_sound_package_has_no_findings(tmp_path: Path) -> None:
    competency_map, findings = _read(tmp_path, _small())
    assert findings == []
    (work,) = competency_map.roles[0].levels[0].functions[0].works
    assert [one.label.best() for one in work.items] == ["能完成第 1 项仓储作业", "能完成第 2 项仓储作业"]
    assert work.label.best() == "库位规划"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda whole: {"CFPackage": whole},
        lambda whole: {"CFPackages": [whole]},
        lambda whole: [whole],
        lambda whole: {name.lower(): value for name, value in whole.items()},
    ],
    ids=["CFPackage", "CFPackages", "list", "lower case"],
)
def test_wrappers_of_servers_are_taken_off(tmp_path: Path, wrap: Callable[[Whole], Any]) -> None:
    competency_map, findings = _read(tmp_path, wrap(_small()))
    assert (len(_statements(competency_map)), findings) == (2, [])


def test_roots_need_no_association_to_the_document(tmp_path: Path) -> None:
    whole = _small()
    whole["CFAssociations"] = whole["CFAssociations"][1:]
    linked, _ = _read(tmp_path, _small())
    unlinked, findings = _read(tmp_path, whole)
    assert findings == []
    assert _statements(unlinked) == _statements(linked)
    assert unlinked.roles[0].levels[0].functions[0].label == linked.roles[0].levels[0].functions[0].label


def test_sequence_numbers_order_items_whether_text_or_number(tmp_path: Path) -> None:
    whole = _small()
    whole["CFAssociations"][2]["sequenceNumber"] = "10"
    whole["CFAssociations"][3]["sequenceNumber"] = "9"
    competency_map, findings = _read(tmp_path, whole)
    assert _statements(competency_map) == ["能完成第 2 项仓储作业", "能完成第 1 项仓储作业"]
    assert [(one.id, one.severity) for one in findings] == [("MAP-CASE-MENDED", "note")]
    assert "sequenceNumber" in findings[0].message
    assert "2" in findings[0].message


def _without(name: str) -> Callable[[Whole], None]:
    def change(whole: Whole) -> None:
        del whole["CFItems"][2][name]

    return change


def _with(**fields: Any) -> Callable[[Whole], None]:
    def change(whole: Whole) -> None:
        whole["CFItems"][2].update(fields)

    return change


def _edge(*associations: dict[str, Any]) -> Callable[[Whole], None]:
    def change(whole: Whole) -> None:
        whole["CFAssociations"].extend(associations)

    return change


@pytest.mark.parametrize(
    ("change", "finding_id", "place"),
    [
        (_without("uri"), "MAP-CASE-FILLED", uuid_of(1)),
        (_without("lastChangeDateTime"), "MAP-CASE-FILLED", uuid_of(1)),
        (_with(fullStatement="", abbreviatedStatement="能盘点"), "MAP-CASE-FILLED", uuid_of(1)),
        (_with(identifier=uuid_of(1).upper()), "MAP-CASE-MENDED", uuid_of(1).upper()),
        (_with(lastChangeDateTime="2024-03-01"), "MAP-CASE-MENDED", None),
        (_with(educationLevel="高级"), "MAP-CASE-MENDED", uuid_of(1)),
        (_with(humanCodingScheme=11), "MAP-CASE-MENDED", uuid_of(1)),
        (_with(statusStartDate="去年"), "MAP-CASE-VALUE", uuid_of(1)),
        (_with(licenseURI=[1]), "MAP-CASE-VALUE", uuid_of(1)),
        (_with(weight=5), "MAP-CASE-FIELD", uuid_of(1)),
        (_edge(association("f", "w")), "MAP-CASE-CYCLE", uuid_of("f")),
        (_edge(association(2, "f")), "MAP-CASE-PARENTS", uuid_of(2)),
        (_edge(association("f", "别处")), "MAP-CASE-DANGLING", uuid_of("f")),
        (_edge(association("w", "f")), "MAP-CASE-REPEATED", uuid_of("w")),
        (_edge(association(1, 2, "isParentOf")), "MAP-CASE-MENDED", None),
        (_edge({"associationType": "isChildOf"}), "MAP-CASE-UNSOUND", None),
        (lambda whole: whole["CFItems"].append(item(1, "又一个")), "MAP-CASE-DUPLICATE", uuid_of(1)),
        (lambda whole: whole["CFItems"].append({"identifier": "空"}), "MAP-CASE-UNSOUND", "空"),
        (lambda whole: whole["CFItems"].append(item("o", "没有上级")), "MAP-CASE-ORPHAN", uuid_of("o")),
        (lambda whole: whole.update(CFDocument=[document(), {"identifier": "第二"}]), "MAP-CASE-ROOT", "第二"),
        (lambda whole: whole["CFDocument"].pop("creator"), "MAP-CASE-FILLED", uuid_of(DOCUMENT)),
        (_with(extensions={"x-competency-map": {"part": "任务"}}), "MAP-CASE-EXTENSION", uuid_of(1)),
    ],
)
def test_each_deviation_is_told_once_and_nothing_else_is(
    tmp_path: Path, change: Callable[[Whole], None], finding_id: str, place: str | None
) -> None:
    whole = _small()
    change(whole)
    competency_map, findings = _read(tmp_path, whole)
    (found,) = findings
    assert found.id == finding_id
    assert found.severity in ("note", "warning")
    assert place is None or found.place == place
    assert "能完成第 2 项仓储作业" in _statements(competency_map)


def test_circles_are_cut_and_every_item_stays(tmp_path: Path) -> None:
    items = [item(number) for number in range(6)]
    circle = [association(0, 1), association(1, 2), association(2, 0), association(3, 3), association(4, 2)]
    competency_map, findings = _read(tmp_path, package(items=items, associations=circle))
    assert [(one.id, one.place) for one in findings] == [("MAP-CASE-CYCLE", uuid_of(0)), ("MAP-CASE-CYCLE", uuid_of(3))]
    assert json.dumps(competency_map.model_dump(mode="json"), ensure_ascii=False).count("项仓储作业") >= 6


def test_second_parents_that_would_close_a_circle_are_left_out(tmp_path: Path) -> None:
    whole = _small()
    _edge(association(2, 1), association(1, 2))(whole)
    competency_map, findings = _read(tmp_path, whole)
    assert [one.id for one in findings] == ["MAP-CASE-PARENTS", "MAP-CASE-CYCLE"]
    CaseFormat().write(competency_map, tmp_path / "出.json")
    assert breaches(json.loads((tmp_path / "出.json").read_text(encoding="utf-8")), "1.1") == []


def test_unknown_fields_go_out_again_where_case_1_1_can_say_them(tmp_path: Path) -> None:
    whole = _small()
    whole["CFItems"][2]["难度"] = {"值": [3]}
    competency_map, _ = _read(tmp_path, whole)
    CaseFormat().write(competency_map, tmp_path / "出.json")
    items = json.loads((tmp_path / "出.json").read_text(encoding="utf-8"))["CFItems"]
    (one,) = (one for one in items if one["identifier"] == uuid_of(1))
    assert one["extensions"]["难度"] == {"值": [3]}


def test_identifiers_that_are_no_uuids_are_kept_beside_new_ones(tmp_path: Path) -> None:
    whole = package(
        items=[{**item(1), "identifier": "WH-1"}, {**item(2), "identifier": "WH-2"}],
        associations=[
            {
                **association(2, 1),
                "originNodeURI": {"identifier": "WH-2", "uri": "x"},
                "destinationNodeURI": {"identifier": "WH-1"},
            }
        ],
    )
    competency_map, findings = _read(tmp_path, whole)
    assert {one.id for one in findings} == {"MAP-CASE-MENDED"}
    assert competency_map.roles[0].levels[0].functions[0].works[0].label.best() == "能完成第 1 项仓储作业"
    again, _ = _read(tmp_path, whole)
    assert again == competency_map
    CaseFormat().write(competency_map, tmp_path / "出.json")
    assert "WH-1" in (tmp_path / "出.json").read_text(encoding="utf-8")


def test_uuids_of_any_version_stay_the_parts_own(tmp_path: Path) -> None:
    old = "10000000-0000-0000-0000-000000000001"
    competency_map, _ = _read(tmp_path, package(items=[{**item(1), "identifier": old}]))
    (only,) = competency_map.items()
    assert str(only.uuid) == old


def test_many_places_of_one_kind_make_one_finding(tmp_path: Path) -> None:
    whole = tree(3, 3, 3)
    for one in whole["CFItems"]:
        del one["uri"]
    _, findings = _read(tmp_path, whole)
    assert [one.id for one in findings] == ["MAP-CASE-FILLED"]
    assert "39" in findings[0].message


def test_more_places_than_anybody_reads_are_counted(tmp_path: Path) -> None:
    items = [item(number) for number in range(130)]
    whole = package(items=items, associations=[association(number, number) for number in range(130)])
    _, findings = _read(tmp_path, whole)
    assert len(findings) == 101
    assert "30" in findings[-1].message


@pytest.mark.parametrize(
    "whole",
    [
        {},
        [],
        "文字",
        {"items": []},
        {"CFDocument": document(), "CFItems": []},
        {"CFDocument": document(), "CFItems": [{"fullStatement": ""}, 7]},
        {"CFItems": {"a": 1}},
    ],
)
def test_file_with_nothing_sound_in_it_is_refused(tmp_path: Path, whole: Any) -> None:
    with pytest.raises(UnreadableFrameworkError) as caught:
        CaseFormat().read(package_file(tmp_path / "空.json", whole))
    assert caught.value.findings()[0].severity == "error"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_that_json_may_have_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "框架.json"
    path.write_bytes(json.dumps(_small(), ensure_ascii=False).encode(encoding))
    assert len(_statements(CaseFormat().read(path)[0])) == 2


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(package(items=[item(1, "能\u0000编\ud800制\ufffe计划")])))
    competency_map, findings = CaseFormat().read(tmp_path / "a.json")
    assert _statements(competency_map) == ["能编制计划"]
    assert "MAP-CELL-CHARACTER" in [one.id for one in findings]
