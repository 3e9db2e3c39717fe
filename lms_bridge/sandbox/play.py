"""The stage: one attempt is played under its secret address. The launch page, its session, commits and content."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from anyio.to_thread import run_sync
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lms_bridge.sandbox import elements
from lms_bridge.sandbox.answers import answer, json_body, parsed
from lms_bridge.sandbox.datamodel import Standard
from lms_bridge.sandbox.desk import Desk, desk_of
from lms_bridge.sandbox.guard import CONTENT_POLICY
from lms_bridge.sandbox.manifest import MANIFEST_NAME
from lms_bridge.sandbox.media import file_answer
from lms_bridge.sandbox.model import PlayedAttempt, Sco, Session, Turn
from lms_bridge.sandbox.pages import page
from lms_bridge.sandbox.parts import PartLine
from lms_bridge.sandbox.sequencing import read_activity_tree

#: What a SCO is told afresh in every session, so that the last session's value is not loaded.
_NOT_LOADED = frozenset(
    {elements.EXIT, elements.SESSION_TIME, elements.TOTAL_TIME}
    | {"cmi.exit", "cmi.session_time", "cmi.total_time", "adl.nav.request"}
)
#: Standard → the run-time and the script of the launch page.
_SCRIPTS: dict[Standard, tuple[str, str]] = {"1.2": ("scorm12", "play"), "2004": ("scorm2004", "play2004")}


class SessionWish(BaseModel):
    """Asks for a session: `after` is the last commit that an earlier page sent without seeing its answer."""

    model_config = ConfigDict(extra="forbid")

    after: Turn | None = None


class SessionStart(BaseModel):
    """What the launch page needs: the session's number, the CMI values to begin with, and the SCO's address.

    `lost` says that the commit it was to come after did not arrive; it is not kept any more.
    """

    session: int
    cmi: dict[str, str]
    href: str
    lost: bool = False


class Commit(BaseModel):
    """What a SCO set since its last commit; `finished` says that it called LMSFinish.

    `number` grows in a session. A commit holds everything that an earlier one held and that is not known to be kept.
    """

    model_config = ConfigDict(extra="forbid")

    session: int
    number: int = Field(ge=1, le=2**53)
    values: dict[str, str]
    finished: bool = False


class PartChoice(BaseModel):
    """The SCO that is to be played."""

    model_config = ConfigDict(extra="forbid")

    sco: str


class Opened(BaseModel):
    """The address under which a SCO of the same package is played."""

    play: str


class Parts(BaseModel):
    """The SCO that is played here, and all of them as the learner stands."""

    sco: str
    lines: tuple[PartLine, ...]


class CourseStart(BaseModel):
    """What the launch page of a SCORM 2004 package needs: activity tree, sequencing state, SCOs, where to begin."""

    tree: dict[str, Any]
    state: str | None
    sco: str
    lines: tuple[PartLine, ...]


class SequencingState(BaseModel):
    """The run-time's own account of a learner's sequencing."""

    model_config = ConfigDict(extra="forbid")

    state: str


class Kept(BaseModel):
    """Tells that a commit was kept."""

    result: bool


def launch_page(request: Request) -> Response:
    """Show the page around a course."""
    desk, attempt = _played(request)
    package = desk.store.package(attempt.package_id, attempt.package_version)
    runtime, script = _SCRIPTS[package.standard]
    return page(
        request,
        "play.html",
        {
            "token": request.path_params["token"],
            "runtime": runtime,
            "script": script,
            "wanted": request.query_params.get("sco", ""),
            "attempt": attempt,
            "package": package,
            "learner": desk.store.learner(attempt.learner_id),
        },
        headers={"cache-control": "no-store"},
    )


async def begin_session(request: Request) -> Response:
    """Begin a session of the attempt, after the commit it is to come after, and with its values."""
    wish = parsed(SessionWish, await json_body(request, empty={}))
    desk, attempt = await run_sync(_played, request)
    arrived = True
    if wish.after is not None:
        arrived = await desk.late.wait(attempt.id, partial(run_sync, desk.store.is_missing, attempt.id, wish.after))
    return answer(await run_sync(_begin, desk, attempt, not arrived))


async def commit(request: Request) -> Response:
    """Keep what the SCO set."""
    sent = parsed(Commit, await json_body(request))
    attempt_id = await run_sync(_keep, request, sent)
    desk_of(request).late.arrived(attempt_id)
    return answer(Kept(result=True))


def parts(request: Request) -> Response:
    """Tell the package's SCOs as the learner stands."""
    desk, attempt = _played(request)
    return answer(Parts(sco=attempt.sco, lines=tuple(desk.store.parts(attempt.package_id, attempt.learner_id))))


async def open_part(request: Request) -> Response:
    """Continue or begin the learner's attempt at another SCO of the package."""
    sent = parsed(PartChoice, await json_body(request))
    return answer(await run_sync(_open, request, sent.sco))


def course(request: Request) -> Response:
    """Tell what sequencing needs. Spec: SCORM 2004 SN."""
    desk, attempt = _played(request)
    folder = desk.store.content_folder(attempt.package_id, attempt.package_version)
    return answer(
        CourseStart(
            tree=read_activity_tree((folder / MANIFEST_NAME).read_bytes()),
            state=desk.store.sequencing_state(attempt),
            sco=attempt.sco,
            lines=tuple(desk.store.parts(attempt.package_id, attempt.learner_id)),
        )
    )


async def keep_state(request: Request) -> Response:
    """Keep how far the learner is in the sequencing."""
    sent = parsed(SequencingState, await json_body(request))
    return answer(await run_sync(_keep_state, request, sent.state))


def content(request: Request) -> Response:
    """Serve a file of the package, at the version that the attempt began with."""
    desk, attempt = _played(request)
    folder = desk.store.content_folder(attempt.package_id, attempt.package_version)
    return file_answer(folder, request.path_params["path"], {"content-security-policy": CONTENT_POLICY})


ROUTES = [
    Route("/play/{token}", launch_page, methods=["GET"]),
    Route("/play/{token}/session", begin_session, methods=["POST"]),
    Route("/play/{token}/commit", commit, methods=["POST"]),
    Route("/play/{token}/parts", parts, methods=["GET"]),
    Route("/play/{token}/open", open_part, methods=["POST"]),
    Route("/play/{token}/course", course, methods=["POST"]),
    Route("/play/{token}/state", keep_state, methods=["POST"]),
    Route("/play/{token}/content/{path:path}", content, methods=["GET"]),
]


def _begin(desk: Desk, attempt: PlayedAttempt, lost: bool) -> SessionStart:
    sco = _sco(desk, attempt)
    session = desk.store.begin_session(attempt.id, desk.clock())
    cmi = _initial(session, sco, desk.store.learner(attempt.learner_id).name)
    return SessionStart(session=session.number, cmi=cmi, href=quote(sco.href, "/?&=#%;,+"), lost=lost)


def _keep(request: Request, sent: Commit) -> int:
    desk, attempt = _played(request)
    turn = Turn(session=sent.session, commit=sent.number)
    desk.store.commit(attempt.id, sent.values, desk.clock(), sent.finished, turn=turn)
    return attempt.id


def _open(request: Request, sco: str) -> Opened:
    desk, attempt = _played(request)
    opened = desk.store.open_attempt(attempt.package_id, attempt.learner_id, desk.clock(), sco=sco)
    return Opened(play=f"/play/{desk.store.attempt_token(opened.id)}")


def _keep_state(request: Request, state: str) -> Kept:
    desk, attempt = _played(request)
    desk.store.keep_sequencing_state(attempt, state)
    return Kept(result=True)


def _played(request: Request) -> tuple[Desk, PlayedAttempt]:
    desk = desk_of(request)
    return desk, desk.store.played(request.path_params["token"])


def _sco(desk: Desk, attempt: PlayedAttempt) -> Sco:
    package = desk.store.package(attempt.package_id, attempt.package_version)
    return package.sco(attempt.sco) or package.scos[0]


def _initial(session: Session, sco: Sco, name: str) -> dict[str, str]:
    """Return the CMI values that a session begins with. Spec: SCORM 1.2 RTE 3.4, SCORM 2004 4th Ed. RTE 4.2."""
    kept: Mapping[str, str] = {
        element: found.value for element, found in session.attempt.cmi.items() if element not in _NOT_LOADED
    }
    own = _own_2004(session, name) if sco.standard == "2004" else _own_12(session, sco, name)
    told = own | {"cmi.launch_data": sco.launch_data}
    return {**kept, **{element: value for element, value in told.items() if value is not None}}


def _own_12(session: Session, sco: Sco, name: str) -> dict[str, str | None]:
    return {
        "cmi.student_data.mastery_score": None if sco.mastery_score is None else str(sco.mastery_score),
        "cmi.student_data.max_time_allowed": sco.max_time_allowed,
        "cmi.student_data.time_limit_action": sco.time_limit_action,
        "cmi.core.student_id": str(session.attempt.learner_id),
        "cmi.core.student_name": name,
        "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.entry": session.entry,
        "cmi.core.total_time": session.total_time,
    }


def _own_2004(session: Session, name: str) -> dict[str, str | None]:
    return {
        "cmi.learner_id": str(session.attempt.learner_id),
        "cmi.learner_name": name,
        "cmi.credit": "credit",
        "cmi.mode": "normal",
        "cmi.entry": session.entry,
        "cmi.total_time": session.total_time,
    }
