"""Ids and UUIDs for new rows: made as an importer makes them, and never one that a part had before."""

from __future__ import annotations

from collections.abc import Iterable

from competency_xml.exchange.workbook.reading.draft import Draft, DraftMap
from competency_xml.exchange.workbook.reading.index import PartIndex
from competency_xml.exchange.workbook.reading.notes import WorkbookNotes
from competency_xml.identity import KIND_LETTERS, IdMint, code_slug, level_slug, minted_uuid
from competency_xml.roles import role_named_in
from foundation.text import both

#: An id has 200 characters at most; code, letter and number come after this.
_MAX_PREFIX = 120


class Minter:
    """Gives ids to the parts of one map. `exported` are ids that it had when the workbook was made."""

    def __init__(self, base: str, index: PartIndex, exported: Iterable[str]) -> None:
        self._base = base
        self._index = index
        self._mint = IdMint(base, taken=(*index.ids, *exported))

    def give(self, made: DraftMap, notes: WorkbookNotes) -> None:
        """Give every part without an id one, in the order of the map, so that equal workbooks give equal maps."""
        _number(made)
        directions = _directions(made)
        copied = {id(draft): old for draft, old in self._index.copies}
        for draft in made.parts():
            if draft.id:
                draft.uuid = draft.uuid or minted_uuid(self._base, draft.id)
                continue
            if draft.uuid is not None and not draft.record.has("id"):
                remedy = both(
                    "请恢复标识，或清空 UUID 作为新的一项", "Restore the id, or clear the UUID for a new part"
                )
                draft.record.wrong("id", "有 UUID 而没有标识", "There is a UUID and no id", remedy)
            draft.id, draft.uuid = self._mint.mint(_wanted(draft, directions))
            self._index.add_id(draft)
            old = copied.get(id(draft))
            if old is None:
                notes.new_part(draft.record.place("label"), draft.id)
            else:
                notes.copied(draft.record.place("label"), old, draft.id)


def _number(made: DraftMap) -> None:
    counts: dict[tuple[int, str], int] = {}
    for draft in made.parts():
        key = (id(draft.parent), draft.kind)
        counts[key] = draft.ordinal = counts.get(key, 0) + 1


def _wanted(draft: Draft, directions: dict[tuple[int, str], int]) -> str:
    if draft.type == "role":
        known = role_named_in(draft.label.best())
        return known.id if known else f"role-{draft.ordinal}"
    if draft.type == "level":
        return _level_id(draft, directions)
    if draft.parent is None:
        return f"basic.{_letter(draft)}{_key(draft)}"
    level = draft.above("level")
    assert level is not None
    return f"{_prefix(level)}.{_letter(draft)}{_key(draft)}"


def _letter(draft: Draft) -> str:
    return "f" if draft.type == "function" else "w" if draft.type == "work" else KIND_LETTERS[draft.fields["kind"]]


def _prefix(level: Draft) -> str:
    """Return what the ids of a level's parts begin with: its own id, or its role's where it has no name."""
    named = level.label or level.code or level.fields.get("direction")
    part_id = level.id if named or level.parent is None else level.parent.id
    return part_id[:_MAX_PREFIX]


def _level_id(draft: Draft, directions: dict[tuple[int, str], int]) -> str:
    assert draft.parent is not None
    words = [draft.parent.id[:_MAX_PREFIX]]
    if draft.label:
        words.append(level_slug(draft.label.best()) or f"level{draft.ordinal}")
    direction = draft.fields["direction"].best()
    if direction:
        words.append(f"d{directions[id(draft.parent), direction]}")
    return ".".join(words) if len(words) > 1 else f"{words[0]}.level"


def _directions(made: DraftMap) -> dict[tuple[int, str], int]:
    """Return the number of every direction of a role, by role and name, in the order of the levels."""
    numbers: dict[tuple[int, str], int] = {}
    for role in made.roles:
        names = dict.fromkeys(level.fields["direction"].best() for level in role.children)
        numbers.update(((id(role), name), number) for number, name in enumerate(filter(None, names), start=1))
    return numbers


def _key(draft: Draft) -> str:
    """Return a part's code as it stands in an id, else its place among its like, below the key of what it stands in."""
    slug = code_slug(draft.code or "")
    if slug:
        return slug
    above = draft.parent
    prefix = f"{_key(above)}-" if above is not None and above.type in ("function", "work") else ""
    return f"{prefix}{draft.ordinal}"
