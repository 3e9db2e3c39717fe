"""The launching side of cmi5 for tests: sessions, tokens, launch data, and judgement of every statement that comes."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.packager.xapi.cmi5_rules import SESSION_ID, Session, is_satisfied, violations
from tests.packager.xapi.lrs import Lrs, agent_key, open_to_other_sites

Json = Mapping[str, Any]
PREFERENCES = "cmi5LearnerPreferences"


@dataclass
class Unit:
    """An assignable unit as the course structure has it."""

    publisher_id: str
    url: str
    move_on: str = "NotApplicable"
    mastery_score: float | None = None


@dataclass
class Launch:
    """A launch: where the browser goes, and the session that it begins."""

    url: str
    session: Session


@dataclass
class Lms:
    """An LMS with its LRS. `url` is where it listens once it runs."""

    lrs: Lrs = field(default_factory=Lrs)
    sessions: dict[str, Session] = field(default_factory=dict)
    tokens: dict[str, str | None] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    url: str = ""
    is_unreachable: bool = False

    def __post_init__(self) -> None:
        self.lrs.accepts = self._judge
        self.lrs.authorised = self._is_authorised

    def app(self) -> Starlette:
        """Return LMS and LRS as one application."""
        fetch = Route("/fetch/{key}", self._fetch, methods=["POST", "GET"])
        return Starlette(routes=[fetch, *self.lrs.routes()], middleware=[open_to_other_sites()])

    # ---- launching

    def launch(
        self,
        content: str,
        unit: Unit,
        *,
        learner: str = "learner-1",
        registration: str | None = None,
        mode: str = "Normal",
        return_url: str | None = None,
        languages: str | None = None,
    ) -> Launch:
        """Prepare a session as 8, 10 and 11 say; `content` is where the package's files are. A second one abandons."""
        actor = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": learner}}
        enrolled = registration or str(uuid.uuid4())
        for other in self.sessions.values():
            if other.registration == enrolled and "terminated" not in other.verbs:
                other.is_abandoned = True
        session = Session(
            actor=actor,
            registration=enrolled,
            activity_id=f"https://lms.example.org/units/{uuid.uuid5(uuid.NAMESPACE_URL, unit.publisher_id)}",
            session_id=str(uuid.uuid4()),
            launch_data={},
        )
        session.launch_data = self._launch_data(session, unit, mode, return_url)
        self.sessions[session.session_id] = session
        self._put_state(session, "LMS.LaunchData", session.launch_data)
        if languages is not None:
            key = ("profile", agent_key(json.dumps(actor)), PREFERENCES)
            self.lrs.documents[key] = json.dumps({"languagePreference": languages}).encode()
        key = uuid.uuid4().hex
        self.tokens[key] = base64.b64encode(f"session:{session.session_id}".encode()).decode()
        parameters = {
            "endpoint": f"{self.url}/xapi/",
            "fetch": f"{self.url}/fetch/{key}",
            "actor": json.dumps(actor),
            "registration": enrolled,
            "activityId": session.activity_id,
        }
        return Launch(url=f"{content}/{unit.url}?{urlencode(parameters)}", session=session)

    def _launch_data(self, session: Session, unit: Unit, mode: str, return_url: str | None) -> dict[str, Any]:
        data: dict[str, Any] = {
            "contextTemplate": {
                "contextActivities": {"grouping": [{"objectType": "Activity", "id": unit.publisher_id}]},
                "extensions": {SESSION_ID: session.session_id, "https://lms.example.org/ext/class": "一班"},
            },
            "launchMode": mode,
            "moveOn": unit.move_on,
        }
        if unit.mastery_score is not None:
            data["masteryScore"] = unit.mastery_score
        if return_url is not None:
            data["returnURL"] = return_url
        return data

    def _put_state(self, session: Session, state_id: str, document: Json) -> None:
        key = ("state", session.activity_id, agent_key(json.dumps(session.actor)), session.registration, state_id)
        self.lrs.documents[key] = json.dumps(document).encode()

    async def _fetch(self, request: Request) -> Response:
        """8.2: by POST, once."""
        if self.is_unreachable:
            return Response(status_code=503)
        if request.method != "POST":
            self.problems.append("8.2.1 fetch by GET")
        key = request.path_params["key"]
        token = self.tokens.get(key)
        self.tokens[key] = None
        if token is None:
            return JSONResponse({"error-code": "1", "error-text": "The authorization token has already been returned."})
        return JSONResponse({"auth-token": token})

    # ---- judging

    def _is_authorised(self, header: str) -> bool:
        if not header.startswith("Basic "):
            return False
        try:
            name = base64.b64decode(header.removeprefix("Basic ")).decode()
        except ValueError:
            return False
        return name.removeprefix("session:") in self.sessions

    def _judge(self, statement: dict[str, Any]) -> list[str]:
        session_id = statement.get("context", {}).get("extensions", {}).get(SESSION_ID)
        session = self.sessions.get(session_id)
        if session is None:
            return self._note(["9.6.3.1 no session of ours"])
        earlier = [
            each
            for other in self.sessions.values()
            if other.registration == session.registration
            and other.activity_id == session.activity_id
            and other is not session
            for each in other.statements
        ]
        broken = self._note(violations(session, earlier, statement))
        if not broken:
            session.statements.append(statement)
        return broken

    def _note(self, broken: list[str]) -> list[str]:
        self.problems += broken
        return broken

    def is_satisfied(self, registration: str, move_on: str) -> bool:
        """Return whether the unit of a registration is satisfied."""
        verbs = {verb for each in self.sessions.values() if each.registration == registration for verb in each.verbs}
        return is_satisfied(move_on, verbs)
