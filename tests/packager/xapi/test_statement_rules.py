"""The tests' own LRS refuses what xAPI and cmi5 refuse: one that takes everything would prove nothing."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.packager.xapi import cmi5_rules
from tests.packager.xapi.cmi5_rules import CATEGORY, MASTERY, MOVE_ON, SESSION_ID, Session, violations
from tests.packager.xapi.lrs import VERSION_HEADER, Lrs
from tests.packager.xapi.statement_rules import statement_violations

_ID = "e86c92bc-b7e0-58a8-89fa-8df7762b8d13"
_REGISTRATION = "7732acc1-8664-40be-8059-78718885f89a"


def _statement() -> dict[str, Any]:
    return {
        "id": _ID,
        "actor": {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "7"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"zh-CN": "回答了"}},
        "object": {
            "objectType": "Activity",
            "id": "urn:q",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "description": {"zh-CN": "问"},
                "interactionType": "choice",
                "correctResponsesPattern": ["a[,]c"],
                "choices": [{"id": each, "description": {"en": each}} for each in "abc"],
            },
        },
        "result": {
            "response": "a[,]b",
            "success": False,
            "duration": "PT1M2.50S",
            "score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2},
        },
        "context": {
            "registration": _REGISTRATION,
            "contextActivities": {"parent": [{"id": "urn:f"}]},
            "extensions": {"urn:x": {"free": None}},
        },
        "timestamp": "2026-11-24T08:59:43.385Z",
    }


def _with(path: str, value: object) -> dict[str, Any]:
    statement = _statement()
    *way, last = path.split("/")
    place: Any = statement
    for name in way:
        place = place[int(name) if name.isdigit() else name]
    if value is _GONE:
        del place[last]
    else:
        place[int(last) if last.isdigit() else last] = value
    return statement


_GONE = object()


def test_a_sound_statement_valid() -> None:
    assert statement_violations(_statement()) == []


@pytest.mark.parametrize(
    ("path", "value", "section"),
    [
        ("id", "17", "2.4.1"),
        ("id", "e86c92bc-b7e0-58a8-c9fa-8df7762b8d13", "2.4.1"),
        ("extra", 1, "2.2"),
        ("actor", _GONE, "2.4.2"),
        ("actor/mbox", "mailto:a@example.org", "2.4.2.3"),
        ("actor/account", {"name": "7"}, "2.4.2.4"),
        ("verb/id", "answered", "2.4.3"),
        ("verb/display", {"中文": "x"}, "4.3"),
        ("object/id", "q 1", "2.4.4.1"),
        ("object/definition/type", "question", "2.4.4.1"),
        ("object/definition/interactionType", "multiple", "2.4.4.1"),
        ("object/definition/choices/1/id", "a", "2.4.4.1"),
        ("object/definition/scale", [], "2.4.4.1"),
        ("object/definition/correctResponsesPattern", ["a,c"], "C"),
        ("result/response", "z", "C"),
        ("result/success", "true", "2.4.5"),
        ("result/duration", "62 s", "4.6"),
        ("result/duration", "PT", "4.6"),
        ("result/score/scaled", 1.01, "2.4.5.1"),
        ("result/score/raw", 3, "2.4.5.1"),
        ("result/score/min", 2, "2.4.5.1"),
        ("result/score/raw", None, "4.1"),
        ("context/registration", "1", "2.4.6.1"),
        ("context/contextActivities/mother", [], "2.4.6.2"),
        ("context/extensions/free", 1, "4.2"),
        ("context/language", "中文", "2.4.6.7"),
        ("timestamp", "2026-11-24 08:59:43", "2.4.7"),
        ("timestamp", "2026-11-24T08:59:43", "2.4.7"),
    ],
)
def test_a_statement_that_breaks_a_rule_error(path: str, value: object, section: str) -> None:
    found = statement_violations(_with(path, value))
    assert found
    assert any(each.startswith(f"{section} ") for each in found), found


# ---- the resources


def _client(lrs: Lrs) -> TestClient:
    return TestClient(lrs.app(), headers={VERSION_HEADER: lrs.version})


def _post(client: TestClient, *statements: dict[str, Any], **headers: str) -> int:
    body = json.dumps(list(statements))
    return client.post(
        "/xapi/statements", content=body, headers={"Content-Type": "application/json", **headers}
    ).status_code


def test_a_statement_again_is_no_second_one_and_another_with_its_id_is_refused_with_all_beside_it() -> None:
    lrs = Lrs()
    client = _client(lrs)
    assert [_post(client, _statement()), _post(client, _statement())] == [200, 200]
    fresh = {**_statement(), "id": "e86c92bc-b7e0-58a8-89fa-8df7762b8d14"}
    assert _post(client, fresh, _with("result/response", "c")) == 409
    assert len(lrs.statements) == 1
    assert _post(client, fresh, fresh) == 400


@pytest.mark.parametrize(
    ("version", "given", "status"), [("1.0.3", "", 400), ("1.0.3", "0.9", 400), ("2.0.0", "1.0.3", 400)]
)
def test_a_request_in_another_version_is_refused(version: str, given: str, status: int) -> None:
    assert _post(_client(Lrs(version=version)), _statement(), **{VERSION_HEADER: given}) == status


def test_a_state_document_is_kept_with_its_etag_and_2_0_wants_it() -> None:
    query = {"activityId": "urn:a", "agent": json.dumps({"mbox": "mailto:a@example.org"}), "stateId": "s"}
    for version, without in (("1.0.3", 204), ("2.0.0", 409)):
        client = _client(Lrs(version=version))

        def put(body: bytes, client: TestClient = client, **headers: str) -> int:
            return client.put("/xapi/activities/state", params=query, content=body, headers=headers).status_code

        assert put(b"{}") == 204
        there = client.get("/xapi/activities/state", params=query)
        assert there.headers["ETag"] == '"bf21a9e8fbc5a3846fb05b4fa0859e0917b2202f"'
        assert put(b"[1]") == without
        assert put(b"[2]", **{"If-Match": '"gone"'}) == 412
        assert put(b"[3]", **{"If-Match": client.get("/xapi/activities/state", params=query).headers["ETag"]}) == 204


# ---- cmi5


def _session(**data: Any) -> Session:
    template = {"contextActivities": {"grouping": [{"id": "urn:publisher"}]}, "extensions": {SESSION_ID: "s1"}}
    return Session(
        actor=_statement()["actor"],
        registration=_REGISTRATION,
        activity_id="urn:unit",
        session_id="s1",
        launch_data={"contextTemplate": template, "launchMode": "Normal", "moveOn": "Passed", **data},
    )


def _defined(verb: str, **result: Any) -> dict[str, Any]:
    judged = {"success", "completion"} & set(result)
    category = [{"id": CATEGORY}, *([{"id": MOVE_ON}] if judged else [])]
    return {
        "id": _ID,
        "actor": _statement()["actor"],
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": "urn:unit"},
        "result": result,
        "context": {
            "registration": _REGISTRATION,
            "contextActivities": {"grouping": [{"id": "urn:publisher"}], "category": category},
            "extensions": {SESSION_ID: "s1", MASTERY: 0.6},
        },
        "timestamp": "2026-11-24T09:00:00.000Z",
    }


_BEGUN = _defined("initialized")
_PASSED = _defined("passed", success=True, duration="PT1S", score={"scaled": 0.6})
_FAILED = _defined("failed", success=False, duration="PT1S", score={"scaled": 0.5})
_TOO_LOW = {"success": True, "duration": "PT1S", "score": {"scaled": 0.59}}
_TOO_HIGH = {"success": False, "duration": "PT1S", "score": {"scaled": 0.6}}
_DONE = _defined("completed", completion=True, duration="PT1S")
_ENDED = _defined("terminated", duration="PT1S")


def test_a_session_in_order_valid() -> None:
    session = _session(masteryScore=0.6)
    for statement in (_BEGUN, _DONE, _PASSED, _ENDED):
        assert violations(session, [], statement) == []
        session.statements.append(statement)


def _changed(statement: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(statement), **parts}


def _context(statement: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return _changed(statement, context={**statement["context"], **parts})


@pytest.mark.parametrize(
    ("before", "earlier", "statement", "section"),
    [
        ([], [], _DONE, "9.3.2"),
        ([_BEGUN], [], _BEGUN, "9.3"),
        ([_BEGUN, _ENDED], [], _DONE, "9.3.8"),
        ([_BEGUN, _PASSED], [], _FAILED, "9.3"),
        ([_BEGUN, _DONE], [], _DONE, "9.3"),
        ([_BEGUN], [_DONE], _DONE, "9.3"),
        ([_BEGUN], [_PASSED], _FAILED, "9.3"),
        ([_BEGUN], [], _changed(_DONE, timestamp="2026-11-24T08:00:00.000Z"), "9.3"),
        ([_BEGUN, _changed(_DONE, timestamp="2026-11-24T10:00:00.000Z")], [], _ENDED, "9.3"),
        ([_BEGUN], [], _changed(_DONE, timestamp="2026-11-24T17:00:00+08:00"), "9.7"),
        ([_BEGUN], [], _changed(_DONE, actor={"mbox": "mailto:b@example.org"}), "9.2"),
        ([_BEGUN], [], _changed(_DONE, object={"id": "urn:publisher"}), "9.4"),
        ([_BEGUN], [], _context(_DONE, registration=_ID), "9.6.1"),
        ([_BEGUN], [], _context(_DONE, extensions={SESSION_ID: "s2"}), "9.6.3.1"),
        ([_BEGUN], [], _context(_DONE, contextActivities={"category": [{"id": CATEGORY}, {"id": MOVE_ON}]}), "10.2.1"),
        ([_BEGUN], [], _context(_PASSED, extensions={SESSION_ID: "s1"}), "9.6.3.2"),
        ([_BEGUN], [], _changed(_PASSED, result=_TOO_LOW), "9.3.4"),
        ([_BEGUN], [], _changed(_FAILED, result=_TOO_HIGH), "9.3.5"),
        ([_BEGUN], [], _changed(_PASSED, result={"duration": "PT1S"}), "9.5.2"),
        ([_BEGUN], [], _changed(_DONE, result={"duration": "PT1S"}), "9.5.3"),
        ([_BEGUN], [], _changed(_ENDED, result={}), "9.5.4.1"),
        ([_BEGUN], [], _changed(_ENDED, result={"duration": "PT1S", "score": {"scaled": 1}}), "9.5.1"),
        ([_BEGUN], [], _changed(_ENDED, result={"duration": "PT1S", "success": True}), "9.6.2.2"),
    ],
)  # fmt: skip
def test_a_session_that_breaks_a_rule_error(
    before: list[dict[str, Any]], earlier: list[dict[str, Any]], statement: dict[str, Any], section: str
) -> None:
    session = _session(masteryScore=0.6)
    session.statements = list(before)
    found = violations(session, earlier, statement)
    assert any(each.startswith(f"{section} ") for each in found), found


def test_browsing_that_is_judged_error() -> None:
    session = _session(launchMode="Browse")
    session.statements = [_BEGUN]
    assert [each[:6] for each in violations(session, [], _DONE)] == ["10.2.2"]
    assert violations(session, [], _ENDED) == []


@pytest.mark.parametrize(
    ("move_on", "satisfying"),
    [
        ("Passed", [{"passed"}]),
        ("Completed", [{"completed"}]),
        ("CompletedAndPassed", [{"completed", "passed"}]),
        ("CompletedOrPassed", [{"completed"}, {"passed"}]),
        ("NotApplicable", [set()]),
    ],
)
def test_a_unit_is_satisfied_as_its_move_on_says(move_on: str, satisfying: list[set[str]]) -> None:
    for verbs in satisfying:
        assert cmi5_rules.is_satisfied(move_on, verbs)
    assert cmi5_rules.is_satisfied(move_on, {"failed"}) == (move_on == "NotApplicable")
