"""A draft standard → CompetencyMap: ids, UUIDs, sources, and what the map states of its standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from competency_xml.check.doubts import WeightAt
from competency_xml.codes import Code
from competency_xml.exchange.base import ImportOptions
from competency_xml.exchange.printed.conditions.wordings import Conditions
from competency_xml.exchange.printed.draft import (
    DraftBasic,
    DraftFunction,
    DraftItem,
    DraftLevel,
    DraftRole,
    DraftStandard,
    DraftWork,
)
from competency_xml.exchange.printed.level_parts import (
    basic_ids,
    basic_kind,
    entries_of,
    exams_of,
    hours_of,
    weight_places,
    weights_of,
)
from competency_xml.identity import KIND_LETTERS, IdMint, code_slug, level_slug, slug
from competency_xml.model import (
    CompetencyMap,
    Function,
    InspiredBy,
    Item,
    Level,
    Role,
    Source,
    Standard,
    Work,
)
from competency_xml.roles import STANDARD_TITLES, role_by_id, role_named_in
from foundation.text import EN, ZH, LangText


@dataclass(frozen=True)
class AssembledMap:
    """A map, and where its weights stand: by level id and exam part, then by what is weighed (None: their sum)."""

    map: CompetencyMap
    weight_places: Mapping[tuple[str, str], Mapping[str | None, str]]

    def weight_place(self, level_id: str, weight: WeightAt) -> str | None:
        """Return where a weight of a level stands, or the sum of a table's."""
        return self.weight_places.get((level_id, weight.part), {}).get(weight.ref)


def printed_map(draft: DraftStandard, options: ImportOptions) -> CompetencyMap:
    """Return the map of a draft. Deterministic: equal drafts and options give equal maps."""
    return assembled_map(draft, options).map


def assembled_map(draft: DraftStandard, options: ImportOptions) -> AssembledMap:
    """Return the map of a draft and the places of its weights."""
    standard = None if options.inspired_by else _standard(draft)
    role_ids = _role_ids(draft, options)
    lang = _language(draft)
    base = options.base or _default_base(standard, role_ids)
    builder = _Builder(IdMint(base), lang)
    basic = builder.basic(draft.basic)
    roles = tuple(builder.role(role, role_id) for role, role_id in zip(draft.roles, role_ids, strict=True))
    title = standard.title if standard is not None and standard.title else roles[0].label
    competency_map = CompetencyMap(
        base=base,
        version=options.version,
        status=options.status,
        title=title,
        standard=standard,
        inspired_by=InspiredBy(title=LangText.of(options.inspired_by)) if options.inspired_by else None,
        basic=basic,
        roles=roles,
    )
    return AssembledMap(competency_map, builder.weight_places)


def _standard(draft: DraftStandard) -> Standard | None:
    number = draft.number or draft.occupation
    if number is None:
        return None
    title = draft.title or STANDARD_TITLES.get(number) or (draft.roles[0].name if draft.number is None else "")
    return Standard(number=number, title=LangText.of(title or None))


def _role_ids(draft: DraftStandard, options: ImportOptions) -> list[str]:
    if options.role and len(draft.roles) == 1:
        return [options.role]
    ids: list[str] = []
    for number, role in enumerate(draft.roles, start=1):
        known = role_named_in(role.name)
        occupation = None if options.inspired_by else draft.occupation
        ids.append(known.id if known else f"role-{occupation or number}")
    return ids


def _default_base(standard: Standard | None, role_ids: list[str]) -> str:
    """Return a base that claims nobody's web address: the standard, and the role where there is one alone."""
    first = slug(standard.number) if standard is not None else ""
    words = [first] if first else []
    if len(role_ids) == 1 and (not first or first not in role_ids[0]):
        words.append(slug(role_ids[0]))
    return f"urn:x-competency-map:{':'.join(words) or 'unnamed'}:"


def _language(draft: DraftStandard) -> str:
    """Return the language of the table: English when no function or work of it is named in Chinese."""
    functions = [function for role in draft.roles for level in role.levels for function in level.functions]
    works = [work for function in functions for work in function.works]
    names = "".join([*(function.text for function in functions), *(work.text for work in works)])
    return ZH if not names or any("\u4e00" <= character <= "\u9fff" for character in names) else EN


class _Builder:
    def __init__(self, mint: IdMint, lang: str) -> None:
        self.weight_places: dict[tuple[str, str], dict[str | None, str]] = {}
        self._mint = mint
        self._lang = lang
        self._ids: dict[int, str] = {}

    def _text(self, text: str) -> LangText:
        return LangText({self._lang: text} if text else {})

    def basic(self, drafts: Sequence[DraftBasic]) -> tuple[Item, ...]:
        return tuple(self._basic_item(draft, wanted) for draft, wanted in zip(drafts, basic_ids(drafts), strict=True))

    def _basic_item(self, draft: DraftBasic, wanted: str) -> Item:
        part_id, uuid = self._minted(draft, wanted)
        label, source = self._text(draft.text), Source(place=draft.place)
        return Item(id=part_id, uuid=uuid, label=label, source=source, kind=basic_kind(draft))

    def _minted(self, draft: DraftBasic | DraftFunction | DraftWork, wanted: str) -> tuple[str, UUID]:
        """Mint the id of a part that a weight may refer to."""
        part_id, uuid = self._mint.mint(wanted)
        self._ids[id(draft)] = part_id
        return part_id, uuid

    def role(self, draft: DraftRole, role_id: str) -> Role:
        part_id, uuid = self._mint.mint(role_id)
        known = role_by_id(role_id)
        directions = list(dict.fromkeys(level.direction for level in draft.levels if level.direction))
        levels = tuple(
            self._level(level, _level_prefix(part_id, level, number, directions), part_id, draft.conditions)
            for number, level in enumerate(draft.levels, start=1)
        )
        label = draft.name or (known.zh if known else "")
        category = known.category if known else None
        source = Source(place=draft.place)
        return Role(
            id=part_id,
            uuid=uuid,
            label=self._text(label),
            description=self._text(draft.conditions.definition),
            category=category,
            source=source,
            levels=levels,
        )

    def _level(self, draft: DraftLevel, prefix: str, role_id: str, conditions: Conditions) -> Level:
        part_id, uuid = self._mint.mint(prefix if prefix != role_id else f"{role_id}.level")
        prefix = part_id if prefix != role_id else role_id
        functions = tuple(
            self._function(function, prefix, number) for number, function in enumerate(draft.functions, start=1)
        )
        self.weight_places.update(
            ((part_id, weights.part), weight_places(weights, self._ids)) for weights in draft.weights
        )
        return Level(
            id=part_id,
            uuid=uuid,
            label=self._text(draft.label),
            direction=self._text(draft.direction),
            source=Source(place=draft.place),
            entry=entries_of(conditions, draft, self._text),
            hours=hours_of(conditions, draft),
            exams=exams_of(conditions, draft, self._text),
            functions=functions,
            weights=weights_of(draft, self._ids),
        )

    def _function(self, draft: DraftFunction, prefix: str, number: int) -> Function:
        key = _key(draft.code, str(number))
        part_id, uuid = self._minted(draft, f"{prefix}.f{key}")
        works = tuple(self._work(work, prefix, f"{key}-{n}") for n, work in enumerate(draft.works, start=1))
        return Function(
            id=part_id,
            uuid=uuid,
            code=_printed(draft.code),
            label=self._text(draft.text),
            source=Source(place=draft.place),
            works=works,
        )

    def _work(self, draft: DraftWork, prefix: str, ordinal: str) -> Work:
        key = _key(draft.code, ordinal)
        part_id, uuid = self._minted(draft, f"{prefix}.w{key}")
        counts = dict.fromkeys(KIND_LETTERS, 0)
        items: list[Item] = []
        for item in draft.items:
            counts[item.kind] += 1
            items.append(self._item(item, prefix, f"{key}-{counts[item.kind]}"))
        return Work(
            id=part_id,
            uuid=uuid,
            code=_printed(draft.code),
            label=self._text(draft.text),
            source=Source(place=draft.place),
            items=tuple(items),
        )

    def _item(self, draft: DraftItem, prefix: str, ordinal: str) -> Item:
        part_id, uuid = self._mint.mint(f"{prefix}.{KIND_LETTERS[draft.kind]}{_key(draft.code, ordinal)}")
        return Item(
            id=part_id,
            uuid=uuid,
            code=_printed(draft.code),
            label=self._text(draft.text),
            source=Source(place=draft.place),
            kind=draft.kind,
        )


def _level_prefix(role_id: str, level: DraftLevel, number: int, directions: list[str]) -> str:
    words = [role_id]
    if level.label:
        words.append(level_slug(level.label) or f"level{number}")
    if level.direction:
        words.append(f"d{directions.index(level.direction) + 1}")
    return ".".join(words)


def _key(code: Code | None, ordinal: str) -> str:
    return ordinal if code is None else code_slug(".".join(map(str, code.parts)))


def _printed(code: Code | None) -> str | None:
    return None if code is None else code.printed
