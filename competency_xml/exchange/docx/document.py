"""What a Word file shows, as data: paragraphs and tables in reading order, each with its place, and remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from competency_xml.exchange.grid import Grid

#: What a reader should know of a place: something was left out there, or stands elsewhere in the file.
RemarkKind = Literal["tracked", "footnote", "text-box", "object", "picture", "hidden", "foreign-part"]


@dataclass(frozen=True)
class Remark:
    """One remark on one place."""

    kind: RemarkKind
    place: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside of tables. `outline` is its heading level from 0; `is_contents`: a line of the contents."""

    text: str
    place: str
    outline: int | None = None
    is_contents: bool = False


@dataclass(frozen=True)
class WordTable:
    """A table. `inner` are the blocks of its cells in reading order, where it holds further tables; else empty."""

    grid: Grid
    inner: tuple[Block, ...] = ()


Block: TypeAlias = Paragraph | WordTable


@dataclass(frozen=True)
class WordDocument:
    """The body of a Word file, its page headers, remarks in reading order, and whether it carries macros."""

    blocks: tuple[Block, ...]
    headers: tuple[str, ...]
    remarks: tuple[Remark, ...]
    has_macros: bool
