"""Raw segments: what an LMS gave, pseudonymised, as compressed NDJSON that is appended to by whole files.

The first line is the header, every other line a row. Equal rows give equal bytes.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, ValidationError

from foundation.digest import canonical_json, sha256_file
from foundation.files import atomic_path
from foundation.text import both
from lms_bridge.errors import DamagedSegmentError

_LEVEL = 6
#: What the line of a deleted row holds, as `write_segment` writes it.
_DELETED = b'"deleted":true'
_UNREADABLE = (ValidationError, OSError, EOFError, zlib.error)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SegmentHeader(_Part):
    """Where the rows are from. `simulated` is the source's setting at the time of harvest."""

    format: int = 1
    source: str
    connector: str
    centre: str
    simulated: bool
    serial: int


_AGAIN = "given_again_at"


class LandedRow(_Part):
    """A raw row whose account is a pseudonym. `learner` and `key_id` are None when it had no account.

    `given_again_at` is when a sweep found what an earlier one had taken for deleted; it stands in such rows alone.
    """

    kind: str
    native_id: str
    modified_at: AwareDatetime
    deleted: bool = False
    learner: str | None = None
    key_id: str | None = None
    payload: dict[str, JsonValue] = {}
    given_again_at: AwareDatetime | None = None


@dataclass(frozen=True)
class Segment:
    """A raw segment in memory; `path` is where it lies, for readers that work on the file."""

    path: Path
    header: SegmentHeader
    rows: tuple[LandedRow, ...]


def write_segment(path: Path, header: SegmentHeader, rows: Iterable[LandedRow]) -> str:
    """Write a segment atomically and durably; return its SHA-256."""
    with atomic_path(path) as part, part.open("wb") as file, _compressor(file) as stream:
        for model in (header, *rows):
            values = model.model_dump(mode="json")
            if values.get(_AGAIN, ...) is None:
                del values[_AGAIN]
            stream.write(canonical_json(values) + b"\n")
    return sha256_file(path)


def read_segment(path: Path, sha256: str | None = None) -> Segment:
    """Return a segment.

    Raises:
        DamagedSegmentError: it is missing, is not what was written (`sha256`), or holds something else.
    """
    if not path.is_file() or (sha256 is not None and sha256_file(path) != sha256):
        raise _damaged(path, None)
    lines = _lines(path)
    try:
        header = SegmentHeader.model_validate_json(next(lines, b""))
        rows = tuple(LandedRow.model_validate_json(line) for line in lines)
    except _UNREADABLE as error:
        raise _damaged(path, error) from error
    return Segment(path, header, rows)


def find_rows(path: Path, native_ids: Collection[str]) -> Iterator[LandedRow]:
    """Yield the rows of a segment with one of these native ids, without reading the others closely.

    Raises:
        DamagedSegmentError: as `read_segment`.
    """
    marks = [json.dumps(native_id, ensure_ascii=False).encode() for native_id in native_ids]
    return (row for row in _marked_rows(path, marks) if row.native_id in native_ids)


def find_rows_of(path: Path, kinds: Collection[str], learners: Collection[str]) -> Iterator[LandedRow]:
    """Yield the rows of these kinds that are of one of these learners, or deleted, without reading others closely.

    Raises:
        DamagedSegmentError: as `read_segment`.
    """
    marks = [_DELETED, *(json.dumps(learner, ensure_ascii=False).encode() for learner in learners)]
    rows = _marked_rows(path, marks)
    return (row for row in rows if row.kind in kinds and (row.deleted or row.learner in learners))


def _marked_rows(path: Path, marks: Sequence[bytes]) -> Iterator[LandedRow]:
    """Yield the rows of a segment whose line holds one of these bytes."""
    try:
        for line in _lines(path):
            if any(mark in line for mark in marks):
                yield LandedRow.model_validate_json(line)
    except _UNREADABLE as error:
        raise _damaged(path, error) from error


def _compressor(file: IO[bytes]) -> gzip.GzipFile:
    return gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=_LEVEL, mtime=0)


def _lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as stream:
        yield from stream


def _damaged(path: Path, error: Exception | None) -> DamagedSegmentError:
    kind = f" ({type(error).__name__})" if error else ""
    return DamagedSegmentError(
        both(f"原始数据文件缺失或已损坏{kind}", f"The raw segment is missing or damaged{kind}"),
        file=path,
        remedy=both(
            "从备份恢复此文件；没有备份时运行 coursebridge harvest run --sweep 重新收取",
            "Restore the file from a backup; without one, run coursebridge harvest run --sweep to fetch it all again",
        ),
    )
