"""Large documents piece by piece: the same as by way of a tree, in little memory, and hostile ones refused alike."""

from __future__ import annotations

import string
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foundation.errors import MalformedXmlError
from foundation.xml import MAX_TREE_BYTES, iter_xml, parse_xml


def _rows(content: bytes) -> list[tuple[dict[str, str], str]]:
    return [(dict(element.attrib), "".join(map(str, element.itertext()))) for element in iter_xml(content, ("{*}row",))]


def test_elements_come_in_order_whole_and_whatever_their_namespace() -> None:
    content = '<a xmlns="urn:x"><b><row n="1"><c>能</c>　<c/></row></b>文<row n="2"/><row xmlns="" n="3">x</row></a>'
    assert _rows(content.encode()) == [({"n": "1"}, "能　"), ({"n": "2"}, ""), ({"n": "3"}, "x")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a><row/>",
        b"<a><row/></b>",
        b"<!DOCTYPE a><a><row/></a>",
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a><row>&e;</row></a>',
        b'<!DOCTYPE a [<!ENTITY e "ha">]><a/>',
        b"<a>" + b"<row>" * 100_000,
        b"<a>" + b"x" * 11_000_000 + b"<row/></a>",
    ],
    ids=["empty", "unclosed", "crossed", "doctype", "entity", "unused", "deep", "long"],
)
def test_broken_and_hostile_documents_are_refused(content: bytes) -> None:
    with pytest.raises(MalformedXmlError) as caught:
        _rows(content)
    assert caught.value.message


@given(st.binary(max_size=200))
@example(b"<a\xff/>")
@example(b"\xff\xfe<\x00a\x00")
def test_no_bytes_give_anything_but_elements_or_a_refusal(content: bytes) -> None:
    try:
        _rows(content)
    except MalformedXmlError:
        with pytest.raises(MalformedXmlError):
            parse_xml(content)


def test_more_attributes_than_memory_is_given_to_are_refused_before_they_are_parsed() -> None:
    names = " ".join(f'{letter}=""' for letter in string.ascii_letters)
    element = f"<c {names}/>".encode()
    content = b"<a>" + element * (MAX_TREE_BYTES // (52 * 225) + 1) + b"</a>"
    for refusing in (lambda: parse_xml(content), lambda: _rows(content)):
        with pytest.raises(MalformedXmlError):
            refusing()


def test_quotation_marks_in_texts_are_no_attributes() -> None:
    content = b"<a><row>" + b'"' * 5_000_000 + b"</row></a>"
    assert len(_rows(content)[0][1]) == 5_000_000


def test_a_document_of_many_elements_takes_little_memory() -> None:
    code = """
import resource, sys
from foundation.xml import iter_xml
content = b"<a>" + b'<row r="1"><c s="1">x</c><c s="1">y</c></row>' * 200_000 + b"</a>"
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert sum(1 for _ in iter_xml(content, ("row",))) == 200_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 40_000
