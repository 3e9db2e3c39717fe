"""A file, workbook or Word document → its grids and passages, handed to a reader in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.docx import read_document
from competency_xml.exchange.docx.document import Block, Paragraph, WordTable
from competency_xml.exchange.printed.conditions.clauses import Passage
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.standard import StandardReader
from competency_xml.exchange.printed.trail import HeadingTrail
from competency_xml.exchange.xlsx_cells import read_workbook
from foundation.errors import UnreadableFileError
from foundation.text import both

WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
DOCUMENT_ENDINGS = (".docx", ".docm")
#: Recognised so that reading them can say what to do.
OLD_ENDINGS = (".xls", ".et", ".doc", ".wps", ".rtf")


def read_pages(path: Path, reader: StandardReader, notes: ReadingNotes) -> bool:
    """Read a file, and return whether it has hidden sheets, which are not read.

    Raises:
        CourseBridgeError: as `read_workbook` and `read_document`; or the file is of an old kind.
    """
    if path.suffix.lower() in DOCUMENT_ENDINGS:
        _read_document(path, reader, notes)
        return False
    if path.suffix.lower() in OLD_ENDINGS and path.is_file():
        raise _old_kind(path)
    return _read_workbook(path, reader, notes)


def _read_workbook(path: Path, reader: StandardReader, notes: ReadingNotes) -> bool:
    workbook = read_workbook(path)
    if workbook.has_macros:
        notes.macros()
    for name in workbook.hidden:
        notes.hidden_sheet(name)
    for sheet in workbook.sheets:
        if not reader.read(sheet):
            notes.sheet_without_table(sheet.name)
    return bool(workbook.hidden)


def _read_document(path: Path, reader: StandardReader, notes: ReadingNotes) -> None:
    document = read_document(path)
    if document.has_macros:
        notes.macros()
    notes.remarks(document.remarks)
    outlined = any(isinstance(block, Paragraph) and block.outline is not None for block in document.blocks)
    trail = HeadingTrail(document.headers, outlined=outlined)
    _read_blocks(document.blocks, trail, reader, notes)


def _read_blocks(blocks: Sequence[Block], trail: HeadingTrail, reader: StandardReader, notes: ReadingNotes) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            before = trail.before_table()
            for passage in _passages(block, is_heading=trail.take(block)):
                reader.passage(passage, before)
        elif not _read_table(block, trail, reader) and block.grid.rows:
            if block.inner:
                _read_blocks(block.inner, trail, reader, notes)
            else:
                notes.sheet_without_table(block.grid.name)


def _read_table(table: WordTable, trail: HeadingTrail, reader: StandardReader) -> bool:
    understood = reader.read(table.grid, trail.before_table())
    if understood:
        trail.table_read()
    return understood


def _passages(paragraph: Paragraph, *, is_heading: bool) -> Iterator[Passage]:
    if not paragraph.is_contents:
        for line in paragraph.text.split("\n"):
            if line.strip():
                yield Passage(line.strip(), paragraph.place, is_heading)


def _old_kind(path: Path) -> UnreadableTableError:
    if not path.is_file():
        raise UnreadableFileError(both("找不到文件", "There is no such file"), file=path)
    ending = path.suffix.lower()
    return UnreadableTableError(
        both(f"不能读取旧格式 {ending}", f"The old format {ending} cannot be read"),
        file=path,
        remedy=both(
            "请用 Word、WPS 或 Excel 打开，另存为 .docx 或 .xlsx",
            "Open it in Word, WPS or Excel and save it as .docx or .xlsx",
        ),
    )
