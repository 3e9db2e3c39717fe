"""One paragraph of Word's XML → the text that a reader sees once all tracked changes are accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from competency_xml.exchange.docx.document import RemarkKind
from competency_xml.exchange.docx.elements import attribute, child, local
from competency_xml.exchange.docx.styles import is_hidden

_SOFT_HYPHEN = "\u00ad"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANK = re.compile("[\t\r\n]")
_MARKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Elements that only wrap what they hold.
_WRAPPERS = frozenset(
    ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "rubyBase")
)
_INSERTED = frozenset(("ins", "moveTo"))
_REMOVED = frozenset(("del", "moveFrom"))
_NOTE_MARKS = frozenset(("footnoteReference", "endnoteReference"))
_DRAWN = frozenset(("drawing", "pict", "object"))
#: What the symbol fonts draw at these places of Unicode's private area; anything else is drawn as a bullet.
_SYMBOLS = {0xF0A8: "□", 0xF06F: "□", 0xF0FE: "☑", 0xF0FC: "✓", 0xF0E0: "→", 0xF0B4: "×", 0xF0B3: "≥", 0xF0A3: "≤"}
_PRIVATE = range(0xE000, 0xF900)


@dataclass
class Words:
    """A paragraph's text, what is to be remarked about it, its text boxes; `goes_on`: its end was deleted."""

    pieces: list[str] = field(default_factory=list)
    remarks: list[RemarkKind] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    goes_on: bool = False

    @property
    def text(self) -> str:
        """The text without soft hyphens, which show only where a line happens to break."""
        return "".join(self.pieces).replace(_SOFT_HYPHEN, "")


def words_of(paragraph: etree._Element) -> Words:
    """Return what a paragraph says: insertions kept, deletions, field codes, comments and note marks left out."""
    reader = _Reader()
    reader.walk(paragraph)
    mark = child(child(paragraph, "pPr"), "rPr")
    reader.words.goes_on = any(child(mark, name) is not None for name in _REMOVED)
    if reader.words.goes_on:
        reader.remark("tracked")
    return reader.words


class _Reader:
    def __init__(self) -> None:
        self.words = Words()
        self._field_codes: list[bool] = []

    def remark(self, kind: RemarkKind) -> None:
        if kind not in self.words.remarks:
            self.words.remarks.append(kind)

    def walk(self, element: etree._Element) -> None:
        for one in element:
            name = local(one)
            if name == "r":
                self._run(one)
            elif name in _REMOVED:
                self.remark("tracked")
            elif name in _WRAPPERS:
                if name in _INSERTED:
                    self.remark("tracked")
                self.walk(one)
            elif name == "AlternateContent":
                self._alternative(one)
            elif name in ("oMath", "oMathPara"):
                self.words.pieces.extend(text.text or "" for text in one.iter("{*}t"))

    def _alternative(self, element: etree._Element) -> None:
        """Take one wording of those for newer and older Words: the first that this reader understands."""
        for choice in element:
            before = len(self.words.pieces) + len(self.words.boxes)
            self._run_parts(choice)
            self.walk(choice)
            if len(self.words.pieces) + len(self.words.boxes) > before:
                return

    def _run(self, run: etree._Element) -> None:
        if is_hidden(child(run, "rPr")):
            if any(text.text for text in run.iter("{*}t")):
                self.remark("hidden")
            return
        self._run_parts(run)

    def _run_parts(self, run: etree._Element) -> None:
        for one in run:
            name = local(one)
            if name == "fldChar":
                self._field(attribute(one, "fldCharType"))
            elif any(self._field_codes):
                continue
            elif name == "t":
                self.words.pieces.append(_shown(one))
            elif name in _MARKS:
                self.words.pieces.append(_MARKS[name])
            elif name == "sym":
                self.words.pieces.append(_symbol(attribute(one, "char")))
            elif name in _NOTE_MARKS:
                self.remark("footnote")
            elif name in _DRAWN:
                self._drawn(one, name)
            elif name == "ruby":
                self.walk(one)
            elif name == "AlternateContent":
                self._alternative(one)

    def _field(self, kind: str | None) -> None:
        """Follow a field: its code, which nobody sees, stands before `separate`, its result after."""
        if kind == "begin":
            self._field_codes.append(True)
        elif kind == "separate" and self._field_codes:
            self._field_codes[-1] = False
        elif kind == "end" and self._field_codes:
            self._field_codes.pop()

    def _drawn(self, element: etree._Element, name: str) -> None:
        boxes = _outermost_boxes(element)
        self.words.boxes.extend(boxes)
        if name == "object":
            self.remark("object")
        elif not boxes and any(local(one) in ("blip", "imagedata", "chart", "relIds") for one in element.iter()):
            self.remark("picture")


def _shown(text: etree._Element) -> str:
    """Return the text of `<w:t>`; Word trims it unless its space is to be preserved."""
    content = _BLANK.sub(" ", text.text or "")
    return content if text.get(_XML_SPACE) == "preserve" else content.strip(" ")


def _symbol(code: str | None) -> str:
    try:
        point = int(code or "", 16)
    except ValueError:
        return ""
    if point in _PRIVATE:
        return _SYMBOLS.get(point, "•")
    return chr(point) if 0x20 <= point < 0xD800 else ""


def _outermost_boxes(element: etree._Element) -> list[etree._Element]:
    """Return the contents of a drawing's text boxes; one that stands twice, for old and new Word, counts once."""
    found: list[etree._Element] = []
    for one in element:
        name = local(one)
        if name == "txbxContent":
            found.append(one)
        elif name == "AlternateContent":
            chosen = next((choice for choice in one if local(choice) in ("Choice", "Fallback")), None)
            found.extend([] if chosen is None else _outermost_boxes(chosen))
        else:
            found.extend(_outermost_boxes(one))
    return found
