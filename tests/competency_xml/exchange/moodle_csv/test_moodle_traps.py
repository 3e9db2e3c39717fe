"""Everything that Moodle would silently drop, cut, overwrite or confuse is told by cell, and imported all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from competency_xml.errors import UnreadableFrameworkError
from competency_xml.exchange.framework.notes import FrameworkNotes
from competency_xml.exchange.moodle_csv import MoodleCsvFormat
from competency_xml.exchange.moodle_csv.rows import HEADINGS
from competency_xml.exchange.moodle_csv.table import csv_text, read_records
from competency_xml.model import CompetencyMap
from competency_xml.xml import read_map
from coursebridge.cli import root
from foundation.findings import Finding
from tests.competency_xml.exchange.moodle_csv.frameworks import (
    CHINESE_HEADINGS,
    FRAMEWORK,
    SOUND,
    framework_file,
    row,
)


def _read(tmp_path: Path, *rows: tuple[str, ...]) -> tuple[CompetencyMap, list[Finding]]:
    competency_map, findings = MoodleCsvFormat().read(framework_file(tmp_path / "框架.csv", *rows))
    return competency_map, [one for one in findings if one.id.startswith("MAP-MOODLE")]


def _labels(competency_map: CompetencyMap) -> list[str]:
    return [one.label.best() for one in competency_map.items()]


def test_sound_framework_has_no_findings_whatever_the_language_of_its_headings(tmp_path: Path) -> None:
    competency_map, findings = _read(tmp_path, *SOUND)
    assert findings == []
    assert competency_map.title.best() == "智能仓储能力框架"
    (work,) = competency_map.roles[0].levels[0].functions[0].works
    assert (work.id, work.label.best()) == ("W1", "库位规划")
    assert [one.id for one in work.items] == ["A1", "A2"]


@pytest.mark.parametrize(
    ("rows", "finding_id", "place"),
    [
        ((*SOUND, row("W1", "", "没有编号")), "MAP-MOODLE-DROPPED", "框架!B7"),
        ((*SOUND, row("W1", "0", "编号为零")), "MAP-MOODLE-DROPPED", "框架!B7"),
        ((*SOUND, row("W1", "A3", "")), "MAP-MOODLE-DROPPED", "框架!C7"),
        ((*SOUND, row("W1", "A3", "0")), "MAP-MOODLE-DROPPED", "框架!C7"),
        ((*SOUND, row("W1", "A" * 101, "编号太长")), "MAP-MOODLE-LONG", "框架!B7"),
        ((*SOUND, row("W1", "A3", "名" * 101)), "MAP-MOODLE-LONG", "框架!C7"),
        ((*SOUND, row("W1", "A1", "后来的")), "MAP-MOODLE-DUPLICATE", "框架!B5"),
        ((*SOUND, row("W9", "A3", "上级不在")), "MAP-MOODLE-PARENT", "框架!A7"),
        ((*SOUND, row("A3", "A3", "自己之下")), "MAP-MOODLE-CYCLE", "框架!A7"),
        ((*SOUND, row("W1", "1.1", "甲"), row("W1", "1.10", "乙")), "MAP-MOODLE-NUMBER", "框架!B8"),
        ((*SOUND, row("W1", "A3", "相关", related="B7")), "MAP-MOODLE-RELATED", "框架!K7"),
        ((FRAMEWORK, *SOUND), "MAP-MOODLE-ROOT", "框架!M2"),
        (SOUND[1:], "MAP-MOODLE-FRAMEWORK", None),
        ((*SOUND, ("W1", "A3", "少几列")), "MAP-MOODLE-COLUMNS", "框架!A7"),
    ],
)
def test_each_trap_is_told_by_cell_and_nothing_else_is(
    tmp_path: Path, rows: tuple[tuple[str, ...], ...], finding_id: str, place: str | None
) -> None:
    competency_map, findings = _read(tmp_path, *rows)
    assert [(one.id, one.place) for one in findings] == [(finding_id, place)]
    assert findings[0].severity in ("warning", "note")
    assert "能核对库存" in _labels(competency_map)


def test_first_row_without_headings_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(csv_text(SOUND), encoding="utf-8")
    competency_map, findings = MoodleCsvFormat().read(tmp_path / "a.csv")
    assert [one.id for one in findings if one.id.startswith("MAP-MOODLE")] == ["MAP-MOODLE-HEADING"]
    assert competency_map.title.best() == "智能仓储能力框架"


def test_rows_that_moodle_drops_are_imported(tmp_path: Path) -> None:
    rows = (
        *SOUND,
        row("W1", "", "没有编号"),
        row("没有", "A5", "能盘点"),
        row("A7", "A6", "能甲"),
        row("A6", "A7", "能乙"),
    )
    competency_map, _ = _read(tmp_path, *rows)
    labels = " ".join(_labels(competency_map))
    assert all(word in labels for word in ("没有编号", "能盘点", "能乙"))


def test_later_row_overwrites_an_earlier_one_as_in_moodle(tmp_path: Path) -> None:
    competency_map, _ = _read(tmp_path, *SOUND, row("W1", "A1", "后来的"))
    assert _labels(competency_map) == ["后来的", "能核对库存"]


def test_parents_may_come_after_their_children(tmp_path: Path) -> None:
    straight, _ = _read(tmp_path, *SOUND)
    reversed_, findings = _read(tmp_path, FRAMEWORK, *SOUND[:0:-1])
    assert findings == []
    assert sorted(_labels(reversed_)) == sorted(_labels(straight))


def test_full_text_is_taken_from_the_description(tmp_path: Path) -> None:
    long = "能根据出入库频次和货物尺寸规划库位" * 9
    full = row("W1", "A3", long[:99] + "…", f"<p><strong>{long}</strong></p><p>说明</p>")
    competency_map, _ = _read(tmp_path, *SOUND, full)
    only = next(one for one in competency_map.items() if one.id == "A3")
    assert (only.label.best(), only.description.best()) == (long, "说明")


def test_commas_in_cross_references(tmp_path: Path) -> None:
    rows = (*SOUND, row("W1", "B,1", "甲"), row("W1", "B2", "乙", related="B%2C1,A1"))
    competency_map, findings = _read(tmp_path, *rows)
    assert findings == []
    targets = [alignment.target for one in competency_map.items() for alignment in one.alignments]
    assert {target.rsplit(":", 1)[1] for target in targets} == {"A2", "B2"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_files_as_spreadsheets_save_them(tmp_path: Path, encoding: str, delimiter: str, line_end: str) -> None:
    quoted = [[f'"{cell}"' for cell in one] for one in (CHINESE_HEADINGS, *SOUND)]
    text = line_end.join(delimiter.join(one) for one in quoted) + line_end
    path = tmp_path / "框架.csv"
    path.write_bytes(text.encode(encoding))
    competency_map, findings = MoodleCsvFormat().read(path)
    assert _labels(competency_map) == ["能规划库位", "能核对库存"]
    assert findings == []


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('a,"b ""c"" d",e', ("a", 'b "c" d', "e")),
        ('a,"b\n\nc",e', ("a", "b\n\nc", "e")),
        ('a,"C:\\",e', ("a", "C:\\", "e")),
        ('a,"b \\"c\\" d",e', ("a", 'b \\"c\\" d', "e")),
        ('a,"b \\\\"c",e', ("a", 'b \\\\"c', "e")),
        ('a,"b,c";,e', ("a", "b,c;", "e")),
        ("a,b,", ("a", "b", "")),
        ('a,"b', ("a", '"b')),
    ],
)
def test_quotation_marks_of_everybody_and_of_php(tmp_path: Path, text: str, cells: tuple[str, ...]) -> None:
    heading = ",".join(f"h{number}" for number in range(14))
    rest = "," * (14 - len(cells)) + "\n"
    path = tmp_path / "a.csv"
    path.write_text(f"{heading}\n{text}{rest if text.count(chr(34)) != 1 else ''}", encoding="utf-8")
    assert read_records(path, FrameworkNotes(path))[1][: len(cells)] == cells


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b,c\n1,2,3\n", "编号;简称\n".encode(), b"\x81\x30"])
def test_what_is_no_framework_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(UnreadableFrameworkError):
        MoodleCsvFormat().read(tmp_path / "a.csv")


def test_framework_without_competencies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFrameworkError):
        MoodleCsvFormat().read(framework_file(tmp_path / "框架.csv", FRAMEWORK))


def test_foreign_framework_goes_out_again_with_its_scale_rules_and_html(tmp_path: Path) -> None:
    scale = '[{"scaleid":"7"},{"id":1,"scaledefault":1,"proficient":1}]'
    rule = "core_competency\\competency_rule_all"
    framework = (*FRAMEWORK[:5], "差,好", scale, *FRAMEWORK[7:])
    html = '<p style="color:red">请看 <a href="https://x">链接</a></p>'
    ruled = ("W1", "能力-3", "能做", html, "1", "低,高", scale, rule, "2", "null", "", "41", "", "")
    competency_map, findings = _read(tmp_path, framework, *SOUND[1:], ruled)
    assert findings == []
    MoodleCsvFormat().write(competency_map, tmp_path / "出.csv")
    records = read_records(tmp_path / "出.csv", FrameworkNotes())
    assert records[1][5:7] == ("差,好", scale.replace("7", "1"))
    assert records[-1][1:10] == ("能力-3", "能做", html, "1", "低,高", scale.replace("7", "1"), rule, "2", "null")
    assert records[0] == HEADINGS


def test_formula_of_a_foreign_framework_goes_out_disarmed_and_told(tmp_path: Path) -> None:
    competency_map, findings = _read(tmp_path, *SOUND, row("W1", "A3", "=1+1", "@SUM(A1)"))
    assert findings == []
    assert "=1+1" in _labels(competency_map)
    told = MoodleCsvFormat().write(competency_map, tmp_path / "出.csv")
    assert [(one.id, one.place) for one in told if one.id == "MAP-MOODLE-FORMULA"] == [("MAP-MOODLE-FORMULA", "A3")]
    assert read_records(tmp_path / "出.csv", FrameworkNotes())[-1][2:4] == ("＝1+1", "＠SUM(A1)")


@pytest.mark.parametrize("name", ["=1+1", "- 能盘点", "@班组"])
def test_apostrophe_that_moodle_5_1_puts_before_a_formula_is_taken_off(tmp_path: Path, name: str) -> None:
    competency_map, _ = _read(tmp_path, *SOUND, row("W1", "A3", f"'{name}"), row("W1", "A4", "'引用'"))
    assert _labels(competency_map)[-2:] == [name, "'引用'"]


def test_foreign_framework_becomes_a_map_and_a_course(tmp_path: Path) -> None:
    runner = CliRunner()
    map_path = tmp_path / "图谱.xml"
    imported = runner.invoke(
        root, ["map", "import", str(framework_file(tmp_path / "框架.csv", *SOUND)), "-o", str(map_path)]
    )
    assert imported.exit_code == 0, imported.output
    role = read_map(map_path).roles[0].id
    made = runner.invoke(root, ["course", "new", "--map", str(map_path), "--role", role, str(tmp_path / "课程")])
    assert made.exit_code == 0, made.output
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "课程").rglob("*.md"))
    assert "能规划库位" in text
    checked = runner.invoke(root, ["course", "check", str(tmp_path / "课程"), "--json"])
    coverage = json.loads(checked.stdout)["coverage"]
    assert {one["item"] for one in coverage} == {"A1", "A2"}
    assert checked.exit_code == 0, checked.output
