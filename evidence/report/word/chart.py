"""A plot as Word's own bar chart: it prints sharp and takes the reader's colours. Spec: ECMA-376 Part 1, 21.2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from evidence.report.model import Plot, Series
from evidence.report.word.tables import zh

if TYPE_CHECKING:
    from docx.document import Document

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_COLOURS = ("9FB4C7", "1F5F99", "C8821E")
_WIDTH_CM, _TOP_CM, _ROW_CM = 16.4, 2.0, 0.45
_CATEGORIES, _VALUES = "1001", "1002"


def add_chart(document: Document, plot: Plot, description: str) -> None:
    """Add a plot as a bar chart, one group of bars per row; `description` is what a screen reader says."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    number = sum(str(part.partname).startswith("/word/charts/") for part in package.iter_parts()) + 1
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _TYPE, chart_xml(plot), package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    height_cm = _TOP_CM + _ROW_CM * len(plot.rows) * (len(plot.series) + 1)
    document.add_paragraph().add_run()._r.append(_drawing(relation, number, height_cm, description))


def chart_xml(plot: Plot) -> bytes:
    """Return the chart's part. Rows run from the top down, as in the table."""
    written: bytes = etree.tostring(
        _c(
            "chartSpace",
            _c("roundedCorners", val="0"),
            _c(
                "chart",
                _c("autoTitleDeleted", val="1"),
                _c("plotArea", _c("layout"), _bars(plot), _category_axis(), _value_axis(plot)),
                _c("legend", _c("legendPos", val="t"), _c("overlay", val="0")),
                _c("plotVisOnly", val="1"),
                _c("dispBlanksAs", val="gap"),
            ),
            _text_size(900),
        ),
        encoding="UTF-8",
        xml_declaration=True,
        standalone=True,
    )
    return written


def _bars(plot: Plot) -> etree._Element:
    return _c(
        "barChart",
        _c("barDir", val="bar"),
        _c("grouping", val="clustered"),
        _c("varyColors", val="0"),
        *(_series(plot, place, series) for place, series in enumerate(plot.series)),
        _c("gapWidth", val="60"),
        _c("axId", val=_CATEGORIES),
        _c("axId", val=_VALUES),
    )


def _series(plot: Plot, place: int, series: Series) -> etree._Element:
    column = chr(ord("B") + place)
    last = len(plot.rows) + 1
    told = [(index, f"{value:g}") for index, value in enumerate(series.values) if value is not None]
    return _c(
        "ser",
        _c("idx", val=str(place)),
        _c("order", val=str(place)),
        _c("tx", _c("strRef", _c("f", f"Sheet1!${column}$1"), _cache("strCache", [(0, zh(series.name))], 1))),
        _c("spPr", _a("solidFill", _a("srgbClr", val=_COLOURS[place % len(_COLOURS)]))),
        _c("invertIfNegative", val="0"),
        _labels(),
        _c(
            "cat",
            _c(
                "strRef",
                _c("f", f"Sheet1!$A$2:$A${last}"),
                _cache("strCache", list(enumerate(zh(row) for row in plot.rows)), len(plot.rows)),
            ),
        ),
        _c(
            "val",
            _c("numRef", _c("f", f"Sheet1!${column}$2:${column}${last}"), _cache("numCache", told, len(plot.rows))),
        ),
    )


def _cache(kind: str, points: list[tuple[int, str]], count: int) -> etree._Element:
    cache = _c(kind)
    if kind == "numCache":
        cache.append(_c("formatCode", "General"))
    cache.append(_c("ptCount", val=str(count)))
    cache.extend(_c("pt", _c("v", text), idx=str(index)) for index, text in points)
    return cache


def _labels() -> etree._Element:
    shown = {"showVal"}
    parts = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    return _c("dLbls", *(_c(part, val="1" if part in shown else "0") for part in parts))


def _category_axis() -> etree._Element:
    return _c("catAx", *_axis(_CATEGORIES, _VALUES, "l", _c("orientation", val="maxMin")), _c("noMultiLvlLbl", val="0"))


def _value_axis(plot: Plot) -> etree._Element:
    ends = (_c("orientation", val="minMax"), _c("max", val=f"{plot.highest:g}"), _c("min", val=f"{plot.lowest:g}"))
    return _c("valAx", *_axis(_VALUES, _CATEGORIES, "b", *ends), _c("crossBetween", val="between"))


def _axis(own: str, other: str, side: str, *scale: etree._Element) -> Iterator[etree._Element]:
    yield _c("axId", val=own)
    yield _c("scaling", *scale)
    yield _c("delete", val="0")
    yield _c("axPos", val=side)
    yield _c("numFmt", formatCode="General", sourceLinked="0")
    yield _c("majorTickMark", val="none")
    yield _c("minorTickMark", val="none")
    yield _c("tickLblPos", val="nextTo")
    yield _c("crossAx", val=other)
    yield _c("crosses", val="max" if own == _VALUES else "autoZero")


def _c(name: str, *content: etree._Element | str, **attributes: str) -> etree._Element:
    return _element(_C, name, content, attributes)


def _a(name: str, *content: etree._Element | str, **attributes: str) -> etree._Element:
    return _element(_A, name, content, attributes)


def _element(
    namespace: str, name: str, content: Iterable[etree._Element | str], attributes: dict[str, str]
) -> etree._Element:
    element = etree.Element(f"{{{namespace}}}{name}", attributes, nsmap={"c": _C, "a": _A})
    for part in content:
        if isinstance(part, str):
            element.text = part
        else:
            element.append(part)
    return element


def _text_size(hundredths_pt: int) -> etree._Element:
    properties = _a("defRPr", sz=str(hundredths_pt))
    return _c("txPr", _a("bodyPr"), _a("lstStyle"), _a("p", _a("pPr", properties), _a("endParaRPr", lang="zh-CN")))


def _drawing(relation: str, number: int, height_cm: float, description: str) -> etree._Element:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm

    drawing: etree._Element = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}><wp:inline>"
        f'<wp:extent cx="{Cm(_WIDTH_CM)}" cy="{Cm(height_cm)}"/><wp:docPr id="{number}" name="Chart {number}"/>'
        f'<a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    properties = drawing.find(".//{*}docPr")
    assert properties is not None
    properties.set("descr", description)
    return drawing
