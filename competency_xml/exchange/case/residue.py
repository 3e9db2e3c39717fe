"""What a foreign part of CASE says beyond what the map says, kept with the map and laid over it again on export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from competency_xml.exchange.case.part import CasePart
from competency_xml.model import Foreign

FORMAT = "case"
#: The key of ours in `extensions`.
EXTENSION = "x-competency-map"
_Part = TypeVar("_Part", bound=CasePart)
Residue = Mapping[str, Any]


@dataclass(frozen=True)
class Told(Generic[_Part]):
    """A part as the map gives it by itself, and as it goes out with its residue. It may not go out at all."""

    derived: _Part
    final: _Part | None


def residue_of(said: CasePart, derived: CasePart) -> dict[str, Any]:
    """Return the fields of a part that differ from what the map gives by itself; None is a field that is not there.

    Our own extension does not count.
    """
    if set(said.differing(derived)) <= {"extensions"} and not _foreign_extensions(said, derived):
        return {}
    wanted, own = _foreign_json(said), _foreign_json(derived)
    return {name: wanted.get(name) for name in {**own, **wanted} if wanted.get(name) != own.get(name)}


def laid_over(derived: _Part, residue: Residue) -> _Part:
    """Return a part with its residue laid over it; a field that is not as CASE wants it is left out."""
    if not residue:
        return derived
    try:
        return _overlaid(derived, residue)
    except ValueError:
        part = derived
        for name, value in residue.items():
            try:
                part = _overlaid(part, {name: value})
            except ValueError:
                continue
        return part


def foreign_fields(residue: Residue, prefix: str = "") -> tuple[Foreign, ...]:
    """Return a residue as a map keeps it: one entry per field."""
    return tuple(foreign_field(f"{prefix}{name}", value) for name, value in residue.items())


def foreign_field(name: str, value: Any) -> Foreign:
    """Return one value as a map keeps it."""
    return Foreign(format=FORMAT, name=name, value=json.dumps(value, ensure_ascii=False, sort_keys=True))


def case_fields(foreign: Iterable[Foreign]) -> dict[str, Any]:
    """Return the values that a map keeps for CASE, by name; what is no JSON is left out."""
    return dict(_case_fields(foreign))


def extension_of(extensions: dict[str, Any] | None) -> dict[str, Any]:
    """Return what stands under our key."""
    own = (extensions or {}).get(EXTENSION)
    return own if isinstance(own, dict) else {}


def without_extension(extensions: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return extensions without ours."""
    return {name: value for name, value in (extensions or {}).items() if name != EXTENSION} or None


def _case_fields(foreign: Iterable[Foreign]) -> Iterator[tuple[str, Any]]:
    for field in foreign:
        if field.format != FORMAT:
            continue
        try:
            yield field.name, json.loads(field.value)
        except (ValueError, RecursionError):
            continue


def _foreign_extensions(*parts: CasePart) -> bool:
    """Whether somebody but us extends one of some parts."""
    return any(without_extension(getattr(part, "extensions", None)) for part in parts)


def _foreign_json(part: CasePart) -> dict[str, Any]:
    fields = part.as_json()
    extensions = fields.pop("extensions", None)
    foreign = without_extension(extensions) if isinstance(extensions, dict) else extensions
    return {**fields, "extensions": foreign} if foreign else fields


def _overlaid(part: _Part, residue: Residue) -> _Part:
    fields = part.as_json()
    for name, value in residue.items():
        if name == "extensions" and isinstance(value, dict):
            own = fields.get(name, {}).get(EXTENSION)
            value = {**value, **({EXTENSION: own} if own is not None else {})}
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
    return type(part).model_validate(fields)
