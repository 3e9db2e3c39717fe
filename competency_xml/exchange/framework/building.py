"""Drafts → the parts of a map: ids, UUIDs, and frozen models."""

from __future__ import annotations

from typing import Any

from competency_xml.exchange.framework.outline import outline
from competency_xml.exchange.framework.placing import Draft, Placement
from competency_xml.exchange.framework.slots import Slot
from competency_xml.identity import KIND_LETTERS, IdMint, code_slug, level_slug
from competency_xml.model import CompetencyMap, Foreign, Function, Item, ItemKind, Level, Role, Work
from competency_xml.roles import role_named_in

_MAX_WANTED = 190
_LETTERS = {Slot.FUNCTION: "f", Slot.WORK: "w"}


def mint_ids(placement: Placement, base: str, role: str | None) -> None:
    """Give every draft an id and a UUID: those it came with where they are free, else new ones.

    Args:
        placement: the drafts; their nodes are filled in.
        base: the map's base.
        role: id for the role, where there is one role alone.
    """
    _Minting(placement, base).run(role)


def built_parts(placement: Placement) -> tuple[tuple[Item, ...], tuple[Role, ...]]:
    """Return the basic requirements and the roles.

    Raises:
        ValidationError: a field does not fit the model.
    """
    return tuple(map(_item, placement.basic)), tuple(map(_role, placement.root.children))


def keep_told(placement: Placement, competency_map: CompetencyMap, format_name: str) -> None:
    """Mark nodes of which the map alone would tell no framework: they are in one.

    Args:
        placement: the drafts.
        competency_map: the map of them.
        format_name: the format that they come from.
    """
    silent = {entry.part.id for entry in outline(competency_map) if entry.silent and not entry.told}
    for draft in placement.drafts():
        if draft.node.id in silent and draft.node.key and draft.node.at is None:
            mark = told_mark(format_name)
            draft.node.fields["foreign"] = (*draft.node.fields.get("foreign", ()), mark)


def told_mark(format_name: str) -> Foreign:
    """Return what a silent part keeps, so that frameworks are told of it."""
    return Foreign(format=format_name, name="told", value="true")


class _Minting:
    def __init__(self, placement: Placement, base: str) -> None:
        self._placement = placement
        self._mint = IdMint(base)

    def run(self, role: str | None) -> None:
        for draft in self._placement.drafts():
            if draft.node.id is not None:
                self._keep(draft)
        for number, draft in enumerate(self._placement.basic, start=1):
            self._give(draft, f"basic.{_letter(draft)}{_key(draft, str(number))}")
        roles = self._placement.root.children
        for number, draft in enumerate(roles, start=1):
            known = role_named_in(draft.node.label.best())
            wanted = role if role and len(roles) == 1 else known.id if known else f"role-{_stable(draft) or number}"
            self._give(draft, wanted)
            self._levels(draft)

    def _levels(self, role: Draft) -> None:
        role_id = role.node.id or ""
        for number, draft in enumerate(role.children, start=1):
            label = draft.node.label.best()
            prefix = f"{role_id}.{level_slug(label) or f'level{_stable(draft) or number}'}" if label else role_id
            self._give(draft, prefix if label else f"{role_id}.level")
            self._below(draft, prefix if not label else draft.node.id or prefix, "")

    def _below(self, parent: Draft, prefix: str, parent_key: str) -> None:
        counts: dict[str, int] = {}
        for draft in parent.children:
            letter = _letter(draft)
            counts[letter] = counts.get(letter, 0) + 1
            ordinal = f"{parent_key}-{counts[letter]}" if parent_key else str(counts[letter])
            key = _key(draft, ordinal)
            self._give(draft, f"{prefix}.{letter}{key}")
            self._below(draft, prefix, key)

    def _keep(self, draft: Draft) -> None:
        """Keep an id that came with the framework, unless another part has it."""
        wanted = draft.node.id or ""
        draft.node.id, uuid = self._mint.mint(wanted)
        draft.node.uuid = draft.node.uuid or uuid

    def _give(self, draft: Draft, wanted: str) -> None:
        if draft.node.id is None:
            draft.node.id, uuid = self._mint.mint(wanted[:_MAX_WANTED])
            draft.node.uuid = draft.node.uuid or uuid


def _letter(draft: Draft) -> str:
    return _LETTERS.get(draft.slot) or KIND_LETTERS[_kind(draft)]


def _kind(draft: Draft) -> ItemKind:
    named = draft.node.type
    kind: ItemKind = draft.node.fields.get("kind") or (named.kind if named and named.kind else "ability")
    return kind


def _key(draft: Draft, ordinal: str) -> str:
    """Return what tells an id from its like: the code, else the UUID that its framework gave, else its position."""
    return (code_slug(draft.node.code) if draft.node.code else "") or _stable(draft) or ordinal


def _stable(draft: Draft) -> str:
    """Return what stays when the framework puts something in between: the beginning of its UUID, or ''."""
    return "" if draft.node.uuid is None else draft.node.uuid.hex[:8]


def _named(draft: Draft) -> dict[str, Any]:
    node = draft.node
    own = {"id": node.id, "uuid": node.uuid, "code": node.code, "label": node.label, "description": node.description}
    return {**own, **node.fields}


def _role(draft: Draft) -> Role:
    return Role(**{**_named(draft), "levels": tuple(map(_level, draft.children))})


def _level(draft: Draft) -> Level:
    return Level(**{**_named(draft), "functions": tuple(map(_function, draft.children))})


def _function(draft: Draft) -> Function:
    return Function(**{**_named(draft), "works": tuple(map(_work, draft.children))})


def _work(draft: Draft) -> Work:
    return Work(**{**_named(draft), "items": tuple(map(_item, draft.children))})


def _item(draft: Draft) -> Item:
    return Item(**{"kind": _kind(draft), **_named(draft)})
