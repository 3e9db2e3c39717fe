"""What all classes of CASE share: strict by themselves, filled in and mended where a `Mending` goes along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    JsonValue,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from competency_xml.exchange.case.mending import Mending, mending_of
from competency_xml.exchange.case.values import Identifier, Uri, identifier_of, moment_of, uri_of
from foundation.digest import canonical_json

#: Marks a field that CASE 1.0 does not have.
SINCE_1_1: dict[str, JsonValue] = {"since": "1.1"}
#: Fields that stand where a part is sent alone; inside a package they say nothing.
_STANDALONE = ("CFPackageURI", "CFDocumentURI")
#: Names of CASE before 1.0, in lower case, as OpenSALT once sent them.
_FORMER_NAMES = {"educationallevel": "educationLevel", "listenuminsource": "listEnumeration"}

RawPart = dict[str, Any]
_GIVEN: set[str] = set()


class CasePart(BaseModel):
    """A class of CASE. Fields are in the order in which they are written."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, alias_generator=to_camel)
    CASE_NAME: ClassVar[str] = ""

    def model_post_init(self, context: Any, /) -> None:
        """Drop which fields were given: nobody asks, and a set for each part takes as much memory as the part."""
        object.__setattr__(self, "__pydantic_fields_set__", _GIVEN)

    @model_validator(mode="before")
    @classmethod
    def _mended(cls, raw: Any, info: ValidationInfo) -> Any:
        mending = mending_of(info)
        if mending is None:
            return raw
        fields = {"uri": raw} if isinstance(raw, str) else raw
        return cls.fill(cls._known_fields(fields, mending), mending) if isinstance(fields, Mapping) else raw

    @field_validator("*", mode="wrap")
    @classmethod
    def _kept(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        mending = mending_of(info)
        if mending is None:
            return handler(value)
        try:
            kept = handler(value)
        except ValueError:
            field = cls.model_fields[info.field_name or ""]
            if field.is_required():
                raise
            mending.dropped(cls._where(info), info.data.get("identifier"))
            return field.get_default()
        if mending.mended is not None:
            mending.changed(cls._where(info), info.data.get("identifier") or mending.mended)
        return kept

    @classmethod
    def _where(cls, info: ValidationInfo) -> str:
        return f"{cls.CASE_NAME}.{cls.model_fields[info.field_name or ''].alias}"

    @classmethod
    def fill(cls, raw: RawPart, mending: Mending) -> RawPart:
        """Return the fields with those that CASE requires filled in, where the file lacks them."""
        return raw

    @classmethod
    def extended(cls, extensions: Any, more: RawPart) -> Any:
        """Return extensions with more in them."""
        return {**(extensions if isinstance(extensions, dict) else {}), **more}

    @classmethod
    def _known_fields(cls, raw: Mapping[str, Any], mending: Mending) -> RawPart:
        known = _aliases(cls)
        fields: RawPart = {}
        unknown: RawPart = {}
        for name, value in raw.items():
            if (not value and value in (None, "", [], {})) or name in _STANDALONE:
                continue
            meant = name if name in known else cls._meant(name, raw)
            (unknown if meant is None else fields)[meant or name] = value
            if meant != name and meant is not None:
                mending.changed(f"{cls.CASE_NAME}.{meant}", _place(raw))
        if unknown and "extensions" in known:
            fields["extensions"] = cls.extended(fields.get("extensions"), unknown)
        for name in unknown:
            mending.unknown(f"{cls.CASE_NAME}.{name[:40]}", _place(raw))
        return fields

    @classmethod
    def _meant(cls, name: str, raw: Mapping[str, Any]) -> str | None:
        """Return the field that a name stands for: another case of letters, or what older systems called it."""
        lower = _FORMER_NAMES.get(name.lower(), name).lower()
        return next((alias for alias in _aliases(cls) if alias.lower() == lower and not raw.get(alias)), None)

    def as_json(self, *, since_1_1: bool = True) -> dict[str, Any]:
        """Return the part as JSON, with or without what CASE 1.0 does not know; what is not there leaves nothing."""
        fields: dict[str, Any] = {}
        for name, alias, is_new in _fields(type(self)):
            value = getattr(self, name)
            if value.__class__ is not str:
                value = _json_of(value, since_1_1=since_1_1)
            if (value or value not in (None, [], {})) and (since_1_1 or not is_new):
                fields[alias] = value
        return fields

    def differing(self, other: Self) -> list[str]:
        """Return the names in JSON of the fields in which two parts differ, in their order."""
        own, others = self.__dict__, other.__dict__
        return [alias for name, alias, _ in _fields(type(self)) if own[name] != others[name]]


class CaseRecord(CasePart):
    """A part with an identity of its own."""

    identifier: Identifier
    uri: Uri

    @classmethod
    def fill(cls, raw: RawPart, mending: Mending) -> RawPart:
        """Return the fields with identity and time of change."""
        given = raw.get("identifier")
        identifier = identifier_of(given)
        if identifier is None:
            name = str(raw.get("uri") or canonical_json(raw).decode())
            raw["identifier"] = identifier = mending.identifier_for(name)
            mending.filled(f"{cls.CASE_NAME}.identifier", _place(raw))
        elif str(given).strip().lower() != identifier and cls.keeps_given(str(given)):
            raw["extensions"] = cls.extended(raw.get("extensions"), {"sourceIdentifier": str(given)})
        if uri_of(raw.get("uri")) is None:
            raw["uri"] = f"urn:uuid:{identifier}"
            mending.filled(f"{cls.CASE_NAME}.uri", identifier)
        if "last_change_date_time" in cls.model_fields and moment_of(raw.get("lastChangeDateTime")) is None:
            raw["lastChangeDateTime"] = mending.moment
            mending.filled(f"{cls.CASE_NAME}.lastChangeDateTime", identifier)
        return raw

    @classmethod
    def keeps_given(cls, given: str) -> bool:
        """Whether an identifier that CASE does not allow is to be kept in the extensions."""
        return True


@cache
def _fields(part: type[CasePart]) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a class, in order: name, name in JSON, whether CASE 1.0 does not have it."""
    fields = part.model_fields.items()
    return tuple((name, field.alias or name, field.json_schema_extra is SINCE_1_1) for name, field in fields)


@cache
def _aliases(part: type[CasePart]) -> dict[str, None]:
    """Return the names in JSON of a class's fields, in their order."""
    return dict.fromkeys(alias for _, alias, _ in _fields(part))


def _json_of(value: Any, *, since_1_1: bool) -> Any:
    if isinstance(value, CasePart):
        return value.as_json(since_1_1=since_1_1)
    return [_json_of(one, since_1_1=since_1_1) for one in value] if isinstance(value, tuple) else value


def _place(raw: Mapping[str, Any]) -> str | None:
    place = raw.get("identifier") or raw.get("uri")
    return str(place)[:100] if isinstance(place, str | int) else None


def fill_field(raw: RawPart, name: str, *others: object) -> bool:
    """Fill a required text by the first other that is one, and return whether it was missing."""
    if _says(raw.get(name)):
        return False
    raw[name] = next((str(other) for other in others if _says(other)), "")
    return True


def _says(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and bool(str(value).strip())


def as_parts(value: Any, info: ValidationInfo) -> Any:
    """Return a list of parts; where it is lenient, one alone makes a list, and what can be no part is left out."""
    mending = mending_of(info)
    if mending is None:
        return value
    values = as_list(value)
    kept = [one for one in values if isinstance(one, dict | str)]
    if len(kept) < len(values):
        mending.dropped(str(info.field_name), info.data.get("identifier"))
    return kept


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, nothing as no values, and anything else as one value."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
