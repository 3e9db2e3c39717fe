"""Names of the map's XML: namespace, tags and attributes, once for reader and writer."""

from __future__ import annotations

NAMESPACE = "urn:x-competency-map:1.0"
SCHEMA_VERSION = "1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tag(name: str) -> str:
    """Return an element's name in Clark notation."""
    return f"{{{NAMESPACE}}}{name}"
