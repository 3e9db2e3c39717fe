"""Drafts → the parts of the map."""

from __future__ import annotations

from typing import Any

from competency_xml.exchange.workbook.reading.draft import Details, Draft, DraftMap
from competency_xml.model import Function, Item, Level, Role, Weights, Work


def basic_items(made: DraftMap) -> tuple[Item, ...]:
    """Return the basic requirements."""
    return tuple(map(_item, made.basic))


def roles(made: DraftMap) -> tuple[Role, ...]:
    """Return the roles with all that stands in them."""
    return tuple(map(_role, made.roles))


def _role(draft: Draft) -> Role:
    levels = tuple(map(_level, draft.children))
    duty = () if draft.details is None else tuple(draft.details.duty)
    return Role(**_named(draft), duty=duty, levels=levels)


def _level(draft: Draft) -> Level:
    details = draft.details or Details()
    return Level(
        **_named(draft),
        entry=tuple(details.entry),
        hours=tuple(details.hours),
        exams=tuple(details.exams),
        functions=tuple(map(_function, draft.children)),
        weights=tuple(Weights(part=table.part, weights=tuple(table.weights)) for table in details.weights),
    )


def _function(draft: Draft) -> Function:
    return Function(**_named(draft), works=tuple(map(_work, draft.children)))


def _work(draft: Draft) -> Work:
    return Work(**_named(draft), items=tuple(map(_item, draft.children)))


def _item(draft: Draft) -> Item:
    return Item(**_named(draft))


def _named(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "uuid": draft.uuid,
        "code": draft.code,
        "label": draft.label,
        "alignments": tuple(draft.alignments or ()),
        "foreign": tuple(draft.foreign or ()),
        **draft.fields,
    }
