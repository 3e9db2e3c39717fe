"""What cmi5 demands of the statements of an assignable unit, session by session. Written from the specification.

A rule that is broken is a text that begins with the section of cmi5 (Quartz).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]

CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SESSION_ID = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
_ADL = "http://adlnet.gov/expapi/verbs/"
_TIMED = ("terminated", "completed", "passed", "failed")


def verb_of(statement: Json) -> str:
    """Return the last word of a verb's IRI."""
    return str(statement["verb"]["id"]).rsplit("/", 1)[-1]


def is_defined(statement: Json) -> bool:
    """Return whether a statement is cmi5 defined: it has the category. 7.1.3, 9.6.2.1."""
    return CATEGORY in _ids(statement, "category")


def _ids(statement: Json, kind: str) -> list[str]:
    listed = statement.get("context", {}).get("contextActivities", {}).get(kind, [])
    return [each["id"] for each in (listed if isinstance(listed, list) else [listed])]


@dataclass
class Session:
    """One launch: what the LMS gave, and the statements of it in the order of their arrival."""

    actor: Json
    registration: str
    activity_id: str
    session_id: str
    launch_data: Json
    statements: list[Json] = field(default_factory=list)
    is_abandoned: bool = False

    @property
    def verbs(self) -> list[str]:
        """Verbs of the cmi5 defined statements."""
        return [verb_of(each) for each in self.statements if is_defined(each)]


def violations(session: Session, earlier: list[Json], statement: Json) -> list[str]:
    """Return the rules that a statement breaks as the next of its session; `earlier` are those of its registration."""
    found = [*_anywhere(session, statement), *_order(session, statement)]
    if is_defined(statement):
        found += [*_defined(session, statement), *_results(statement), *_judgement(session, statement)]
        found += _once(session, earlier, statement)
    return found


def _anywhere(session: Session, statement: Json) -> Iterator[str]:
    context = statement.get("context", {})
    if "id" not in statement:
        yield "9.1 no statement id"
    if statement["actor"] != session.actor:
        yield "9.2 another actor than the launch's"
    if not str(statement.get("timestamp", "")).endswith("Z"):
        yield "9.7 timestamp is not UTC"
    if context.get("registration") != session.registration:
        yield "9.6.1 another registration than the launch's"
    if context.get("extensions", {}).get(SESSION_ID) != session.session_id:
        yield "9.6.3.1 another session than the launch's"
    template = session.launch_data["contextTemplate"]
    yield from _keeps(template, context, "contextTemplate")


def _keeps(template: Any, given: Any, path: str) -> Iterator[str]:
    """10.2.1: whatever the template says is said, unchanged; lists may be longer."""
    if isinstance(template, dict):
        if not isinstance(given, dict):
            yield f"10.2.1 {path} is missing"
            return
        for key, value in template.items():
            yield from _keeps(value, given.get(key), f"{path}.{key}")
    elif isinstance(template, list):
        if not isinstance(given, list) or any(each not in given for each in template):
            yield f"10.2.1 {path} lacks activities"
    elif template != given:
        yield f"10.2.1 {path} was overwritten"


def _order(session: Session, statement: Json) -> Iterator[str]:
    is_first = not session.statements
    verb = verb_of(statement)
    if is_first != (is_defined(statement) and verb == "initialized"):
        yield "9.3.2 initialized is the first statement, once"
    if "terminated" in session.verbs:
        yield "9.3.8 nothing comes after terminated"
    if session.is_abandoned:
        yield "9.3.6 the session was abandoned"
    times = [str(each["timestamp"]) for each in session.statements]
    if times and str(statement["timestamp"]) < times[0]:
        yield "9.3 a timestamp before initialized"
    if verb == "terminated" and any(time > str(statement["timestamp"]) for time in times):
        yield "9.3 a timestamp after terminated"


def _defined(session: Session, statement: Json) -> Iterator[str]:
    if statement["object"].get("id") != session.activity_id:
        yield "9.4 the object is not the launched activity"
    if not str(statement["verb"]["id"]).startswith(_ADL):
        yield "9.3 no verb of cmi5"
    result = statement.get("result", {})
    has_move_on = MOVE_ON in _ids(statement, "category")
    if has_move_on != ("success" in result or "completion" in result):
        yield "9.6.2.2 moveOn category goes with success or completion"
    mode = session.launch_data["launchMode"]
    if mode != "Normal" and verb_of(statement) not in ("initialized", "terminated"):
        yield f"10.2.2 {verb_of(statement)} in {mode}"


def _results(statement: Json) -> Iterator[str]:
    verb, result = verb_of(statement), statement.get("result", {})
    if "score" in result and verb not in ("passed", "failed"):
        yield "9.5.1 score"
    if result.get("success") != {"passed": True, "failed": False}.get(verb):
        yield "9.5.2 success"
    if result.get("completion") != {"completed": True}.get(verb):
        yield "9.5.3 completion"
    if verb in _TIMED and "duration" not in result:
        yield "9.5.4.1 duration"
    score = result.get("score", {})
    if "raw" in score and not {"min", "max"} <= set(score):
        yield "9.5.1 raw without min and max"
    if "scaled" in score and not 0 <= score["scaled"] <= 1:
        yield "9.5.1 scaled is not from 0 to 1"
    progress = result.get("extensions", {}).get(PROGRESS, 0)
    if type(progress) is not int or not 0 <= progress <= 100:
        yield "9.5.5.1 progress is no whole number from 0 to 100"
    if PROGRESS in result.get("extensions", {}) and verb == "completed":
        yield "9.5.5.1 progress of what is completed"


def _judgement(session: Session, statement: Json) -> Iterator[str]:
    verb = verb_of(statement)
    mastery = session.launch_data.get("masteryScore")
    if verb not in ("passed", "failed") or mastery is None:
        return
    if statement["context"]["extensions"].get(MASTERY) != mastery:
        yield "9.6.3.2 masteryScore extension"
    scaled = statement.get("result", {}).get("score", {}).get("scaled")
    if scaled is not None and (scaled >= mastery) != (verb == "passed"):
        yield f"{'9.3.4' if verb == 'passed' else '9.3.5'} {scaled} against masteryScore {mastery}"


def _once(session: Session, earlier: list[Json], statement: Json) -> Iterator[str]:
    verb = verb_of(statement)
    before = [verb_of(each) for each in earlier if is_defined(each)]
    if verb in session.verbs:
        yield f"9.3 {verb} twice in a session"
    if verb in ("passed", "failed") and {"passed", "failed"} & set(session.verbs):
        yield "9.3 passed and failed in a session"
    if verb in ("completed", "passed") and verb in before:
        yield f"9.3 {verb} twice in a registration"
    if verb == "failed" and "passed" in before:
        yield "9.3 failed after passed"


def is_satisfied(move_on: str, verbs: set[str]) -> bool:
    """Return whether a unit is satisfied by the verbs that came. 13.1.4 moveOn."""
    passed, completed = "passed" in verbs, "completed" in verbs
    return {
        "Passed": passed,
        "Completed": completed,
        "CompletedAndPassed": passed and completed,
        "CompletedOrPassed": passed or completed,
        "NotApplicable": True,
    }[move_on]
