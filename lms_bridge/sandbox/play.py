"""The stage: one attempt is played under its secret address. The launch page, its session, commits and content."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from anyio.to_thread import run_sync
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lms_bridge.sandbox import elements
from lms_bridge.sandbox.answers import answer, json_body, parsed
from lms_bridge.sandbox.desk import Desk, desk_of
from lms_bridge.sandbox.guard import CONTENT_POLICY
from lms_bridge.sandbox.media import file_answer
from lms_bridge.sandbox.model import PlayedAttempt, Sco, Session, Turn
from lms_bridge.sandbox.pages import page

#: What a SCO is told afresh in every session, so that the last session's value is not loaded.
_NOT_LOADED = frozenset({elements.EXIT, elements.SESSION_TIME, elements.TOTAL_TIME})


class SessionStart(BaseModel):
    """What the launch page needs: the session's number, the CMI values to begin with, and the SCO's address."""

    session: int
    cmi: dict[str, str]
    href: str


class Commit(BaseModel):
    """What a SCO set since its last commit; `finished` says that it called LMSFinish.

    `number` grows in a session. A commit holds everything that an earlier one held and that is not known to be kept.
    """

    model_config = ConfigDict(extra="forbid")

    session: int
    number: int
    values: dict[str, str]
    finished: bool = False


class Kept(BaseModel):
    """Tells that a commit was kept."""

    result: bool


def launch_page(request: Request) -> Response:
    """Show the page around a course."""
    desk, attempt = _played(request)
    return page(
        request,
        "play.html",
        {
            "token": request.path_params["token"],
            "attempt": attempt,
            "package": desk.store.package(attempt.package_id, attempt.package_version),
            "learner": desk.store.learner(attempt.learner_id),
        },
        headers={"cache-control": "no-store"},
    )


def begin_session(request: Request) -> Response:
    """Begin a session of the attempt."""
    desk, attempt = _played(request)
    sco = _sco(desk, attempt)
    session = desk.store.begin_session(attempt.id, desk.clock())
    name = desk.store.learner(attempt.learner_id).name
    return answer(
        SessionStart(session=session.number, cmi=_initial(session, sco, name), href=quote(sco.href, "/?&=#%;,+"))
    )


async def commit(request: Request) -> Response:
    """Keep what the SCO set."""
    sent = parsed(Commit, await json_body(request))
    return answer(await run_sync(_keep, request, sent))


def content(request: Request) -> Response:
    """Serve a file of the package, at the version that the attempt began with."""
    desk, attempt = _played(request)
    folder = desk.store.content_folder(attempt.package_id, attempt.package_version)
    return file_answer(folder, request.path_params["path"], {"content-security-policy": CONTENT_POLICY})


ROUTES = [
    Route("/play/{token}", launch_page, methods=["GET"]),
    Route("/play/{token}/session", begin_session, methods=["POST"]),
    Route("/play/{token}/commit", commit, methods=["POST"]),
    Route("/play/{token}/content/{path:path}", content, methods=["GET"]),
]


def _keep(request: Request, sent: Commit) -> Kept:
    desk, attempt = _played(request)
    turn = Turn(session=sent.session, commit=sent.number)
    desk.store.commit(attempt.id, sent.values, desk.clock(), sent.finished, turn=turn)
    return Kept(result=True)


def _played(request: Request) -> tuple[Desk, PlayedAttempt]:
    desk = desk_of(request)
    return desk, desk.store.played(request.path_params["token"])


def _sco(desk: Desk, attempt: PlayedAttempt) -> Sco:
    package = desk.store.package(attempt.package_id, attempt.package_version)
    return package.sco(attempt.sco) or package.scos[0]


def _initial(session: Session, sco: Sco, name: str) -> dict[str, str]:
    """Return the CMI values that a session begins with. Spec: SCORM 1.2 RTE 3.4."""
    kept: Mapping[str, str] = {
        element: found.value for element, found in session.attempt.cmi.items() if element not in _NOT_LOADED
    }
    optional = {
        "cmi.student_data.mastery_score": None if sco.mastery_score is None else str(sco.mastery_score),
        "cmi.student_data.max_time_allowed": sco.max_time_allowed,
        "cmi.student_data.time_limit_action": sco.time_limit_action,
        "cmi.launch_data": sco.launch_data,
    }
    return {
        **kept,
        **{element: value for element, value in optional.items() if value is not None},
        "cmi.core.student_id": str(session.attempt.learner_id),
        "cmi.core.student_name": name,
        "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.entry": session.entry,
        "cmi.core.total_time": session.total_time,
    }
