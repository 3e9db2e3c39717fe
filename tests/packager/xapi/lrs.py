"""An xAPI LRS for tests: keeps statements, state and agent profiles in memory, and refuses what the standard refuses.

Written from xAPI 1.0.3 Part 3 (2.0 where it differs). `violations` tells every request that broke a rule.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.packager.xapi.statement_rules import is_iri, is_uuid, statement_violations

VERSION_HEADER = "X-Experience-API-Version"
_SENT_HEADERS = ["Authorization", "Content-Type", VERSION_HEADER, "If-Match", "If-None-Match"]
_PATIENCE_S = 20
_METHODS = ["GET", "PUT", "POST", "DELETE"]
_STATE_PARAMS = {"activityId", "agent", "registration", "stateId", "since"}

Fault = Callable[[Request], Response | None]


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """A request that is answered with a status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass
class Lrs:
    """An LRS: `accepts` may refuse a statement for reasons beyond xAPI, `authorised` judges a request's header."""

    version: str = "1.0.3"
    statements: list[dict[str, Any]] = field(default_factory=list)
    documents: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    accepts: Callable[[dict[str, Any]], list[str]] = lambda statement: []
    authorised: Callable[[str], bool] = lambda header: True
    fault: Fault = lambda request: None
    has_state: bool = True
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def app(self) -> Starlette:
        """Return the LRS as an application under /xapi/, open to pages of other sites."""
        return Starlette(routes=self.routes(), middleware=[open_to_other_sites()])

    def routes(self) -> list[Route]:
        """Return its resources."""
        paths = {
            "/xapi/statements": self._statements,
            "/xapi/activities/state": self._state,
            "/xapi/agents/profile": self._profile,
        }
        return [Route(path, self._guarded(run), methods=_METHODS) for path, run in paths.items()]

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so that a request may make so."""
        with self._changed:
            assert self._changed.wait_for(is_so, timeout=_PATIENCE_S), self.violations

    def by_id(self, statement_id: str) -> dict[str, Any] | None:
        """Return the statement with this id."""
        return next((each for each in self.statements if each["id"] == statement_id), None)

    # ---- every request

    def _guarded(self, run: Callable[[Request, bytes], Response]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            body = await request.body()
            self.requests.append(f"{request.method} {request.url.path.removeprefix('/xapi/')}")
            broken = self.fault(request)
            if broken is not None:
                return broken
            try:
                self._headers(request)
                response = run(request, body)
            except Refused as refused:
                self.violations.append(f"{request.method} {request.url.path}: {refused.reason}")
                response = JSONResponse({"reason": refused.reason}, status_code=refused.status)
            response.headers[VERSION_HEADER] = self.version
            with self._changed:
                self._changed.notify_all()
            return response

        return answer

    def _headers(self, request: Request) -> None:
        """Part 3 3.3: the version; 4.1: authentication."""
        if not self.authorised(request.headers.get("Authorization", "")):
            raise Refused(401, "Part 3 4 not authorised")
        given = request.headers.get(VERSION_HEADER, "")
        if not given.startswith(self.version[:4]):
            raise Refused(400, f"Part 3 3.3 version {given or 'is missing'}")

    # ---- statements, Part 3 2.1

    def _statements(self, request: Request, body: bytes) -> Response:
        if request.method == "GET":
            return self._found(request)
        if not request.headers.get("Content-Type", "").startswith("application/json"):
            raise Refused(400, "Part 3 2.1.1 content type")
        document = json.loads(body)
        listed = document if isinstance(document, list) else [document]
        if request.method == "PUT":
            wanted = request.query_params.get("statementId")
            if len(listed) != 1 or listed[0].get("id") != wanted:
                raise Refused(400, "Part 3 2.1.1 statementId is not the statement's id")
        self._store(listed)
        if request.method == "PUT":
            return Response(status_code=204)
        return JSONResponse([each["id"] for each in listed])

    def _store(self, listed: list[Any]) -> None:
        """All or none. Part 3 2.1.2."""
        for each in listed:
            broken = statement_violations(each, version=self.version)
            if broken:
                raise Refused(400, f"Part 2 {broken}")
        ids = [each["id"].lower() for each in listed]
        if len(set(ids)) < len(ids):
            raise Refused(400, "Part 3 2.1.2 one id twice in a list")
        known = {each["id"]: each["sent"] for each in self.statements}
        for each in listed:
            if known.get(each["id"], each) != each:
                raise Refused(409, f"Part 3 2.1.2 another statement has the id {each['id']}")
        fresh = [each for each in listed if each["id"] not in known]
        for each in fresh:
            broken = self.accepts(each)
            if broken:
                raise Refused(403, f"{each['verb']['id']}: {broken}")
            self.statements.append({**each, "sent": each, "stored": datetime.now(UTC).isoformat()})

    def _found(self, request: Request) -> Response:
        wanted = request.query_params.get("statementId")
        shown = [each["sent"] for each in self.statements]
        if wanted is None:
            return JSONResponse({"statements": shown, "more": ""})
        one = self.by_id(wanted)
        return JSONResponse(one["sent"]) if one else Response(status_code=404)

    # ---- documents, Part 3 2.3, 2.6

    def _state(self, request: Request, body: bytes) -> Response:
        if not self.has_state:
            return Response(status_code=404)
        params = dict(request.query_params)
        if set(params) - _STATE_PARAMS or not is_iri(params.get("activityId")):
            raise Refused(400, f"Part 3 2.3 parameters {sorted(params)}")
        if "registration" in params and not is_uuid(params["registration"]):
            raise Refused(400, "Part 3 2.3 registration is no UUID")
        key = ("state", params["activityId"], agent_key(params["agent"]), params.get("registration", ""))
        return self._document(request, body, (*key, params["stateId"]))

    def _profile(self, request: Request, body: bytes) -> Response:
        params = dict(request.query_params)
        if set(params) != {"agent", "profileId"}:
            raise Refused(400, f"Part 3 2.6 parameters {sorted(params)}")
        return self._document(request, body, ("profile", agent_key(params["agent"]), params["profileId"]))

    def _document(self, request: Request, body: bytes, key: tuple[str, ...]) -> Response:
        there = self.documents.get(key)
        if request.method == "GET":
            if there is None:
                return Response(status_code=404)
            return Response(there, media_type="application/json", headers={"ETag": etag(there)})
        self._concurrency(request, there, is_strict=key[0] == "profile" or self.version.startswith("2"))
        if request.method == "DELETE":
            self.documents.pop(key, None)
        else:
            self.documents[key] = body
        return Response(status_code=204)

    def _concurrency(self, request: Request, there: bytes | None, *, is_strict: bool) -> None:
        """Part 3 3.1; the state resource is free of it in 1.0.3, not in 2.0."""
        match, none_match = request.headers.get("If-Match"), request.headers.get("If-None-Match")
        if match is not None and (there is None or match not in (etag(there), "*")):
            raise Refused(412, "Part 3 3.1 the document is another by now")
        if none_match == "*" and there is not None:
            raise Refused(412, "Part 3 3.1 the document is there")
        if is_strict and there is not None and match is None and none_match is None:
            raise Refused(409, "Part 3 3.1 the document is there, and no ETag was given")


def open_to_other_sites() -> Middleware:
    """Return what lets pages of other sites make requests, as an LRS must. Part 3 3.2."""
    return Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=_METHODS,
        allow_headers=_SENT_HEADERS,
        expose_headers=["ETag", VERSION_HEADER],
    )


def etag(content: bytes) -> str:
    """Return the ETag of a document: its SHA-1 in quotes. Part 3 3.1."""
    return f'"{hashlib.sha1(content, usedforsecurity=False).hexdigest()}"'


def agent_key(text: str) -> str:
    """Return an agent by what identifies it alone."""
    agent = json.loads(text)
    known = {name: agent[name] for name in ("mbox", "mbox_sha1sum", "openid", "account") if name in agent}
    if len(known) != 1:
        raise Refused(400, "Part 3 2.3 agent")
    return json.dumps(known, sort_keys=True)
