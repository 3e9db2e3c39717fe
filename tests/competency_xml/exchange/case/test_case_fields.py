"""Every row of the table in docs/maps-exchange.md is true, into a map and out of one, and no row is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.case import Case10Format, CaseFormat
from competency_xml.model import CompetencyMap, InspiredBy, Item, Level, MapStatus, Standard
from competency_xml.xml import map_bytes
from foundation.text import LangText
from tests.competency_xml.exchange.case.packages import (
    DOCUMENT,
    association,
    document,
    item,
    package,
    package_file,
    tree,
    uri_of,
    uuid_of,
)
from tests.competency_xml.exchange.workbook.editor import plain_map

PAGE = Path(__file__).resolve().parents[4] / "docs" / "maps-exchange.md"
DAY = "2025-06-30"


def _in(tmp_path: Path, whole: Any, options: ImportOptions | None = None) -> CompetencyMap:
    return CaseFormat().read(package_file(tmp_path / "in.json", whole), options)[0]


def _out(tmp_path: Path, competency_map: CompetencyMap) -> Any:
    CaseFormat().write(competency_map, tmp_path / "out.json")
    return json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))


def _sample(document_fields: dict[str, Any] | None = None, *kinds: tuple[str, str, str], **fields: Any) -> Any:
    ability = item(2, "能检查计划", CFItemType="能力")
    items = [item("w", "计划"), item(1, "能编制计划", **{"CFItemType": "能力", **fields}), ability]
    more = [association(origin, destination, kind) for origin, kind, destination in kinds]
    edges = [association("w", DOCUMENT), association("1", "w"), association("2", "w"), *more]
    return package(document=document(**(document_fields or {})), items=items, associations=edges)


def _first(competency_map: CompetencyMap) -> Item:
    return next(one for one in competency_map.items() if str(one.uuid) == uuid_of(1))


def _said(whole: Any, part: Any) -> dict[str, Any]:
    return next(one for one in whole["CFItems"] if one["identifier"] == str(part.uuid))


def _standard(**fields: Any) -> CompetencyMap:
    standard = Standard(number="T/X 1-2025", title=LangText.of("标准"), publisher=LangText.of("某协会"))
    modified = datetime.fromisoformat("2026-04-10T09:00:00+08:00")
    return plain_map().model_copy(
        update={"status": "published", "standard": standard, "inspired_by": None, "modified": modified, **fields}
    )


def _changed(competency_map: CompetencyMap, **fields: Any) -> tuple[CompetencyMap, Item]:
    """Return a map with its first item changed, and that item."""
    role = competency_map.roles[0]
    level = role.levels[0]
    function = level.functions[0]
    work = function.works[0]
    first = work.items[0].model_copy(update=fields)
    work = work.model_copy(update={"items": (first, *work.items[1:])})
    function = function.model_copy(update={"works": (work, *function.works[1:])})
    level = level.model_copy(update={"functions": (function, *level.functions[1:])})
    role = role.model_copy(update={"levels": (level, *role.levels[1:])})
    return competency_map.model_copy(update={"roles": (role, *competency_map.roles[1:])}), first


def _foreign(competency_map: CompetencyMap, part: Any, name: str) -> bool:
    return any(one.format == "case" and one.name == name for one in part.foreign)


def _uri(tmp: Path) -> None:
    uri = "https://example.org/cm/"
    whole = _sample({"uri": uri})
    assert _in(tmp, whole).base == f"urn:x-competency-map:case:{uuid_of(DOCUMENT)}:"
    for one, name in zip(whole["CFItems"], ("w1", "a1", "a2"), strict=True):
        one["uri"] = f"{uri}{name}"
    assert (_in(tmp, whole).base, _first(_in(tmp, whole)).id) == (uri, "a1")
    assert _out(tmp, plain_map())["CFDocument"]["uri"] == plain_map().base


def _title(tmp: Path) -> None:
    assert _in(tmp, _sample({"title": "仓储"})).title.best() == "仓储"
    assert _out(tmp, plain_map())["CFDocument"]["title"] == plain_map().title.best()


def _version(tmp: Path) -> None:
    assert _in(tmp, _sample({"version": "3.1"})).version == "3.1"
    assert _out(tmp, plain_map())["CFDocument"]["version"] == plain_map().version


def _language(tmp: Path) -> None:
    assert _first(_in(tmp, _sample({"language": "de"}))).label.get("de") == "能编制计划"
    assert _out(tmp, plain_map())["CFDocument"]["language"] == "zh-CN"


def _change(tmp: Path) -> None:
    modified = _in(tmp, _sample()).modified
    assert modified is not None
    assert modified.isoformat() == "2024-03-01T08:00:00+00:00"
    assert _out(tmp, _standard())["CFDocument"]["lastChangeDateTime"] == "2026-04-10T01:00:00Z"
    assert _out(tmp, _standard(modified=None))["CFDocument"]["lastChangeDateTime"] == "1970-01-01T00:00:00Z"


def _publisher(tmp: Path) -> None:
    read = _in(tmp, _sample({"creator": "甲", "publisher": "乙"}))
    assert read.standard is None
    assert [_foreign(read, read, f"CFDocument.{name}") for name in ("creator", "publisher")] == [True, True]
    written = _out(tmp, _standard())["CFDocument"]
    assert (written["creator"], written["publisher"]) == ("某协会", "某协会")


def _adoption(tmp: Path) -> None:
    for said in ("Adopted", "Deprecated", "Private Draft"):
        read = _in(tmp, _sample({"adoptionStatus": said}))
        assert read.status == "draft"
        assert _out(tmp, read)["CFDocument"]["adoptionStatus"] == said
    assert _in(tmp, _sample({"adoptionStatus": "Draft"}), ImportOptions(status="published")).status == "published"
    wanted: dict[MapStatus, str] = {"draft": "Draft", "published": "Adopted", "withdrawn": "Deprecated"}
    for status, adoption in wanted.items():
        assert _out(tmp, _standard(status=status))["CFDocument"]["adoptionStatus"] == adoption


def _notes(tmp: Path) -> None:
    read = _in(tmp, _sample({"notes": "说明"}))
    assert _foreign(read, read, "CFDocument.notes")
    inspired = InspiredBy(title=LangText.of("某规范"))
    illustrative = _standard(standard=None, inspired_by=inspired, status="illustrative")
    written = _out(tmp, illustrative)["CFDocument"]
    assert ("某规范" in written["notes"], written["adoptionStatus"]) == (True, "Draft")


def _plain(field: str, name: str, value: str) -> Callable[[Path], None]:
    """Return the check of a field that is the same text in both."""

    def check(tmp: Path) -> None:
        read = getattr(_first(_in(tmp, _sample(**{field: value}))), name)
        assert str(read.best() if isinstance(read, LangText) else read) == value
        new: Any = LangText.of(value) if isinstance(read, LangText) else value
        competency_map, first = _changed(plain_map(), **{name: new})
        assert _said(_out(tmp, competency_map), first)[field] == value

    return check


def _identifier(tmp: Path) -> None:
    assert str(_first(_in(tmp, _sample())).uuid) == uuid_of(1)
    whole = _out(tmp, plain_map())
    assert {str(one.uuid) for one in plain_map().items()} <= {one["identifier"] for one in whole["CFItems"]}


def _kind(tmp: Path) -> None:
    assert _first(_in(tmp, _sample(CFItemType="知识"))).kind == "knowledge"
    competency_map, first = _changed(plain_map(), kind="experience")
    assert _said(_out(tmp, competency_map), first)["CFItemType"] == "经验"


def _level(tmp: Path) -> None:
    read = _in(tmp, _sample(educationLevel=["09"]))
    assert _foreign(read, _first(read), "educationLevel")
    role = plain_map().roles[0]
    level: Level = role.levels[0].model_copy(update={"label": LangText.of("中级")})
    named = plain_map().model_copy(update={"roles": (role.model_copy(update={"levels": (level,)}),)})
    assert _said(_out(tmp, named), next(level.items()))["educationLevel"] == ["中级"]


def _end(tmp: Path) -> None:
    past, future, undated = "2024-03-01", "2024-03-02", {"lastChangeDateTime": None}
    assert [_first(_in(tmp, _sample(statusEndDate=day))).status for day in (past, future)] == ["retired", "active"]
    assert _first(_in(tmp, _sample(undated, statusEndDate=future, **undated))).status == "retired"
    _, findings = CaseFormat().read(package_file(tmp / "in.json", _sample(statusEndDate=past)))
    assert [one.place for one in findings if one.id == "MAP-CASE-ENDED"] == [uuid_of(1)]
    competency_map, first = _changed(_standard(), status="retired")
    assert _said(_out(tmp, competency_map), first)["statusEndDate"] == "2026-04-10"
    assert "statusEndDate" not in _said(_out(tmp, competency_map.model_copy(update={"modified": None})), first)


def _tree(tmp: Path) -> None:
    whole = _sample()
    whole["CFAssociations"][1]["sequenceNumber"], whole["CFAssociations"][2]["sequenceNumber"] = 2, 1
    assert [one.label.best() for one in _in(tmp, whole).items()] == ["能检查计划", "能编制计划"]
    assert {one["associationType"] for one in _out(tmp, plain_map())["CFAssociations"]} >= {"isChildOf"}


def _translation(tmp: Path) -> None:
    whole = _sample(None, ("1-en", "isTranslationOf", "1"))
    whole["CFItems"].append(item("1-en", "Can plan", language="en"))
    assert _first(_in(tmp, whole)).label.get("en") == "Can plan"
    competency_map, first = _changed(plain_map(), label=LangText.of("能计划", "Can plan"))
    written = _out(tmp, competency_map)
    kinds = [one for one in written["CFAssociations"] if one["associationType"] == "isTranslationOf"]
    assert str(first.uuid) in {one["destinationNodeURI"]["identifier"] for one in kinds}


def _support(tmp: Path) -> None:
    knowledge = _in(tmp, _sample(None, ("1", "isRelatedTo", "2"), CFItemType="知识"))
    ability = _in(tmp, _sample(None, ("1", "isRelatedTo", "2")))
    assert (len(_first(knowledge).supports), len(_first(ability).supports)) == (1, 0)
    assert [one.relation for one in _first(ability).alignments] == ["isRelatedTo"]
    again = _out(tmp, knowledge)["CFAssociations"]
    assert [one["originNodeURI"]["identifier"] for one in again if one["associationType"] == "isRelatedTo"] == [
        uuid_of(1)
    ]


def _successor(tmp: Path) -> None:
    read = _in(tmp, _sample(None, ("1", "replacedBy", "2")))
    assert (_first(read).status, len(_first(read).replaced_by)) == ("retired", 1)
    assert "replacedBy" in {one["associationType"] for one in _out(tmp, read)["CFAssociations"]}


def _alignment(tmp: Path) -> None:
    read = _in(tmp, _sample(None, ("1", "exactMatchOf", "ESCO")))
    assert [(one.relation, one.target) for one in _first(read).alignments] == [("exactMatchOf", uri_of("ESCO"))]
    assert "exactMatchOf" in {one["associationType"] for one in _out(tmp, read)["CFAssociations"]}


def _others(tmp: Path) -> None:
    whole = _sample({"officialSourceURL": "https://case.example/x"}, abbreviatedStatement="编制")
    whole["CFRubrics"] = [
        {"identifier": uuid_of("r"), "uri": uri_of("r"), "lastChangeDateTime": "2024-03-01T08:00:00Z"}
    ]
    written = _out(tmp, _in(tmp, whole))
    assert written["CFDocument"]["officialSourceURL"] == "https://case.example/x"
    assert _said(written, _first(_in(tmp, whole)))["abbreviatedStatement"] == "编制"
    assert written["CFRubrics"] == whole["CFRubrics"]


CHECKS: dict[str, Callable[[Path], None]] = {
    "CFDocument uri": _uri,
    "CFDocument title": _title,
    "CFDocument version": _version,
    "CFDocument language": _language,
    "CFDocument lastChangeDateTime": _change,
    "CFDocument creator · publisher": _publisher,
    "CFDocument adoptionStatus": _adoption,
    "CFDocument notes": _notes,
    "CFItem identifier": _identifier,
    "CFItem fullStatement": _plain("fullStatement", "label", "能编写计划"),
    "CFItem humanCodingScheme": _plain("humanCodingScheme", "code", "7.1"),
    "CFItem notes": _plain("notes", "description", "说明"),
    "CFItem CFItemType": _kind,
    "CFItem educationLevel": _level,
    "CFItem statusEndDate": _end,
    "isChildOf": _tree,
    "isTranslationOf": _translation,
    "isRelatedTo": _support,
    "replacedBy": _successor,
    "其余关联": _alignment,
    "其余字段、定义、评分表": _others,
}


@pytest.mark.parametrize("row", CHECKS)
def test_row_of_the_table_is_true(row: str, tmp_path: Path) -> None:
    CHECKS[row](tmp_path)


def test_table_has_these_rows_and_no_other() -> None:
    table = PAGE.read_text(encoding="utf-8").split("| CASE | 读入 / in | 写出 / out |\n", 1)[1].split("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)[1:]
    assert [row.partition(" / ")[0].replace("`", "") for row in rows] == list(CHECKS)


def test_part_that_is_back_in_use_stays_so_although_its_item_once_ended(tmp_path: Path) -> None:
    ended = _in(tmp_path, _sample(statusEndDate=DAY, lastChangeDateTime="2025-07-01T00:00:00Z"))
    back, first = _changed(ended, status="active")
    assert _said(_out(tmp_path, back), first)["statusEndDate"] == DAY
    again, _ = CaseFormat().read(tmp_path / "out.json")
    assert map_bytes(again) == map_bytes(back)


def test_item_of_ours_that_another_tool_ends_retires(tmp_path: Path) -> None:
    whole = _out(tmp_path, _standard())
    one = whole["CFItems"][-1]
    one["statusEndDate"] = DAY
    read = _in(tmp_path, whole).find(one["extensions"]["x-competency-map"]["id"])
    assert read is not None
    assert read.status == "retired"


def test_case_1_0_says_which_parts_are_retired(tmp_path: Path) -> None:
    competency_map, first = _changed(_standard(), status="retired")
    findings = Case10Format().write(competency_map, tmp_path / "old.json")
    assert not [one for one in findings if one.place == first.id and "停用" in one.message]
    back, _ = CaseFormat().read(tmp_path / "old.json")
    assert [one.id for one in back.items() if one.status == "retired"] == [first.id]


def test_what_fills_up_below_an_ended_cluster_is_retired_with_it(tmp_path: Path) -> None:
    whole = tree(2, 2, 2, 2)
    for one in whole["CFItems"]:
        one |= {"statusEndDate": "2024-03-01"} if one["humanCodingScheme"].startswith("2") else {}
    competency_map, findings = CaseFormat().read(package_file(tmp_path / "in.json", whole))
    assert "MAP-RETIRED-HOLDS" not in {one.id for one in findings}
    assert [{part.status for part in (role, *role.levels)} for role in competency_map.roles] == [
        {"active"},
        {"retired"},
    ]
    lost = [one.message for one in Case10Format().write(competency_map, tmp_path / "old.json")]
    assert not [one for one in lost if "停用" in one]
