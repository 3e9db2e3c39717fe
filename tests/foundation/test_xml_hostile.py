"""Hostile XML must be refused quickly, without reading files, the network or the machine's memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from foundation.errors import MalformedXmlError, UnreadableFileError
from foundation.xml import parse_xml, parse_xml_file, serialise_xml

_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "a billion laughs": f'<!DOCTYPE a [<!ENTITY a0 "ha">{_LAUGHS}]><a>&a9;</a>',
    "a billion laughs in an attribute": f'<!DOCTYPE a [<!ENTITY a0 "ha">{_LAUGHS}]><a b="&a9;"/>',
    "a file of this machine": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "a file by parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>',
    "a DTD on the network": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "a bare DOCTYPE": "<!DOCTYPE a><a/>",
    "nested too deep": "<a>" * 5000 + "</a>" * 5000,
    "cut off": "<a><b>",
    "two roots": "<a/><b/>",
    "an undeclared entity": "<a>&nbsp;</a>",
    "an undeclared prefix": "<x:a/>",
    "an attribute twice": '<a b="1" b="2"/>',
    "a control character": "<a>\x01</a>",
    "an unknown encoding": '<?xml version="1.0" encoding="x-nothing"?><a/>',
    "nothing": "",
    "no XML": "能力图谱",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.timeout(10)
def test_hostile_xml_is_refused_with_its_place(content: str) -> None:
    with pytest.raises(MalformedXmlError) as caught:
        parse_xml(content.encode(), file="图谱.xml")
    assert caught.value.file == "图谱.xml"
    assert "root:" not in caught.value.message


def test_utf16_hides_no_doctype() -> None:
    with pytest.raises(MalformedXmlError):
        parse_xml('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"))


def test_an_inclusion_is_not_followed() -> None:
    root = parse_xml(b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></a>')
    assert root.xpath("string()") == ""


def test_a_text_above_ten_megabytes_is_refused() -> None:
    with pytest.raises(MalformedXmlError):
        parse_xml(b"<a>" + b"x" * 11_000_000 + b"</a>")


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<a/>" + b" " * 100)
    with pytest.raises(UnreadableFileError) as caught:
        parse_xml_file(tmp_path / "a.xml", max_bytes=50)
    assert "50" in caught.value.remedy


@given(st.binary(max_size=200))
@example(b"<a\xff/>")
@example(b"\xff\xfe<\x00a\x00")
@example(b"<?xml version='1.0' encoding='utf-7'?><a/>")
def test_no_bytes_give_anything_but_a_tree_or_a_refusal(content: bytes) -> None:
    try:
        root = parse_xml(content)
    except MalformedXmlError as error:
        assert error.message
    else:
        assert isinstance(root.tag, str)


def test_equal_trees_are_written_as_equal_bytes_and_read_back() -> None:
    def tree() -> etree._Element:
        root = etree.Element("a", {"名": "值 & <>"})
        etree.SubElement(root, "b").text = "前 后\n行"
        return root

    first = serialise_xml(tree())
    assert first == serialise_xml(tree()) == serialise_xml(parse_xml(first))
    assert first.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n")
    assert parse_xml(first).findtext("b") == "前 后\n行"
