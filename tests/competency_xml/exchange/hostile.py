"""Files that want to cost a reader its time or its memory."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.competency_xml.exchange.case.packages import association, item, package
from tests.competency_xml.exchange.docx.samples import requirement_file
from tests.competency_xml.exchange.moodle_csv.frameworks import CHINESE_HEADINGS, FRAMEWORK, row
from tests.competency_xml.workbooks import with_part

Maker = Callable[[Path], Path]
_HEADING = ",".join(CHINESE_HEADINGS) + "\n" + ",".join(f'"{cell}"' for cell in FRAMEWORK) + "\n"
_HUNDRED_MB = 100_000_000


def _text(name: str, content: str) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_text(content, encoding="utf-8")
        return path

    return make


def _lazily(name: str, content: Callable[[], str]) -> Maker:
    return lambda folder: _text(name, content())(folder)


def _package(items: int, edges: Callable[[int], Any]) -> Callable[[], str]:
    def content() -> str:
        made = [edges(number) for number in range(1, items)]
        whole = package(items=[item(number) for number in range(items)], associations=made)
        return json.dumps(whole, ensure_ascii=False)

    return content


def _rows(count: int, description: str) -> Callable[[], str]:
    def content() -> str:
        rows = (row("", f"i{number}", f"能做 {number}", description) for number in range(count))
        return _HEADING + "".join(",".join(f'"{cell}"' for cell in one) + "\n" for one in rows)

    return content


JSON: dict[str, Maker] = {
    "100 MB": _lazily("a.json", lambda: '{"CFItems":"' + "x" * _HUNDRED_MB + '"}'),
    "brackets": _lazily("a.json", lambda: "[" * 5_000_000),
    "nested deeply": _lazily("a.json", lambda: '{"CFDocument":' + '{"a":' * 5000 + "1" + "}" * 5000 + "}"),
    "nested below the parser's limit": _lazily("a.json", lambda: '{"a":' * 500 + "1" + "}" * 500),
    "many empty values": _lazily("a.json", lambda: '{"CFItems":[' + "[]," * 12_000_000 + "[]]}"),
    "many small objects": _lazily("a.json", lambda: '{"CFItems":[' + '{"a":1},' * 450_000 + "{}]}"),
    "a number of ten million digits": _lazily("a.json", lambda: '{"CFItems":[{"x":' + "9" * 10_000_000 + "}]}"),
    "infinity": _text("a.json", '{"CFItems":[{"x":1e999}]}'),
    "no number": _text("a.json", '{"CFItems":[{"x":NaN}]}'),
    "a chain of all items": _lazily("a.json", _package(19_000, lambda one: association(one, one - 1))),
    "a circle of all items": _lazily("a.json", _package(19_000, lambda one: association(one, one % 18_999 + 1))),
    "one parent for all": _lazily("a.json", _package(19_000, lambda one: association(one, 0, sequenceNumber=1))),
    "parents without end": _lazily("a.json", _package(30_000, lambda one: association(200, one % 300))),
    "broken in the middle": _text("a.json", '{"CFDocument": {"title": "半'),
}
CSV: dict[str, Maker] = {
    "100 MB": _lazily("a.csv", lambda: _HEADING + "x" * _HUNDRED_MB),
    "quotation marks": _lazily("a.csv", lambda: _HEADING + '"' * 15_000_000),
    "quotation marks and backslashes": _lazily("a.csv", lambda: _HEADING + '"\\' * 7_000_000),
    "commas": _lazily("a.csv", lambda: _HEADING + "," * 15_000_000),
    "blank lines": _lazily("a.csv", lambda: _HEADING + "\n" * 15_000_000),
    "tags without end": _lazily("a.csv", _rows(500, "<a " * 6000)),
    "comments without end": _lazily("a.csv", _rows(500, "-->" + "<!--" * 4900)),
    "angle brackets": _lazily("a.csv", _rows(500, "<" * 19_900)),
    "paragraphs": _lazily("a.csv", _rows(500, "<p>" * 6000)),
    "many rows": _lazily("a.csv", _rows(40_000, "")),
}


def _bomb(folder: Path) -> Path:
    """Write a workbook whose sheet unpacks to 400 MB of one character."""
    path = folder / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/workbook.xml", "w") as part:
            for _ in range(400):
                part.write(b" " * 1_000_000)
    return path


WORKBOOKS: dict[str, Maker] = {
    "100 MB": _lazily("a.xlsx", lambda: "x" * _HUNDRED_MB),
    "a zip bomb": _bomb,
    "no zip at all": _text("a.xlsx", "PK\x03\x04 不是"),
}


def _document(content: Callable[[], bytes]) -> Maker:
    """Return what writes a Word file with other bytes for its document."""

    def make(folder: Path) -> Path:
        source = requirement_file(folder / "源.docx")
        return with_part(source, folder / "a.docx", "word/document.xml", lambda _: content())

    return make


_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><x>&a11;</x>"
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
_INCLUDE = '<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd" parse="text"/></x>'
_DEEP = 200_000
DOCUMENTS: dict[str, Maker] = {
    "laughs": _document(_LAUGHS.encode),
    "an entity of outside": _document(_OUTSIDE.encode),
    "nested deeply": _document(lambda: b"<w>" * _DEEP + b"</w>" * _DEEP),
    "a bomb": _document(lambda: b"<w>" + b" " * _HUNDRED_MB + b"</w>"),
    "no zip at all": _text("a.docx", "PK\x03\x04 不是"),
}
XML: dict[str, Maker] = {
    "laughs": _text("a.xml", _LAUGHS),
    "an entity of outside": _text("a.xml", _OUTSIDE),
    "XInclude": _text("a.xml", _INCLUDE),
    "nested deeply": _lazily("a.xml", lambda: "<w>" * _DEEP + "</w>" * _DEEP),
    "100 MB": _lazily("a.xml", lambda: "<w>" + " " * _HUNDRED_MB + "</w>"),
    "many attributes": _lazily("a.xml", lambda: "<w " + " ".join(f'a{n}=""' for n in range(500_000)) + "/>"),
    "broken in the middle": _text("a.xml", '<competencyMap xmlns="urn:x-competency-map:1.0'),
}
