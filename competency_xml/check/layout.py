"""A map laid out for checking: every part once, as a row of what the rules read of it.

Rules are many and maps are large. A model's attributes cost five times as much as a tuple's, and its parts lie all
over the memory; rows are read from it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from competency_xml.check.doubts import MapPart
from competency_xml.model import Alignment, CompetencyMap, Item, ItemKind, Level, PartStatus, Source

Wordings = tuple[tuple[str, str], ...]


class Row(NamedTuple):
    """A part and its fields; `texts` are the wordings of its label, `text` the first one. Only items have a `kind`."""

    part: MapPart
    id: str
    uuid: int
    code: str | None
    texts: Wordings
    text: str
    descriptions: Wordings
    status: PartStatus
    replaced_by: tuple[str, ...]
    source: Source | None
    alignments: tuple[Alignment, ...]
    kind: ItemKind | None = None
    supports: tuple[str, ...] = ()
    assess: str | None = None
    critical: bool = False


class WorkRows(NamedTuple):
    """A work and its items, retired ones included."""

    work: Row
    items: tuple[Row, ...]


class FunctionRows(NamedTuple):
    """A function and its works, retired ones included."""

    function: Row
    works: tuple[WorkRows, ...]


@dataclass(frozen=True)
class LevelLayout:
    """One level in printed order; `in_use` and what follows leave out what is retired, with all that is in it."""

    level: Level
    functions: tuple[FunctionRows, ...]

    @cached_property
    def in_use(self) -> tuple[FunctionRows, ...]:
        """The functions, works and items in use."""
        return tuple(
            FunctionRows(
                function,
                tuple(WorkRows(work, _active(items)) for work, items in works if work.status == "active"),
            )
            for function, works in self.functions
            if function.status == "active"
        )

    @cached_property
    def works(self) -> tuple[WorkRows, ...]:
        """The works in use, with their items in use."""
        return tuple(work for _, works in self.in_use for work in works)

    @cached_property
    def items(self) -> tuple[Row, ...]:
        """The items in use."""
        return tuple([item for _, items in self.works for item in items])

    @cached_property
    def knowledge(self) -> tuple[Row, ...]:
        """The knowledge that is asked for."""
        return tuple([item for item in self.items if item.kind == "knowledge"])

    @cached_property
    def uses_supports(self) -> bool:
        """Whether any knowledge says what it supports."""
        return any(item.supports for item in self.knowledge)


@dataclass(frozen=True)
class MapLayout:
    """A map, its parts in document order, and each of its levels. Of parts with one id, `by_id` knows the first."""

    map: CompetencyMap
    rows: tuple[Row, ...]
    by_id: dict[str, Row]
    basic: tuple[Row, ...]
    levels: tuple[LevelLayout, ...]


def layout_of(competency_map: CompetencyMap) -> MapLayout:
    """Return the layout of a map."""
    rows: list[Row] = list(map(_item_row, competency_map.basic))
    basic = _active(rows)
    levels: list[LevelLayout] = []
    for role in competency_map.roles:
        rows.append(_row(role))
        for level in role.levels:
            rows.append(_row(level))
            laid_out = LevelLayout(level, tuple(_function_rows(level)))
            rows.extend(_in_document_order(laid_out))
            levels.append(laid_out)
    by_id = {row.id: row for row in reversed(rows)}
    return MapLayout(competency_map, tuple(rows), by_id, basic, tuple(levels))


def _function_rows(level: Level) -> Iterator[FunctionRows]:
    for function in level.functions:
        works = tuple(WorkRows(_row(work), tuple(map(_item_row, work.items))) for work in function.works)
        yield FunctionRows(_row(function), works)


def _in_document_order(laid_out: LevelLayout) -> Iterator[Row]:
    for function, works in laid_out.functions:
        yield function
        for work, items in works:
            yield work
            yield from items


def _row(part: MapPart) -> Row:
    texts = part.label.root
    return Row(
        part,
        part.id,
        part.uuid.int,
        part.code,
        texts,
        texts[0][1] if texts else "",
        part.description.root,
        part.status,
        part.replaced_by,
        part.source,
        part.alignments,
    )


def _item_row(item: Item) -> Row:
    fields = item.__dict__  # what pydantic keeps a model's fields in; twice as fast as attributes
    texts = fields["label"].root
    return Row(
        item,
        fields["id"],
        fields["uuid"].int,
        fields["code"],
        texts,
        texts[0][1] if texts else "",
        fields["description"].root,
        fields["status"],
        fields["replaced_by"],
        fields["source"],
        fields["alignments"],
        fields["kind"],
        fields["supports"],
        fields["assess"],
        fields["critical"],
    )


def _active(rows: tuple[Row, ...] | list[Row]) -> tuple[Row, ...]:
    return tuple([row for row in rows if row.status == "active"])
