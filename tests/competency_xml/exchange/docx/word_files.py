"""Word files made by hand for tests, the way Word itself writes them: rsids, split runs, proofing marks, controls."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
 <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>
 <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/><w:basedOn w:val="2"/>
 <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>
"""


@dataclass(frozen=True)
class Box:
    """A table cell: its blocks as XML, columns that it spans, whether a vertical merge starts or goes on, and more."""

    xml: str
    span: int = 1
    merge: str | None = None
    properties: str = ""


def run(text: str, properties: str = "") -> str:
    """Return a run; a line feed in the text is a line break."""
    pieces = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\n"))
    return f'<w:r w:rsidR="00A77B3E" w:rsidRPr="00C12D1F"><w:rPr>{properties}</w:rPr>{pieces}</w:r>'


def para(content: str, *, style: str = "", number: tuple[int, int] | None = None, properties: str = "") -> str:
    """Return a paragraph of runs; plain text (no `<`) is made one run."""
    runs = content if content.startswith("<") or not content else run(content)
    pieces = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        pieces += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f'<w:p w:rsidR="00F41A2B" w:rsidRDefault="00F41A2B"><w:pPr>{pieces}{properties}</w:pPr>{runs}</w:p>'


def word_runs(text: str) -> str:
    """Return a text as Word leaves it after typing and proofing: in pieces, with marks and a smart tag between."""
    middle = len(text) // 2
    first = run(text[:middle], '<w:rFonts w:hint="eastAsia"/>')
    return (
        f'<w:bookmarkStart w:id="0" w:name="_GoBack"/>{first}'
        f'<w:proofErr w:type="spellStart"/><w:smartTag w:uri="u" w:element="chsdate">{run(text[middle:])}</w:smartTag>'
        '<w:proofErr w:type="spellEnd"/><w:bookmarkEnd w:id="0"/><w:r><w:lastRenderedPageBreak/></w:r>'
    )


def cell(text: str, *, span: int = 1, merge: str | None = None) -> Box:
    """Return a cell with a paragraph per line."""
    return Box("".join(para(word_runs(line)) if line else para("") for line in text.split("\n")), span, merge)


def table(rows: Sequence[Sequence[Box]], widths: Sequence[int] = (), *, header_rows: int = 1) -> str:
    """Return a table; widths are those of its grid in twips, 2,000 each where they are not given."""
    widths = widths or (2000,) * max(sum(box.span for box in boxes) for boxes in rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(boxes, is_header=number < header_rows) for number, boxes in enumerate(rows))
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="a3"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def _row(boxes: Sequence[Box], *, is_header: bool) -> str:
    cells = "".join(_box(box) for box in boxes)
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_header else "<w:trPr/>"
    return f'<w:tr w:rsidR="00A77B3E" w:rsidTr="00E45C2A">{properties}{cells}</w:tr>'


def _box(box: Box) -> str:
    span = f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
    merge = "" if box.merge is None else f'<w:vMerge w:val="{box.merge}"/>' if box.merge == "restart" else "<w:vMerge/>"
    properties = f'<w:tcW w:w="0" w:type="auto"/>{span}{merge}{box.properties}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{box.xml or para('')}</w:tc>"


def word_file(path: Path, body: str, *, parts: Mapping[str, str] | None = None, numbering: str = "") -> Path:
    """Write a DOCX with a body; `parts` are further parts, such as `header1.xml`, related by their names."""
    document = (
        f'<w:document {_NAMESPACES}><w:body>{body}<w:sectPr><w:pgSz w:w="11906"/></w:sectPr></w:body></w:document>'
    )
    related = {"styles": "styles.xml", "numbering": "numbering.xml"}
    contents = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": document,
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{_STYLES}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>',
    }
    for name, content in (parts or {}).items():
        contents[f"word/{name}"] = content
        related[name.rstrip("0123456789.xml") if name.endswith(".xml") else name] = name
    contents["word/_rels/document.xml.rels"] = _relations(related)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content)
    return path


def numbering(*lists: Sequence[str], more: str = "") -> str:
    """Return the lists 1, 2 … of a file, each by its levels as `format|text` or `format|text|further properties`."""
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{_levels(levels)}</w:abstractNum>"
        for number, levels in enumerate(lists, start=1)
    )
    used = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(1, len(lists) + 1)
    )
    return definitions + used + more


def _levels(levels: Sequence[str]) -> str:
    return "".join(_level(index, *f"{level}||".split("|")[:3]) for index, level in enumerate(levels))


def _level(index: int, number_format: str, text: str, more: str) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
