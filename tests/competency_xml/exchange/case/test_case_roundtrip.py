"""Nothing is lost: a map comes back from CASE 1.1 byte for byte, and anybody's package goes out as it came in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from competency_xml.exchange.case import Case10Format, CaseFormat
from competency_xml.exchange.case.package import Package
from competency_xml.exchange.printed import read_printed
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap
from competency_xml.xml import map_bytes, read_map
from tests.competency_xml.exchange.case.foreign import packages
from tests.competency_xml.exchange.case.packages import package_file
from tests.competency_xml.exchange.case.rules import breaches
from tests.competency_xml.generated import competency_maps

EXTENSION = "x-competency-map"
FILES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=80)


def _written(competency_map: CompetencyMap, path: Path) -> Any:
    CaseFormat().write(competency_map, path)
    return json.loads(path.read_text(encoding="utf-8"))


@FILES
@given(competency_maps())
def test_any_map_comes_back_byte_for_byte(tmp_path: Path, competency_map: CompetencyMap) -> None:
    path = tmp_path / "框架.json"
    whole = _written(competency_map, path)
    assert breaches(whole, "1.1") == []
    assert Package.model_validate(whole).as_json() == whole
    back, _ = CaseFormat().read(path)
    assert map_bytes(back) == map_bytes(competency_map)
    Case10Format().write(competency_map, path)
    assert breaches(json.loads(path.read_text(encoding="utf-8")), "1.0") == []


@FILES
@given(packages())
def test_anybodys_package_goes_out_as_it_came_in(tmp_path: Path, whole: dict[str, Any]) -> None:
    assert breaches(whole, "1.1") == []
    competency_map, _ = CaseFormat().read(package_file(tmp_path / "外来.json", whole))
    again = _written(competency_map, tmp_path / "再次.json")
    assert breaches(again, "1.1") == []
    assert _foreign(again) == _foreign(whole)
    back, _ = CaseFormat().read(tmp_path / "再次.json")
    assert map_bytes(back) == map_bytes(competency_map)


@pytest.mark.parametrize("role", sorted(starter_maps()))
def test_starter_maps_come_back_with_both_languages(role: str, tmp_path: Path) -> None:
    competency_map = read_map(starter_maps()[role])
    whole = _written(competency_map, tmp_path / "m.json")
    translations = [one for one in whole["CFAssociations"] if one["associationType"] == "isTranslationOf"]
    assert len(translations) > 20
    assert breaches(whole, "1.1") == []
    assert map_bytes(CaseFormat().read(tmp_path / "m.json")[0]) == map_bytes(competency_map)


def test_real_standard_comes_back(printed_standard: Path, tmp_path: Path) -> None:
    competency_map, _ = read_printed(printed_standard)
    whole = _written(competency_map, tmp_path / "m.json")
    assert breaches(whole, "1.1") == []
    assert len(whole["CFItems"]) == len(
        [one for one in whole["CFAssociations"] if one["associationType"] == "isChildOf"]
    )
    assert map_bytes(CaseFormat().read(tmp_path / "m.json")[0]) == map_bytes(competency_map)


def test_equal_maps_give_equal_bytes(tmp_path: Path) -> None:
    competency_map = read_map(starter_maps()["quality"])
    for name in ("a.json", "b.json"):
        CaseFormat().write(competency_map, tmp_path / name)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def _foreign(whole: dict[str, Any]) -> dict[str, Any]:
    """Return a package without our extension, in which the order of records does not count."""
    parts = json.loads(json.dumps(whole))
    definitions = parts.pop("CFDefinitions", {})
    definitions["CFItemTypes"] = [
        one for one in definitions.get("CFItemTypes", []) if not one["uri"].startswith("urn:x-competency-map:")
    ]
    parts["CFDocument"].pop("caseVersion", None)
    lists = {name: parts.get(name, []) for name in ("CFItems", "CFAssociations", "CFRubrics")} | definitions
    return {
        "document": _stripped(parts["CFDocument"]),
        "extensions": parts.get("extensions"),
        **{name: {one["identifier"]: _stripped(one) for one in records} for name, records in lists.items() if records},
    }


def _stripped(record: dict[str, Any]) -> dict[str, Any]:
    extensions = record.get("extensions")
    if not isinstance(extensions, dict):
        return record
    kept = {name: value for name, value in extensions.items() if name != EXTENSION}
    rest = {name: value for name, value in record.items() if name != "extensions"}
    return {**rest, "extensions": kept} if kept else rest
