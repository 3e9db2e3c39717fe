"""What goes out as a URI is one, whatever a base or somebody's reference looks like (RFC 3986)."""

from __future__ import annotations

import pytest

from competency_xml.exchange.uris import as_uri, is_uri


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("https://example.org/cm/a1", "https://example.org/cm/a1"),
        (" urn:uuid:0 ", "urn:uuid:0"),
        ("https://example.org/能力 项", "https://example.org/%E8%83%BD%E5%8A%9B%20%E9%A1%B9"),
        ("https://example.org/50%/%E8", "https://example.org/50%25/%E8"),
        ("https://[::1]:8080/a[1]", "https://[::1]:8080/a%5B1%5D"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ("x:?a=b&c", "x:?a=b&c"),
        ("能力项", None),
        ("M6Sij6e/JbI%", None),
        ("", None),
    ],
)
def test_text_is_encoded_where_that_makes_a_uri(text: str, uri: str | None) -> None:
    assert as_uri(text) == uri
    assert uri is None or (is_uri(uri) and as_uri(uri) == uri)


@pytest.mark.parametrize(
    "text", ["https://example.org/%zz", "https://example.org/[", "a:b c", "x:#a#b", "能:a", "//a/b"]
)
def test_what_is_no_uri_is_told_apart(text: str) -> None:
    assert not is_uri(text)
