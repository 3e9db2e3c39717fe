"""The competency map: what a standard asks of a role, as frozen data.

Shape: map → roles → levels → functions (职业功能) → works (工作内容) → items (ability, knowledge, experience,
literacy). A standard that knows no levels has one `Level` without code and label per role; one that knows
directions (职业方向) has one `Level` per level and direction.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from foundation.text import LangText

ItemKind = Literal["ability", "knowledge", "experience", "literacy"]
ITEM_KINDS: tuple[ItemKind, ...] = ("ability", "knowledge", "experience", "literacy")
MapStatus = Literal["draft", "illustrative", "published", "withdrawn"]
PartStatus = Literal["active", "retired"]
Bloom = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
BLOOM_LEVELS: tuple[Bloom, ...] = ("remember", "understand", "apply", "analyse", "evaluate", "create")

#: An id is 1 to 200 printable ASCII characters without spaces, so that LMSs and SCORM take it.
ID_PATTERN = r"^[!-~]{1,200}$"
PartId = Annotated[str, Field(pattern=ID_PATTERN)]
_GIVEN: set[str] = set()


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Standard(_Part):
    """The standard a map states: its number (T/CEAMI 005-2025) and title."""

    number: str
    title: LangText = LangText()
    version: str | None = None
    publisher: LangText = LangText()


class InspiredBy(_Part):
    """What an illustrative map takes after. It states nothing of that standard, and cites no clause of it."""

    title: LangText
    note: LangText = LangText()


class Source(_Part):
    """Where a text stands: the clause of the standard, and the sheet and cell it was read from."""

    clause: str | None = None
    row: int | None = None
    document: str | None = None
    place: str | None = None


class Alignment(_Part):
    """A relation to an item of another framework, by its IRI."""

    target: str
    relation: str = "isRelatedTo"
    framework: str | None = None
    code: str | None = None
    title: LangText = LangText()


class Foreign(_Part):
    """What another format says of a part, and this model has no field for: its field there, and the value as JSON.

    Only that format reads it; it goes out again when the map is exported to it.
    """

    format: str
    name: str
    value: str

    def model_post_init(self, context: object, /) -> None:
        """Drop which fields were given: all are, and of a large foreign framework there are a hundred thousand."""
        object.__setattr__(self, "__pydantic_fields_set__", _GIVEN)


class _Named(_Part):
    id: PartId
    uuid: UUID
    code: str | None = None
    label: LangText = LangText()
    description: LangText = LangText()
    status: PartStatus = "active"
    replaced_by: tuple[PartId, ...] = ()
    source: Source | None = None
    alignments: tuple[Alignment, ...] = ()
    foreign: tuple[Foreign, ...] = ()


class Item(_Named):
    """One ability, piece of knowledge, experience or literacy. `label` is its verbatim text without the code."""

    kind: ItemKind
    bloom: Bloom | None = None
    assess: str | None = None
    critical: bool = False
    supports: tuple[PartId, ...] = ()


class Work(_Named):
    """A work (工作内容) and its items, in printed order."""

    items: tuple[Item, ...] = ()


class Function(_Named):
    """A function (职业功能) and its works."""

    works: tuple[Work, ...] = ()


class Hours(_Part):
    """Training hours (标准学时). `component` is `total`, `theory`, `practice` or the standard's own word."""

    component: str
    value: Decimal


class Entry(_Part):
    """One entry condition (申报条件)."""

    code: str | None = None
    text: LangText


class ExamPart(_Part):
    """One exam part (理论知识, 专业能力 …). `minutes` long, out of `maximum` points, passed from `passing`."""

    part: str
    label: LangText = LangText()
    minutes: int | None = None
    maximum: Decimal | None = None
    passing: Decimal | None = None


class Weight(_Part):
    """The share of a basic item, function, work or item in one part. `percent` None is the printed `—`."""

    ref: PartId
    percent: Decimal | None


class Weights(_Part):
    """The weight table (权重表) of one exam part of one level."""

    part: str
    weights: tuple[Weight, ...] = ()


class Level(_Named):
    """A level (初级, 三级 …), of one direction where there are directions. No code and no label: no levels."""

    direction: LangText = LangText()
    entry: tuple[Entry, ...] = ()
    hours: tuple[Hours, ...] = ()
    exams: tuple[ExamPart, ...] = ()
    functions: tuple[Function, ...] = ()
    weights: tuple[Weights, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether the standard knows this as a level or direction."""
        return bool(self.code or self.label or self.direction)

    def works(self) -> Iterator[Work]:
        """Yield the works in printed order."""
        for function in self.functions:
            yield from function.works

    def items(self) -> Iterator[Item]:
        """Yield the items in printed order."""
        for work in self.works():
            yield from work.items


class Role(_Named):
    """A role (岗位) with its duties and levels. `category` is `manager` or `application`, or the standard's own."""

    category: str | None = None
    duty: tuple[LangText, ...] = ()
    levels: tuple[Level, ...] = ()

    def level(self, name: str | None) -> Level | None:
        """Return the level with this id, code or label; with None, the only level there is."""
        if name is None:
            return self.levels[0] if len(self.levels) == 1 else None
        for level in self.levels:
            if name in (level.id, level.code, *(text for _, text in level.label.root)):
                return level
        return None


#: What stands in a map under an id of its own.
MapPart = Role | Level | Function | Work | Item


class CompetencyMap(_Part):
    """A competency map. Exactly one of `standard` and `inspired_by` is given, once the map is more than a draft.

    `base` + an id is that part's IRI. `basic` holds the basic requirements (职业道德, 基础知识) that all roles share.
    """

    base: str
    version: str = "1.0.0"
    status: MapStatus = "draft"
    modified: AwareDatetime | None = None
    title: LangText = LangText()
    standard: Standard | None = None
    inspired_by: InspiredBy | None = None
    foreign: tuple[Foreign, ...] = ()
    basic: tuple[Item, ...] = ()
    roles: tuple[Role, ...] = ()

    def role(self, name: str) -> Role | None:
        """Return the role with this id, code or label."""
        for role in self.roles:
            if name in (role.id, role.code, *(text for _, text in role.label.root)):
                return role
        return None

    def levels(self) -> Iterator[Level]:
        """Yield every level of every role."""
        for role in self.roles:
            yield from role.levels

    def items(self) -> Iterator[Item]:
        """Yield every item: basic requirements, then role by role."""
        yield from self.basic
        for level in self.levels():
            yield from level.items()

    def parts(self) -> Iterator[MapPart]:
        """Yield every part in document order: basic requirements, then each role, each part before what is in it."""
        return (path[-1] for path in self._paths())

    def find(self, name: str | UUID) -> MapPart | None:
        """Return the part with this id, IRI or UUID; it is looked for one by one."""
        path = self._path_to(name)
        return path[-1] if path else None

    def path(self, name: str | UUID) -> tuple[MapPart, ...]:
        """Return what the part with this id, IRI or UUID stands in: role, level, function, work; () for none."""
        return self._path_to(name)[:-1]

    def _path_to(self, name: str | UUID) -> tuple[MapPart, ...]:
        wanted = name.removeprefix(self.base) if isinstance(name, str) and self.base else name
        for path in self._paths():
            if wanted in (path[-1].id, path[-1].uuid) or path[-1].id == name:
                return path
        return ()

    def _paths(self) -> Iterator[tuple[MapPart, ...]]:
        for basic in self.basic:
            yield (basic,)
        for role in self.roles:
            yield (role,)
            for level in role.levels:
                yield (role, level)
                for function in level.functions:
                    yield (role, level, function)
                    for work in function.works:
                        yield (role, level, function, work)
                        for item in work.items:
                            yield (role, level, function, work, item)

    def iri(self, part_id: str) -> str:
        """Return the IRI of the part with this id."""
        return self.base + part_id
