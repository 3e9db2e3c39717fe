"""Texts that should be URIs, as maps' bases and others' references are: checked, and encoded where that makes one.

Spec: RFC 3986 s3, Appendix A
"""

from __future__ import annotations

import re
from urllib.parse import quote

_PLAIN = r"A-Za-z0-9\-._~:/?@!$&'()*+,;="
_ENCODED = "%[0-9A-Fa-f]{2}"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.\-]*:"
_HOST = r"(?://(?:[A-Za-z0-9\-._~!$&'()*+,;=:@\[\]]|" + _ENCODED + ")*)?"
_URI = re.compile(f"{_SCHEME}{_HOST}(?:[{_PLAIN}]|{_ENCODED})*(?:#(?:[{_PLAIN}]|{_ENCODED})*)?")
_HEAD = re.compile(rf"({_SCHEME}(?://[^/?#]*)?)([^#]*)(#?)(.*)", re.DOTALL)
_SAFE = "-._~:/?@!$&'()*+,;=%"
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")


def is_uri(text: str) -> bool:
    """Return whether a text is a URI with a scheme."""
    return _URI.fullmatch(text) is not None


def as_uri(text: str) -> str | None:
    """Return a text as a URI, what no URI can hold percent-encoded; None where it has no scheme."""
    parts = _HEAD.fullmatch(_STRAY.sub("%25", text.strip()))
    if parts is None:
        return None
    head, path, mark, fragment = parts.groups()
    encoded = f"{quote(head, safe=f'{_SAFE}[]')}{quote(path, safe=_SAFE)}{mark}{quote(fragment, safe=_SAFE)}"
    return encoded if is_uri(encoded) else None
