"""The Word document in its order: head, overview, bodies of evidence, method, provenance."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.report.contents import BodyContents, contents
from evidence.report.model import Chart, Section, Table, Tile
from evidence.report.packing import pack_with_fixed_times
from evidence.report.subject import Subject
from evidence.report.word.chart import add_chart
from evidence.report.word.paper import new_document
from evidence.report.word.tables import add_table, zh
from evidence.report.words import words
from foundation.text import LangText

if TYPE_CHECKING:
    from docx.document import Document

_TITLE = "学习证据报告"


def write_word(path: Path, subject: Subject) -> None:
    """Write the document: equal figures give equal bytes, and no number is in it that the page withholds."""
    said = contents(subject)
    at = datetime.combine(subject.as_of, time.min, UTC).replace(tzinfo=None)
    document = new_document(f"{_TITLE} {subject.as_of}", list(_banners(subject)), at)
    _add_head(document, subject)
    if said.overview is not None:
        add_table(document, said.overview)
    for body in said.bodies:
        _add_body(document, body)
    document.add_heading("怎样计算", level=1)
    _add_notes(document, said.method)
    document.add_heading("数据来源与版本", level=1)
    for table in said.provenance:
        add_table(document, table)
    with tempfile.TemporaryDirectory(prefix="coursebridge-") as folder:
        draft = Path(folder) / "draft.docx"
        document.save(str(draft))
        pack_with_fixed_times(draft, path, at)


def _banners(subject: Subject) -> Iterator[str]:
    if subject.simulated:
        yield "模拟数据 / Simulated：学员并不存在，数字由程序生成"
    if subject.audience.internal:
        yield "内部资料 / Internal：含小班数据和意见原文，不得外传"


def _add_head(document: Document, subject: Subject) -> None:
    document.add_paragraph(_TITLE, style="Title")
    for banner in _banners(subject):
        document.add_paragraph().add_run(banner).bold = True
    facts = [f"截至 {subject.as_of}", f"{subject.extent.records:,} 条学习记录"]
    facts.append("内部版" if subject.audience.internal else "公开版")
    if subject.centre is not None:
        facts.append(zh(subject.centre))
    document.add_paragraph("；".join(facts))


def _add_body(document: Document, body: BodyContents) -> None:
    document.add_heading(zh(body.name), level=1)
    document.add_paragraph().add_run(zh(body.headline)).bold = True
    document.add_paragraph(zh(body.map_line))
    if body.tiles:
        add_table(document, _tile_table(body.tiles), captioned=False)
    for section in body.sections:
        _add_section(document, section)


def _tile_table(tiles: tuple[Tile, ...]) -> Table:
    headings = (words("指标", "Figure"), words("数值", "Value"), words("说明", "Note"))
    return Table(LangText(), headings, tuple((tile.name, tile.value, tile.line) for tile in tiles), frozenset({1}))


def _add_section(document: Document, section: Section) -> None:
    document.add_heading(zh(section.heading), level=2)
    for chart in section.charts:
        _add_chart(document, chart)
    _add_notes(document, section.notes)
    for table in section.tables:
        add_table(document, table)
    for name, claim in (("能说明：", section.can), ("不能说明：", section.cannot)):
        if claim:
            paragraph = document.add_paragraph()
            paragraph.add_run(name).bold = True
            paragraph.add_run(zh(claim))


def _add_chart(document: Document, chart: Chart) -> None:
    title = document.add_heading(zh(chart.title), level=3)
    subtitle = document.add_paragraph(zh(chart.subtitle))
    title.paragraph_format.keep_with_next = subtitle.paragraph_format.keep_with_next = True
    if chart.plot is not None and any(value is not None for s in chart.plot.series for value in s.values):
        add_chart(document, chart.plot, f"{zh(chart.title)}。{zh(chart.subtitle)}")
    add_table(document, chart.table)
    _add_notes(document, chart.notes)


def _add_notes(document: Document, notes: Iterable[LangText]) -> None:
    for note in notes:
        document.add_paragraph(zh(note), style="List Bullet")
