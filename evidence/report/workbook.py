"""`tables.xlsx`: the figures as tables to sort and copy, one sheet per topic."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.figures import Figure, Measure
from evidence.report.model import Text
from evidence.report.packing import pack_with_fixed_times
from evidence.report.sections.provenance import provenance_tables
from evidence.report.subject import Subject
from evidence.report.words import words
from foundation.text import EN, ZH, LangText

if TYPE_CHECKING:
    import openpyxl

Value = str | float | int | None

_MEASURES: dict[Measure, LangText] = {
    "gain_g": words("标准化增益 ⟨g⟩", "Normalised gain ⟨g⟩"),
    "gain_dz": words("标准化效应 d_z", "Standardised change d_z"),
    "gain_points": words("提高（0–1）", "Mean change, 0 to 1"),
    "pre_mean": words("前测均值（0–1）", "Mean before, 0 to 1"),
    "post_mean": words("后测均值（0–1）", "Mean after, 0 to 1"),
    "pre_sd": words("前测标准差", "SD before"),
    "post_sd": words("后测标准差", "SD after"),
    "pre_only": words("只完成前测的人数", "Pre-test alone"),
    "post_only": words("无前测而学完的人数", "Finished without pre-test"),
    "progress": words("达到此步的比例", "Share who reached the step"),
    "no_item_data": words("没有逐题数据的比例", "Share without item data"),
    "rating_mean": words("自评均值（1–5）", "Mean rating, 1 to 5"),
    "need_rank": words("培训需求次序", "Rank of need"),
    "answer_share": words("回答比例", "Share of answers"),
    "question_p": words("正确率 p", "Right, p"),
    "question_d": words("区分度 D", "Discrimination D"),
    "comments": words("写意见的人数", "Learners who commented"),
}
_SHEETS: tuple[tuple[str, tuple[Measure, ...]], ...] = (
    ("学习增益", ("gain_points", "gain_g", "gain_dz", "pre_mean", "post_mean", "pre_sd", "post_sd")),
    ("学习进度", ("progress", "pre_only", "post_only", "no_item_data")),
    ("岗位调查", ("rating_mean", "need_rank", "answer_share", "comments")),
    ("题目", ("question_p", "question_d")),
)
_HEADINGS = (
    *(words("指标", "Measure"), words("岗位", "Role"), words("等级", "Level"), words("试点单位", "Centre")),
    *(words("对象", "About"), words("对象 id", "Its id"), words("数值", "Value")),
    *(words("95% 下限", "95 % low"), words("95% 上限", "95 % high"), words("人数", "n"), words("说明", "Basis")),
)
_WIDTHS = (26, 22, 12, 18, 44, 30, 12, 12, 12, 10, 60)


def write_workbook(path: Path, subject: Subject) -> None:
    """Write the workbook: equal figures give equal bytes. Suppressed figures say so in words."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    at = datetime.combine(subject.as_of, time.min, UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = at
    book.properties.creator = "coursebridge"
    for place, (title, measures) in enumerate(_SHEETS):
        sheet = book.active if place == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = title
        for line in _banner(subject):
            sheet.append([line])
            sheet.cell(sheet.max_row, 1).font = Font(bold=True, color="8A4B00")
        sheet.append([f"{heading.best(ZH)}\n{heading.best(EN)}" for heading in _HEADINGS])
        top = sheet.max_row
        for cell in sheet[top]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        for row in _rows(subject, measures):
            sheet.append(row)
        for column, width in enumerate(_WIDTHS, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = f"B{top + 1}"
    _add_provenance(book, subject)
    with tempfile.TemporaryDirectory(prefix="coursebridge-") as folder:
        draft = Path(folder) / "draft.xlsx"
        book.save(draft)
        pack_with_fixed_times(draft, path, at)


def _add_provenance(book: openpyxl.Workbook, subject: Subject) -> None:
    """Add the tables of provenance as a sheet, one below the other, hashes in full."""
    sheet = book.create_sheet("来源")
    for line in _banner(subject):
        sheet.append([line])
    for table in provenance_tables(subject, full=True):
        sheet.append([])
        sheet.append([_both(table.caption)])
        sheet.append([_both(heading) for heading in table.headings])
        for row in table.rows:
            sheet.append([_both(value) for value in row])


def _both(text: Text) -> str:
    if isinstance(text, str):
        return _safe(text)
    zh, en = text.best(ZH), text.best(EN)
    return _safe(zh if zh == en else f"{zh} / {en}")


def _banner(subject: Subject) -> Iterator[str]:
    if subject.simulated:
        yield "模拟数据 / Simulated"
    if subject.audience.internal:
        yield "内部资料 / Internal"
    yield f"截至 / As of {subject.as_of}"


def _rows(subject: Subject, measures: Sequence[Measure]) -> Iterator[list[Value]]:
    for measure in measures:
        for figure in subject.figures.find(measure):
            yield _row(subject, figure)


def _row(subject: Subject, figure: Figure) -> list[Value]:
    group, labels = figure.group, subject.labels
    map_ = group.map or next((body.map for body in subject.bodies if body.role == group.role), "")
    about, about_id = _about(subject, figure, map_)
    return [
        _safe(_MEASURES[figure.measure].best(ZH)),
        _safe(labels.role(map_, group.role).best(ZH)),
        _safe(labels.level(map_, group.level).best(ZH)) if group.level else "",
        _safe(labels.centre(group.centre).best(ZH)) if group.centre else "",
        _safe(about.best(ZH)),
        _safe(about_id),
        "不公布 / withheld" if figure.suppressed and figure.value is None else figure.value,
        figure.low,
        figure.high,
        figure.n,
        _safe(figure.basis),
    ]


def _about(subject: Subject, figure: Figure, map_: str) -> tuple[LangText, str]:
    group, labels = figure.group, subject.labels
    if group.question:
        return LangText(f"{group.phase} {group.question} v{group.question_version}"), group.question
    if group.response and group.aspect:
        answer = labels.option((map_, group.role), group.aspect, group.response)
        return answer, f"{group.aspect}/{group.response}"
    if group.work:
        name = labels.work(map_, group.work)
        return (name, f"{group.work}/{group.aspect}") if group.aspect else (name, group.work)
    if group.item:
        return labels.item(map_, group.item), group.item
    return LangText(group.step or group.aspect or ""), group.step or group.aspect or ""


def _safe(text: str) -> str:
    """Return a text that a spreadsheet takes as text: it begins like no formula and holds no control character."""
    clean = "".join(character for character in text if character.isprintable())
    return f"'{clean}" if clean[:1] in ("=", "+", "-", "@") else clean
