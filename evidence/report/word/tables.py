"""Tables of a report in Word: a repeated heading row, numbers to the right, rows that no page break cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.report.model import Table, Text
from evidence.report.word.paper import MUTED
from foundation.text import ZH

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell

_STYLE = "Table Grid"
#: Above this many columns the type is smaller, and the first column takes a larger share.
_WIDE = 6
_SIZE_PT, _WIDE_SIZE_PT = 9.0, 7.5
_HEADING_FILL, _LINE = "E8EDF2", "B5C0CA"
_WIDTH_CM = 16.6
#: The first column's width in widths of another one.
_FIRST, _WIDE_FIRST = 2.0, 2.8


def zh(text: Text) -> str:
    """Return a text in Chinese, or as it is where there is none; characters that XML forbids are left out."""
    found = text if isinstance(text, str) else text.best(ZH)
    return "".join(character for character in found if character.isprintable() or character in "\n\t")


def add_table(document: Document, table: Table, *, captioned: bool = True) -> None:
    """Add a table, with its caption above it."""
    if captioned:
        add_caption(document, zh(table.caption))
    written = document.add_table(rows=1, cols=len(table.headings), style=_STYLE)
    size_pt = _WIDE_SIZE_PT if len(table.headings) > _WIDE else _SIZE_PT
    for column, heading in enumerate(table.headings):
        _fill(written.rows[0].cells[column], zh(heading), size_pt, numeric=column in table.numeric, bold=True)
        _shade(written.rows[0].cells[column])
    for row in table.rows:
        cells = written.add_row().cells
        for column, value in enumerate(row):
            _fill(cells[column], zh(value), size_pt, numeric=column in table.numeric)
    _set_widths(written, _WIDE_FIRST if len(table.headings) > _WIDE else _FIRST)
    _set_lines(written)
    _hold_together(written)
    document.add_paragraph().paragraph_format.space_after = 0


def add_caption(document: Document, text: str) -> None:
    """Add the line above a table or chart; it stays with what follows."""
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(MUTED)


def _fill(cell: _Cell, text: str, size_pt: float, *, numeric: bool, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = 0
    paragraph.paragraph_format.line_spacing = 1.0
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size_pt), bold


def _shade(cell: _Cell) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _HEADING_FILL)
    cell._tc.get_or_add_tcPr().append(shade)


def _set_widths(table: WordTable, first: float) -> None:
    from docx.shared import Cm

    table.autofit = False
    unit_cm = _WIDTH_CM / (len(table.columns) - 1 + first)
    for place, column in enumerate(table.columns):
        column.width = Cm(unit_cm * (first if place == 0 else 1.0))
        for cell in column.cells:
            cell.width = column.width


def _set_lines(table: WordTable) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    lines = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    table._tbl.tblPr.append(lines)


def _hold_together(table: WordTable) -> None:
    """Repeat the heading row on every page; let no row break across pages."""
    from docx.oxml import OxmlElement

    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
