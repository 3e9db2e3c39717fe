"""The Word copy of a report is quoted from: it must say what the page says, and nothing that the page withholds."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document

from evidence.report.build import ReportRequest, build_report
from tests.evidence.pilot import Plan, pilot_home, quality_card

COMMENT = "缺少“供应商质量数据对接”"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pilot_home(tmp_path_factory.mktemp("试点"), Plan(quality_card(), {"alpha": 30, "beta": 30}))


@pytest.fixture(scope="module")
def public(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_report(ReportRequest(home=home, out=tmp_path_factory.mktemp("公开") / "报告")).out


def document_of(report: Path) -> Document:
    return docx.Document(str(report / "report.zh.docx"))


def text_of(document: Document) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    heads = (paragraph.text for section in document.sections for paragraph in section.header.paragraphs)
    return "\n".join([*heads, *(paragraph.text for paragraph in document.paragraphs), *cells])


def test_document_answers_the_questions_in_chinese_and_says_what_it_cannot_claim(public: Path) -> None:
    headings = [p.text for p in document_of(public).paragraphs if (p.style and p.style.name == "Heading 2")]
    assert headings == [
        *("学到了吗？培训前后对比", "有多少人学完？", "图谱贴合实际工作吗？", "谁填写了调查？", "题目好用吗？"),
    ]
    text = text_of(document_of(public))
    assert text.count("不能说明：") == len(headings)
    assert "不是标准文本" in text


def test_every_page_of_a_simulated_document_says_so(public: Path, home: Path, tmp_path: Path) -> None:
    assert ["模拟数据 / Simulated" in s.header.paragraphs[0].text for s in document_of(public).sections] == [True]
    real = pilot_home(tmp_path / "real", Plan(quality_card(), {"alpha": 40}, simulated=False))
    assert "模拟" not in text_of(document_of(build_report(ReportRequest(home=real, out=tmp_path / "out")).out))


def test_tables_say_what_the_page_says(public: Path) -> None:
    page = (public / "index.html").read_text("utf-8")
    numbers = {
        cell.text for table in document_of(public).tables for row in table.rows[1:] for cell in row.cells[1:]
    }  # fmt: skip
    for number in sorted(number for number in numbers if re.fullmatch(r"[+−\d.%~ ]+", number)):
        assert number in page, number


def test_bars_are_the_means_of_the_table(public: Path) -> None:
    with zipfile.ZipFile(public / "report.zh.docx") as archive:
        charts = sorted(name for name in archive.namelist() if name.startswith("word/charts/"))
        first = archive.read(charts[0]).decode()
    assert len(charts) == 2
    table = next(t for t in document_of(public).tables if t.rows[0].cells[0].text == "工作内容")
    for column in (2, 3):
        for row in table.rows[1:]:
            assert f"<c:v>{float(row.cells[column].text):g}</c:v>" in first


def test_withheld_numbers_and_comments_stay_out_of_the_public_document(
    home: Path, public: Path, tmp_path: Path
) -> None:
    internal = build_report(ReportRequest(home=home, out=tmp_path / "内部", internal=True)).out
    assert COMMENT in text_of(document_of(internal))
    text = text_of(document_of(public))
    assert COMMENT not in text
    assert "不公布" in text
    with zipfile.ZipFile(public / "report.zh.docx") as archive:
        assert all(COMMENT.encode() not in archive.read(name) for name in archive.namelist())


def test_control_characters_in_answers_do_not_break_the_document() -> None:
    from evidence.report.word.tables import zh

    assert zh("甲\x0b乙\x00丙\n丁") == "甲乙丙\n丁"
