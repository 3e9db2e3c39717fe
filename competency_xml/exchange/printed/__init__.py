"""The printed layout (职业功能 | 工作内容 | 专业能力要求 | 相关知识要求) in Excel or Word → map and findings."""

from __future__ import annotations

from pathlib import Path

from competency_xml.check import check_map
from competency_xml.check.doubts import MapPart
from competency_xml.collector import collector_paused
from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed.assembly import assembled_map
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.pages import DOCUMENT_ENDINGS, OLD_ENDINGS, WORKBOOK_ENDINGS, read_pages
from competency_xml.exchange.printed.standard import StandardReader
from competency_xml.model import CompetencyMap
from foundation.findings import Finding
from foundation.text import both


class PrintedFormat:
    """Tables as standards print them, in Excel or Word. Import only: a printed table has no room for ids."""

    name = "printed"
    endings: tuple[str, ...] = (*WORKBOOK_ENDINGS, *DOCUMENT_ENDINGS)

    def recognises(self, path: Path) -> bool:
        """Return whether the ending is a workbook's or Word file's; reading an old one says what to do about it."""
        return path.suffix.lower() in (*self.endings, *OLD_ENDINGS)

    def read(self, path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, list[Finding]]:
        """Return the map in printed tables and what is doubtful about it, by sheet or table and cell."""
        return read_printed(path, options)


def read_printed(path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, list[Finding]]:
    """Return the map in a file's printed tables, texts verbatim, and every doubt at `Sheet!C7` or `Table3!C7`.

    Raises:
        UnreadableFileError, UnsafeArchiveError, MalformedXmlError: the file is missing, damaged or hostile.
        UnreadableTableError: it is no workbook or Word file, or it holds no table of requirements.
    """
    with collector_paused():
        return _read(path, options or ImportOptions())


def _read(path: Path, options: ImportOptions) -> tuple[CompetencyMap, list[Finding]]:
    notes = ReadingNotes(str(path))
    reader = StandardReader(notes)
    hidden = read_pages(path, reader, notes)
    standard = reader.finish()
    if not any(level.functions for role in standard.roles for level in role.levels):
        raise _no_table(path, hidden=hidden)
    if options.role and len(standard.roles) > 1:
        notes.role_not_applied(options.role)
    assembled = assembled_map(standard, options)
    doubts = check_map(assembled.map, file=path, place=_cell_of, weight_place=assembled.weight_place)
    return assembled.map, [*notes.findings, *doubts]


def _no_table(path: Path, *, hidden: bool) -> UnreadableTableError:
    remedy = both(
        "表头须有“工作内容”和“专业能力要求”或“相关知识要求”等列",
        "The headings must have 工作内容 and 专业能力要求, 相关知识要求 or the like",
    )
    if hidden:
        remedy += both("；隐藏的工作表不读取，需要时请取消隐藏", "; hidden sheets are not read, unhide them if needed")
    return UnreadableTableError(both("没有找到要求表", "No table of requirements was found"), file=path, remedy=remedy)


def _cell_of(part: MapPart) -> str:
    """Return where a part stands in the file that it came from."""
    return part.source.place if part.source is not None and part.source.place else part.id
