"""The desk's pages for people: packages, how to try a course, attempts with all that was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote

from anyio.to_thread import run_sync
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from foundation.errors import CourseBridgeError
from foundation.text import both
from lms_bridge.sandbox.answers import number, status_of
from lms_bridge.sandbox.as12 import as_12
from lms_bridge.sandbox.desk import Desk, desk_of
from lms_bridge.sandbox.errors import SandboxInputError
from lms_bridge.sandbox.guard import asked_by_another_site
from lms_bridge.sandbox.transcript import transcript
from lms_bridge.sandbox.wording import FILTERS

_SEE_OTHER = 303
_MAX_LINES = 200
_MAX_FORM_BYTES = 1 << 16

_environment = Environment(
    loader=PackageLoader("lms_bridge.sandbox"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(FILTERS)


def page(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page made of a template."""
    desk = desk_of(request)
    html = _environment.get_template(template).render(desk=desk, simulated=desk.simulated, **values)
    return HTMLResponse(html, status, headers)


def error_page(request: Request, error: CourseBridgeError) -> Response:
    """Return the page that says what went wrong and what to do."""
    return page(request, "error.html", {"finding": error.finding()}, status=status_of(error))


def home(request: Request) -> Response:
    """Show the packages, how to try one, and who learned last."""
    store = desk_of(request).store
    return page(
        request,
        "home.html",
        {
            "packages": {package.id: package for package in store.packages()},
            "counts": store.overview.counts(),
            "lines": store.overview.attempts(None, 20),
        },
    )


def package_page(request: Request) -> Response:
    """Show one package: its versions, its SCOs, and the attempts at it."""
    store = desk_of(request).store
    package_id = number(request.path_params["package"], "package") or 0
    package = store.package(package_id)
    return page(
        request,
        "package.html",
        {
            "package": package,
            "versions": store.versions(package_id),
            "card": store.card(package_id, package.version),
            "lines": store.overview.attempts(package_id, _MAX_LINES),
            "max_lines": _MAX_LINES,
        },
    )


def attempt_page(request: Request) -> Response:
    """Show one attempt with every CMI value."""
    store = desk_of(request).store
    attempt = store.attempt(number(request.path_params["attempt"], "attempt") or 0)
    told = attempt.model_copy(update={"cmi": as_12(attempt.cmi)})
    return page(
        request,
        "attempt.html",
        {
            "attempt": attempt,
            "told": told,
            "package": store.package(attempt.package_id, attempt.package_version),
            "learner": store.learner(attempt.learner_id),
            "sessions": store.overview.sessions(attempt.id),
            "transcript": transcript(told, store.card(attempt.package_id, attempt.package_version)),
        },
    )


def launch(request: Request) -> Response:
    """Continue or begin a learner's attempt and go to the stage; other sites' pages are sent to the package first."""
    desk = desk_of(request)
    package_id = number(request.path_params["package"], "package") or 0
    learner_id = number(request.query_params.get("learner"), "learner")
    if asked_by_another_site(request.headers) or learner_id is None:
        desk.store.package(package_id)
        return RedirectResponse(f"/packages/{package_id}", _SEE_OTHER)
    return _to_stage(desk, package_id, learner_id, request.query_params.get("sco"), restart=False)


async def learn(request: Request) -> Response:
    """Add the learner whose name was entered and go to the course."""
    form = await _form(request)
    return await run_sync(_learn, desk_of(request), form)


async def restart(request: Request) -> Response:
    """End the open attempt and begin a new one, at the newest version."""
    form = await _form(request)
    return await run_sync(_restart, desk_of(request), form)


ROUTES = [
    Route("/", home, methods=["GET"]),
    Route("/packages/{package}", package_page, methods=["GET"]),
    Route("/attempts/{attempt}", attempt_page, methods=["GET"]),
    Route("/launch/{package}", launch, methods=["GET"]),
    Route("/learn", learn, methods=["POST"]),
    Route("/restart", restart, methods=["POST"]),
]


def _learn(desk: Desk, form: Mapping[str, str]) -> Response:
    package_id = number(form.get("package"), "package") or 0
    desk.store.package(package_id)
    learner_id = desk.store.add_learner(form.get("name", ""), desk.clock())
    sco = f"&sco={quote(form['sco'], safe='')}" if form.get("sco") else ""
    return RedirectResponse(f"/launch/{package_id}?learner={learner_id}{sco}", _SEE_OTHER)


def _restart(desk: Desk, form: Mapping[str, str]) -> Response:
    package_id, learner_id = number(form.get("package"), "package"), number(form.get("learner"), "learner")
    return _to_stage(desk, package_id or 0, learner_id or 0, form.get("sco"), restart=True)


def _to_stage(desk: Desk, package_id: int, learner_id: int, sco: str | None, *, restart: bool) -> Response:
    """Go where an attempt is played; what of a SCORM 2004 package may be opened is for its sequencing to say there."""
    is_sequenced = desk.store.package(package_id).standard == "2004" and not restart
    chosen = None if is_sequenced else sco
    attempt = desk.store.open_attempt(package_id, learner_id, desk.clock(), sco=chosen, restart=restart)
    token = desk.store.attempt_token(attempt.id)
    wanted = f"?sco={quote(sco, safe='')}" if is_sequenced and sco else ""
    return RedirectResponse(f"{desk.origins.stage}/play/{token}{wanted}", _SEE_OTHER)


async def _form(request: Request) -> dict[str, str]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_FORM_BYTES:
            raise SandboxInputError(both("表单过长", "The form is too long"))
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError as error:
        raise SandboxInputError(both("表单无法读取", "The form cannot be read")) from error
    return {name: values[-1] for name, values in fields.items()}
