"""Pushed documents in recordings: what they name is kept, their content and hashes are not.

Content and hashes change whenever the product makes a page or a package otherwise; what a site answers to an object of
some kind does not. So recordings hold an outline of a document, and a name in place of each hash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_SHA256 = re.compile(r"[0-9a-f]{64}")


def outline(document: str) -> str:
    """Return what a recording keeps of a document: scope, completeness, and the objects as `kind:idnumber`."""
    told = json.loads(document)
    objects = [_name(one) for one in told["objects"]]
    return json.dumps({"scope": told["scope"], "complete": told["complete"], "objects": objects}, ensure_ascii=False)


class Hashes:
    """Hashes of objects and files that documents named, and the names that recordings have for them."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._latest: dict[str, str] = {}
        self._uploads = 0

    def fields(self, fields: dict[str, str]) -> dict[str, str]:
        """Return a request's fields as recordings hold them; the hashes of its document are known from now on."""
        if "document" in fields:
            for sha256, name in _named(json.loads(fields["document"])):
                self._names.setdefault(sha256, name)
                self._latest[self._names[sha256]] = sha256
            fields = {**fields, "document": outline(fields["document"])}
        elif (sha256 := fields.get("file", "")[:64]) and _SHA256.fullmatch(sha256) and sha256 not in self._names:
            # A file that is on its way before any document names it.
            self._uploads += 1
            self._names[sha256] = f"@upload#{self._uploads}@"
            self._latest[self._names[sha256]] = sha256
        return {key: self.hidden(value) for key, value in fields.items()}

    def hidden(self, text: str) -> str:
        """Return a text with names for the known hashes."""
        for sha256, name in self._names.items():
            text = text.replace(sha256, name)
        return text

    def shown(self, body: bytes) -> bytes:
        """Return an answer with the known hashes for their names: the last one that a document gave."""
        for name, sha256 in self._latest.items():
            body = body.replace(name.encode(), sha256.encode())
        return body


def _name(one: dict[str, Any]) -> str:
    return f"{one['kind']}:{one['idnumber']}"


def _named(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for one in document["objects"]:
        yield one["sha256"], f"@{_name(one)}@"
        for number, file in enumerate(_files(one)):
            yield file["sha256"], f"@{_name(one)}#{number}@"


def _files(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "sha256" in value and ("file" in value or "parts" in value):
            yield value
        for part in value.values():
            yield from _files(part)
    elif isinstance(value, list):
        for part in value:
            yield from _files(part)
