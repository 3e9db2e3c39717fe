"""A Word document with Chinese type: styles, page, running head and foot; nothing of a template's author."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

_BODY, _HEADING, _LATIN = "宋体", "黑体", "Times New Roman"
INK, MUTED, WARNING = "1B2733", "51606F", "8A4B00"
_SIZES_PT = {"Title": 22, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11}


def new_document(title: str, banners: Sequence[str], at: datetime) -> Document:
    """Return an empty A4 document in Chinese. `banners` stand at the head of every page, page numbers at its foot."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _set_styles(document)
    _set_properties(document, title, at)
    _set_banner(section.header.paragraphs[0], banners)
    _set_page_number(section.footer.paragraphs[0])
    return document


def _set_styles(document: Document) -> None:
    from docx.shared import Pt

    normal = _style(document, "Normal")
    _set_fonts(normal, _BODY)
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.25
    for name, size_pt in _SIZES_PT.items():
        style = _style(document, name)
        _set_fonts(style, _HEADING)
        style.font.size = Pt(size_pt)
        style.font.bold = name != "Title"
        style.paragraph_format.keep_with_next = True
    bullet = _style(document, "List Bullet")
    bullet.paragraph_format.space_after = Pt(2)


def _style(document: Document, name: str) -> ParagraphStyle:
    from docx.styles.style import ParagraphStyle

    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _set_fonts(style: ParagraphStyle, chinese: str) -> None:
    """Name fonts for Latin and Chinese letters; a theme's fonts, which would win, are taken out."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = _LATIN
    style.font.color.rgb = RGBColor.from_string(INK)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)


def _set_properties(document: Document, title: str, at: datetime) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.language = title, "coursebridge", "coursebridge", "zh-CN"
    core.subject = core.keywords = core.comments = core.category = ""
    core.created = core.modified = at
    core.revision = 1


def _set_banner(paragraph: Paragraph, banners: Sequence[str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run("　".join(banners))
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(WARNING)


def _set_page_number(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
