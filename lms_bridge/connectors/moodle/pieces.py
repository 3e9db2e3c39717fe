"""Files that a site would not take whole: cut for the upload, named by their pieces in the document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from lms_bridge.connectors.moodle.wired import Fields, Wired, WiredFile

_CHUNK_BYTES = 1 << 20


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


def cut(one: Wired, limit: int) -> Wired:
    """Return an object whose files are named by their pieces where a site would not take them whole.

    Its hash stays: what the object is does not depend on how it travels.
    """
    if limit <= 0 or all(file.size_bytes <= limit for file in one.files):
        return one
    changed = Wired(one.kind, one.idnumber, _cut_fields(one.fields, limit), one.files)
    changed.__dict__["sha256"] = one.sha256
    return changed


def _cut_fields(fields: Fields, limit: int) -> Fields:
    return {key: _cut_value(value, limit) for key, value in fields.items()}


def _cut_value(value: JsonValue, limit: int) -> JsonValue:
    if isinstance(value, list):
        return [_cut_value(each, limit) for each in value]
    if not isinstance(value, dict):
        return value
    size, name = value.get("size"), value.get("file")
    if isinstance(name, str) and isinstance(size, int) and size > limit:
        rest = {key: each for key, each in value.items() if key != "file"}
        parts: list[JsonValue] = list(piece_names(name, size, limit))
        return {**rest, "parts": parts}
    return _cut_fields(value, limit)
