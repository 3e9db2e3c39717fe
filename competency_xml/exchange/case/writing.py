"""A package of CASE → its file: one line per record, written record by record, for a large framework fills memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from competency_xml.exchange.case.loading import MARKS, MAX_BYTES, is_too_full
from competency_xml.exchange.case.package import Association, Package
from competency_xml.exchange.case.part import CasePart
from competency_xml.exchange.case.reading import MAX_ITEMS, MAX_RECORDS, RECORDS
from competency_xml.exchange.case.relations import TRANSLATES
from competency_xml.exchange.framework.notes import FrameworkNotes, Remark
from foundation.files import atomic_path
from foundation.text import both


def write_package(package: Package | Mapping[str, Any], path: Path, notes: FrameworkNotes) -> None:
    """Write a package, or its JSON, to `path`; `notes` are told where it is more than an import takes.

    Items, associations and rubrics stand on a line each, so that two versions can be compared line by line.
    """
    fields: dict[str, Any] = dict(package.parts()) if isinstance(package, Package) else dict(package)
    size_bytes = marks = objects = 0
    with atomic_path(path) as part, part.open("wb") as file:
        for piece in _pieces(fields):
            content = piece.encode()
            size_bytes += len(content)
            marks += sum(map(content.count, MARKS))
            objects += content.count(b"{")
            file.write(content)
    records, items = sum(len(fields.get(name, ())) for name in RECORDS), _originals(fields)
    is_large = records > MAX_RECORDS or items > MAX_ITEMS
    if is_large or size_bytes > MAX_BYTES or is_too_full(marks, objects):
        message = both(
            f"框架有 {items} 个条目，连同译文和关联共 {records} 条、{size_bytes} 字节，超过 map import 能读回的上限",
            f"{items} items, {records} with translations and associations, {size_bytes} bytes: more than map import "
            "reads back",
        )
        remedy = both("请按岗位分成几个图谱再导出", "Split the map by roles and export each")
        notes.add(Remark("MAP-CASE-LARGE", message, remedy), None)


def _originals(fields: Mapping[str, Any]) -> int:
    """Return how many items are no translations of others."""
    associations = map(_type_of, fields.get("CFAssociations", ()))
    return len(fields.get("CFItems", ())) - sum(one == TRANSLATES for one in associations)


def _type_of(association: Association | Mapping[str, Any]) -> str:
    if isinstance(association, Association):
        return association.association_type
    return str(association["associationType"])


def _pieces(fields: Mapping[str, Any]) -> Iterator[str]:
    before = "{"
    for name, value in fields.items():
        yield f'{before}\n  "{name}": '
        yield from _listed(value) if isinstance(value, list | tuple) else _nested(value)
        before = ","
    yield "\n}\n"


def _listed(records: list[Any] | tuple[Any, ...]) -> Iterator[str]:
    before = "["
    for record in records:
        yield f"{before}\n    {json.dumps(_json(record), ensure_ascii=False)}"
        before = ","
    yield "\n  ]"


def _nested(value: Any) -> Iterator[str]:
    """Yield an object whose values are laid out."""
    before = "{"
    for name, inner in _json(value).items():
        yield f"{before}\n    {json.dumps(name, ensure_ascii=False)}: "
        yield json.dumps(inner, ensure_ascii=False, indent=2).replace("\n", "\n    ")
        before = ","
    yield "\n  }" if before == "," else "{}"


def _json(value: Any) -> Any:
    return value.as_json() if isinstance(value, CasePart) else value
