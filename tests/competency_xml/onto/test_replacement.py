"""A starter map is replaced by the real standard: no record is orphaned, and nothing made up goes by its name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from competency_xml.check import check_map
from competency_xml.exchange.printed import read_printed
from competency_xml.maps import starter_maps
from competency_xml.model import CompetencyMap, Item
from competency_xml.onto import Laid
from competency_xml.places import placed_parts
from competency_xml.xml import read_map
from course_templates.card import CourseCard
from course_templates.model import MapPin
from evidence.report.build import ReportRequest, build_report
from lms_bridge.records import LearningRecord
from tests.competency_xml.onto.maps import active, item, laid, the_map, told
from tests.competency_xml.workbooks import Row, workbook_file
from tests.evidence.pilot import Plan, pilot_home, quality_card
from tests.evidence.rows import answered, rated

STANDARD = "T/CEAMI 005-2025"


@pytest.fixture(scope="module")
def starter() -> CompetencyMap:
    return read_map(starter_maps()["quality"])


@pytest.fixture
def standard(starter: CompetencyMap, tmp_path: Path) -> CompetencyMap:
    """A table as the standard might print it: some texts as in the starter map, some reworded, some others."""
    rows = list(_standard_rows(starter))
    competency_map, _ = read_printed(workbook_file(tmp_path / "标准.xlsx", rows))
    return competency_map


@pytest.fixture
def replaced(starter: CompetencyMap, standard: CompetencyMap) -> Laid:
    return laid(starter, standard, doubtful="new")


def _standard_rows(starter: CompetencyMap) -> Iterator[Row]:
    for function in starter.roles[0].levels[0].functions:
        name: str | None = f"{function.code} {function.label.best()}"
        for work in function.works[:2]:
            cells = (
                _cell(work.code, [one for one in work.items if one.kind == kind]) for kind in ("ability", "knowledge")
            )
            yield name, f"{work.code} {work.label.best()}", *cells
            name = None


def _cell(code: str | None, items: list[Item]) -> str:
    """One item word for word, one reworded, the others replaced by one that is new."""
    texts = [items[0].label.best(), f"{items[1].label.best()}并留档", f"能说明{code}中规定的术语和定义"]
    return "\n".join(f"{code}.{number} {text}" for number, text in enumerate(texts, start=1))


def test_the_map_is_the_standards_now_and_ids_are_those_of_the_starter(starter: CompetencyMap, replaced: Laid) -> None:
    now = the_map(replaced)
    assert (now.status, now.inspired_by, now.base, now.version) == ("draft", None, starter.base, "1.1.0")
    assert now.standard is not None
    assert now.standard.number == STANDARD
    assert "示例" not in now.title.best()
    assert now.title.get("en") is None
    before = {place.id: place.part.uuid for place in placed_parts(starter)}
    assert before.items() <= {place.id: place.part.uuid for place in placed_parts(now)}.items()
    assert [one for one in check_map(now) if one.severity == "error"] == []


def test_published_when_the_secretariat_says_so(starter: CompetencyMap, standard: CompetencyMap) -> None:
    found = laid(starter, standard, doubtful="new", status="published", version="2025.1")
    assert (the_map(found).status, the_map(found).version) == ("published", "2025.1")
    assert [one for one in check_map(the_map(found)) if one.severity == "error"] == []


def test_matched_items_go_on_and_the_others_retire_as_illustrative(starter: CompetencyMap, replaced: Laid) -> None:
    now = the_map(replaced)
    same, reworded, other = starter.roles[0].levels[0].functions[0].works[0].items[:3]
    assert item(now, same.id).label == same.label
    assert (item(now, same.id).bloom, item(now, same.id).status) == (same.bloom, "active")
    assert item(now, reworded.id).label.best() == f"{reworded.label.best()}并留档"
    assert item(now, other.id).status == "retired"
    source = item(now, other.id).source
    assert source is not None
    assert source.document == "质量管理人员能力图谱（示例） 1.0.0"
    assert all(one.status == "retired" for one in now.basic)


def test_nothing_that_was_made_up_of_role_and_level_goes_by_the_standards_name(
    starter: CompetencyMap, replaced: Laid
) -> None:
    now = the_map(replaced)
    role, level = now.roles[0], now.roles[0].levels[0]
    told_of_role = (role.description.root, role.duty)
    assert all((starter.roles[0].description, starter.roles[0].duty, starter.roles[0].levels[0].hours))
    assert not any((*told_of_role, level.entry, level.hours, level.exams, level.weights))
    assert [one for one, _ in told(replaced)].count("MAP-ONTO-ILLUSTRATIVE") == 2


def test_another_version_is_a_must(starter: CompetencyMap, standard: CompetencyMap) -> None:
    found = laid(starter, standard, doubtful="new", version=starter.version)
    assert found.map is None
    assert ("MAP-ONTO-VERSION", None) in told(found)


def test_same_standard_again_changes_nothing(standard: CompetencyMap, replaced: Laid) -> None:
    again = laid(the_map(replaced), standard)
    assert the_map(again) == the_map(replaced)
    assert again.matched.new == again.matched.retired == 0


def test_table_without_a_standards_number_leaves_the_map_illustrative(starter: CompetencyMap, tmp_path: Path) -> None:
    rows = list(_standard_rows(starter))
    read, _ = read_printed(workbook_file(tmp_path / "表.xlsx", rows, title="质量管理人员 工作要求"))
    now = the_map(laid(starter, read, doubtful="new"))
    assert (now.status, now.inspired_by, now.standard) == ("illustrative", starter.inspired_by, None)
    assert now.roles[0].levels[0].hours == starter.roles[0].levels[0].hours


def _records(starter: CompetencyMap) -> list[LearningRecord]:
    """Records of the illustrative time about every work and item of the starter map."""
    about = {"map": starter.base, "map_version": starter.version, "role": "quality"}
    works = {one.id: work.id for level in starter.levels() for work in level.works() for one in work.items}
    found = [
        answered("x", "pre", f"q-{number}", 1, item=one.id, work=works.get(one.id), **about)
        for number, one in enumerate(starter.items())
    ]
    return [*found, *(rated("x", "importance", 4, work=work, **about) for work in set(works.values()))]


def test_every_record_still_leads_to_its_item_work_and_role(starter: CompetencyMap, replaced: Laid) -> None:
    now = the_map(replaced)
    there = {now.iri(place.id): place for place in placed_parts(now)}
    records = _records(starter)
    assert len(records) > 80
    for record in records:
        for cited in (record.role, record.item, record.work):
            assert cited is None or f"{record.map}{cited}" in there
        assert record.map_version != now.version
    cited_items = {record.item for record in records}
    assert len(cited_items & set(active(now, lambda one: isinstance(one, Item)).values())) > 20


def _card(pin: MapPin, version: str) -> CourseCard:
    return quality_card(version).model_copy(update={"map": pin})


def test_evidence_of_the_illustrative_time_is_not_pooled_under_the_standards_name(
    starter: CompetencyMap, replaced: Laid, tmp_path: Path
) -> None:
    now = the_map(replaced)
    made_up = quality_card().map.model_copy(update={"iri": starter.base, "version": starter.version})
    real = MapPin(
        iri=now.base, version=now.version, sha256="0" * 64, status="published", title=now.title, standard=STANDARD
    )
    plans = (
        Plan(_card(made_up, "1.0.0"), {"alpha": 30}, seed=1),
        Plan(_card(real, "2.0.0"), {"beta": 30}, seed=2),
    )
    home = pilot_home(tmp_path / "记录", *plans)
    built = build_report(ReportRequest(home=home, out=tmp_path / "报告", internal=True))
    figures = json.loads((built.out / "figures.json").read_text(encoding="utf-8"))
    about_role = {"centre": None, "level": None, "step": "enrolled"}
    enrolled = [
        figure["n"]
        for figure in figures
        if figure["measure"] == "progress" and {key: figure["group"].get(key) for key in about_role} == about_role
    ]
    assert sorted(enrolled) == [30, 30]
