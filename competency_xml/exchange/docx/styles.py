"""Paragraph styles of a Word file: the heading level, list and name that a style or one it is based on gives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from competency_xml.exchange.docx.elements import attribute, child, is_on, local, value, whole

_MAX_CHAIN = 20
_BODY_LEVEL = 9


@dataclass(frozen=True)
class ListPlace:
    """A paragraph's place in a list: the list's number, and its level from 0 where it is given."""

    number: str | None = None
    level: int | None = None


_NO_LIST = ListPlace()


@dataclass(frozen=True)
class Style:
    """What a paragraph style says. `outline` is the heading level from 0, None for body text."""

    id: str = ""
    name: str = ""
    outline: int | None = None
    list_place: ListPlace = _NO_LIST
    list_style: str = ""

    @property
    def is_contents(self) -> bool:
        """Whether it is a style of tables of contents, whose lines repeat the headings."""
        return self.name.lower().startswith(("toc ", "table of figures", "目录")) or self.id.lower().startswith("toc")


_NO_STYLE = Style()


class Styles:
    """The styles of a file by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._default = ""
        for element in () if root is None else root:
            if local(element) != "style":
                continue
            style_id = attribute(element, "styleId") or ""
            self._elements.setdefault(style_id, element)
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                self._default = style_id

    def of(self, properties: etree._Element | None) -> Style:
        """Return the style of a paragraph, by its properties."""
        return self.named(value(properties, "pStyle") or self._default)

    def named(self, style_id: str) -> Style:
        """Return the style with this id; an unknown one says nothing."""
        return self._resolved(style_id, 0)

    def _resolved(self, style_id: str, depth: int) -> Style:
        if style_id in self._known:
            return self._known[style_id]
        element = self._elements.get(style_id)
        if element is None or depth > _MAX_CHAIN:
            return _NO_STYLE
        base = self._resolved(value(element, "basedOn") or "", depth + 1)
        style = _over(base, element, style_id)
        if depth == 0:
            self._known[style_id] = style
        return style


def list_place(properties: etree._Element | None) -> ListPlace:
    """Return the list that paragraph properties put a paragraph in."""
    numbering = child(properties, "numPr")
    if numbering is None:
        return _NO_LIST
    return ListPlace(value(numbering, "numId"), whole(value(numbering, "ilvl")))


def outline_of(properties: etree._Element | None) -> int | None:
    """Return the heading level that paragraph properties give, from 0; 9 is body text, None says nothing."""
    return whole(value(properties, "outlineLvl"))


def is_hidden(properties: etree._Element | None) -> bool:
    """Return whether run properties hide a text."""
    return is_on(properties, "vanish")


def _over(base: Style, element: etree._Element, style_id: str) -> Style:
    """Return a style as it stands over the one that it is based on."""
    properties = child(element, "pPr")
    own, outline = list_place(properties), outline_of(properties)
    return replace(
        base,
        id=style_id,
        name=value(element, "name") or "",
        outline=base.outline if outline is None else outline if outline < _BODY_LEVEL else None,
        list_place=ListPlace(
            base.list_place.number if own.number is None else own.number,
            base.list_place.level if own.level is None else own.level,
        ),
        list_style=style_id if own.number is not None else base.list_style,
    )
