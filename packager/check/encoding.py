"""Manifests whose bytes are not what they declare: read as a Chinese Windows program would have written them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from foundation.errors import MalformedXmlError
from foundation.findings import Finding
from foundation.xml import parse_xml
from packager.check.kinds_manifest import ENCODING, NOT_UTF8

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def parse_manifest(content: bytes, *, file: str, place: str) -> tuple[etree._Element, Sequence[Finding]]:
    """Return a manifest's tree, and what is wrong with its encoding.

    Raises:
        MalformedXmlError: not well-formed in the declared encoding, nor in GB18030.
    """
    try:
        return parse_xml(content, file=file), tuple(_declared_findings(content, place))
    except MalformedXmlError:
        text = _as_gb18030(content)
        if text is None:
            raise
        return parse_xml(text, file=file), (ENCODING.at(place, actual="GBK/GB18030"),)


def _declared_findings(content: bytes, place: str) -> list[Finding]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [NOT_UTF8.at(place, actual="UTF-16")]
    declaration = _DECLARATION.match(content.removeprefix(b"\xef\xbb\xbf"))
    declared = _DECLARED.search(declaration.group()) if declaration else None
    name = declared.group(1).decode("ascii") if declared else "utf-8"
    return [] if name.lower() in _UTF8 else [NOT_UTF8.at(place, actual=name)]


def _as_gb18030(content: bytes) -> bytes | None:
    """Return the content as UTF-8 if it is no UTF-8 but GB18030, else None."""
    try:
        content.decode("utf-8")
        return None
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return _DECLARATION.sub(b"", text.encode("utf-8"), count=1)
