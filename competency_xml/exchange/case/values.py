"""The value types of CASE: strict by themselves, lenient where a `Mending` goes along."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, JsonValue, ValidationInfo

from competency_xml.exchange.case.mending import case_identifier, is_case_identifier, mending_of
from competency_xml.exchange.uris import as_uri, is_uri

ASSOCIATION_TYPES = (
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isTranslationOf",
)
_EXTENSION_TERM = re.compile(r"ext:[a-zA-Z0-9.\-_]+")
_TYPES_BY_LETTERS = {re.sub("[^a-z]", "", known.lower()): known for known in ASSOCIATION_TYPES}
_BREAKS = re.compile("[\t\r\n]")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})", re.IGNORECASE
)
_MAX_INT32 = 2**31 - 1


def one_line(text: str) -> str:
    """Return a text as a NormalizedString: line ends and tabs become spaces."""
    return _BREAKS.sub(" ", text)


def is_extension_term(text: str) -> bool:
    """Return whether a text is a term that extends a vocabulary (ext:…)."""
    return _EXTENSION_TERM.fullmatch(text) is not None


def _checked(mend: Callable[[Any], Any], sound: Callable[[Any], bool], what: str) -> BeforeValidator:
    """Return a validator: strict by itself; with a `Mending`, what is not sound is mended first, and that is told."""

    def check(value: Any, info: ValidationInfo) -> Any:
        if sound(value):
            return value
        mending = mending_of(info)
        if mending is not None:
            mended = mend(value)
            if mended is not None and sound(mended):
                mending.mended = str(value)[:60]
                return mended
        raise ValueError(what)

    return BeforeValidator(check)


def _text_of(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def _line_of(value: Any) -> str | None:
    text = _text_of(value)
    return None if text is None else one_line(text).strip()


def uri_of(value: Any) -> str | None:
    """Return a value as a URI, or None where it cannot be one."""
    return as_uri(value) if isinstance(value, str) else None


def identifier_of(value: Any) -> str | None:
    """Return a value as the identifier that CASE allows for it, or None where it is none."""
    text = _text_of(value)
    return case_identifier(text) if text and text.strip() else None


def _type_of(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    known = _TYPES_BY_LETTERS.get(re.sub("[^a-z]", "", value.lower()))
    return known or "ext:" + re.sub(r"[^a-zA-Z0-9.\-_]+", "-", value.removeprefix("ext:")).strip("-")


def moment_of(value: Any) -> str | None:
    """Return a value as a dateTime with an offset, UTC where it has none; None where it is no dateTime."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment_text(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))


def moment_text(moment: datetime) -> str:
    """Return a moment in UTC, as CASE writes it: 2024-03-01T08:00:00Z."""
    try:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:  # The first and last day that there are.
        return moment.isoformat()


def _day_of(value: Any) -> str | None:
    return value.strip()[:10] if isinstance(value, str) else None


def _count_of(value: Any) -> int | None:
    try:
        number = float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):
        return None
    return int(number) if math.isfinite(number) and number == int(number) else None


def _number_of(value: Any) -> float | None:
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _strings_of(value: Any) -> list[str] | None:
    values = value if isinstance(value, list) else [value]
    texts = [text for text in map(_line_of, values) if text]
    return texts or None


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value.upper())
    except ValueError:
        return False
    return True


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_count(value: Any) -> bool:
    return type(value) is int and abs(value) <= _MAX_INT32


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= sys.float_info.max  # math.isfinite refuses large integers


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and not _BREAKS.search(value)


def _is_type(value: Any) -> bool:
    return isinstance(value, str) and (value in ASSOCIATION_TYPES or is_extension_term(value))


def _is_target_type(value: Any) -> bool:
    return isinstance(value, str) and (value == "CASE" or is_extension_term(value))


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


def _are_lines(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_line, value))


Text = Annotated[str, _checked(_text_of, _is_string, "not a string")]
Line = Annotated[str, _checked(_line_of, _is_line, "not a NormalizedString: line ends and tabs are not allowed")]
Uri = Annotated[str, _checked(uri_of, lambda value: isinstance(value, str) and is_uri(value), "not a URI")]
Identifier = Annotated[
    str,
    _checked(
        identifier_of,
        lambda value: isinstance(value, str) and is_case_identifier(value),
        "not a lower-case UUID of version 1 to 5 and variant 8 to b",
    ),
]
Moment = Annotated[str, _checked(moment_of, _is_moment, "not an ISO 8601 dateTime with an offset")]
Day = Annotated[str, _checked(_day_of, _is_day, "not an ISO 8601 date")]
Count = Annotated[int, _checked(_count_of, _is_count, "not an integer of 32 bits")]
Number = Annotated[int | float, _checked(_number_of, _is_number, "not a number")]
Lines = Annotated[tuple[str, ...], _checked(_strings_of, _are_lines, "not a list of NormalizedStrings")]
AssociationType = Annotated[str, _checked(_type_of, _is_type, "neither an association type of CASE nor ext:…")]
TargetType = Annotated[str, _checked(lambda _: None, _is_target_type, "neither CASE nor ext:…")]
Extensions = dict[str, JsonValue]
