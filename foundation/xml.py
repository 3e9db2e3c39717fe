"""XML from outside, parsed without DTDs, entities or network; XML of ours, written the same way every time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree

from foundation.errors import MalformedXmlError
from foundation.files import DEFAULT_MAX_BYTES, read_bytes
from foundation.text import both

#: Start and end tags in one document.
MAX_TAGS = 2_000_000
#: What a document's tree may take in memory, by what libxml2 needs for a tag with its text and for an attribute.
MAX_TREE_BYTES = 400_000_000
_TAG_BYTES, _ATTRIBUTE_BYTES = 125, 225
_ATTRIBUTE = re.compile(rb"()=[\0\s]*[\"']")
_SETTINGS: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "dtd_validation": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}


def parse_xml(content: bytes, *, file: Path | str | None = None, max_tags: int = MAX_TAGS) -> etree._Element:
    """Return the root of a hostile document; comments and processing instructions are dropped.

    Raises:
        MalformedXmlError: not well-formed (`place` is `line:col`), too deep, too many tags, or with a DTD or entities.
    """
    root: etree._Element = _parsed(content, _parser(), file, max_tags)
    _refuse_doctype(root, file)
    return root


class XmlTarget:
    """Takes a document element by element while it is parsed, without a tree: subclasses say what to do with it."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag, its names in Clark notation; an element without attributes gives a mapping nobody owns."""

    def data(self, text: str) -> None:
        """Take a piece of text; one text may come in pieces."""

    def end(self, tag: str) -> None:
        """Take an end tag."""

    def close(self) -> None:
        """Take the end of the document; called after an error as well."""

    def doctype(self, _name: str, _public_id: str | None, _system_url: str | None) -> None:
        """Refuse DTDs before anything in them is read."""
        raise _DoctypeError


def feed_xml(
    content: bytes,
    target: XmlTarget,
    schema: etree.XMLSchema,
    *,
    file: Path | str | None = None,
    max_tags: int = MAX_TAGS,
) -> bool:
    """Feed a hostile document to `target`, and return whether the schema accepts it; why not, only a tree can tell.

    Parsing, validating and reading go on at once: a third faster than by way of a tree, and in less memory. The
    target sees elements before the verdict on them.

    Raises:
        MalformedXmlError: as `parse_xml`.
        Exception: what the target raises; it ends the parsing.
    """
    # Without resolving, libxml2 hands a target `&amp;` of an attribute as `&#38;`; with a DTD refused, none is left
    # to resolve but those five that XML itself has.
    parser = _parser(target=target, schema=schema, resolve_entities="internal")
    try:
        _parsed(content, parser, file, max_tags)
    except _DoctypeError:
        raise _dtd_refused(file) from None
    # lxml does not raise for a target parser whose schema objects: it only logs.
    return not parser.error_log.filter_domains(etree.ErrorDomains.SCHEMASV)


class _DoctypeError(Exception):
    """A document that a target is fed with has a DTD."""


def _parser(**options: Any) -> etree.XMLParser:
    return etree.XMLParser(**{**_SETTINGS, **options})


def iter_xml(
    content: bytes, tags: Sequence[str], *, file: Path | str | None = None, max_tags: int = MAX_TAGS
) -> Iterator[etree._Element]:
    """Yield the elements of a hostile document that have one of these tags, each when it ends.

    An element is emptied when the next one is asked for, so that a document of many small ones takes little memory.

    Raises:
        MalformedXmlError: as `parse_xml`; what was yielded before belongs to a document that is not sound.
    """
    _refuse_large(content, file, max_tags)
    found = etree.iterparse(BytesIO(content), events=("end",), tag=tuple(tags), **_SETTINGS)
    with _telling(file):
        for _, element in found:
            _refuse_doctype(element, file)
            yield element
            element.clear(keep_tail=False)
            _forget_what_is_before(element)
        if found.root is not None:
            _refuse_doctype(found.root, file)


def _forget_what_is_before(element: etree._Element) -> None:
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _refuse_doctype(element: etree._Element, file: Path | str | None) -> None:
    info = element.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise _dtd_refused(file)


def _parsed(content: bytes, parser: etree.XMLParser, file: Path | str | None, max_tags: int) -> Any:
    _refuse_large(content, file, max_tags)
    with _telling(file):
        return etree.fromstring(content, parser)


def _refuse_large(content: bytes, file: Path | str | None, max_tags: int) -> None:
    """Refuse what would take too much memory, before it is parsed: an upper bound, whatever the encoding."""
    tags = content.count(b"<")
    attributes = (content.count(b'"') + content.count(b"'")) // 2
    if tags <= max_tags and tags * _TAG_BYTES + attributes * _ATTRIBUTE_BYTES <= MAX_TREE_BYTES:
        return
    if tags <= max_tags and tags * _TAG_BYTES + len(_ATTRIBUTE.findall(content)) * _ATTRIBUTE_BYTES <= MAX_TREE_BYTES:
        return  # most quotation marks were in its texts
    raise MalformedXmlError(
        both("XML 的标签或属性过多", "The XML has too many tags or attributes")
        if tags <= max_tags
        else both(f"XML 标签超过 {max_tags} 个", f"The XML has over {max_tags} tags"),
        file=file,
        remedy=both("请把内容分成几个文件", "Split the content over several files"),
    )


@contextmanager
def _telling(file: Path | str | None) -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise MalformedXmlError(
            both(f"XML 格式错误：{error.msg}", f"Not well-formed XML: {error.msg}"),
            file=file,
            place=f"{line}:{column}",
            remedy=both("请修正此处，或重新导出文件", "Mend this place, or export the file again"),
        ) from error
    except (ValueError, LookupError) as error:
        raise MalformedXmlError(both(f"XML 无法解析：{error}", f"Cannot parse XML: {error}"), file=file) from error


def _dtd_refused(file: Path | str | None) -> MalformedXmlError:
    return MalformedXmlError(
        both("XML 含有 DTD，已拒绝", "The XML carries a DTD and is refused"),
        file=file,
        place="1:1",
        remedy=both("请删除 <!DOCTYPE …> 声明", "Remove the <!DOCTYPE …> declaration"),
    )


def parse_xml_file(path: Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> etree._Element:
    """Return the root of a hostile XML file.

    Raises:
        UnreadableFileError: missing, unreadable, or larger than `max_bytes`.
        MalformedXmlError: as `parse_xml`.
    """
    return parse_xml(read_bytes(path, max_bytes=max_bytes), file=path)


def serialise_xml(root: etree._Element) -> bytes:
    """Return a tree as indented UTF-8 XML with declaration and a final line end: equal trees give equal bytes."""
    etree.indent(root, space="  ")
    body: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return body + b"\n"


def start_places(content: bytes) -> list[str]:
    """Return `line:col` of every element's start tag, in document order, columns in characters from 1.

    For documents that `parse_xml` has let through; empty where the encoding is beyond expat. libxml2 itself keeps
    lines alone.
    """
    places: list[str] = []
    parser = expat.ParserCreate()

    def note(_name: str, _attributes: dict[str, str]) -> None:
        places.append(f"{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}")

    parser.StartElementHandler = note
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        return []
    return places
