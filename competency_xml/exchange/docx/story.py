"""Paragraphs and tables of a Word file in reading order: lists counted, tables placed, text boxes taken in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.docx.document import Block, Paragraph, Remark, RemarkKind, WordTable
from competency_xml.exchange.docx.elements import child, local
from competency_xml.exchange.docx.layout import Slot, TooManyColumnsError, layout_of
from competency_xml.exchange.docx.numbering import Numbering
from competency_xml.exchange.docx.styles import ListPlace, Style, Styles, list_place, outline_of
from competency_xml.exchange.docx.words import Words, words_of
from competency_xml.exchange.grid import Cell, Grid, Range, TooManyMergedCellsError, column_letters
from competency_xml.limits import MAX_CELL_CHARACTERS, MAX_WORKBOOK_CHARACTERS
from foundation.text import both

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_BODY_LEVEL = 9


@dataclass(frozen=True)
class Lists:
    """Styles and list numbers of a file."""

    styles: Styles
    numbering: Numbering


class StoryReader:
    """Reads the body of one file, once, in document order."""

    def __init__(self, file: str, lists: Lists) -> None:
        self.remarks: list[Remark] = []
        self._file = file
        self._lists = lists
        self._paragraphs = 0
        self._tables = 0
        self._characters = 0

    def body(self, element: etree._Element) -> tuple[Block, ...]:
        """Return the blocks of the body."""
        return tuple(self._blocks(element, place=None, table=""))

    def _blocks(self, element: etree._Element, *, place: str | None, table: str) -> Iterator[Block]:
        """Yield the blocks of the body (`place` None) or of a cell; `table` names the table that the cell is in."""
        before = ""
        inner = 0
        for one in _block_elements(element):
            if local(one) == "tbl":
                inner += 1
                yield self._table(one, f"{table}.{inner}" if table else self._next_table())
                continue
            paragraph, words = self._paragraph(one, place, before)
            before = paragraph.text if words.goes_on else ""
            if not words.goes_on:
                yield paragraph
            for box in words.boxes:
                self._remark("text-box", paragraph.place)
                yield from self._blocks(box, place=place, table=table and f"{table}.box")
        if before:
            yield Paragraph(before, place or self._next_paragraph())

    def _paragraph(self, element: etree._Element, place: str | None, before: str) -> tuple[Paragraph, Words]:
        properties = child(element, "pPr")
        style = self._lists.styles.of(properties)
        words = words_of(element)
        place = place or self._next_paragraph()
        label = "" if words.goes_on and not words.text else self._label(properties, style)
        text = before + label + words.text
        self._take(len(text), place)
        for kind in words.remarks:
            self._remark(kind, place)
        outline = outline_of(properties)
        outline = style.outline if outline is None else outline if outline < _BODY_LEVEL else None
        return Paragraph(text, place, outline, style.is_contents), words

    def _label(self, properties: etree._Element | None, style: Style) -> str:
        own, inherited = list_place(properties), style.list_place
        if own.number is not None:
            return self._lists.numbering.label(ListPlace(own.number, own.level or 0), "")
        if inherited.number is None:
            return ""
        level = inherited.level if own.level is None else own.level
        return self._lists.numbering.label(ListPlace(inherited.number, level), style.list_style)

    def _table(self, element: etree._Element, name: str) -> WordTable:
        try:
            layout = layout_of(element)
            cells: list[Cell] = []
            merged: list[Range] = []
            inner: list[Block] = []
            nests = False
            for slot in layout.slots:
                where = Range(slot.top, slot.left + 1, slot.bottom, slot.right)
                blocks = self._cell(slot, name, where)
                nests = nests or any(isinstance(block, WordTable) for block in blocks)
                inner.extend(blocks)
                text = "\n".join(_text_of(block) for block in blocks)
                if text.strip():
                    cells.append(Cell(where.top, where.left, text.strip("\n")))
                if (where.bottom, where.right) != (where.top, where.left):
                    merged.append(where)
            if layout.tracked:
                self._remark("tracked", name)
            return WordTable(Grid(name, cells, merged), tuple(inner) if nests else ())
        except (TooManyColumnsError, TooManyMergedCellsError) as error:
            raise _refused(
                self._file,
                name,
                both("表格的列或合并单元格过多", "The table has too many columns or merged cells"),
                both("请整理或拆分表格", "Tidy or split the table"),
            ) from error

    def _cell(self, slot: Slot, name: str, where: Range) -> list[Block]:
        place = f"{name}!{column_letters(where.left)}{where.top}"
        if any(text.text for covered in slot.hidden for text in covered.iter("{*}t")):
            self._remark("hidden", place)
        blocks = list(self._blocks(slot.element, place=place, table=name))
        if sum(len(_text_of(block)) for block in blocks) > MAX_CELL_CHARACTERS:
            raise self._too_long(place)
        return blocks

    def _take(self, characters: int, place: str) -> None:
        self._characters += characters
        if self._characters > MAX_WORKBOOK_CHARACTERS:
            raise self._too_long(place)

    def _too_long(self, place: str) -> UnreadableTableError:
        return _refused(
            self._file,
            place,
            both("文字过长", "There is too much text"),
            both("请把内容分成几个文件", "Split the content over several files"),
        )

    def _remark(self, kind: RemarkKind, place: str) -> None:
        remark = Remark(kind, place)
        if not self.remarks or self.remarks[-1] != remark:
            self.remarks.append(remark)

    def _next_paragraph(self) -> str:
        self._paragraphs += 1
        return f"Paragraph{self._paragraphs}"

    def _next_table(self) -> str:
        self._tables += 1
        return f"Table{self._tables}"


def _block_elements(element: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, through content controls, tracked insertions and alternatives."""
    for one in element:
        name = local(one)
        if name in ("p", "tbl"):
            yield one
        elif name in _WRAPPERS:
            yield from _block_elements(one)
        elif name == "AlternateContent":
            chosen = next((choice for choice in one if local(choice) in ("Choice", "Fallback")), None)
            if chosen is not None:
                yield from _block_elements(chosen)


def _text_of(block: Block) -> str:
    """Return the text of a paragraph, or of a nested table: a line per row, its cells one after another."""
    if isinstance(block, Paragraph):
        return block.text
    grid = block.grid
    rows = [[grid.text_at(row, column) for column in grid.columns if _is_own(grid, row, column)] for row in grid.rows]
    return "\n".join(" ".join(filter(None, texts)) for texts in rows)


def _is_own(grid: Grid, row: int, column: int) -> bool:
    return grid.anchor(row, column) == (row, column)


def _refused(file: str, place: str, message: str, remedy: str) -> UnreadableTableError:
    return UnreadableTableError(message, file=file, place=place, remedy=remedy)
