"""The HTTP API of the desk: packages in, learners and enrolments, attempts and changes out. All of it JSON."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from anyio.to_thread import run_sync
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foundation.text import both
from lms_bridge.sandbox.answers import answer, json_body, number, parsed
from lms_bridge.sandbox.desk import Desk, desk_of
from lms_bridge.sandbox.errors import NoSuchRecordError
from lms_bridge.sandbox.intake import MAX_UPLOAD_BYTES
from lms_bridge.sandbox.model import Attempt, StoredPackage
from lms_bridge.sandbox.store import MAX_CHANGES
from lms_bridge.sandbox.uploads import received


class NewLearner(BaseModel):
    """Asks for a learner."""

    model_config = ConfigDict(extra="forbid")

    name: str


class NewEnrolment(BaseModel):
    """Asks for an enrolment."""

    model_config = ConfigDict(extra="forbid")

    package: int
    learner: int


class Made(BaseModel):
    """Tells the id of what was made."""

    id: int


class AttemptAnswer(BaseModel):
    """An attempt as the API tells it: `attempt` is its number, `cmi` the values by element."""

    id: int
    attempt: int
    sco: str
    package: int
    package_version: int
    learner: int
    started_at: datetime
    finished_at: datetime | None
    modified_at: datetime
    cmi: dict[str, str]


async def add_package(request: Request) -> Response:
    """Take in a zip file: 201 when it made a version, 200 when these bytes were there."""
    desk = desk_of(request)
    async with received(request, desk.store.data / "packages", MAX_UPLOAD_BYTES) as file:
        package = await run_sync(_keep, desk, file)
    return answer(package, 201 if package.changed else 200)


def packages(request: Request) -> Response:
    """Tell every package at its newest version."""
    return answer(desk_of(request).store.packages())


def card(request: Request) -> Response:
    """Tell the course card of one version."""
    package_id, version = _id(request, "package"), _id(request, "version")
    found = desk_of(request).store.card(package_id, version)
    if found is None:
        raise NoSuchRecordError(both("此课件包没有课程卡片", "This package has no course card"))
    return answer(found)


async def add_learner(request: Request) -> Response:
    """Add a learner."""
    desk = desk_of(request)
    name = parsed(NewLearner, await json_body(request)).name
    return answer(Made(id=await run_sync(desk.store.add_learner, name, desk.clock())), 201)


def learners(request: Request) -> Response:
    """Tell every learner."""
    return answer(desk_of(request).store.learners())


async def enrol(request: Request) -> Response:
    """Enrol a learner; done again it changes nothing."""
    desk = desk_of(request)
    asked = parsed(NewEnrolment, await json_body(request))
    await run_sync(desk.store.enrol, asked.package, asked.learner, desk.clock())
    return Response(status_code=204)


def attempts(request: Request) -> Response:
    """Tell the attempts of a package or a learner, of both, or all."""
    query = request.query_params
    package_id, learner_id = number(query.get("package"), "package"), number(query.get("learner"), "learner")
    return answer([_told(attempt) for attempt in desk_of(request).store.attempts(package_id, learner_id)])


def delete_attempt(request: Request) -> Response:
    """Delete an attempt's values."""
    desk = desk_of(request)
    desk.store.delete_attempt(_id(request, "attempt"), desk.clock())
    return Response(status_code=204)


def changes(request: Request) -> Response:
    """Tell what changed since a number of the sequence."""
    query = request.query_params
    since, limit = number(query.get("since"), "since"), number(query.get("limit"), "limit")
    return answer(desk_of(request).store.changes(since or 0, limit or MAX_CHANGES))


ROUTES = [
    Route("/packages", packages, methods=["GET"]),
    Route("/packages", add_package, methods=["POST"]),
    Route("/packages/{package}/versions/{version}/card", card, methods=["GET"]),
    Route("/learners", learners, methods=["GET"]),
    Route("/learners", add_learner, methods=["POST"]),
    Route("/enrolments", enrol, methods=["POST"]),
    Route("/attempts", attempts, methods=["GET"]),
    Route("/attempts/{attempt}", delete_attempt, methods=["DELETE"]),
    Route("/changes", changes, methods=["GET"]),
]


def _keep(desk: Desk, file: Path) -> StoredPackage:
    return desk.store.add_package(file, desk.clock(), name="upload.zip")


def _told(attempt: Attempt) -> AttemptAnswer:
    return AttemptAnswer(
        id=attempt.id,
        attempt=attempt.number,
        sco=attempt.sco,
        package=attempt.package_id,
        package_version=attempt.package_version,
        learner=attempt.learner_id,
        started_at=attempt.started_at,
        finished_at=attempt.finished_at,
        modified_at=attempt.modified_at,
        cmi={element: value.value for element, value in attempt.cmi.items()},
    )


def _id(request: Request, name: str) -> int:
    found = number(request.path_params[name], name)
    return 0 if found is None else found
