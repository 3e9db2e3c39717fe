"""Records → rows of a framework, with the row that is the framework."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from competency_xml.exchange.moodle_csv.descriptions import is_html, safe_html
from competency_xml.exchange.moodle_csv.framework_row import scale_without_site
from competency_xml.exchange.moodle_csv.rows import COLUMNS, CompetencyRow, ReadRow
from competency_xml.exchange.moodle_csv.takes import unmarked
from foundation.text import both

_MAX_DIGITS = 18


def rows_in(records: Sequence[tuple[str, ...]], notes: FrameworkNotes) -> Iterator[ReadRow]:
    """Yield the rows below the heading. Moodle never reads the first record; one that is a row is taken, and told."""
    for number, record in enumerate(records, start=1):
        if number > 1 and len(record) != len(records[0]):
            _tell_width(len(record), f"{notes.file_stem}!A{number}", notes)
        read = ReadRow(_row(record), number, _exported(record))
        if number > 1 or _is_data(read.row):
            if number == 1:
                _tell_heading(read, notes)
            yield read


def split_framework(rows: Sequence[ReadRow], notes: FrameworkNotes) -> tuple[CompetencyRow, list[ReadRow]]:
    """Return the framework row, the last one as in Moodle, and the competencies."""
    frameworks = [read for read in rows if read.row.is_framework]
    competencies = [read for read in rows if not read.row.is_framework]
    for read in frameworks[:-1]:
        message = both("有几行框架，只有最后一行有效", "There are several framework rows; only the last one counts")
        remedy = both("每个框架一个文件", "Use one file per framework")
        notes.add(Remark("MAP-MOODLE-ROOT", message, remedy), read.place(notes.file_stem, "isframework"))
    if not frameworks:
        message = both("没有框架行，Moodle 会拒绝此文件", "There is no framework row; Moodle refuses the file")
        remedy = both("请加一行，Is framework 填 1", "Add a row with 1 under Is framework")
        notes.add(Remark("MAP-MOODLE-FRAMEWORK", message, remedy), None)
        return CompetencyRow(shortname=notes.file_stem, isframework="1"), competencies
    return frameworks[-1].row, competencies


def _row(record: tuple[str, ...]) -> CompetencyRow:
    cells = dict(zip(COLUMNS, map(unmarked, record), strict=False))
    if not cells.get("ruletype"):
        cells.update(ruletype="", ruleoutcome="", ruleconfig="", exportid="")
    if not cells.get("description"):
        cells["descriptionformat"] = CompetencyRow.descriptionformat
    elif is_html(cells.get("descriptionformat", "")):
        cells["description"] = safe_html(cells["description"])
    cells["scaleconfiguration"] = scale_without_site(cells.get("scaleconfiguration", ""))
    return CompetencyRow(**cells)


def _exported(record: tuple[str, ...]) -> int | None:
    cell = record[COLUMNS.index("exportid")] if len(record) > COLUMNS.index("exportid") else ""
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= _MAX_DIGITS else None


def _is_data(row: CompetencyRow) -> bool:
    """Whether a first record is no heading: the columns that hold numbers and codes do."""
    numeric = row.descriptionformat.isdigit() and row.isframework in ("", "0", "1")
    return numeric and bool(row.idnumber)


def _tell_heading(read: ReadRow, notes: FrameworkNotes) -> None:
    message = both("没有表头，Moodle 会跳过第一行", "There is no heading; Moodle skips the first row")
    notes.add(Remark("MAP-MOODLE-HEADING", message, both("请加上表头", "Add the headings")), f"{notes.file_stem}!A1")


def _tell_width(width: int, place: str, notes: FrameworkNotes) -> None:
    message = both(
        f"此行有 {width} 列，与表头不同，Moodle 会拒绝整个文件",
        f"This row has {width} columns, unlike the heading; Moodle refuses the whole file",
    )
    notes.add(
        Remark("MAP-MOODLE-COLUMNS", message, both("请补足或删去多余的列", "Make it as wide as the heading")), place
    )
