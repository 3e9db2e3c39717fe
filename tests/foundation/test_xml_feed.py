"""XML that is read while it is parsed: the same refusals and the same verdict as by way of a tree, and no tree."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from foundation.errors import MalformedXmlError
from foundation.xml import XmlTarget, feed_xml, parse_xml

_SCHEMA = etree.XMLSchema(
    etree.XML("""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x" xmlns="urn:x"
    elementFormDefault="qualified">
  <xs:element name="list"><xs:complexType><xs:sequence>
    <xs:element name="one" minOccurs="0" maxOccurs="3"><xs:complexType><xs:simpleContent>
      <xs:extension base="xs:string"><xs:attribute name="n" type="xs:integer" use="required"/></xs:extension>
    </xs:simpleContent></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>""")
)


class _Recorder(XmlTarget):
    def __init__(self) -> None:
        self.seen: list[object] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.seen.append((tag, dict(attributes)))

    def data(self, text: str) -> None:
        self.seen.append(text)

    def end(self, tag: str) -> None:
        self.seen.append(tag)


def _fed(body: str) -> tuple[bool, list[object]]:
    target = _Recorder()
    return feed_xml(f'<list xmlns="urn:x">{body}</list>'.encode(), target, _SCHEMA), target.seen


def test_elements_attributes_and_text_arrive_in_order() -> None:
    accepted, seen = _fed('<one n="1">质&amp;量<!-- not text --></one>')
    assert accepted
    assert seen[:2] == [("{urn:x}list", {}), ("{urn:x}one", {"n": "1"})]
    assert "".join(one for one in seen[2:-2] if isinstance(one, str)) == "质&量"
    assert seen[-2:] == ["{urn:x}one", "{urn:x}list"]


def test_characters_that_xml_escapes_arrive_as_themselves() -> None:
    _, seen = _fed('<one n="&amp;&lt;&gt;&quot;&#xA;&#x4E2D;"/>')
    assert seen[1] == ("{urn:x}one", {"n": '&<>"\n中'})


@pytest.mark.parametrize(
    "body",
    ["<one/>", '<one n="a"/>', '<two n="1"/>', '<one n="1"><one n="1"/></one>', '<one n="1"/>' * 4, "text"],
)
def test_what_the_schema_refuses_is_not_accepted(body: str) -> None:
    assert not _fed(body)[0]


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE list [<!ENTITY e SYSTEM "file:///etc/passwd">]><list>&e;</list>',
        b'<!DOCTYPE list [<!ATTLIST list n CDATA "1">]><list/>',
        b'<!DOCTYPE list SYSTEM "file:///etc/passwd"><list/>',
        b"<list>&e;</list>",
        b"<list>",
        b"",
        b"<a>" * 300 + b"</a>" * 300,
    ],
    ids=["entity", "attlist", "external", "undeclared", "unclosed", "empty", "deep"],
)
def test_what_a_tree_refuses_is_refused(content: bytes) -> None:
    for refusing in (lambda: feed_xml(content, _Recorder(), _SCHEMA), lambda: parse_xml(content)):
        with pytest.raises(MalformedXmlError):
            refusing()


def test_too_many_tags_are_refused_before_parsing() -> None:
    target = _Recorder()
    with pytest.raises(MalformedXmlError):
        feed_xml(b"<a><b/></a>", target, _SCHEMA, max_tags=2)
    assert target.seen == []


def test_what_the_target_raises_comes_out_and_ends_the_parsing() -> None:
    class _Stopping(_Recorder):
        def end(self, tag: str) -> None:
            raise ZeroDivisionError(tag)

    target = _Stopping()
    with pytest.raises(ZeroDivisionError):
        feed_xml(b'<list xmlns="urn:x"><one n="1"/><one n="2"/></list>', target, _SCHEMA)
    assert ("{urn:x}one", {"n": "2"}) not in target.seen


_pieces = st.sampled_from(
    ['<one n="1">', "<one>", '<one n="x">', "</one>", '<one n="2"/>', "<two/>", "text", "&amp;", "&#0;", "<list>", " "]
)


@given(st.lists(_pieces, max_size=8).map("".join))
def test_verdict_is_the_one_that_a_tree_gets(body: str) -> None:
    content = f'<list xmlns="urn:x">{body}</list>'.encode()
    try:
        root = parse_xml(content)
    except MalformedXmlError:
        with pytest.raises(MalformedXmlError):
            feed_xml(content, _Recorder(), _SCHEMA)
    else:
        assert feed_xml(content, _Recorder(), _SCHEMA) == _SCHEMA.validate(root)
