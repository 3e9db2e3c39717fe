"""IRIs and launch addresses as cmi5 and Tin Can packages write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlsplit

from packager.check.manifest import archive_path

#: Spec: RFC 3987 2.2, a scheme and something after it, none of the characters that an IRI may not hold.
_IRI = re.compile(r'^[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>"{}|\\^`]+$')
_FORBIDDEN = re.compile(r'[\s<>"{}|\\^`]')
#: Spec: RFC 5646, as far as xs:language goes.
_LANGUAGE = re.compile(r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")

Address = Literal["inside", "outside", "missing", "case", "wrong"]


def is_iri(text: str | None) -> bool:
    """Return whether a text, without white space around it, is an absolute IRI."""
    return text is not None and bool(_IRI.match(text.strip()))


def is_language(tag: str) -> bool:
    """Return whether a tag may be one of a language."""
    return bool(_LANGUAGE.match(tag.strip()))


def address_kind(url: str, paths: Sequence[str]) -> Address:
    """Return what a launch address is: a file inside, one outside, none there, one in another case, or no address."""
    text = url.strip()
    if not text or _FORBIDDEN.search(text):
        return "wrong"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "wrong"
    if parts.scheme:
        is_web = parts.scheme.lower() in ("http", "https")
        return "outside" if parts.netloc or (not is_web and parts.path) else "wrong"
    path = archive_path(text)
    if path is None:
        return "missing"
    if path in paths:
        return "inside"
    return "case" if path.casefold() in {each.casefold() for each in paths} else "missing"
