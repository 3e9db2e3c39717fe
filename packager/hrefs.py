"""Paths of an archive as relative addresses."""

from __future__ import annotations

from urllib.parse import quote


def href_of(path: str) -> str:
    """Return an archive's path as a relative URL."""
    return quote(path, safe="/!$&'()*+,;=@~-._")
