"""The map's XML: read, validated by our XSD, and written. Equal maps give equal bytes, and nothing is lost."""

from __future__ import annotations

from functools import cache
from os import PathLike
from pathlib import Path

from lxml import etree

from competency_xml.collector import collector_paused
from competency_xml.errors import InvalidMapError, UnwritableTextError
from competency_xml.limits import MAX_MAP_TAGS
from competency_xml.model import CompetencyMap
from competency_xml.xml.problems import schema_findings, unsound_findings, unwritable_part
from competency_xml.xml.reading import MapTarget, UnsoundElementError
from competency_xml.xml.writing import map_element
from foundation.digest import sha256_hex
from foundation.files import read_bytes, write_bytes
from foundation.findings import Finding
from foundation.text import both
from foundation.xml import feed_xml, parse_xml, serialise_xml

SCHEMA_PATH = Path(__file__).parent.parent / "schema" / "competency-map.xsd"


def read_map(path: str | PathLike[str]) -> CompetencyMap:
    """Return the map in an XML file.

    Raises:
        UnreadableFileError: missing, unreadable or too large.
        MalformedXmlError: not well-formed, or hostile.
        InvalidMapError: well-formed, and no competency map; carries every finding.
    """
    return parse_map(read_bytes(Path(path)), file=Path(path))


def parse_map(content: bytes, *, file: Path | str | None = None) -> CompetencyMap:
    """Return the map in XML bytes; `file` stands for them in messages. Raises as `read_map`, but for the file."""
    with collector_paused():
        return _parsed(content, file)


def _parsed(content: bytes, file: Path | str | None) -> CompetencyMap:
    target = MapTarget()
    try:
        accepted = feed_xml(content, target, _schema(), file=file, max_tags=MAX_MAP_TAGS)
    except UnsoundElementError:
        accepted = False
    competency_map = target.taken()
    if accepted and competency_map is not None:
        return competency_map
    raise InvalidMapError(_problems(content, file), file=file)


def _problems(content: bytes, file: Path | str | None) -> list[Finding]:
    """Return what is wrong with a document: all that the XSD objects to, else the first element that is unsound."""
    root = parse_xml(content, file=file, max_tags=MAX_MAP_TAGS)
    schema = _schema()
    if schema.validate(root):
        return unsound_findings(root, content, file)
    return schema_findings(schema.error_log, root, content, file)


def map_bytes(competency_map: CompetencyMap) -> bytes:
    """Return the map as XML bytes that `parse_map` turns into an equal map.

    Raises:
        UnwritableTextError: a text holds a character that XML cannot hold.
        InvalidMapError: the map breaks a rule of the XSD (an impossible language tag …).
    """
    try:
        root = map_element(competency_map)
    except ValueError as error:
        place, character = unwritable_part(competency_map)
        raise UnwritableTextError(
            both(f"文字含有 XML 不允许的字符 {character}", f"A text holds {character}, which XML cannot hold"),
            place=place,
            remedy=both("请删除此字符", "Remove this character"),
        ) from error
    schema = _schema()
    if not schema.validate(root):
        raise InvalidMapError(schema_findings(schema.error_log, root, b"", None))
    return serialise_xml(root)


def write_map(competency_map: CompetencyMap, path: str | PathLike[str]) -> None:
    """Write the map to `path` atomically. Raises as `map_bytes`."""
    write_bytes(Path(path), map_bytes(competency_map))


def map_sha256(competency_map: CompetencyMap) -> str:
    """Return the hash by which a course pins this map: SHA-256 of its XML, in hex."""
    return sha256_hex(map_bytes(competency_map))


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA_PATH))
