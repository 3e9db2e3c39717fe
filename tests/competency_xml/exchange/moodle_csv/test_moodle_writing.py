"""What we write, Moodle takes whole: no id it confuses, no name it cuts, no mark that PHP trips on."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from competency_xml.exchange.framework.notes import FrameworkNotes
from competency_xml.exchange.moodle_csv import MoodleCsvFormat
from competency_xml.exchange.moodle_csv.rows import TAXONOMIES
from competency_xml.exchange.moodle_csv.table import read_records
from competency_xml.exchange.printed import read_printed
from competency_xml.identity import minted_uuid
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap, Function, Item, Level, Role, Work
from competency_xml.xml import map_bytes, read_map
from foundation.text import LangText
from tests.competency_xml.exchange.moodle_csv.maps import BASE, item
from tests.competency_xml.generated import competency_maps

FILES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
#: A number to PHP, of which 1.1 and 1.10 are one.
NUMERIC = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.IGNORECASE)


def _records(competency_map: CompetencyMap, path: Path) -> list[tuple[str, ...]]:
    MoodleCsvFormat().write(competency_map, path)
    return read_records(path, FrameworkNotes())


@FILES
@given(competency_maps())
def test_any_map_becomes_rows_that_moodle_takes(tmp_path: Path, competency_map: CompetencyMap) -> None:
    path = tmp_path / "框架.csv"
    _, framework, *rows = _records(competency_map, path)
    assert {len(record) for record in (framework, *rows)} == {14}
    ids = [row[1] for row in rows]
    assert max(Counter(one.casefold() for one in ids).values(), default=1) == 1
    seen: set[str] = {""}
    for row in (framework, *rows):
        parent, idnumber, name, related = row[0], row[1], row[2], row[10]
        assert parent in seen
        seen.add(idnumber)
        assert 0 < len(idnumber) <= 100
        assert 0 < len(name) <= 100
        assert "0" not in (idnumber, name)
        assert not NUMERIC.fullmatch(idnumber)
        assert not {"<", "\n", "\r"} & set(idnumber + name)
        assert {one.replace("%2C", ",") for one in related.split(",") if one} <= set(ids)
    assert set(framework[13].split(",")) <= set(TAXONOMIES)
    text = path.read_bytes().decode("utf-8-sig")
    assert '\\"' not in text


@FILES
@given(competency_maps())
def test_what_moodle_can_say_comes_back(tmp_path: Path, competency_map: CompetencyMap) -> None:
    path = tmp_path / "框架.csv"
    records = _records(competency_map, path)
    if len(records) < 3:
        return
    first, _ = MoodleCsvFormat().read(path)
    again = _records(first, path)
    assert sorted(record[:5] for record in again) == sorted(record[:5] for record in records)
    assert map_bytes(MoodleCsvFormat().read(path)[0]) == map_bytes(first)


@pytest.mark.parametrize("role", sorted(starter_maps()))
def test_starter_maps_keep_what_moodle_has_columns_for(role: str, tmp_path: Path) -> None:
    competency_map = read_map(starter_maps()[role])
    MoodleCsvFormat().write(competency_map, tmp_path / "m.csv")
    back, findings = MoodleCsvFormat().read(tmp_path / "m.csv")
    assert [one for one in findings if one.id.startswith("MAP-MOODLE")] == []
    assert (back.base, back.version) == (competency_map.base, competency_map.version)
    assert [_said(one) for one in back.items()] == [_said(one) for one in competency_map.items()]
    works = [(work.id, work.code, work.label) for level in competency_map.levels() for work in level.works()]
    assert [(work.id, work.code, work.label) for level in back.levels() for work in level.works()] == works


def _said(one: Item) -> tuple[object, ...]:
    kind = None if one.id.startswith("basic.") else one.kind
    return one.id, one.uuid, one.code, kind, one.label, one.description, one.supports


def test_real_standard_keeps_its_levels(printed_standard: Path, tmp_path: Path) -> None:
    competency_map, _ = read_printed(printed_standard)
    MoodleCsvFormat().write(competency_map, tmp_path / "m.csv")
    back, _ = MoodleCsvFormat().read(tmp_path / "m.csv")
    assert [level.label for level in back.levels()] == [level.label for level in competency_map.levels()]
    assert [(one.id, one.label) for one in back.items()] == [
        (one.id.replace("role-2-02-30-11", competency_map.roles[0].id), one.label) for one in competency_map.items()
    ]


def test_what_moodle_cannot_say_is_told_by_kind(tmp_path: Path) -> None:
    findings = MoodleCsvFormat().write(read_map(starter_maps()["quality"]), tmp_path / "m.csv")
    assert {one.id for one in findings} == {"MAP-MOODLE-LOST"}
    assert {one.severity for one in findings} == {"note"}
    for word in ("权重", "学时", "认知层次", "关键项", "岗位职责"):
        assert sum(word in one.message for one in findings) == 1, word


def test_retired_parts_stay_out(tmp_path: Path) -> None:
    active = item("q.a1", "能检验")
    retired = item("q.a2", "能记录", status="retired")
    findings = MoodleCsvFormat().write(CompetencyMap(base=BASE, basic=(active, retired)), tmp_path / "m.csv")
    assert "MAP-MOODLE-RETIRED" in [one.id for one in findings]
    assert [record[1] for record in read_records(tmp_path / "m.csv", FrameworkNotes())[2:]] == ["q.a1"]


def test_illustrative_content_is_called_so_where_people_see_it(tmp_path: Path) -> None:
    framework = _records(read_map(starter_maps()["quality"]), tmp_path / "m.csv")[1]
    assert "示例" in framework[3]
    assert "Illustrative" in framework[3]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "  =1+1", "\t=1+1"])
def test_no_cell_is_a_formula_to_a_spreadsheet_and_no_text_is_lost(tmp_path: Path, text: str) -> None:
    competency_map = CompetencyMap(base=BASE, basic=(item("basic.a1", text),))
    MoodleCsvFormat().write(competency_map, tmp_path / "m.csv")
    cells = [cell for record in read_records(tmp_path / "m.csv", FrameworkNotes()) for cell in record]
    assert [cell for cell in cells if cell.lstrip()[:1] in set("=+-@") - {""}] == []
    (back,) = MoodleCsvFormat().read(tmp_path / "m.csv")[0].items()
    assert back.label.best() == text.strip()


@pytest.mark.parametrize(
    "more",
    [item("q.a1-1-4", "能记录", code="2.3 之 4"), item("e4b880", "标识不是我们的")],
    ids=["our ids", "a strange id"],
)
def test_codes_come_back_whatever_the_ids_say(tmp_path: Path, more: Item) -> None:
    items = (
        item("q.a1-1-1", "1.1.1"),
        item("q.a1-1-2", "1.1.2 能编制计划"),
        item("q.a1-1-3", "能检验", code="2.3.1"),
        item("q.a1-1-5", "能复核" * 40, code="7.1"),
        item("q.a1-1-6", "能归档", code="1.1.6"),
        more,
    )
    work = Work(id="q.w1", uuid=minted_uuid(BASE, "q.w1"), code="4", label=LangText.of("检验"), items=items)
    function = Function(id="q.f1", uuid=minted_uuid(BASE, "q.f1"), code="3", label=LangText.of("质量"), works=(work,))
    level = Level(id="q.level", uuid=minted_uuid(BASE, "q.level"), functions=(function,))
    role = Role(id="q", uuid=minted_uuid(BASE, "q"), label=LangText.of("质量管理人员"), levels=(level,))
    competency_map = CompetencyMap(base=BASE, title=LangText.of("检验标准"), roles=(role,))
    MoodleCsvFormat().write(competency_map, tmp_path / "m.csv")
    back, _ = MoodleCsvFormat().read(tmp_path / "m.csv")
    assert [(one.code, one.label) for one in back.items()] == [(one.code, one.label) for one in items]
    assert [work.code for level in back.levels() for work in level.works()] == ["4"]


def test_code_without_a_text_that_moodle_takes_for_a_text_is_told(tmp_path: Path) -> None:
    plain, other = item("basic.a1", "", code="1"), item("basic.a2", "", code="9.9")
    findings = MoodleCsvFormat().write(CompetencyMap(base=BASE, basic=(plain, other)), tmp_path / "m.csv")
    (told,) = [one for one in findings if "code and text" in one.message]
    assert (told.place, "places" in told.message) == ("basic.a2", False)
    assert [one.code for one in MoodleCsvFormat().read(tmp_path / "m.csv")[0].basic] == ["1", None]
