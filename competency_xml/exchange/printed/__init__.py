"""The printed layout (职业功能 | 工作内容 | 专业能力要求 | 相关知识要求) in a workbook → map and findings."""

from __future__ import annotations

from pathlib import Path

from competency_xml.check import check_map
from competency_xml.check.doubts import MapPart
from competency_xml.collector import collector_paused
from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed.assembly import printed_map
from competency_xml.exchange.printed.notes import ReadingNotes
from competency_xml.exchange.printed.standard import StandardReader
from competency_xml.exchange.xlsx_cells import read_workbook
from competency_xml.model import CompetencyMap
from foundation.findings import Finding
from foundation.text import both

_OLD_ENDINGS = (".xls", ".et")


class PrintedFormat:
    """Tables as standards print them, in a workbook. Import only: a printed table has no room for ids."""

    name = "printed"
    endings: tuple[str, ...] = (".xlsx", ".xlsm")

    def recognises(self, path: Path) -> bool:
        """Return whether the ending is a workbook's; reading an old .xls says what to do about it."""
        return path.suffix.lower() in (*self.endings, *_OLD_ENDINGS)

    def read(self, path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, list[Finding]]:
        """Return the map in a printed table and what is doubtful about it, by sheet and cell."""
        return read_printed(path, options)


def read_printed(path: Path, options: ImportOptions | None = None) -> tuple[CompetencyMap, list[Finding]]:
    """Return the map in a workbook's printed tables, texts verbatim, and every doubt at `Sheet!C7`.

    Raises:
        UnreadableFileError, UnsafeArchiveError, MalformedXmlError: the file is missing, damaged or hostile.
        UnreadableTableError: it is no workbook, or no sheet of it holds a table of requirements.
    """
    with collector_paused():
        return _read(path, options or ImportOptions())


def _read(path: Path, options: ImportOptions) -> tuple[CompetencyMap, list[Finding]]:
    notes = ReadingNotes(str(path))
    workbook = read_workbook(path)
    if workbook.has_macros:
        notes.macros()
    for name in workbook.hidden:
        notes.hidden_sheet(name)
    reader = StandardReader(notes)
    for sheet in workbook.sheets:
        reader.read(sheet)
    standard = reader.finish()
    if not any(level.functions for role in standard.roles for level in role.levels):
        raise _no_table(path, hidden=bool(workbook.hidden))
    if options.role and len(standard.roles) > 1:
        notes.role_not_applied(options.role)
    competency_map = printed_map(standard, options)
    doubts = check_map(competency_map, file=path, place=_cell_of)
    return competency_map, [*notes.findings, *doubts]


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
