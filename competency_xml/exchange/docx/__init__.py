"""DOCX → paragraphs and tables, as Word and LibreOffice save them, opened as hostile. Nothing in it is ever run."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from competency_xml.errors import UnreadableTableError
from competency_xml.exchange.docx.document import Paragraph, Remark, WordDocument
from competency_xml.exchange.docx.elements import child, local
from competency_xml.exchange.docx.numbering import Numbering
from competency_xml.exchange.docx.story import Lists, StoryReader
from competency_xml.exchange.docx.styles import Styles
from competency_xml.exchange.ooxml import OfficePackage, open_office
from foundation.text import both


def read_document(path: Path) -> WordDocument:
    """Return the paragraphs and tables of a DOCX or DOCM file as they read once tracked changes are accepted.

    Raises:
        UnreadableFileError, UnreadableTableError, UnsafeArchiveError, MalformedXmlError: as `open_office`, or it
            is no Word document.
    """
    with open_office(path) as package:
        main = package.main_part("word/document.xml")
        root = package.part(main)
        body = child(root, "body")
        if root is None or local(root) != "document" or body is None:
            raise _no_document(path)
        reader = StoryReader(str(path), _lists(package, main))
        blocks = reader.body(body)
        foreign = [] if next(body.iter("{*}altChunk"), None) is None else [Remark("foreign-part", main)]
        return WordDocument(
            blocks=blocks,
            headers=tuple(_headers(package, main)),
            remarks=(*reader.remarks, *foreign),
            has_macros=package.has_macros,
        )


def _lists(package: OfficePackage, main: str) -> Lists:
    styles = Styles(_related(package, main, "styles"))
    return Lists(styles, Numbering(_related(package, main, "numbering"), styles))


def _headers(package: OfficePackage, main: str) -> list[str]:
    """Return the lines of the page headers, where standards print their number."""
    lines: list[str] = []
    for path in package.related(main, "header").values():
        root = package.part(path)
        if root is None:
            continue
        empty = Styles(None)
        blocks = StoryReader(package.file, Lists(empty, Numbering(None, empty))).body(root)
        lines.extend(block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip())
    return list(dict.fromkeys(lines))


def _related(package: OfficePackage, main: str, kind: str) -> etree._Element | None:
    path = next(iter(package.related(main, kind).values()), None)
    return None if path is None else package.part(path)


def _no_document(path: Path) -> UnreadableTableError:
    return UnreadableTableError(
        both("这不是 Word 文档", "It is no Word document"),
        file=path,
        remedy=both("请在 Word 或 WPS 中另存为 .docx", "Save it as .docx in Word or WPS"),
    )
