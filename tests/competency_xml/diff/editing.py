"""Maps whose texts are unlike each other, and edits of them that know what a difference should say."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from competency_xml.model import (
    CompetencyMap,
    Function,
    Item,
    ItemKind,
    Level,
    PartId,
    Role,
    Weight,
    Weights,
    Work,
)
from foundation.text import LangText

_LEVELS = ("初级", "高级")
_KINDS: tuple[ItemKind, ...] = ("ability", "ability", "knowledge")


def sentence(seed: object, length: int = 14) -> str:
    """Return a text of Chinese characters that is unlike any of another seed."""
    numbers = random.Random(str(seed))
    return "".join(chr(numbers.randrange(0x4E00, 0x9000)) for _ in range(length))


def plain_map() -> CompetencyMap:
    """Return a map of two roles, two levels each, with weights, ids and codes."""
    return CompetencyMap(
        base="https://example.org/cm/",
        title=LangText.of("图谱"),
        basic=(Item(id="basic.ethics", uuid=_uuid("basic.ethics"), kind="literacy", label=_label("basic")),),
        roles=tuple(_role(name) for name in ("quality", "finance")),
    )


def _role(role: str) -> Role:
    levels = tuple(_level(f"{role}.L{number}", name) for number, name in enumerate(_LEVELS))
    return Role(id=role, uuid=_uuid(role), label=_label(role), levels=levels)


def _level(level: str, name: str) -> Level:
    functions = tuple(
        Function(
            id=f"{level}.f{number}",
            uuid=_uuid(f"{level}.f{number}"),
            code=str(number),
            label=_label(f"{level}.f{number}", 6),
            works=tuple(_work(level, f"{number}.{work}") for work in (1, 2)),
        )
        for number in (1, 2)
    )
    weights = tuple(Weight(ref=function.id, percent=Decimal(50)) for function in functions)
    table = Weights(part="theory", weights=weights)
    return Level(id=level, uuid=_uuid(level), label=LangText.of(name), functions=functions, weights=(table,))


def _work(level: str, code: str) -> Work:
    part_id = f"{level}.w{code.replace('.', '-')}"
    items = tuple(_item(level, f"{code}.{number}", kind) for number, kind in enumerate(_KINDS, start=1))
    return Work(id=part_id, uuid=_uuid(part_id), code=code, label=_label(part_id, 6), items=items)


def _item(level: str, code: str, kind: ItemKind) -> Item:
    part_id: PartId = f"{level}.{kind[0]}{code.replace('.', '-')}"
    return Item(id=part_id, uuid=_uuid(part_id), code=code, kind=kind, label=_label(part_id), bloom="apply")


def _label(seed: str, length: int = 14) -> LangText:
    return LangText.of(sentence(seed, length), f"About {seed}")


def _uuid(seed: str) -> UUID:
    # Not made from the id: ids of this map are stored, and are not taken for those of a fresh import.
    return UUID(int=random.Random(seed).getrandbits(128))


@dataclass
class Edited:
    """A map being edited, as plain data, and the ids that each list of a difference should hold."""

    document: dict[str, Any]
    expected: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, competency_map: CompetencyMap) -> Edited:
        """Start from a map."""
        return cls(_listed(competency_map.model_dump()))

    def works(self) -> list[dict[str, Any]]:
        """Return every work."""
        return [
            work
            for role in self.document["roles"]
            for level in role["levels"]
            for function in level["functions"]
            for work in function["works"]
        ]

    def expect(self, name: str, part_id: str) -> None:
        """Note that a list should hold this id."""
        self.expected.setdefault(name, set()).add(part_id)

    def map(self) -> CompetencyMap:
        """Return the edited map."""
        return CompetencyMap.model_validate(self.document)


def retire(edited: Edited, work: dict[str, Any], item: dict[str, Any]) -> None:
    """Retire an item."""
    item["status"] = "retired"
    edited.expect("retired", item["id"])


def remove(edited: Edited, work: dict[str, Any], item: dict[str, Any]) -> None:
    """Delete an item, which an editor should not do."""
    work["items"].remove(item)
    edited.expect("retired", item["id"])


def add(edited: Edited, work: dict[str, Any], item: dict[str, Any]) -> None:
    """Add an item after another."""
    part_id = f"new.{item['id']}"
    new = {**item, "id": part_id, "uuid": _uuid(part_id), "code": f"{item['code']}.9", "label": _label(part_id)}
    work["items"].insert(work["items"].index(item) + 1, new)
    edited.expect("added", part_id)


def reword(edited: Edited, work: dict[str, Any], item: dict[str, Any]) -> None:
    """Change a third of an item's text."""
    text = item["label"]["zh-CN"]
    item["label"] = {**item["label"], "zh-CN": text[:5] + sentence(item["id"] + "!", 3) + text[8:]}
    edited.expect("reworded", item["id"])


def renumber(edited: Edited, work: dict[str, Any], item: dict[str, Any]) -> None:
    """Give an item another code."""
    item["code"] = f"{item['code']}.7"
    edited.expect("renumbered", item["id"])


def move(edited: Edited, work: dict[str, Any], item: dict[str, Any]) -> None:
    """Move an item to the next work, which may be of another function, level or role."""
    works = edited.works()
    target = works[(works.index(work) + 1) % len(works)]
    work["items"].remove(item)
    target["items"].append(item)
    edited.expect("moved", item["id"])


def judge(edited: Edited, work: dict[str, Any], item: dict[str, Any]) -> None:
    """Make an item critical."""
    item["critical"] = True
    edited.expect("changed", item["id"])


EDITS: tuple[Callable[[Edited, dict[str, Any], dict[str, Any]], None], ...] = (
    retire,
    remove,
    add,
    reword,
    renumber,
    move,
    judge,
)


def without_ids(competency_map: CompetencyMap) -> CompetencyMap:
    """Return the map as a system that knows nothing of its ids would give it back: all ids and UUIDs are other ones."""
    document = _listed(competency_map.model_dump())
    names: dict[str, str] = {}
    _rename(document, names)
    for role in document["roles"]:
        for level in role["levels"]:
            for table in level["weights"]:
                for weight in table["weights"]:
                    weight["ref"] = names[weight["ref"]]
    return CompetencyMap.model_validate({**document, "base": "urn:other:"})


def _rename(part: Any, names: dict[str, str]) -> None:
    if isinstance(part, dict):
        if "uuid" in part:
            names[part["id"]] = f"x{len(names)}"
            part["id"] = names[part["id"]]
            part["uuid"] = _uuid(part["id"])
        for value in part.values():
            _rename(value, names)
    elif isinstance(part, list):
        for value in part:
            _rename(value, names)


def _listed(value: Any) -> Any:
    """Return plain data with lists for tuples, so that it can be edited."""
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value
