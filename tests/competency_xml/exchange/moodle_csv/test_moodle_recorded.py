"""What a real Moodle made of our CSV, and wrote itself, comes back as the map that went in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from competency_xml.exchange.framework.notes import FrameworkNotes
from competency_xml.exchange.moodle_csv import MoodleCsvFormat
from competency_xml.exchange.moodle_csv.table import read_records
from competency_xml.model import CompetencyMap, Item
from competency_xml.xml import map_bytes
from tests.competency_xml.exchange.moodle_csv.maps import traps_map

RECORDED = Path(__file__).parent / "recorded"
TRAPS = RECORDED / "moodle-4.5.6-traps.csv"
QUALITY = RECORDED / "moodle-4.5.6-quality.csv"


def _ids(path: Path) -> list[str]:
    records = read_records(path, FrameworkNotes(path))
    return [record[1] for record in records[2:]]


def test_every_row_that_we_write_arrives_in_moodle(tmp_path: Path) -> None:
    MoodleCsvFormat().write(traps_map(), tmp_path / "traps.csv")
    ours = _ids(tmp_path / "traps.csv")
    assert Counter(_ids(TRAPS)) == Counter(ours)
    assert len(ours) == 22


def test_moodles_own_export_gives_the_same_map_as_our_csv(tmp_path: Path) -> None:
    MoodleCsvFormat().write(traps_map(), tmp_path / "traps.csv")
    ours, _ = MoodleCsvFormat().read(tmp_path / "traps.csv")
    moodles, _ = MoodleCsvFormat().read(TRAPS)
    assert map_bytes(moodles) == map_bytes(ours)


def test_nothing_in_moodles_own_export_is_doubted(tmp_path: Path) -> None:
    for path in (TRAPS, QUALITY):
        _, findings = MoodleCsvFormat().read(path)
        assert [one.id for one in findings if one.id.startswith("MAP-MOODLE")] == []


def test_moodles_export_is_in_no_order_and_is_put_in_order() -> None:
    competency_map, _ = MoodleCsvFormat().read(QUALITY)
    works = [work for level in competency_map.levels() for work in level.works()]
    assert [work.code for work in works] == sorted(work.code or "" for work in works)
    for work in works:
        kinds = [one.kind for one in work.items]
        assert kinds.index("ability") == 0
    assert competency_map.roles[0].id == "quality"


def test_moodles_export_holds_languages_kinds_and_support() -> None:
    competency_map, _ = MoodleCsvFormat().read(QUALITY)
    items = list(competency_map.items())
    assert {one.kind for one in items} == {"ability", "knowledge", "experience", "literacy"}
    assert all({"zh-CN", "en"} <= set(one.label.languages) for one in items)
    assert sum(len(one.supports) for one in items) == 42
    assert all(_item(competency_map, ref).kind == "ability" for one in items for ref in one.supports)


def test_csv_that_moodle_writes_is_written_again_as_it_was_read(tmp_path: Path) -> None:
    competency_map, _ = MoodleCsvFormat().read(QUALITY)
    MoodleCsvFormat().write(competency_map, tmp_path / "again.csv")
    again, _ = MoodleCsvFormat().read(tmp_path / "again.csv")
    assert map_bytes(again) == map_bytes(competency_map)


def _item(competency_map: CompetencyMap, part_id: str) -> Item:
    return next(one for one in competency_map.items() if one.id == part_id)
