"""The form of one sheet of an authoring workbook: what its columns are called and hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from competency_xml.exchange.grid import column_letters
from competency_xml.exchange.workbook.words import Vocabulary

#: text: a wording, verbatim. token: a word or address. name: for reference only, not read.
ValueKind = Literal["text", "token", "code", "id", "uuid", "ids", "ref", "word", "number", "whole", "name"]


@dataclass(frozen=True)
class Field:
    """One column of a sheet, or one per language. `width` in characters.

    Attributes:
        key: what the reader calls it.
        fills: a blank or merged cell means the cell above.
        hidden: whether the column is hidden: ids and UUIDs alone are.
        printed: whether it is in the print area.
        offered: words to choose from where others may be typed as well.
        prompt: what Excel shows beside the cell, in Chinese and English.
    """

    key: str
    zh: str
    en: str
    value: ValueKind = "token"
    width: float = 12
    per_language: bool = False
    words: Vocabulary | None = None
    offered: tuple[str, ...] = ()
    fills: bool = False
    hidden: bool = False
    printed: bool = False
    prompt: tuple[str, str] | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table.

    Attributes:
        key: what the reader calls it.
        zh, en: its names; the Chinese one is on its tab.
        fields: its columns, left to right.
        signature: fields by whose headings it is known, whatever is on its tab.
        hints: what is to be known to fill it in, line by line.
        colour: RGB of its tab and headings.
        always: whether it is there without rows as well.
    """

    key: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    signature: tuple[str, ...]
    hints: tuple[tuple[str, str], ...] = ()
    colour: str = "1F4E5F"
    always: bool = True

    def field(self, key: str) -> Field:
        """Return the field with this key."""
        return next(field for field in self.fields if field.key == key)


@dataclass(frozen=True)
class Column:
    """A field's column in a workbook: its number from 1, and its language, '' for none."""

    field: Field
    lang: str
    number: int

    @cached_property
    def position(self) -> tuple[str, str]:
        """Field and language, by which a row knows its cells."""
        return self.field.key, self.lang

    @property
    def letter(self) -> str:
        """The column's letters."""
        return column_letters(self.number)

    @property
    def heading(self) -> str:
        """What stands in the row of headings."""
        tag = f" [{self.lang}]" if self.lang else ""
        return f"{self.field.zh}\n{self.field.en}{tag}"


def columns_of(sheet: Sheet, languages: Sequence[str]) -> list[Column]:
    """Return the columns of a sheet, left to right: those of texts once per language."""
    wanted = [(field, lang) for field in sheet.fields for lang in (languages if field.per_language else ("",))]
    return [Column(field, lang, number) for number, (field, lang) in enumerate(wanted, start=1)]
