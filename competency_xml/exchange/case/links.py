"""What a part of CASE refers to: something with a UUID, or one end of an association."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import quote

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, ValidationInfo, model_validator

from competency_xml.exchange.case.mending import Mending, mending_of, uuid_in
from competency_xml.exchange.case.part import SINCE_1_1, CasePart, RawPart, as_parts, fill_field
from competency_xml.exchange.case.values import Identifier, Line, TargetType, Text, Uri, identifier_of, uri_of

_UUID_AT_END = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


class _Reference(CasePart):
    """A class that only refers to something. Equal ones that a file says over and over become one."""

    @model_validator(mode="wrap")
    @classmethod
    def _shared(cls, raw: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        mending = mending_of(info)
        if mending is None or not isinstance(raw, dict) or not all(type(one) is str for one in raw.values()):
            return handler(raw)
        key = (cls, *raw.items())
        found: Self | None = mending.links.get(key)
        if found is None:
            before = mending.noted
            found = handler(raw)
            if mending.noted == before:
                mending.links[key] = found
        return found


class Link(_Reference):
    """LinkURI: a reference to something that has a UUID."""

    CASE_NAME: ClassVar[str] = "LinkURI"

    title: Line
    identifier: Identifier
    uri: Uri

    @classmethod
    def fill(cls, raw: RawPart, mending: Mending) -> RawPart:
        """Return the fields with those that another one tells."""
        uri = raw.get("uri")
        identifier = identifier_of(raw.get("identifier") or identifier_at_end(uri) or uri)
        if identifier is None:
            return raw
        fill_field(raw, "title", raw.get("identifier"), uri)
        raw["identifier"] = identifier
        raw["uri"] = uri_of(uri) or f"urn:uuid:{identifier}"
        return raw


class NodeLink(_Reference):
    """LinkGenURI: one end of an association. Outside CASE its identifier need be no UUID."""

    CASE_NAME: ClassVar[str] = "LinkGenURI"

    title: Line
    identifier: Text
    uri: Uri
    target_type: TargetType | None = Field(default=None, json_schema_extra=SINCE_1_1)

    @classmethod
    def fill(cls, raw: RawPart, mending: Mending) -> RawPart:
        """Return the fields with those that another one tells; items of the file are found by either."""
        uri = uri_of(raw.get("uri"))
        given = raw.get("identifier")
        if not isinstance(given, str | int) and uri is None:
            return raw
        named = str(given) if isinstance(given, str | int) else ""
        known = mending.known(named) or mending.by_uri.get(uri or "")
        identifier = named or known or identifier_at_end(uri) or uri or ""
        fill_field(raw, "title", identifier)
        uuid = None if known else uuid_in(identifier)
        raw["identifier"] = known or (identifier if uuid is None else str(uuid))
        raw["uri"] = uri or outside_uri(raw["identifier"])
        return raw


Links = Annotated[tuple[Link, ...], BeforeValidator(as_parts)]


def identifier_at_end(uri: Any) -> str | None:
    """Return the UUID that ends a URI, as CASE URIs do, or None."""
    found = _UUID_AT_END.search(uri) if isinstance(uri, str) else None
    return None if found is None else found[0]


def outside_uri(identifier: str) -> str:
    """Return a URI for something of which there is an identifier alone."""
    if uuid_in(identifier) is not None:
        return f"urn:uuid:{identifier.lower()}"
    return uri_of(identifier) or f"urn:x-case:{quote(identifier, safe='')}"
