"""A report that is wrong, half-written or indiscreet would be worse than none."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from course_templates.model import MapPin, WorkRef
from evidence.errors import EmptyStoreError, UnknownCentreError, UnknownEngineError
from evidence.report.build import ReportRequest, build_report
from foundation.errors import TargetExistsError
from foundation.text import LangText
from lms_bridge.catalogue import write_card
from tests.evidence.pilot import Plan, card, pilot_home, quality_card
from tests.evidence.rows import row, write_store

CENTRES = {"alpha": 30, "beta": 30}
COMMENT = "缺少“供应商质量数据对接”"


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pilot_home(tmp_path_factory.mktemp("试点"), Plan(quality_card(), CENTRES))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("real")
    return pilot_home(home, Plan(quality_card(), {"alpha": 40, "beta": 4}, simulated=False))


def built(home: Path, out: Path, **options: Any) -> Path:
    return build_report(ReportRequest(home=home, out=out, **options)).out


def page(folder: Path) -> str:
    return (folder / "index.html").read_text("utf-8")


def figures(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "figures.json").read_text("utf-8"))
    return found


def test_everything_that_was_promised_is_there(pilot: Path, tmp_path: Path) -> None:
    out = built(pilot, tmp_path / "报告")
    assert sorted(str(path.relative_to(out).as_posix()) for path in out.rglob("*") if path.is_file()) == [
        "figures.json", "index.html", "open/dictionary.csv", "open/matched.csv", "open/progress.csv",
        "open/ratings.csv", "open/respondents.csv", "report.zh.docx", "tables.xlsx",
    ]  # fmt: skip


def test_figures_have_the_agreed_keys_and_nothing_else(pilot: Path, tmp_path: Path) -> None:
    for figure in figures(built(pilot, tmp_path / "out")):
        assert list(figure) == ["measure", "group", "value", "low", "high", "n", "suppressed", "basis"]
        assert figure["group"]["role"] == "quality"
        assert None not in figure["group"].values()
        assert "模拟数据" in figure["basis"]
        assert "simulated" in figure["basis"]
        if figure["suppressed"] and figure["measure"] != "progress":
            assert (figure["value"], figure["low"], figure["high"], figure["n"]) == (None, None, None, None)


def test_the_same_records_give_the_same_bytes(pilot: Path, tmp_path: Path) -> None:
    first, second = (built(pilot, tmp_path / name) for name in ("one", "two"))
    for path in sorted(path for path in first.rglob("*") if path.is_file()):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes(), path.name


def test_the_page_needs_no_network_and_no_script(pilot: Path, tmp_path: Path) -> None:
    html = page(built(pilot, tmp_path / "out", internal=True))
    assert not re.search(r"https?:|//[a-z]|@import|<script|<link(?! rel=\"icon\" href=\"data:)", html)
    urls = re.findall(r"(?:href|src|url)[=(]\"?([^\")]+)", html)
    assert urls
    assert all(url.startswith(("data:", "#")) for url in urls)


def test_simulated_data_are_marked_on_every_section(pilot: Path, real: Path, tmp_path: Path) -> None:
    html = page(built(pilot, tmp_path / "out"))
    assert "模拟数据 / Simulated" in html
    assert html.count('class="mark simulated"') == html.count("<h3>") + html.count("<h2>")
    assert "模拟数据" not in page(built(real, tmp_path / "real"))


def test_every_section_says_what_it_cannot_show(pilot: Path, tmp_path: Path) -> None:
    html = page(built(pilot, tmp_path / "out"))
    sections = re.findall(r'<section id="quality-\w+">.*?</section>', html, re.DOTALL)
    assert len(sections) == 5
    assert all("不能说明" in section and "It does not show" in section for section in sections)
    assert "不能说明标准是否合理" in html


def test_an_illustrative_map_never_goes_by_the_number_of_the_standard(pilot: Path, tmp_path: Path) -> None:
    html = page(built(pilot, tmp_path / "out"))
    assert "不是标准文本，所得证据不代表该标准" in html
    assert "T/CEAMI" not in html


def test_comments_are_listed_for_internal_readers_alone(pilot: Path, tmp_path: Path) -> None:
    public, internal = built(pilot, tmp_path / "p"), built(pilot, tmp_path / "i", internal=True)
    assert COMMENT not in _all_text(public)
    assert "内部资料" not in page(public)
    assert COMMENT in page(internal)
    assert "内部资料 / Internal" in page(internal)


def test_the_public_copy_holds_no_pseudonym(pilot: Path, tmp_path: Path) -> None:
    assert "alpha-quality-example-0" not in _all_text(built(pilot, tmp_path / "p"))


def test_small_classes_are_told_to_insiders_only(real: Path, tmp_path: Path) -> None:
    def beta(folder: Path) -> dict[str, Any]:
        return next(f for f in figures(folder) if f["measure"] == "gain_g" and f["group"].get("centre") == "beta")

    assert beta(built(real, tmp_path / "p"))["suppressed"]
    assert beta(built(real, tmp_path / "i", internal=True))["n"] < 10
    with (built(real, tmp_path / "i", internal=True) / "open/matched.csv").open(encoding="utf-8-sig") as stream:
        told = {line["centre"]: line["n"] for line in csv.DictReader(stream) if line["level"] == "all"}
    assert (told["beta"], told["alpha"]) == ("", "")  # open tables are public, whatever copy they lie beside


def test_a_centre_gets_its_own_copy(real: Path, tmp_path: Path) -> None:
    titles = (("beta", LangText("苏州智造实训基地")), ("alpha", LangText("沈阳装备培训中心")))
    out = built(real, tmp_path / "out", centre="beta", centre_titles=titles)
    assert "内部资料 / Internal" in page(out)
    assert "苏州智造实训基地" in page(out)
    assert "沈阳装备培训中心" not in _all_text(out)
    assert not any(figure["suppressed"] for figure in figures(out))


def test_the_threshold_is_told_and_kept(real: Path, tmp_path: Path) -> None:
    out = built(real, tmp_path / "out", threshold=20)
    assert "不足 20 人的数不公布" in page(out)
    assert all(f["n"] is None or f["n"] == 0 or f["n"] >= 20 for f in figures(out))


def test_a_report_as_of_a_day_knows_nothing_later(pilot: Path, tmp_path: Path) -> None:
    early = built(pilot, tmp_path / "early", as_of=date(2026, 4, 20), internal=True)
    late = built(pilot, tmp_path / "late", internal=True)
    assert "2026-04-20" in page(early)

    def enrolled(out: Path) -> int:
        return next(int(f["n"]) for f in figures(out) if f["group"].get("step") == "enrolled")

    assert 0 < enrolled(early) < enrolled(late) == 60


def test_workbook_tells_what_the_page_tells(pilot: Path, tmp_path: Path) -> None:
    out = built(pilot, tmp_path / "out")
    book = openpyxl.load_workbook(out / "tables.xlsx")
    assert book.sheetnames == ["学习增益", "学习进度", "岗位调查", "题目", "来源"]
    assert any(quality_card().map.sha256 in line for line in book["来源"].iter_rows(values_only=True))
    sheet = book["学习增益"]
    assert sheet["A1"].value == "模拟数据 / Simulated"
    told = {(line[0], line[5]): line[6] for line in sheet.iter_rows(min_row=4, values_only=True) if not line[3]}
    expected = {f["group"].get("work"): f["value"] for f in figures(out) if f["measure"] == "gain_g"}
    assert told["标准化增益 ⟨g⟩", "quality.w1-1"] == expected["quality.w1-1"]


def test_open_tables_are_described(pilot: Path, tmp_path: Path) -> None:
    folder = built(pilot, tmp_path / "out") / "open"
    with (folder / "dictionary.csv").open(encoding="utf-8-sig", newline="") as stream:
        described = {(line["file"], line["column"]) for line in csv.DictReader(stream)}
    for path in folder.glob("*.csv"):
        if path.name == "dictionary.csv":
            continue
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream))
        assert header[-1] == "n"
        assert all({(path.name, name), ("*", name)} & described for name in header), path.name


def test_hostile_words_in_a_card_stay_words(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>\"'&{{7*7}}{0}"
    course = quality_card()
    works = (WorkRef(id=course.works[0].id, code="=1+1", label=LangText(nasty)), *course.works[1:])
    course = course.model_copy(update={"works": works, "role_label": LangText("=HYPERLINK(1)")})
    out = built(pilot_home(tmp_path / "home", Plan(course, CENTRES)), tmp_path / "out")
    assert "<script" not in page(out)
    assert "&lt;script&gt;" in page(out)
    assert "{{7*7}}" in page(out)
    for sheet in openpyxl.load_workbook(out / "tables.xlsx"):
        assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)


def test_an_earlier_report_is_replaced_and_nothing_of_it_stays(pilot: Path, tmp_path: Path) -> None:
    out = built(pilot, tmp_path / "out", internal=True)
    (out / "open" / "stale.csv").write_text("x")
    assert COMMENT not in _all_text(built(pilot, out))
    assert not (out / "open" / "stale.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_left_alone(pilot: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    (tmp_path / "作业.docx").write_text("mine")
    with pytest.raises(TargetExistsError):
        built(pilot, tmp_path)
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_report_that_fails_leaves_the_earlier_one(pilot: Path, tmp_path: Path) -> None:
    out = built(pilot, tmp_path / "out")
    before = page(out)
    with pytest.raises(EmptyStoreError):
        built(tmp_path / "nothing", out)
    with pytest.raises(UnknownCentreError):
        built(pilot, out, centre="nobody")
    with pytest.raises(UnknownEngineError):
        built(pilot, out, engine="spork")
    assert page(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_records_without_a_card_are_reported_by_id_with_a_finding(tmp_path: Path) -> None:
    home = write_store(tmp_path / "home", [row("enrolment", f"L{number}") for number in range(12)])
    report = build_report(ReportRequest(home=home, out=tmp_path / "out"))
    assert [finding.id for finding in report.findings] == ["EV-NO-CARD"]
    assert "quality" in page(report.out)
    write_card(home, quality_card().model_copy(update={"id": "quality-course"}))
    assert build_report(ReportRequest(home=home, out=tmp_path / "out")).findings == ()


def test_packages_of_others_are_left_out_with_a_note(tmp_path: Path) -> None:
    foreign = [row("enrolment", f"L{number}", role=None, map=None, course=None) for number in range(3)]
    home = write_store(tmp_path / "home", foreign)
    report = build_report(ReportRequest(home=home, out=tmp_path / "out"))
    assert [(finding.id, finding.severity) for finding in report.findings] == [("EV-NO-ROLE", "note")]
    assert figures(report.out) == []


def test_levels_stand_from_the_lowest_and_names_of_one_language_do(tmp_path: Path) -> None:
    pin = MapPin(iri="urn:x:m:", version="2", sha256="0" * 64, status="published", standard="2-02-30-11")
    plans = []
    for slug, label in (("senior", "高级"), ("intermediate", "中级"), ("junior", "初级")):
        course = card(
            "manager", f"c-{slug}", pin, (("1.1", "配置组织架构", ""),), role_label=LangText("数字化管理师"),
            level=f"manager.{slug}", level_label=LangText(label),
        )  # fmt: skip
        plans.append(Plan(course, {"alpha": 40}, simulated=False))
    html = page(built(pilot_home(tmp_path / "home", *plans), tmp_path / "out"))
    assert re.findall(r"<h2><span>(.*?)</span>", html) == [
        f"数字化管理师 · {level}" for level in ("初级", "中级", "高级")
    ]
    assert "2-02-30-11" in html


def _all_text(folder: Path) -> str:
    texts = [path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in (".html", ".json", ".csv")]
    for sheet in openpyxl.load_workbook(folder / "tables.xlsx"):
        texts += [str(value) for line in sheet.iter_rows(values_only=True) for value in line]
    return "\n".join(texts)
