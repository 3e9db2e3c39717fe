"""Whether a statement is covered by a machine-readable xAPI profile. Spec: xAPI Profiles 1.0 Part 2 8, Part 3.

A statement is covered when the determining properties of a template fit it and every rule of that template is kept,
and when every verb, activity type and extension of it is either defined in the profile or named by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]

PROFILE = Path(__file__).resolve().parents[3] / "docs" / "xapi-profile.jsonld"
#: cmi5's own profile defines these.
_OF_CMI5 = {
    f"https://w3id.org/xapi/cmi5/{name}"
    for name in ("context/extensions/sessionid", "context/extensions/masteryscore", "result/extensions/progress")
}
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\['([^']+)'\]|\[\*\]")


@cache
def profile() -> Json:
    """Return the profile."""
    document: dict[str, Any] = json.loads(PROFILE.read_text(encoding="utf-8"))
    return document


def uncovered(statement: Json) -> str:
    """Return why no template covers a statement; empty if one does."""
    fitting = [each for each in profile()["templates"] if _determined(each, statement)]
    if not fitting:
        return f"no template for {statement['verb']['id']}"
    broken = [_broken(each, statement) for each in fitting]
    if all(broken):
        return f"{fitting[0]['id']}: {broken[0]}"
    return _unnamed(statement)


def _determined(template: Json, statement: Json) -> bool:
    """Part 2 8.1: the determining properties."""
    types = {
        "verb": [statement["verb"]["id"]],
        "objectActivityType": _types([statement["object"]]),
        "contextCategoryActivityType": _types(_listed(statement, "category")),
        "contextParentActivityType": _types(_listed(statement, "parent")),
    }
    for name, found in types.items():
        wanted = template.get(name, [])
        if not set(wanted if isinstance(wanted, list) else [wanted]) <= set(found):
            return False
    return True


def _types(activities: list[Json]) -> list[str]:
    return [each["definition"]["type"] for each in activities if "definition" in each]


def _listed(statement: Json, kind: str) -> list[Json]:
    listed: list[Json] = statement["context"].get("contextActivities", {}).get(kind, [])
    return listed


def _broken(template: Json, statement: Json) -> str:
    """Part 2 8.3: return the first rule that is not kept, or an empty text."""
    for rule in template.get("rules", []):
        values = list(_values(rule["location"], statement))
        presence = rule.get("presence")
        if (presence == "included" and not values) or (presence == "excluded" and values):
            return f"{rule['location']} {presence}"
        if values and "any" in rule and not any(value in rule["any"] for value in values):
            return f"{rule['location']} any {values}"
        if "all" in rule and any(value not in rule["all"] for value in values):
            return f"{rule['location']} all {values}"
        if "none" in rule and any(value in rule["none"] for value in values):
            return f"{rule['location']} none {values}"
    return ""


def _values(location: str, statement: Json) -> Iterator[Any]:
    """Yield what a JSONPath of properties, quoted names and [*] finds."""
    found: list[Any] = [statement]
    rest = location.removeprefix("$")
    while rest:
        step = _STEP.match(rest)
        assert step is not None, location
        name = step.group(1) or step.group(2)
        if name is None:
            found = [one for each in found if isinstance(each, list) for one in each]
        else:
            found = [each[name] for each in found if isinstance(each, dict) and name in each]
        rest = rest[step.end() :]
    yield from found


def _texts(value: Any) -> Iterator[str]:
    """Yield every text that stands in the profile."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _unnamed(statement: Json) -> str:
    """Return an extension or activity type that the profile does not name."""
    known = set(_texts(profile())) | _OF_CMI5
    extensions = {*statement["context"].get("extensions", {}), *statement.get("result", {}).get("extensions", {})}
    ours = {name for name in extensions if not name.startswith("https://lms.example.org/")}
    used = ours | set(_types([statement["object"]]))
    for kind in ("parent", "grouping", "category", "other"):
        used |= set(_types(_listed(statement, kind)))
    missing = sorted(used - known)
    return f"not in the profile: {missing}" if missing else ""
