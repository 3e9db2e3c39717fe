"""What xAPI demands of a statement, rule by rule; 2.0 where it differs. Written from the specification, for tests.

Sections are those of xAPI 1.0.3 Part 2. A rule that is broken is a text that begins with its section.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

_IRI = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")
_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
_DURATION = re.compile(r"^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")
_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
_TOP = {"id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version"}
_RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
_CONTEXT = {"registration", "instructor", "team", "contextActivities", "revision", "platform", "language"}
_CONTEXT_MORE = {"statement", "extensions"}
_DEFINITION = {"name", "description", "type", "moreInfo", "extensions", "interactionType", "correctResponsesPattern"}
#: Interaction type → its lists of components. 2.4.4.1.
_COMPONENTS: dict[str, tuple[str, ...]] = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}


def statement_violations(statement: Any, *, version: str = "1.0.3") -> list[str]:
    """Return every rule that a statement breaks."""
    if not isinstance(statement, dict):
        return ["2.2 a statement is an object"]
    return [*_top(statement, version), *_nulls(statement, "")]


def _top(statement: Json, version: str) -> Iterator[str]:
    for key in sorted(set(statement) - _TOP - {"attachments"}):
        yield f"2.2 unknown property {key}"
    if not is_uuid(statement.get("id")):
        yield "2.4.1 id is no UUID"
    yield from _actor(statement.get("actor"), "actor")
    yield from _verb(statement.get("verb"))
    yield from _activity(statement.get("object"), "object")
    if "timestamp" in statement and not is_time(statement["timestamp"]):
        yield "2.4.7 timestamp is no RFC 3339 time"
    if version.startswith("2") and str(statement.get("timestamp", "")).endswith("-00:00"):
        yield "2.0: 4.2.3 a timestamp has no -00:00"
    if "version" in statement and not str(statement["version"]).startswith(version[:3]):
        yield "2.4.10 version"
    yield from _result(statement.get("result"))
    yield from _context(statement, version)
    yield from _response(statement)


def _nulls(value: Any, path: str) -> Iterator[str]:
    """4.1: no value is null, except inside extensions."""
    if isinstance(value, dict):
        for key, one in value.items():
            if one is None:
                yield f"4.1 {path}{key} is null"
            elif key != "extensions":
                yield from _nulls(one, f"{path}{key}.")
    elif isinstance(value, list):
        for one in value:
            yield from _nulls(one, path)


def _actor(actor: Any, path: str) -> Iterator[str]:
    if not isinstance(actor, dict):
        yield f"2.4.2 {path} is missing"
        return
    if actor.get("objectType", "Agent") != "Agent":
        yield f"2.4.2.1 {path} is no Agent"
    found = [name for name in _IDENTIFIERS if name in actor]
    if len(found) != 1:
        yield f"2.4.2.3 {path} has {len(found)} identifiers"
    for key in sorted(set(actor) - {*_IDENTIFIERS, "objectType", "name"}):
        yield f"2.4.2.1 {path} has {key}"
    if "mbox" in actor and not re.match(r"^mailto:[^@\s]+@[^@\s]+$", str(actor["mbox"])):
        yield f"2.4.2.3 {path}.mbox"
    account = actor.get("account")
    if "account" in actor and not (
        isinstance(account, dict)
        and set(account) == {"homePage", "name"}
        and is_iri(account["homePage"])
        and isinstance(account["name"], str)
        and account["name"]
    ):
        yield f"2.4.2.4 {path}.account"


def _verb(verb: Any) -> Iterator[str]:
    if not isinstance(verb, dict) or not is_iri(verb.get("id")):
        yield "2.4.3 verb.id is no IRI"
        return
    for key in sorted(set(verb) - {"id", "display"}):
        yield f"2.4.3 verb has {key}"
    yield from _language_map(verb.get("display"), "verb.display")


def _activity(activity: Any, path: str) -> Iterator[str]:
    if not isinstance(activity, dict) or not is_iri(activity.get("id")):
        yield f"2.4.4.1 {path}.id is no IRI"
        return
    if activity.get("objectType", "Activity") != "Activity":
        yield f"2.4.4 {path}.objectType"
    for key in sorted(set(activity) - {"id", "objectType", "definition"}):
        yield f"2.4.4.1 {path} has {key}"
    definition = activity.get("definition")
    if definition is not None:
        yield from _definition(definition, f"{path}.definition")


def _definition(definition: Json, path: str) -> Iterator[str]:
    kind = definition.get("interactionType")
    lists = _COMPONENTS.get(str(kind), ()) if kind is not None else ()
    if kind is not None and kind not in _COMPONENTS:
        yield f"2.4.4.1 {path}.interactionType {kind}"
    for key in sorted(set(definition) - _DEFINITION - set(lists)):
        yield f"2.4.4.1 {path} has {key}"
    for key in ("name", "description"):
        yield from _language_map(definition.get(key), f"{path}.{key}")
    if "type" in definition and not is_iri(definition["type"]):
        yield f"2.4.4.1 {path}.type is no IRI"
    yield from _extensions(definition.get("extensions"), path)
    pattern = definition.get("correctResponsesPattern", [])
    if not isinstance(pattern, list) or not all(isinstance(each, str) for each in pattern):
        yield f"2.4.4.1 {path}.correctResponsesPattern"
    for name in lists:
        yield from _components(definition.get(name, []), f"{path}.{name}")


def _components(components: Any, path: str) -> Iterator[str]:
    ids = [each.get("id") for each in components]
    if len(set(ids)) != len(ids) or not all(isinstance(each, str) and each for each in ids):
        yield f"2.4.4.1 {path} ids"
    for each in components:
        yield from _language_map(each.get("description"), path)


def _result(result: Any) -> Iterator[str]:
    if result is None:
        return
    for key in sorted(set(result) - _RESULT):
        yield f"2.4.5 result has {key}"
    for key in ("success", "completion"):
        if key in result and not isinstance(result[key], bool):
            yield f"2.4.5 result.{key} is no boolean"
    if "response" in result and not isinstance(result["response"], str):
        yield "2.4.5 result.response is no string"
    if "duration" in result and not _DURATION.match(str(result["duration"])):
        yield "4.6 result.duration is no ISO 8601 duration"
    yield from _score(result.get("score"))
    yield from _extensions(result.get("extensions"), "result")


def _score(score: Any) -> Iterator[str]:
    if score is None:
        return
    for key in sorted(set(score) - {"scaled", "raw", "min", "max"}):
        yield f"2.4.5.1 score has {key}"
    for key, value in score.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"2.4.5.1 score.{key} is no number"
            return
    if not -1 <= score.get("scaled", 0) <= 1:
        yield "2.4.5.1 score.scaled is not from -1 to 1"
    low, high = score.get("min"), score.get("max")
    if low is not None and high is not None and low >= high:
        yield "2.4.5.1 score.min is not below score.max"
    raw = score.get("raw")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        yield "2.4.5.1 score.raw is not between min and max"


def _context(statement: Json, version: str) -> Iterator[str]:
    context = statement.get("context")
    if context is None:
        return
    more = {"contextAgents", "contextGroups"} if version.startswith("2") else set()
    for key in sorted(set(context) - _CONTEXT - _CONTEXT_MORE - more):
        yield f"2.4.6 context has {key}"
    if "registration" in context and not is_uuid(context["registration"]):
        yield "2.4.6.1 context.registration is no UUID"
    if "language" in context and not _LANGUAGE.match(str(context["language"])):
        yield "2.4.6.7 context.language is no language tag"
    activities = context.get("contextActivities", {})
    for key in sorted(set(activities) - {"parent", "grouping", "category", "other"}):
        yield f"2.4.6.2 contextActivities has {key}"
    for key, listed in activities.items():
        for each in listed if isinstance(listed, list) else [listed]:
            yield from _activity(each, f"contextActivities.{key}")
    yield from _extensions(context.get("extensions"), "context")


def _extensions(extensions: Any, path: str) -> Iterator[str]:
    for key in extensions or {}:
        if not is_iri(key):
            yield f"4.2 {path}.extensions: {key} is no IRI"


def _response(statement: Json) -> Iterator[str]:
    """Appendix C: a response is written as its interaction type demands, and so is every pattern."""
    definition = statement["object"].get("definition", {}) if isinstance(statement.get("object"), dict) else {}
    kind = definition.get("interactionType")
    written = [*definition.get("correctResponsesPattern", [])]
    response = (statement.get("result") or {}).get("response")
    written += [response] if isinstance(response, str) else []
    listed = {"choice": "choices", "sequencing": "choices", "likert": "scale"}.get(str(kind))
    known = {each["id"] for each in definition.get(listed, [])} if listed else None
    for each in written:
        if kind == "true-false" and each not in ("true", "false"):
            yield f"C true-false response {each}"
        if known is not None and not set(each.split("[,]")) <= known:
            yield f"C {kind} response {each}"
        if kind == "likert" and "[,]" in each:
            yield "C likert response has several items"


def _language_map(value: Any, path: str) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, dict) or not all(
        _LANGUAGE.match(tag) and isinstance(text, str) for tag, text in value.items()
    ):
        yield f"4.3 {path} is no language map"


def is_iri(value: Any) -> bool:
    """Return whether a value is an absolute IRI."""
    return isinstance(value, str) and bool(_IRI.match(value))


def is_uuid(value: Any) -> bool:
    """Return whether a value is a UUID in its usual form, of RFC 4122's variant."""
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value.lower() and value[19].lower() in "89ab"
    except ValueError:
        return False


def is_time(value: Any) -> bool:
    """Return whether a value is a time with its zone."""
    return isinstance(value, str) and bool(_TIME.match(value))
