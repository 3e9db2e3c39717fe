"""How the files of a document travel: in pieces where a site would not take them whole, or within the package.

A lesson's pictures are in the package too. Where the plugin takes them from there, no byte is sent twice, and hundreds
of small files are one upload. What an object is, its hash, does not depend on how it travels.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from foundation.archives import open_zip
from foundation.digest import sha1_file
from lms_bridge.connectors.moodle.wired import Fields, Wired, WiredFile

#: Feature of the plugin: it compares Moodle's own hash, and takes files from an archive in the draft area.
WITHIN = "within"
#: Feature of the plugin: it unpacks an uploaded package in one request while another deploys.
UNPACK = "unpack"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Transport:
    """`limit`: bytes that the site takes as one file, 0 or less: any number; `sha1` and `entries` by SHA-256."""

    limit: int
    package: WiredFile | None = None
    sha1: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)

    def wired(self, one: Wired) -> Wired:
        """Return an object whose files are named by the way they travel; its hash stays."""
        if not one.files or (not self.sha1 and (self.limit <= 0 or all(f.size_bytes <= self.limit for f in one.files))):
            return one
        changed = Wired(one.kind, one.idnumber, self._fields(one.fields), one.files)
        changed.__dict__["sha256"] = one.sha256
        return changed

    def files(self, objects: Iterable[Wired]) -> Iterator[WiredFile]:
        """Yield the files to upload for objects: theirs, or the package in place of those that are in it."""
        for file in (file for one in objects for file in one.files):
            yield self.package if self.package is not None and file.sha256 in self.entries else file

    def _fields(self, fields: Fields) -> Fields:
        return {key: self._value(value) for key, value in fields.items()}

    def _value(self, value: JsonValue) -> JsonValue:
        if isinstance(value, list):
            return [self._value(each) for each in value]
        if not isinstance(value, dict):
            return value
        name, size, sha256 = value.get("file"), value.get("size"), value.get("sha256")
        if not (isinstance(name, str) and isinstance(size, int) and isinstance(sha256, str)):
            return self._fields(value)
        told = {**value, "sha1": self.sha1[sha256]} if sha256 in self.sha1 else value
        if sha256 in self.entries and self.package is not None:
            return {**told, "within": {"file": self.package.name, "entry": self.entries[sha256]}}
        if 0 < self.limit < size:
            parts: list[JsonValue] = list(piece_names(name, size, self.limit))
            return {**{key: each for key, each in told.items() if key != "file"}, "parts": parts}
        return told


def package_of(objects: Iterable[Wired], limit: int, features: Collection[str]) -> WiredFile | None:
    """Return the package out of which a site with these features takes other files; None: each travels by itself."""
    package = next((file for one in objects if one.kind == "scorm" for file in one.files), None)
    fits = package is not None and (limit <= 0 or package.size_bytes <= limit)
    return package if fits and WITHIN in features else None


def transport(objects: Iterable[Wired], limit: int, features: Collection[str]) -> Transport:
    """Return how the files of objects travel to a site that takes `limit` bytes at once and has these features."""
    if WITHIN not in features:
        return Transport(limit)
    objects = tuple(objects)
    files = {file.sha256: file for one in objects for file in one.files}
    package = package_of(objects, limit, features)
    known = _entries(package) if package is not None else {}
    sizes = {size for size, _ in known}
    sha1: dict[str, str] = {}
    entries: dict[str, str] = {}
    for file in files.values():
        if file.size_bytes not in sizes:
            sha1[file.sha256] = file.sha1 or sha1_file(file.path)
            continue
        sha1[file.sha256], crc32 = _hashes(file.path)
        if (file.size_bytes, crc32) in known:
            entries[file.sha256] = known[file.size_bytes, crc32]
    return Transport(limit, package, sha1, entries)


def _entries(package: WiredFile) -> dict[tuple[int, int], str]:
    with open_zip(package.path) as archive:
        return {(archive.size_bytes(path), archive.crc32(path)): path for path in archive.paths}


def _hashes(path: Path) -> tuple[str, int]:
    """Return a file's SHA-1, by which Moodle names its content, and CRC-32, by which an archive does."""
    digest, crc32 = hashlib.sha1(usedforsecurity=False), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
            crc32 = zlib.crc32(chunk, crc32)
    return digest.hexdigest(), crc32


def pieces(file: WiredFile, limit: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files to upload for a file: itself, or pieces of it where it is above the site's limit."""
    names = piece_names(file.name, file.size_bytes, limit)
    if len(names) == 1:
        yield file.name, file.path
        return
    with file.path.open("rb") as whole:
        for name in names:
            piece = folder / name
            left = limit
            with piece.open("wb") as part:
                while left and (chunk := whole.read(min(_CHUNK_BYTES, left))):
                    part.write(chunk)
                    left -= len(chunk)
            yield name, piece
            piece.unlink()


def piece_names(name: str, size_bytes: int, limit: int) -> list[str]:
    """Return the names under which a file of this size is uploaded; a limit of 0 or less is none."""
    count = 1 if limit <= 0 else max(1, -(-size_bytes // limit))
    return [name] if count == 1 else [f"{name}.{number:03d}" for number in range(1, count + 1)]
