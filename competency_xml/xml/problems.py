"""What is wrong with a map's XML, as findings at line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from competency_xml.model import CompetencyMap
from competency_xml.xml.reading import MapTarget, UnsoundElementError
from foundation.findings import Finding
from foundation.text import both
from foundation.xml import start_places

#: So many problems of one document are told; the rest is counted.
MAX_FINDINGS = 100

_CLARK_NAMESPACE = re.compile(r"\{[^}]*\}")
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHINESE: dict[str, str] = {
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": "此元素内不应有内容",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_2": "此元素内不应有子元素",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "此元素内不应有文字",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "不允许此属性",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "不允许此属性",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "缺少必需的属性",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "值的类型不对",
    "SCHEMAV_CVC_ELT_1": "根元素不是能力图谱",
    "SCHEMAV_CVC_ENUMERATION_VALID": "值不在允许的范围内",
    "SCHEMAV_CVC_PATTERN_VALID": "值的写法不对",
    "SCHEMAV_CVC_AU": "属性值不是规定的值",
    "SCHEMAV_ELEMENT_CONTENT": "此处不允许这个元素，或缺少元素",
}


def schema_findings(log: Any, root: etree._Element, content: bytes, file: Path | str | None) -> list[Finding]:
    """Return what the XSD objects to, in document order; `log` is lxml's error log."""
    places = _Places(root, content)
    findings = [
        Finding(
            id="MAP-XSD",
            severity="error",
            file=None if file is None else str(file),
            place=places.of_path(entry.path, entry.line),
            message=both(
                _CHINESE.get(entry.type_name, "不符合能力图谱的格式"), _CLARK_NAMESPACE.sub("", entry.message)
            ),
            remedy=both(
                "按 competency-map.xsd 更正，见 docs/maps.md", "Correct it by competency-map.xsd, see docs/maps.md"
            ),
        )
        for entry in _first_per_place(log)
    ]
    return _shortened(findings)


def unsound_findings(root: etree._Element, content: bytes, file: Path | str | None) -> list[Finding]:
    """Return the first unsound element of a tree that the XSD accepts, as a finding at its start tag."""
    target = MapTarget()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        try:
            if event == "end":
                target.end(element.tag)
            else:
                target.start(element.tag, dict(element.items()))
                target.data(element.text or "")
        except UnsoundElementError as error:
            return [
                Finding(
                    id=error.finding_id,
                    severity="error",
                    file=None if file is None else str(file),
                    place=_Places(root, content).of_element(element),
                    message=error.message,
                    remedy=error.remedy,
                )
            ]
    return []


def unwritable_part(competency_map: CompetencyMap) -> tuple[str, str]:
    """Return the id of the first part with a character that XML cannot hold, and the character as U+XXXX."""
    for place, text in _texts(competency_map.model_dump(), "competencyMap"):
        found = _UNWRITABLE.search(text)
        if found:
            return place, f"U+{ord(found[0]):04X}"
    return "competencyMap", "?"


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        place = value.get("id", place)
        for key, inner in value.items():
            yield place, str(key)
            yield from _texts(inner, place)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner, place)


def _first_per_place(log: Iterable[Any]) -> Iterator[Any]:
    """Leave out what libxml2 says again: an attribute that breaks an enumeration also breaks its type."""
    seen: set[str] = set()
    for entry in log:
        if entry.path not in seen:
            seen.add(entry.path)
            yield entry


def _shortened(findings: list[Finding]) -> list[Finding]:
    left_out = len(findings) - MAX_FINDINGS
    if left_out <= 0:
        return findings
    more = findings[MAX_FINDINGS].model_copy(
        update={"message": both(f"还有 {left_out} 处同类问题未列出", f"{left_out} more problems are not listed")}
    )
    return [*findings[:MAX_FINDINGS], more]


class _Places:
    """Where elements of one document start; worked out when the first place is asked for."""

    def __init__(self, root: etree._Element, content: bytes) -> None:
        self._root = root
        self._content = content
        self._places: dict[etree._Element, str] | None = None

    def of_element(self, element: etree._Element) -> str:
        if self._places is None:
            starts = start_places(self._content) if self._content else []
            self._places = dict(zip(self._root.iter("*"), starts, strict=False))
        return self._places.get(element, f"{element.sourceline or 1}:1")

    def of_path(self, path: str | None, line: int) -> str:
        """Return the place of the element at the XPath that libxml2 gave."""
        try:
            found = self._root.getroottree().xpath(path) if path else []
        except etree.XPathError:
            found = []
        if isinstance(found, list) and found and isinstance(found[0], etree._Element):
            return self.of_element(found[0])
        return f"{line}:1"
