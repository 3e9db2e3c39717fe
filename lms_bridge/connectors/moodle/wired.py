"""Objects that a site should have, as a document of the plugin. Spec: docs/moodle-protocol.md 4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from foundation.digest import canonical_json, sha256_hex

Fields = dict[str, JsonValue]


@dataclass(frozen=True)
class WiredFile:
    """A file that travels in a draft area: its bytes are at `path`, its name there is made of its hash.

    `sha1` is empty where nobody has made it yet.
    """

    path: Path
    sha256: str
    size_bytes: int
    suffix: str = ""
    sha1: str = ""

    @property
    def name(self) -> str:
        """Its name in the draft area."""
        return f"{self.sha256}{self.suffix}"

    @property
    def told(self) -> Fields:
        """How a document names it."""
        return {"file": self.name, "sha256": self.sha256, "size": self.size_bytes}


@dataclass(frozen=True)
class Wired:
    """One object: kind, idnumber, fields, and the files that the fields name."""

    kind: str
    idnumber: str
    fields: Fields
    files: tuple[WiredFile, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Hash of everything that the object is: its fields name its files by their hashes."""
        return sha256_hex(canonical_json([self.kind, self.idnumber, self.fields]))

    @property
    def told(self) -> Fields:
        """The object as the document holds it."""
        return {"kind": self.kind, "idnumber": self.idnumber, "sha256": self.sha256, **self.fields}


@dataclass(frozen=True)
class Document:
    """All objects of one scope, a course or a framework, in the order in which they refer to each other."""

    scope: Literal["course", "framework"]
    idnumber: str
    objects: tuple[Wired, ...]

    def json(self, objects: Iterable[Wired], *, complete: bool) -> str:
        """Return a document of some of the objects; `complete`: of all, so that others are retired."""
        told = {
            "format": "coursebridge-moodle",
            "version": 1,
            "scope": {self.scope: self.idnumber},
            "complete": complete,
            "objects": [one.told for one in objects],
        }
        return canonical_json(told).decode()

    def portions(self, most_bytes: int) -> list[Sequence[Wired]]:
        """Return the objects in portions whose documents stay below a size; a single larger one goes alone."""
        portions: list[list[Wired]] = []
        size = 0
        for one in self.objects:
            length = len(canonical_json(one.told)) + 1
            if not portions or size + length > most_bytes:
                portions.append([])
                size = 0
            portions[-1].append(one)
            size += length
        return list(portions)
